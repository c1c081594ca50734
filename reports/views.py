"""Documents as plain strings: what a template is given and what is kept of an issued sheet.

A view holds every word that is printed, in the order in which it is printed, so that a sheet
can be printed again from what was kept, whatever the wording of the registry has become.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, in the language in which they were said."""

    text: str
    language: str
    lead: str = ""  # "In its own words (Bangla):"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer and which links gave it; answers that agree are one line."""

    value: str
    who: tuple[int, ...]  # numbers of links
    everyone: str = ""  # said in place of the numbers: "All 4 state"
    notes: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    silent: bool = False  # nobody's answer: "not disclosed"
    lead: str = ""  # the term, where several are read together
    below: tuple[str, ...] = ()  # what stands below the answers about that term
    code: str = ""  # of the term in ``lead``
    brief: tuple[str, ...] = ()  # those notes without which the answer would be misread
    worded: bool = False  # the quotation is the answer; there is no figure


@dataclass(frozen=True, slots=True)
class Row:
    """One term, or several that are read together."""

    label: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    code: str = ""  # of the term, or of the first of several


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What one owner has not stated and nobody else has."""

    owner: str
    terms: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding in words, with what was done about it."""

    number: int
    title: str
    terms: str
    sentence: str
    arithmetic: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    replies: tuple[Quote, ...] = ()
    short: str = ""  # the sentence with its first terms, where it lists many
    brief: str = ""  # without what stands aside or is said once; "" where nothing is left out
    aside: str = ""  # what is told in the annex
    codes: tuple[str, ...] = ()  # of the terms


@dataclass(frozen=True, slots=True)
class Link:
    """One place of the chain, from the worker's side to the employer."""

    number: int
    name: str
    role: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom one can ask or complain to; names and numbers are printed as they are."""

    name: str
    reach: str
    note: str = ""


def revive(kind: type[T], kept: Any) -> T:
    """A view again, from the JSON that was kept of it."""
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: _revive(hints[name], kept[name]) for name in names if name in kept})


def _revive(hint: Any, kept: Any) -> Any:
    if isinstance(hint, UnionType) or get_origin(hint) is UnionType:
        return None if kept is None else _revive(get_args(hint)[0], kept)
    if get_origin(hint) is tuple:
        return tuple(_revive(get_args(hint)[0], one) for one in kept)
    if is_dataclass(hint) and isinstance(hint, type):
        return revive(hint, kept)
    return date.fromisoformat(kept) if hint is date else kept
