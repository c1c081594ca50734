"""The mapping file: what the columns of a register's tables are called and what they answer.

Another year of the same register needs another mapping file, not other code.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.vocabulary import Sector
from registry.exceptions import FormError

SHIPPED = Path(__file__).with_name("oflc_mapping.toml")
KINDS = ("jobs", "clients", "recruiters", "conditions")
Columns = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """How some columns of a row answer one term."""

    term: str
    shape: str
    columns: Columns = field(default_factory=dict)
    words: tuple[str, ...] = ()  # columns whose words are kept beside the value
    codes: str = ""
    yes: Mapping[str, Any] | None = None
    no: Mapping[str, Any] | None = None
    only_if: Mapping[str, str] = field(default_factory=dict)
    at_worksite_if: str = ""  # column that says whether this is one place's answer among several

    def named(self, part: str) -> list[str]:
        """The columns of one part of the value."""
        columns = self.columns.get(part, [])
        return [columns] if isinstance(columns, str) else list(columns)

    def all_named(self) -> list[str]:
        """Every column of the value, in the order of the mapping."""
        return [column for part in self.columns for column in self.named(part)]


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table: where it stands, what a row is, and the terms that it answers."""

    name: str
    kind: str
    files: tuple[str, ...]
    columns: Mapping[str, str]
    paper: str = ""
    key: str = ""  # of the disclosure that the rows of one job make
    sector: Sector = Sector.GENERAL
    scope: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()

    def needed(self) -> list[str]:
        """Every column that the table must have."""
        named = [c for a in self.answers for c in (*a.all_named(), *a.words, *a.only_if)]
        named += [a.at_worksite_if for a in self.answers if a.at_worksite_if]
        scoped = [column for part, column in self.scope.items() if part != "kind"]
        return list(dict.fromkeys([*self.columns.values(), *scoped, *named]))


@dataclass(frozen=True, slots=True)
class Category:
    """Words that plainly name one reason for a deduction."""

    code: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """Everything that a mapping file says about one register."""

    register: str
    country: str
    currency: str
    language: str
    office: str
    tables: tuple[TableMapping, ...]
    codes: Mapping[str, Mapping[str, str]]
    patterns: Mapping[str, re.Pattern[str]]
    deductions: tuple[Category, ...]
    sectors: Mapping[str, Sector]  # beginning of an industry's number → sector

    def code(self, codelist: str, text: str) -> str:
        """Our code for the register's word; "" where the mapping has none."""
        return self.codes.get(codelist, {}).get(text.strip().casefold(), "")

    def fits(self, pattern: str, text: str) -> bool:
        """Whether the text as a whole is what the named pattern describes."""
        return bool(self.patterns[pattern].fullmatch(text.strip()))

    def sector(self, industry: str) -> Sector | None:
        """The sector of an industry's number, where it decides."""
        prefixes = (prefix for prefix in self.sectors if industry.startswith(prefix))
        longest = max(prefixes, key=len, default=None)
        return None if longest is None else self.sectors[longest]


def read_mapping(path: Path, *, shapes: Collection[str]) -> RegisterMapping:
    """Read a mapping file; a mistake in it is named with its place."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormError(f"{path.name}: the mapping file cannot be read: {error}.") from error
    try:
        return _mapping(read, shapes)
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise FormError(f"{path.name}: the mapping file is not complete: {error}.") from error


def _mapping(read: Mapping[str, Any], shapes: Collection[str]) -> RegisterMapping:
    return RegisterMapping(
        register=read["register"],
        country=read["country"],
        currency=read["currency"],
        language=read["language"],
        office=read["office"],
        tables=tuple(_table(table, shapes) for table in read["tables"]),
        codes={
            name: {word.casefold(): code for word, code in codes.items()}
            for name, codes in read["codes"].items()
        },
        patterns={name: re.compile(text, re.IGNORECASE) for name, text in read["patterns"].items()},
        deductions=tuple(
            Category(line["code"], re.compile(line["pattern"], re.IGNORECASE))
            for line in read["deductions"]
        ),
        sectors={line["industry"]: Sector(line["sector"]) for line in read["sectors"]},
    )


def _table(read: Mapping[str, Any], shapes: Collection[str]) -> TableMapping:
    name, kind = read["name"], read["kind"]
    if kind not in KINDS:
        raise ValueError(f"table {name}: the kind {kind!r} is none of {', '.join(KINDS)}")
    answers = tuple(_answer(name, answer, shapes) for answer in read.get("answers", ()))
    return TableMapping(
        name=name,
        kind=kind,
        files=tuple(read["files"]),
        columns=read["columns"],
        paper=read.get("paper", ""),
        key=read.get("key", ""),
        sector=Sector(read.get("sector", Sector.GENERAL)),
        scope=read.get("scope", {}),
        answers=answers,
    )


def _answer(table: str, read: Mapping[str, Any], shapes: Collection[str]) -> Answer:
    given = dict(read)
    if given.get("shape") not in shapes:
        raise ValueError(f"table {table}, term {given.get('term')}: no shape {given.get('shape')}")
    given["words"] = tuple(given.get("words", ()))
    return Answer(**given)
