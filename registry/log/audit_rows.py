"""The record against the log: rows that no entry tells of, sealed acts, and erasable texts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import (
    Disclosure,
    ErasableText,
    Erasure,
    Event,
    LogOpening,
    LogSealed,
    Observation,
)
from registry.canonical import commitment, digest
from registry.jcs import canonical
from registry.log import entry as texts
from registry.log import kinds, store
from registry.log.append import body_of, header_of
from registry.log.audit_entries import OpenedRows
from registry.log.records import TABLES
from registry.log.sources import DESCRIBE

_WINDOW = 2000
# Rows that stand in the entry of another one.
_WITHIN = {
    "place": ("act", "place_id", "place:asserted"),
    "batch": ("act", "batch_id", "batch:registered"),
    "finding": ("observation", "finding_id", ""),
}


def doubts_about_rows(session: Session) -> list[str]:
    """Every doubt that does not stand in an entry."""
    erased = erased_items(session)
    return [
        *_untold_rows(session),
        *_loose_openings(session),
        *_sealed(session, erased),
        *_texts(session, erased),
        *_observations(session),
    ]


def erased_items(session: Session) -> set[tuple[Any, ...]]:
    """What the acts of erasing name, as (table, …)."""
    found: set[tuple[Any, ...]] = set()
    for items in session.scalars(select(Erasure.items)):
        if not all(isinstance(item, dict) for item in items):
            continue  # what was edited names nothing, and its entry says that it was edited
        found |= {(item["table"], *item["key"]) for item in items}
        found |= {("log_sealed", item["sealed"]) for item in items if "sealed" in item}
    return found


def _untold_rows(session: Session) -> Iterator[str]:
    for source in DESCRIBE:
        table = TABLES[source]
        told = exists().where(LogOpening.source == source, LogOpening.row_id == table.c.id)
        if source in _WITHIN:
            by, column, kind = _WITHIN[source]
            holder = TABLES[by]
            told = exists().where(holder.c[column] == table.c.id)
            if kind:
                told = told.where(holder.c.kind == kind)
        for row_id in session.scalars(select(table.c.id).where(~told).order_by(table.c.id)):
            yield f"Row {row_id} of {source} is on record, but missing from the log."
    for source in _WITHIN.keys() - DESCRIBE.keys():
        table, (by, column, _) = TABLES[source], _WITHIN[source]
        held = exists().where(TABLES[by].c[column] == table.c.id)
        for row_id in session.scalars(select(table.c.id).where(~held)):
            yield f"Row {row_id} of {source} is on record, but missing from the log."
    told = exists().where(LogOpening.event_id == Event.id)
    for event in session.scalars(select(Event).where(~told).order_by(Event.id)):
        yield f"Line {event.id} of the trail ({event.kind}) is missing from the log."


def _loose_openings(session: Session) -> Iterator[str]:
    size = store.size_of(session)
    newest = session.scalar(select(func.max(LogSealed.id))) or 0
    beyond = select(LogOpening).where((LogOpening.leaf >= size) | (LogOpening.sealed > newest))
    for opening in session.scalars(beyond.order_by(LogOpening.id)):
        yield f"{opening.kind} of {opening.subject} was logged, but its entry is gone."


def _sealed(session: Session, erased: set[tuple[Any, ...]]) -> Iterator[str]:
    newest = session.scalar(select(func.max(LogSealed.id))) or 0
    for first in range(1, newest + 1, _WINDOW):
        last = first + _WINDOW
        rows = OpenedRows.read(session, LogOpening.sealed, first, last)
        query = select(LogSealed.id, LogSealed.commitment)
        for number, held in session.execute(
            query.where(LogSealed.id >= first, LogSealed.id < last).order_by(LogSealed.id)
        ):
            yield from _sealed_one(number, held, rows, erased)


def _sealed_one(
    number: int, held: str, rows: OpenedRows, erased: set[tuple[Any, ...]]
) -> Iterator[str]:
    opening = rows.openings.get(number)
    if opening is None:
        if ("log_sealed", number) not in erased:
            yield f"Sealed act {number}: what opens it is gone."
        return
    record = rows.record(opening)
    if record is None:
        yield f"Sealed act {number} ({opening.kind}): the row it records is gone."
        return
    event = rows.event(opening)
    body = body_of(rows.reader, record, event, opening.salt)
    header = header_of(rows.reader, opening.kind, record, event)
    made = [
        texts.whole({**header, **more}, body, opening.salt) for more in ({}, {"before_log": True})
    ]
    shown = kinds.shown(opening.kind, household=record.household)
    if held not in made or shown is not kinds.Shown.SEALED:
        yield f"Sealed act {number} ({opening.kind}): what is on record is not what was sealed."


def _texts(session: Session, erased: set[tuple[Any, ...]]) -> Iterator[str]:
    newest = session.scalar(select(func.max(Disclosure.id))) or 0
    for first in range(1, newest + 1, _WINDOW):
        window = (Disclosure.id >= first, Disclosure.id < first + _WINDOW)
        held: dict[int, dict[str, tuple[str, str]]] = {}
        kept = select(ErasableText).where(
            ErasableText.disclosure_id >= first, ErasableText.disclosure_id < first + _WINDOW
        )
        for text in session.scalars(kept.execution_options(yield_per=_WINDOW)):
            held.setdefault(text.disclosure_id, {})[text.pointer] = text.salt, text.body
        query = select(Disclosure.id, Disclosure.public_id, Disclosure.document, Disclosure.digest)
        for row_id, public_id, document, mark in session.execute(query.where(*window)):
            if digest(document) != mark:
                yield f"{public_id}: its document was edited."
            yield from _texts_of(public_id, document, held.pop(row_id, {}), erased)
        for row_id in held:
            yield f"Words are kept for disclosure {row_id}, which is gone."


def _texts_of(
    public_id: str,
    document: str,
    held: Mapping[str, tuple[str, str]],
    erased: set[tuple[Any, ...]],
) -> Iterator[str]:
    promised = dict(commitments_in(document))
    for pointer, mark in promised.items():
        if pointer in held:
            salt, body = held[pointer]
            if commitment(salt, body) != mark:
                yield f"{public_id}{pointer}: the words kept are not those that were filed."
        elif ("erasable_text", public_id, pointer) not in erased:
            yield f"{public_id}{pointer}: the words are gone, and no act of erasing says so."
    for pointer in held.keys() - promised.keys():
        yield f"{public_id}{pointer}: words are kept that were never filed."


def commitments_in(document: str) -> Iterator[tuple[str, str]]:
    """Pointer and commitment of every erasable text of a document."""
    try:
        statements = json.loads(document)["statements"]
    except (ValueError, KeyError):
        return
    for number, statement in enumerate(statements):
        for name, value in statement.items():
            if isinstance(value, dict) and set(value) == {"commitment"}:
                yield f"/statements/{number}/{name}", value["commitment"]


def _observations(session: Session) -> Iterator[str]:
    query = select(Observation.id, Observation.present, Observation.digest, Observation.body)
    for row_id, present, mark, body in session.execute(
        query.order_by(Observation.id).execution_options(yield_per=_WINDOW)
    ):
        if (digest(canonical(body)) != mark) if present else body:
            yield f"Observation {row_id}: its body was edited."
