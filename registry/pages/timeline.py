"""The acts of a chain by day; what happened to several links on one day is one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.vocabulary import ActKind, DisclosureAct, FindingStatus
from reports.facts import TimelineEntry

LISTED = 6  # more names than this are counted


@dataclass(frozen=True)
class Line:
    """One kind of act on one day."""

    kind: str
    codelist: str
    places: tuple[str, ...]
    others: tuple[str, ...]
    notes: tuple[str, ...]
    said_on: date | None


@dataclass(frozen=True)
class Day:
    """All acts of one day."""

    on: date
    lines: tuple[Line, ...]


def days_of(entries: Iterable[TimelineEntry]) -> tuple[Day, ...]:
    """The timeline, the first day first."""
    ordered = sorted(entries, key=lambda entry: entry.on)
    grouped = groupby(ordered, key=lambda entry: entry.on)
    return tuple(Day(on, _lines(list(found))) for on, found in grouped)


def _lines(entries: list[TimelineEntry]) -> tuple[Line, ...]:
    kinds = dict.fromkeys(str(entry.kind) for entry in entries)
    lines = []
    for kind in kinds:
        same = [entry for entry in entries if str(entry.kind) == kind]
        said = {entry.said_on for entry in same}
        lines.append(
            Line(
                kind=kind,
                codelist=_codelist(kind),
                places=tuple(dict.fromkeys(entry.place for entry in same if entry.place)),
                others=tuple(dict.fromkeys(entry.other for entry in same if entry.other)),
                notes=tuple(dict.fromkeys(entry.note for entry in same if entry.note)),
                said_on=said.pop() if len(said) == 1 else None,
            )
        )
    return tuple(lines)


def _codelist(kind: str) -> str:
    if kind in set(ActKind):
        return "act_kind"
    if kind in set(FindingStatus):
        return "finding_status"
    return "disclosure_act" if kind in set(DisclosureAct) else ""
