"""Where the letters of a line stand, and whether a reader meets them in the right order."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from ctypes import c_double
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass(frozen=True)
class Letter:
    sign: str
    left: float
    line: float  # the height of the line that it stands on

    def __repr__(self) -> str:
        return self.sign


def letters_on_paper(pdf: bytes) -> list[Letter]:
    """Every letter of a PDF, where pdfium finds its box; pages stand far below each other."""
    found = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, line = _origin(text, place)
                sign = text.get_text_range(place, 1)
                found.append(Letter(sign, left, line - number * 10_000))
            text.close()
            page.close()
    return [letter for letter in found if letter.sign.strip()]


def _origin(text: pypdfium2.PdfTextPage, place: int) -> tuple[float, float]:
    """Where a letter begins on the line that it stands on; fonts differ in what hangs below."""
    left, line = c_double(), c_double()
    assert pypdfium2.raw.FPDFText_GetCharOrigin(text, place, left, line)
    return left.value, line.value


_BOXES = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    for (let n = 0; n < node.length; n++) {
      const range = document.createRange();
      range.setStart(node, n); range.setEnd(node, n + 1);
      const box = range.getClientRects()[0];
      if (box && node.data[n].trim()) found.push([node.data[n], box.left, -box.bottom]);
    }
  return found;
}"""


def letters_on_page(page: "Page") -> list[Letter]:
    """Every letter of a page, where the browser has drawn it."""
    found: list[list[Any]] = page.evaluate(_BOXES)
    return [Letter(sign, left, line) for sign, left, line in found]


def lines_of(letters: Sequence[Letter], tolerance: float = 4) -> Iterator[list[Letter]]:
    """Letters on one height, from left to right."""
    rest = sorted(letters, key=lambda letter: -letter.line)
    while rest:
        height = rest[0].line
        line = [letter for letter in rest if height - letter.line <= tolerance]
        rest = rest[len(line) :]
        yield sorted(line, key=lambda letter: letter.left)


def reads(letters: Sequence[Letter], *pieces: str) -> bool:
    """Whether some line, read from right to left, has these pieces one after the other.

    A piece in the Arabic script must have its letters from right to left, any other one, figures
    in Arabic digits among them, from left to right.
    """
    return any(_in_order(line, pieces) for line in lines_of(letters))


def _in_order(line: Sequence[Letter], pieces: Sequence[str]) -> bool:
    end = len(line)
    signs = "".join(letter.sign for letter in line)
    for piece in pieces:
        wanted = "".join(piece.split())
        drawn = wanted[::-1] if _right_to_left(wanted) else wanted
        place = signs.rfind(drawn, 0, end)
        if place < 0:
            return False
        end = place
    return True


def _right_to_left(piece: str) -> bool:
    return "\u0620" <= piece[0] <= "\u06ff" and not piece[0].isdecimal()
