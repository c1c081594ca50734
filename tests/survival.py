"""How much of a printed text two readers of PDF find again: whole strings, and words."""

import re
import subprocess
import tempfile
from contextlib import closing
from dataclasses import dataclass
from unicodedata import normalize

import html5lib
import pypdfium2

# Marks that a reader puts round what runs against the line, and hyphens and joiners of its own.
_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x200B])
_VOWELS = re.compile("[\u064b-\u0652]")
SCRIPTS = {
    "ar": "\u0620-\u0652\u0671-\u06d3",
    "ur": "\u0620-\u0652\u0671-\u06d3",
    "bn": "\u0980-\u09ff",
    "ne": "\u0900-\u097f",
    "hi": "\u0900-\u097f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "or": "\u0b00-\u0b7f",
}


@dataclass(frozen=True, slots=True)
class Score:
    """How many there were, and how many were found."""

    found: int
    of: int
    lost: tuple[str, ...]

    @property
    def percent(self) -> float:
        return 100 * self.found / self.of if self.of else 0.0

    def line(self, what: str) -> str:
        """One cell of a table."""
        return f"{what} {self.percent:5.1f} % of {self.of:3}"


def strings_of(page: str, language: str) -> list[str]:
    """The pieces of text of a page that have letters of a language's script, each once."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    assert body is not None
    letters = re.compile(f"[{SCRIPTS.get(language, 'A-Za-z')}]")
    # A line each: a page may end between two of them.
    lines = (line for piece in body.itertext() for line in piece.splitlines())
    pieces = (" ".join(line.split()) for line in lines)
    return list(dict.fromkeys(piece for piece in pieces if letters.search(piece)))


def words_of(strings: list[str], language: str) -> list[str]:
    """The words in a language's script, each once."""
    word = re.compile(f"[{SCRIPTS.get(language, 'A-Za-z')}]+")
    return list(dict.fromkeys(one for string in strings for one in word.findall(string)))


def by_pdftotext(pdf: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdftotext", "-raw", "-enc", "UTF-8", file.name, "-"]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


def by_pdfium(pdf: bytes) -> str:
    pages = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    # Its sign for a hyphen at the end of a line.
    return re.sub("[\x02\ufffe]", "-", "\n".join(pages))


READERS = {"pdftotext": by_pdftotext, "pdfium": by_pdfium}


def strings_found(wanted: list[str], text: str) -> Score:
    """Which strings stand in a text, wherever its lines are broken (after a hyphen too)."""
    text = _plain(text).replace(" ", "")
    return _score(wanted, [one for one in wanted if _plain(one).replace(" ", "") not in text])


def words_found(wanted: list[str], text: str, language: str) -> Score:
    """Which words stand in a text as words."""
    there = set(words_of([_plain(text)], language))
    return _score(wanted, [one for one in wanted if _plain(one) not in there])


def _score(wanted: list[str], lost: list[str]) -> Score:
    return Score(len(wanted) - len(lost), len(wanted), tuple(lost))


def _plain(text: str) -> str:
    """As a search sees it: letters by what they are, without marks of short vowels in Arabic."""
    return " ".join(_VOWELS.sub("", normalize("NFKC", text.translate(_MARKS))).split())
