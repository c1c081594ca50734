"""Appending: acts become entries, with their nodes, in the transaction that records the acts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models import Event, LogLeaf, LogNode, LogOpening, LogSealed
from registry.log import entry, kinds, store
from registry.log.entry import Json
from registry.log.errors import LogError
from registry.log.noted import Noted
from registry.log.older import older_acts
from registry.log.records import RecordReader
from registry.log.sources import Record
from registry.log.tree import Edge, leaf_hash

_CHUNK = 1000
_LOOK_BACK = 200


def append_acts(session: Session, noted: Sequence[Noted]) -> None:
    """Give every noted act its entry; starts the log where there is none yet."""
    if not noted:
        return
    store.lock(session)
    appender = Appender.on(session)
    if appender.edge.size == 0:
        appender.start(noted)
    appender.add_acts(noted)


def start_log(session: Session) -> int:
    """Start the log with the acts that are older than it; returns how many these are."""
    store.lock(session)
    appender = Appender.on(session)
    if appender.edge.size:
        return 0
    return appender.start(())


def append_own(session: Session, kind: str, subject: str, said: Json, *, at: datetime) -> int:
    """An entry of the log about itself; returns where it stands."""
    store.lock(session)
    appender = Appender.on(session)
    if appender.edge.size == 0:
        appender.start(())
    return appender.add_own(kind, subject, said, at=at)


@dataclass
class Appender:
    """The end of the log, while one transaction adds to it."""

    session: Session
    edge: Edge
    last_at: str
    ends: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # subject → version, leaf

    @classmethod
    def on(cls, session: Session) -> "Appender":
        """The end of the log as it stands; nobody else may add until the transaction ends."""
        size = store.size_of(session)
        return cls(session, store.edge_of(session, size), _last_moment(session, size))

    def start(self, besides: Sequence[Noted]) -> int:
        """The first entry, then the acts that are older than the log, marked so."""
        # Not later than the acts it starts with, or they would look like a clock that ran back.
        now = min([datetime.now(UTC), *(one.event.at for one in besides if one.event is not None)])
        self.add_own(kinds.STARTED, "log", {}, at=now)
        older = older_acts(self.session, besides)
        self.add_acts(older, before_log=True)
        return len(older)

    def add_own(self, kind: str, subject: str, said: Json, *, at: datetime) -> int:
        """Add an entry that says everything itself."""
        self._read_ends([subject])
        header = {"kind": kind, **said, **self._place(subject, None), **self._time(at)}
        index = self.edge.size
        opening = _opening(Noted(kind, "", 0), subject, header["version"], "")
        opening |= {"leaf": index, "row_id": None}
        self._write([(subject, header["version"], entry.own_text(header), opening)])
        return index

    def add_acts(self, noted: Sequence[Noted], *, before_log: bool = False) -> None:
        """Add what was noted, in that order."""
        for start in range(0, len(noted), _CHUNK):
            self._add_chunk(noted[start : start + _CHUNK], before_log=before_log)

    def _add_chunk(self, noted: Sequence[Noted], *, before_log: bool) -> None:
        reader = RecordReader(self.session)
        held = [(one, record) for one, record in _with_records(reader, noted)]
        self._read_ends(name for _, record in held for name in (record.subject, record.before))
        leaves, sealed = [], []
        for one, record in held:
            salt = entry.new_salt()
            body = body_of(reader, record, one.event, salt)
            header = header_of(reader, one.kind, record, one.event)
            if before_log:
                header["before_log"] = True
            show = kinds.shown(one.kind, household=record.household)
            if show is kinds.Shown.SEALED:
                opening = _opening(one, record.subject, 0, salt)
                sealed.append((entry.whole(header, body, salt), opening))
                continue
            header |= self._place(record.subject, record.before)
            leaves.append(self._leaf(one, record, header, body, salt, show))
        self._write(leaves)
        self._write_sealed(sealed)

    def _leaf(
        self,
        one: Noted,
        record: Record,
        header: Json,
        body: Json,
        salt: str,
        show: kinds.Shown,
    ) -> "_Leaf":
        version = header["version"]
        if show is kinds.Shown.OPEN:
            if one.event is not None:
                header |= self._ran_back(header["at"])
            text = entry.open_text(header, body, salt)
        else:
            text = entry.private_text(header, body, salt)
        # The next entry about the same thing may stand in the same transaction.
        self.ends[record.subject] = version, leaf_hash(text.encode("utf-8"))
        return record.subject, version, text, _opening(one, record.subject, version, salt)

    def _place(self, subject: str, before: str | None) -> Json:
        """Which version this is, and the hash of the entry it follows."""
        end = self.ends.get(subject) or (self.ends.get(before) if before else None)
        if end is None:
            return {"version": 1}
        return {"version": end[0] + 1, "previous": end[1].hex()}

    def _time(self, at: datetime) -> Json:
        now = entry.moment(at)
        return {"at": now, **self._ran_back(now)}

    def _ran_back(self, now: str) -> Json:
        """The raw clock stays as it was read; only a mark says that it went backwards."""
        back = now < self.last_at
        self.last_at = now
        return {"clock_ran_back": True} if back else {}

    def _read_ends(self, subjects: Iterable[str | None]) -> None:
        wanted = sorted({s for s in subjects if s and s not in self.ends})
        newest: dict[str, tuple[int, int]] = {}
        for start in range(0, len(wanted), 500):
            query = (
                select(LogOpening.subject, func.max(LogOpening.version), func.max(LogOpening.leaf))
                .where(LogOpening.subject.in_(wanted[start : start + 500]))
                .where(LogOpening.leaf.is_not(None))
                .group_by(LogOpening.subject)
            )
            for subject, version, leaf in self.session.execute(query):
                if leaf is not None:
                    newest[subject] = version, leaf
        nodes = store.nodes_of(self.session)((0, leaf) for _, leaf in newest.values())
        self.ends |= {s: (version, nodes[0, leaf]) for s, (version, leaf) in newest.items()}

    def _write(self, leaves: "Sequence[_Leaf]") -> None:
        if not leaves:
            return
        entries, nodes, openings = [], [], []
        for subject, version, text, opening in leaves:
            index, found = self.edge.size, leaf_hash(text.encode("utf-8"))
            nodes += self.edge.add(found)
            entries.append({"idx": index, "entry": text})
            openings.append({**opening, "leaf": index})
            self.ends[subject] = version, found
        self.session.execute(insert(LogLeaf), entries)
        self.session.execute(
            insert(LogNode), [{"level": lv, "idx": i, "hash": h} for lv, i, h in nodes]
        )
        self.session.execute(insert(LogOpening), openings)

    def _write_sealed(self, sealed: Sequence[tuple[str, Json]]) -> None:
        if not sealed:
            return
        rows = [{"commitment": held} for held, _ in sealed]
        made = self.session.scalars(
            insert(LogSealed).returning(LogSealed.id, sort_by_parameter_order=True), rows
        )
        openings = [
            {**opening, "sealed": number} for number, (_, opening) in zip(made, sealed, strict=True)
        ]
        self.session.execute(insert(LogOpening), openings)


_Leaf = tuple[str, int, str, Json]


def body_of(reader: RecordReader, record: Record, event: Any, salt: str) -> Json:
    """What an entry commits to: the line of the trail, and what the row says."""
    if event is None:
        return {"event": None, **record.rows}
    trail = {
        "at": entry.moment(event.at),
        "kind": event.kind,
        "chain": reader.name("chain", event.chain_id),
        "subject": event.subject,
        "by": reader.name("party", event.by_party_id),
        "user": entry.user_mark(salt, event.by_user_id),
    }
    return {"event": trail, **record.rows}


def header_of(reader: RecordReader, kind: str, record: Record, event: Any) -> Json:
    """What an open entry shows besides its commitment; a person's name is not among it."""
    header: Json = {"kind": kind, "id": record.subject}
    if record.chain is not None:
        header["chain"] = record.chain
    if record.link is not None:
        header["link"] = record.link
    if event is not None:
        header["at"] = entry.moment(event.at)
        if event.by_party_id is not None and not reader.is_private(event.by_party_id):
            header["by"] = reader.name("party", event.by_party_id)
    return header


def _with_records(reader: RecordReader, noted: Sequence[Noted]) -> Iterator[tuple[Noted, Record]]:
    wanted: dict[str, set[int]] = {}
    parties: set[int] = set()
    for one in noted:
        wanted.setdefault(one.source, set()).add(one.row_id)
        if one.event is not None and one.event.by_party_id is not None:
            parties.add(one.event.by_party_id)
    reader.rows("party", parties)
    records = reader.read(wanted)
    for one in noted:
        record = records.get((one.source, one.row_id))
        if record is not None:
            yield one, record
        elif one.event is not None:
            raise LogError(f"{one.kind}: its row in {one.source} is not there.")


def _opening(one: Noted, subject: str, version: int, salt: str) -> Json:
    event: Event | None = one.event
    return {
        "leaf": None,
        "sealed": None,
        "kind": one.kind,
        "subject": subject,
        "version": version,
        "source": one.source,
        "row_id": one.row_id,
        "event_id": event.id if event is not None else None,
        "salt": salt,
    }


def _last_moment(session: Session, size: int) -> str:
    """The time of the newest entry that shows one."""
    for end in range(size, 0, -_LOOK_BACK):
        query = select(LogLeaf.entry).where(LogLeaf.idx < end, LogLeaf.idx >= end - _LOOK_BACK)
        for held in session.scalars(query.order_by(LogLeaf.idx.desc())):
            at: str | None = json.loads(held).get("at")
            if at is not None:
                return at
    return ""
