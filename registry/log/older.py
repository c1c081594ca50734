"""Acts that are older than the log, in the order of the trail they left."""

from collections import deque
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Act,
    Chain,
    Disclosure,
    Erasure,
    Event,
    Finding,
    FindingAct,
    Licence,
    LicenceStatusEntry,
    Party,
    PartyIdentifier,
    PartyName,
    ReferenceRelease,
    Sheet,
    SheetAct,
)
from models.vocabulary import ActKind
from registry.log.errors import LogError
from registry.log.kinds import (
    DISCLOSED,
    NAME_ERASED,
    NAME_SEALED,
    OBSERVED,
    RECORD_ERASED,
    VIEW_FROZEN,
)
from registry.log.noted import Noted
from registry.log.records import TABLES

_TABLE_OF = {
    "party:registered": "party",
    "party:named": "party_name",
    "party:identified": "party_identifier",
    "licence:recorded": "licence",
    "reference:released": "reference_release",
    "chain:registered": "chain",
    **{act.value: "act" for act in ActKind},
    **dict.fromkeys(DISCLOSED.values(), "disclosure"),
    "sheet:issued": "sheet",
    RECORD_ERASED: "erasure",
    NAME_ERASED: "erasure",
}
_TABLE_OF_SUBJECT = {"licence": "licence_status", "finding": "finding_act", "sheet": "sheet_act"}
# Rows that leave no line in the trail.
_UNTOLD = {"sealed_name": NAME_SEALED, "observation": OBSERVED, "sheet_body": VIEW_FROZEN}


# Each table with what its rows have in common with the lines that tell of them, oldest first.
_FOUND_BY: dict[str, Any] = {
    "party": select(Party.id, Party.public_id),
    "party_name": select(PartyName.id, Party.public_id).join(Party, Party.id == PartyName.party_id),
    "party_identifier": select(PartyIdentifier.id, Party.public_id).join(
        Party, Party.id == PartyIdentifier.party_id
    ),
    "licence": select(Licence.id, Party.public_id).join(Party, Party.id == Licence.party_id),
    "licence_status": select(LicenceStatusEntry.id, Licence.number, LicenceStatusEntry.status).join(
        Licence, Licence.id == LicenceStatusEntry.licence_id
    ),
    "reference_release": select(ReferenceRelease.id, ReferenceRelease.digest),
    "chain": select(Chain.id, Chain.public_id),
    "act": select(Act.id, Act.chain_id, Act.kind),
    "disclosure": select(Disclosure.id, Disclosure.public_id),
    "sheet": select(Sheet.id, Sheet.code),
    "sheet_act": select(SheetAct.id, Sheet.code, SheetAct.status).join(
        Sheet, Sheet.id == SheetAct.sheet_id
    ),
    "finding_act": select(FindingAct.id, Finding.public_id, FindingAct.status).join(
        Finding, Finding.id == FindingAct.finding_id
    ),
    "erasure": select(Erasure.id, Erasure.public_id),
}


def older_acts(session: Session, besides: Sequence[Noted]) -> list[Noted]:
    """Every act on record but these, oldest first; each row stands by the line that it left."""
    events = {one.event.id for one in besides if one.event is not None}
    taken = {(one.source, one.row_id) for one in besides}
    rows = _Rows(session, taken)
    older = [
        _noted(rows, event)
        for event in session.scalars(select(Event).order_by(Event.id))
        if event.id not in events
    ]
    for table, kind in _UNTOLD.items():
        ids = session.scalars(select(TABLES[table].c.id).order_by(TABLES[table].c.id))
        older += [Noted(kind, table, n) for n in ids if (table, n) not in taken]
    return older


def _noted(rows: "_Rows", event: Event) -> Noted:
    if event.kind == "names:sealed":
        return Noted(event.kind, "place", int(event.subject), event)
    if event.kind == "term:asked":
        named = event.subject.partition("/")[0]
        return Noted(event.kind, "disclosure", rows.disclosures[named], event)
    about, _, verb = event.kind.partition(":")
    table = _TABLE_OF.get(event.kind) or _TABLE_OF_SUBJECT[about]
    key: tuple[Any, ...] = (event.subject,)
    if table == "act":
        key = (event.chain_id, event.kind)
    elif event.kind not in _TABLE_OF:
        key = (event.subject, verb)
    return Noted(event.kind, table, rows.next_of(table, key), event)


class _Rows:
    """Rows in the order they were written, handed out to the lines that tell of them."""

    def __init__(self, session: Session, taken: set[tuple[str, int]]) -> None:
        self._session, self._taken = session, taken
        self._waiting: dict[str, dict[tuple[Any, ...], deque[int]]] = {}

    def next_of(self, table: str, key: tuple[Any, ...]) -> int:
        """The next row of this table that fits the line."""
        if table not in self._waiting:
            self._waiting[table] = self._read(table)
        waiting = self._waiting[table].get(key)
        if not waiting:
            raise LogError(f"The trail tells of {key[0]}, which is not in {table}.")
        return waiting.popleft()

    @cached_property
    def disclosures(self) -> dict[str, int]:
        """Disclosures by their public identifiers."""
        return {name: n for n, name in self._session.execute(_FOUND_BY["disclosure"])}

    def _read(self, table: str) -> dict[tuple[Any, ...], deque[int]]:
        found: dict[tuple[Any, ...], deque[int]] = {}
        for row_id, *key in self._session.execute(_FOUND_BY[table].order_by(TABLES[table].c.id)):
            if (table, row_id) in self._taken:
                continue
            if table == "reference_release":
                key = [key[0][:12]]
            found.setdefault(tuple(key), deque()).append(row_id)
        return found
