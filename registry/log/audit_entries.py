"""Each entry against the rows that it records: made again from them, it must be the same text."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, LogOpening
from registry.log import entry as texts
from registry.log import kinds
from registry.log.append import body_of, header_of
from registry.log.entry import Json
from registry.log.records import CHUNK, RecordReader
from registry.log.sources import DESCRIBE, Record
from registry.log.tree import leaf_hash

_COMPUTED = {"form", "version", "previous", "clock_ran_back"}
_READS = {
    "version": "it is not the next entry about the same thing",
    "previous": "it does not follow the last entry about the same thing",
    "at": "its time is not the one in the trail",
    "clock_ran_back": "it is dated before an entry above it and does not say that a clock ran back",
    "commitment": "what is on record is not what it commits to; a row was edited",
}


@dataclass
class EntryAudit:
    """Goes through the entries in order, because each may follow another one."""

    session: Session
    last_at: str = ""
    ends: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def check(self, first: int, entries: list[str | None]) -> list[str]:
        """The doubts about one window of entries."""
        rows = OpenedRows.read(self.session, LogOpening.leaf, first, first + len(entries))
        doubts: list[str] = []
        for index, held in enumerate(entries, start=first):
            if held is None:
                continue
            said = _read(held)
            opening = rows.openings.get(index)
            if opening is None:
                doubts.append(f"Entry {index} is extra: nothing says what it records.")
            else:
                doubts += self._check_one(index, held, said, opening, rows)
            if isinstance(said.get("at"), str):
                self.last_at = said["at"]
        return doubts

    def _check_one(
        self, index: int, held: str, said: Json, opening: LogOpening, rows: "OpenedRows"
    ) -> list[str]:
        record = rows.record(opening)
        if record is None and opening.kind not in kinds.OWN_KINDS:
            return [f"Entry {index} ({opening.kind}) is extra: the row it records is gone."]
        subject = opening.subject if record is None else record.subject
        place = self._place(subject, record.before if record is not None else None)
        self.ends[subject] = place["version"], leaf_hash(held.encode("utf-8"))
        if record is None:
            expected = [texts.own_text(self._own(said, opening, place))]
        else:
            expected = self._again(said, opening, rows, record, place)
        if held not in expected:
            return [f"Entry {index} ({opening.kind}): {_difference(said, _read(expected[0]))}."]
        if (opening.subject, opening.version) != (subject, place["version"]):
            return [f"Entry {index} ({opening.kind}): it was filed under {opening.subject}."]
        return []

    def _again(
        self, said: Json, opening: LogOpening, rows: "OpenedRows", record: Record, place: Json
    ) -> list[str]:
        """The entry as the rows make it; a private one may or may not be older than the log."""
        event = rows.event(opening)
        body = body_of(rows.reader, record, event, opening.salt)
        header = {**header_of(rows.reader, opening.kind, record, event), **place}
        if kinds.shown(opening.kind, household=record.household) is kinds.Shown.OPEN:
            if said.get("before_log") is True:
                header["before_log"] = True
            return [texts.open_text(header | self._ran_back(header.get("at")), body, opening.salt)]
        return [
            texts.private_text({**header, **more}, body, opening.salt)
            for more in ({}, {"before_log": True})
        ]

    def _own(self, said: Json, opening: LogOpening, place: Json) -> Json:
        """What the log says of itself: only its place and the mark of its time can be wrong."""
        kept = {k: v for k, v in said.items() if k not in _COMPUTED}
        return {**kept, "kind": opening.kind, **place, **self._ran_back(said.get("at"))}

    def _place(self, subject: str, before: str | None) -> Json:
        end = self.ends.get(subject) or (self.ends.get(before) if before else None)
        return {"version": end[0] + 1, "previous": end[1].hex()} if end else {"version": 1}

    def _ran_back(self, at: object) -> Json:
        return {"clock_ran_back": True} if isinstance(at, str) and at < self.last_at else {}


@dataclass(frozen=True)
class OpenedRows:
    """What a window of entries or sealed acts is about, read with a handful of queries."""

    openings: dict[int, LogOpening]
    reader: RecordReader
    records: dict[tuple[str, int], Record]
    events: dict[int, Event]

    @classmethod
    def read(cls, session: Session, column: Any, first: int, last: int) -> "OpenedRows":
        """The window of ``LogOpening.leaf`` or ``LogOpening.sealed`` from first to last."""
        found = session.scalars(select(LogOpening).where(column >= first, column < last)).all()
        wanted: dict[str, set[int]] = {}
        for opening in found:
            if opening.source in DESCRIBE and opening.row_id is not None:
                wanted.setdefault(opening.source, set()).add(opening.row_id)
        reader = RecordReader(session)
        events = _events(session, {o.event_id for o in found if o.event_id is not None})
        by_number = {getattr(o, column.key): o for o in found}
        return cls(by_number, reader, reader.read(wanted), events)

    def event(self, opening: LogOpening) -> Event | None:
        """The line of the trail that the act left, if it left one."""
        return self.events.get(opening.event_id) if opening.event_id is not None else None

    def record(self, opening: LogOpening) -> Record | None:
        """The row that an opening names; None when it, or its line in the trail, is gone."""
        if opening.event_id is not None and opening.event_id not in self.events:
            return None
        return self.records.get((opening.source, opening.row_id or 0))


def _events(session: Session, ids: set[int]) -> dict[int, Event]:
    found: dict[int, Event] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        query = select(Event).where(Event.id.in_(ordered[start : start + CHUNK]))
        found |= {event.id: event for event in session.scalars(query)}
    return found


def _read(text: str) -> Json:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _difference(said: Json, expected: Json) -> str:
    """What an entry says otherwise than the record, the plainest reason first."""
    wrong = [k for k in sorted({*said, *expected}) if said.get(k) != expected.get(k)]
    for field_name, reason in _READS.items():
        if field_name in wrong:
            return reason
    named = ", ".join(wrong)
    return f"its {named} is not what the record says" if wrong else "it is not in canonical form"
