"""Reads ``seeds/data``: terms, codelists, wording, legal figures, benchmarks, rates.

Pure reading: what a file says becomes frozen values, and a cell that cannot be read is named
with its file and row. Putting them into tables is another module's work.
"""

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from models.vocabulary import (
    SCHEMA_VERSION,
    Axis,
    Confidence,
    Direction,
    Owner,
    Qualifier,
    ReferenceSide,
    Requirement,
    Sector,
    TermType,
)
from reports.reference_facts import Benchmark, Divisor, Rate, Reference, ReferenceSet, Term, Value

DATA = Path(__file__).parent / "data"
SOURCE = "en"

Row = Mapping[str, str]
Labels = Mapping[str, str]
T = TypeVar("T")

CODELIST_COLUMNS = ("list", "code", "position", "used_in")
LABEL = "label_"  # a term's name in a language: label_bn


class Use(StrEnum):
    """What a language is there for, and so what must be written in it."""

    SOURCE = "source"
    LAUNCH = "launch"  # every page, sheet and script to read aloud
    SHEETS = "sheets"  # terms, states, findings and what is printed
    STARTED = "started"  # offered nowhere yet


class UnreadableRowError(ValueError):
    """A row of a reference file that cannot be read; says file, row and why."""


def load_languages(folder: Path = DATA) -> Mapping[str, Use]:
    """What each language is there for, English first."""
    rows = _each(folder, "languages.csv", lambda row: (row["language"], Use(row["use"])))
    return dict(rows)


def languages(*uses: Use, folder: Path = DATA) -> tuple[str, ...]:
    """The languages of these uses, English first; without any, all that are offered."""
    wanted = uses or (Use.SOURCE, Use.LAUNCH, Use.SHEETS)
    return tuple(tag for tag, use in load_languages(folder).items() if use in wanted)


def load_reference_set(folder: Path = DATA) -> ReferenceSet:
    """Everything a comparison is handed besides the chain."""
    terms = _each(folder, "terms.csv", _term)
    return ReferenceSet(
        terms={term.code: term for term in terms},
        references=_each(folder, "references.csv", _reference),
        benchmarks=_each(folder, "benchmarks.csv", _benchmark),
        rates=_each(folder, "rates.csv", _rate),
        divisors=_each(folder, "divisors.csv", _divisor),
        version=f"{SCHEMA_VERSION}+{data_digest(folder)[:12]}",
    )


def load_codelists(folder: Path = DATA) -> Mapping[str, Mapping[str, Labels]]:
    """The labels of every code, by list, in the order of the file."""
    lists: dict[str, dict[str, Labels]] = {}
    for row in read_rows(folder / "codelists.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = _labels(row, CODELIST_COLUMNS)
    return lists


def load_code_sectors(folder: Path = DATA) -> Mapping[tuple[str, str], frozenset[Sector]]:
    """The sectors in which a code is offered; an empty set means all of them."""
    return {
        (row["list"], row["code"]): frozenset(Sector(name) for name in _split(row["used_in"]))
        for row in read_rows(folder / "codelists.csv")
    }


def load_wording(folder: Path = DATA) -> Mapping[str, Labels]:
    """Every sentence of the registry by code; its placeholders are the same in each language."""
    sentences: dict[str, Labels] = {}
    for path in wording_files(folder):
        for row in read_rows(path):
            if row["code"] in sentences:
                raise UnreadableRowError(f"{path.name}: {row['code']} is said twice")
            sentences[row["code"]] = _labels(row, ("code",))
    return sentences


def wording_files(folder: Path = DATA) -> tuple[Path, ...]:
    """The files of sentences: every one with a code, the English and a column for each language."""
    head = f"code,{SOURCE},"
    return tuple(path for path in sorted(folder.glob("*.csv")) if _head(path).startswith(head))


def load_reviewers(folder: Path = DATA) -> Mapping[tuple[str, str, str], str]:
    """Who reviewed a translation, by list, code and language; code ``*`` is the whole list."""
    return {
        (row["list"], row["code"], row["language"]): row["reviewer"]
        for row in read_rows(folder / "review.csv")
    }


def is_reviewed(
    reviewers: Mapping[tuple[str, str, str], str], name: str, code: str, language: str
) -> bool:
    """Whether a named person has read a translation; English is the original (D27)."""
    if language == SOURCE:
        return True
    whole = reviewers.get((name, "*", language), "")
    return bool(reviewers.get((name, code, language), whole))


def data_digest(folder: Path = DATA) -> str:
    """A digest of all files, in the order of their names; another text is another release."""
    digest = sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of one file, each with as many cells as the head has columns."""
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines, restkey="", strict=True)
        for row in reader:
            if "" in row or None in row.values():
                raise UnreadableRowError(
                    f"{path.name}, line {reader.line_num}: another number of cells than the head"
                )
            yield row


def _head(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return lines.readline().rstrip("\n")


def _each(folder: Path, name: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    made = []
    for number, row in enumerate(read_rows(folder / name), start=1):
        try:
            made.append(make(row))
        except (KeyError, ValueError, ArithmeticError) as error:
            raise UnreadableRowError(f"{name}, row {number}: {error}") from error
    return tuple(made)


def _term(row: Row) -> Term:
    return Term(
        code=row["code"],
        group=row["group"],
        position=int(row["position"]),
        type=TermType(row["type"]),
        unit=row["unit"],
        direction=Direction(row["direction"]),
        owner=Owner(row["owner"]),
        tier=int(row["tier"]),
        order=_split(row["order"]),
        codelist=row["codelist"],
        requirement={sector: Requirement(row[sector]) for sector in Sector},
        raised_in=frozenset(Sector(name) for name in _split(row["raised_in"])),
        headline=_flag(row["headline"]),
        axis=Axis(row["axis"]) if row["axis"] else None,
        indicators=_split(row["indicators"]),
        source=row["source"],
        labels={
            column.removeprefix(LABEL): cell
            for column, cell in row.items()
            if column.startswith(LABEL) and cell
        },
    )


def _reference(row: Row) -> Reference:
    return Reference(
        code=row["code"],
        jurisdiction=row["jurisdiction"],
        origin=row["origin"],
        sector=_sector(row),
        term=row["term"],
        value=_value(row),
        qualifier=Qualifier(row["qualifier"]),
        side=ReferenceSide(row["side"]),
        instrument=row["instrument"],
        article=row["article"],
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        source=row["source"],
        read_on=date.fromisoformat(row["read_on"]),
        confidence=Confidence(row["confidence"]),
        applies_to_migrants=_flag(row["applies_to_migrants"]),
        note=row["note"],
    )


def _benchmark(row: Row) -> Benchmark:
    return Benchmark(
        code=row["code"],
        term=row["term"],
        value=_value(row),
        qualifier=Qualifier(row["qualifier"]),
        instrument=row["instrument"],
        article=row["article"],
        adopted_on=date.fromisoformat(row["adopted_on"]),
        source=row["source"],
        confidence=Confidence(row["confidence"]),
        sector=_sector(row),
        note=row["note"],
        says=row["says"],
    )


def _rate(row: Row) -> Rate:
    return Rate(
        base=row["base"],
        quote=row["quote"],
        rate=Decimal(row["rate"]),
        on=date.fromisoformat(row["on"]),
        until=_day(row["until"]),
        peg=_flag(row["peg"]),
        source=row["source"],
    )


def _divisor(row: Row) -> Divisor:
    source = row["source"]
    if row["confidence"] == Confidence.UNCHECKED:
        # The arithmetic prints this beside the figure: it must not read like a sourced one.
        source = f"{source} (not checked)"
    return Divisor(jurisdiction=row["jurisdiction"], days=Decimal(row["days"]), source=source)


def _labels(row: Row, besides: Collection[str]) -> Labels:
    # A language that is still being written has empty cells: English stands in for it.
    return {column: cell for column, cell in row.items() if column not in besides and cell}


def _value(row: Row) -> Value:
    value = json.loads(row["value"])
    if not isinstance(value, dict):
        raise ValueError(f"the value is not an object: {row['value']}")
    return value


def _sector(row: Row) -> Sector | None:
    return Sector(row["sector"]) if row["sector"] else None


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _flag(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise ValueError(f"neither yes nor no: {cell!r}")
    return cell == "yes"
