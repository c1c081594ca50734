"""The registry states; it neither praises, warns nor accuses (domain 2.6, law 9, D26).

One list of words a language, with word boundaries, and an exact list of phrases that may stand.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from seeds import screen_text
from seeds.reference_data import DATA, languages, read_rows

LANGUAGES = languages()

ROOT = Path(__file__).parent.parent
# Vowel signs and joiners are no word characters to `re`, yet they continue a word.
MARKS = "".join(chr(n) for n in range(0x300, 0x2000) if unicodedata.category(chr(n))[0] == "M")
IN_WORD = rf"\w{MARKS}\u200c\u200d"
ARABIC_PREFIX = "(?:[وفبكل]?ال|[وف]?لل|[وفبكل])?"  # "and", "the", "by" … are written on to the word
OPTIONAL_MARKS = re.compile("[\u064b-\u065f\u0640]")  # Arabic short vowels and stretching
NOT_SPOKEN = re.compile(
    r"\{#.*?#\}|<!--.*?-->|<style\b.*?</style>|<script\b.*?</script>|\|\s*[a-z_]+|\bhttps?://\S+",
    re.DOTALL | re.IGNORECASE,
)


def plain(text: str) -> str:
    """One spelling for what looks the same."""
    return OPTIONAL_MARKS.sub("", unicodedata.normalize("NFC", text)).casefold()


def pattern(words: Sequence[str], language: str) -> re.Pattern[str]:
    """Any of the words as a whole word; a star leaves its ending open."""
    prefix = ARABIC_PREFIX if language == "ar" else ""
    alternatives = "|".join(
        re.escape(plain(word.rstrip("*"))).replace(r"\ ", r"\s+")
        + (f"[{IN_WORD}]*" if word.endswith("*") else "")
        for word in words
    )
    return re.compile(f"(?<![{IN_WORD}]){prefix}(?:{alternatives})(?![{IN_WORD}])")


@cache
def forbidden() -> Mapping[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for row in read_rows(DATA / "forbidden_words.csv"):
        words.setdefault(row["language"], []).append(row["word"])
    return {language: pattern(found, language) for language, found in words.items()}


@cache
def allowed() -> tuple[str, ...]:
    return tuple(plain(row["phrase"]) for row in read_rows(DATA / "allowed_phrases.csv"))


def forbidden_words_in(text: str, languages: Sequence[str] = LANGUAGES) -> list[str]:
    """Every word in a text that the registry does not use in its own voice."""
    spoken = " ".join(plain(text).split())
    for phrase in allowed():
        spoken = spoken.replace(phrase, " … ")
    return [match[0] for code in languages for match in forbidden()[code].finditer(spoken)]


def spoken_by(column: str) -> Sequence[str]:
    """The languages whose words count in a column or a catalogue.

    A word of one language may be an innocent one in another that shares its script: Urdu's
    "protected" is Arabic's "on record".
    """
    tag = column.removeprefix("label_")
    return [tag] if tag in LANGUAGES else LANGUAGES


def spoken_in_template(source: str) -> str:
    """What a template says, without comments, styles, scripts and names of filters."""
    return NOT_SPOKEN.sub(" ", source)


def sentences_of_code(source: str) -> Iterator[str]:
    """Texts with a blank in them that are not the documentation of the code."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in documentation:
            continue
        if isinstance(node.value, str) and " " in node.value:
            yield node.value


def files(*patterns: str) -> list[Path]:
    return sorted(path for each in patterns for path in ROOT.glob(each))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<p>This is a trusted agency.</p>", "trusted"),
        ("<p>This job is SAFE.</p>", "safe"),
        ("safety comes first", "safety"),
        ("a verified chain", "verified"),
        ("five stars", "stars"),
        ("هذه وكالة موثوقة", "موثوقة"),
        ("والوكالة المعتمَدة", "المعتمدة"),
        ("এই কাজ নিরাপদে করা যায়", "নিরাপদে"),
        ("यो काम सुरक्षित छ", "सुरक्षित"),
        ("यह एजेंसी प्रमाणित है", "प्रमाणित"),
    ],
)
def test_a_planted_word_is_caught(text: str, word: str) -> None:
    # A word that two languages share is found once for each.
    assert set(forbidden_words_in(spoken_in_template(text))) == {plain(word)}


@pytest.mark.parametrize(
    "text",
    [
        "Being recorded here is not an approval. A complete chain is not a safe chain.",
        "Tools, uniform, safety gear: cost",
        "{# never say that a chain is safe #}",
        "{{ drawing|safe }}",
        "<style>tr { break-inside: avoid }</style>",
        "unsaved, savour, underscored-not",
        "الضمان الاجتماعي والتأمين",
        "সামাজিক নিরাপত্তা",
        "सामाजिक सुरक्षा",
    ],
)
def test_what_may_be_said_passes(text: str) -> None:
    assert forbidden_words_in(spoken_in_template(text)) == []


def test_an_allowed_phrase_frees_no_other_use_of_its_word() -> None:
    text = "A complete chain is not a safe chain. This chain is a safe chain."
    assert forbidden_words_in(text) == ["safe"]


def test_every_language_has_words_and_a_reason_for_each() -> None:
    rows = list(read_rows(DATA / "forbidden_words.csv"))
    assert {row["language"] for row in rows} == set(LANGUAGES)
    assert all(row["word"].strip("* ") and row["why"] for row in rows)
    listed = [(row["language"], row["word"]) for row in rows]
    assert len(set(listed)) == len(listed)


def test_the_words_of_law_9_are_on_the_list() -> None:
    law = "safe verified trusted certified approved recommended slave trafficker fraud score"
    phrases = ["red flag", "modern slavery", "illegal agent"]
    for word in (*law.split(), *phrases):
        assert forbidden_words_in(f"it is {word} here", ["en"]), word


def test_every_allowed_phrase_is_used_and_needs_allowing() -> None:
    said = "\n".join(
        plain(cell)
        for path in files("seeds/data/*.csv")
        if path.name not in {"allowed_phrases.csv", "forbidden_words.csv"}
        for row in read_rows(path)
        for cell in row.values()
    )
    for row in read_rows(DATA / "allowed_phrases.csv"):
        assert plain(row["phrase"]) in said, row
        assert forbidden()[row["language"]].search(plain(row["phrase"])), row


@pytest.mark.parametrize(
    "path",
    [p for p in files("seeds/data/*.csv") if p.name != "forbidden_words.csv"],
    ids=lambda path: path.name,
)
def test_law_9_no_list_uses_a_forbidden_word(path: Path) -> None:
    found = {
        (number, column): words
        for number, row in enumerate(read_rows(path), start=2)
        for column, cell in row.items()
        if (words := forbidden_words_in(cell, spoken_by(column)))
    }
    assert found == {}


def test_law_9_no_template_uses_a_forbidden_word() -> None:
    found = {
        str(path.relative_to(ROOT)): words
        for path in files("templates/**/*.html", "templates/**/*.txt", "templates/**/*.xml")
        if (words := forbidden_words_in(spoken_in_template(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def spoken_in(language: str) -> Iterator[str]:
    """Every text of a catalogue of the screen; in its file a sentence may be broken anywhere."""
    for message in screen_text.read(language):
        if message.id:
            yield from [said] if isinstance(said := message.string or "", str) else said


def test_law_9_no_catalogue_uses_a_forbidden_word() -> None:
    found = {
        language: words
        for language in screen_text.written()
        for said in ["\n".join(spoken_in(language))]
        if (words := forbidden_words_in(said, spoken_by(language)))
    }
    assert found == {}


def test_law_9_no_sentence_in_the_code_uses_a_forbidden_word() -> None:
    found = {
        str(path.relative_to(ROOT)): words
        for path in files("reports/**/*.py", "registry/**/*.py", "seeds/**/*.py", "wsgi.py")
        for sentence in sentences_of_code(path.read_text(encoding="utf-8"))
        if (words := forbidden_words_in(sentence))
    }
    assert found == {}
