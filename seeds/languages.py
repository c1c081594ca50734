"""How complete each language is, and how another one begins: the lists and the screen text.

Words of lists stand in ``seeds/data/*.csv``, one column a language; screen text stands in gettext
catalogues; ``languages.csv`` says what a language is there for, ``review.csv`` who has read it.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError

from seeds import screen_text
from seeds.reference_data import (
    DATA,
    LABEL,
    SOURCE,
    Use,
    is_reviewed,
    load_codelists,
    load_languages,
    load_reference_set,
    load_reviewers,
    load_wording,
    read_rows,
    wording_files,
)

Reviewers = Mapping[tuple[str, str, str], str]  # list, code and language → who has read it
SCREEN = "screen"  # not a list: the gettext catalogue
# What a sheet, a comparison and a receipt are made of; the other lists are for pages and voices.
PRINTED = ("terms", "codelists", "standing", "wording", "print", "laws")


class LanguageError(ValueError):
    """A language that cannot be added; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of one list is written in one language, and how much a named person has read."""

    language: str
    list: str
    written: int
    reviewed: int
    total: int
    missing: tuple[str, ...]  # codes or English texts, in the order of the list
    required: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def progress(
    language: str, folder: Path = DATA, catalogues: Path = screen_text.CATALOGUES
) -> list[Progress]:
    """One line a list, the screen text last."""
    use, reviewers = load_languages(folder)[language], load_reviewers(folder)
    lines = [
        _of_list(language, use, name, texts, reviewers) for name, texts in _lists(folder).items()
    ]
    return [*lines, _of_screen(language, use, reviewers, catalogues)]


def add(tag: str, folder: Path = DATA) -> None:
    """Begin a language: a column in every list, and rows to say who has read it."""
    _check(tag, folder)
    _append(folder / "languages.csv", [[tag, Use.STARTED]])
    for path in (folder / "terms.csv", folder / "codelists.csv", *wording_files(folder)):
        _widen(path, f"{LABEL}{tag}" if path.name == "terms.csv" else tag)
    names = (*_lists(folder), SCREEN)
    _append(folder / "review.csv", [[name, "*", tag, "being written", "", ""] for name in names])


def required(name: str, use: Use) -> bool:
    """Whether a list must be complete in a language of this use."""
    return use is Use.LAUNCH or (use is Use.SHEETS and name in PRINTED)


def _lists(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    terms = load_reference_set(folder).terms.values()
    lists = {"terms": {term.code: dict(term.labels) for term in terms}}
    lists["codelists"] = {
        f"{name}.{code}": dict(labels)
        for name, codes in load_codelists(folder).items()
        for code, labels in codes.items()
    }
    wording = load_wording(folder)
    for path in wording_files(folder):
        codes = [row["code"] for row in read_rows(path)]
        lists[path.stem] = {code: dict(wording[code]) for code in codes}
    return lists


def _of_list(
    language: str, use: Use, name: str, texts: dict[str, dict[str, str]], reviewers: Reviewers
) -> Progress:
    missing = tuple(code for code, labels in texts.items() if not labels.get(language))
    read = sum(
        bool(labels.get(language)) and is_reviewed(reviewers, name, code, language)
        for code, labels in texts.items()
    )
    written = len(texts) - len(missing)
    return Progress(language, name, written, read, len(texts), missing, required(name, use))


def _of_screen(language: str, use: Use, reviewers: Reviewers, catalogues: Path) -> Progress:
    texts = screen_text.texts()
    missing = () if language == SOURCE else screen_text.missing(language, texts, catalogues)
    written = len(texts) - len(missing)
    read = written if is_reviewed(reviewers, SCREEN, "*", language) else 0
    return Progress(language, SCREEN, written, read, len(texts), missing, required(SCREEN, use))


def _check(tag: str, folder: Path) -> None:
    if tag in load_languages(folder):
        raise LanguageError(f"{tag} is there already: fill what `flask languages check` names.")
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise LanguageError(
            f"CLDR knows no language {tag!r}: give its BCP 47 tag, such as si or pa."
        ) from error


def _widen(path: Path, column: str) -> None:
    with path.open(newline="", encoding="utf-8") as lines:
        head, *rows = csv.reader(lines, strict=True)
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows([[*head, column], *([*row, ""] for row in rows)])


def _append(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("a", newline="", encoding="utf-8") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)
