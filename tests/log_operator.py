"""The operator of the registry, with the whole database in his hands, played by raw SQL."""

import json

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import Base, Disclosure, LogNode, LogOpening
from registry import db
from registry.canonical import digest
from registry.log import entry as texts
from registry.log import store
from registry.log.audit_entries import EntryAudit, OpenedRows
from registry.log.tree import Edge, leaf_hash


def drop_triggers(session: Session) -> None:
    """Take every guard of the database off."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    for table in db.append_only_tables():
        for act in ("update", "delete", "replace", "truncate"):
            on = f" ON {table}" if postgresql else ""
            session.execute(text(f"DROP TRIGGER IF EXISTS keep_{table}_{act}{on}"))


def log_tables() -> list[str]:
    """The tables of the log."""
    return sorted(name for name in Base.metadata.tables if name.startswith("log_"))


def put_entry(session: Session, index: int, entry: str) -> None:
    """Exchange the text of an entry and nothing else."""
    statement = text("UPDATE log_leaf SET entry = :entry WHERE idx = :index")
    session.execute(statement, {"entry": entry, "index": index})


def change_wage(session: Session, disclosure_id: int) -> None:
    """Lower the wage wherever it stands, with everything that is made from it."""
    disclosure = session.get_one(Disclosure, disclosure_id, populate_existing=True)
    changed = disclosure.document.replace('"300"', '"100"')
    assert changed != disclosure.document
    session.execute(
        text("UPDATE disclosure SET document = :document, digest = :digest WHERE id = :id"),
        {"document": changed, "digest": digest(changed), "id": disclosure_id},
    )
    sql = "UPDATE statement SET low = 1000000, high = 1000000 WHERE disclosure_id = :id"
    session.execute(text(sql), {"id": disclosure_id})
    session.expire_all()


def last_filings(session: Session, number: int) -> list[int]:
    """Where the entries of the last filings stand, the newest first."""
    query = select(LogOpening.leaf).where(LogOpening.source == "disclosure")
    newest = query.order_by(LogOpening.leaf.desc()).limit(number)
    return [leaf for leaf in session.scalars(newest) if leaf is not None]


def drop_last_filings(session: Session, number: int) -> None:
    """Take the last filings away with all that is made of them: rows, trail, entries, nodes."""
    session.execute(text("DELETE FROM log_checkpoint"))
    keep = min(last_filings(session, number))
    gone = session.scalars(select(LogOpening).where(LogOpening.leaf >= keep)).all()
    filings = [opening.row_id for opening in gone if opening.source == "disclosure"]
    events = [opening.event_id for opening in gone if opening.event_id]
    for table, column, ids in (
        ("statement", "disclosure_id", filings),
        ("erasable_text", "disclosure_id", filings),
        ("disclosure", "id", filings),
        ("event", "id", events),
    ):
        for row_id in ids:
            session.execute(text(f"DELETE FROM {table} WHERE {column} = :id"), {"id": row_id})
    session.execute(text("DELETE FROM log_opening WHERE leaf >= :keep"), {"keep": keep})
    session.execute(text("DELETE FROM log_leaf WHERE idx >= :keep"), {"keep": keep})
    session.execute(text("DELETE FROM log_batch WHERE leaf >= :keep"), {"keep": keep})
    rebuild_log(session)


def swap_openings(session: Session, one: int, two: int) -> None:
    """Let two entries change places."""
    _move(session, {one: two, two: one})


def backdate(session: Session, leaf: int, to: int) -> None:
    """Move an entry up to where another stands, with the time of that one."""
    moved = {n: n + 1 for n in range(to, leaf)} | {leaf: to}
    _move(session, moved)
    opening = session.scalars(select(LogOpening).where(LogOpening.leaf == to)).one()
    like = session.scalars(select(LogOpening).where(LogOpening.leaf == to + 1)).one()
    early = "(SELECT at FROM event WHERE id = :like)"
    ids = {"id": opening.event_id, "like": like.event_id, "row": opening.row_id}
    session.execute(text(f"UPDATE event SET at = {early} WHERE id = :id"), ids)
    session.execute(text(f"UPDATE disclosure SET recorded_at = {early} WHERE id = :row"), ids)
    session.expire_all()


def _move(session: Session, moved: dict[int, int]) -> None:
    beyond = 1_000_000
    for leaf in moved:
        sql = text("UPDATE log_opening SET leaf = :to WHERE leaf = :leaf")
        session.execute(sql, {"leaf": leaf, "to": leaf + beyond})
    for leaf, to in moved.items():
        sql = text("UPDATE log_opening SET leaf = :to WHERE leaf = :leaf")
        session.execute(sql, {"leaf": leaf + beyond, "to": to})
    session.execute(text("DELETE FROM log_checkpoint"))
    session.expire_all()


class _Forger(EntryAudit):
    """Writes the entries that the audit would expect, instead of comparing with them."""

    def forge(self, index: int) -> None:
        """Make the entry at this index again from the rows as they are now."""
        rows = OpenedRows.read(self.session, LogOpening.leaf, index, index + 1)
        opening = rows.openings[index]
        record = rows.record(opening)
        said = store.said_at(self.session, index)
        subject = opening.subject if record is None else record.subject
        place = self._place(subject, record.before if record is not None else None)
        if record is None:
            made = texts.own_text(self._own(said, opening, place))
        else:
            made = self._again(said, opening, rows, record, place)[0]
        put_entry(self.session, index, made)
        sql = text("UPDATE log_opening SET version = :version WHERE leaf = :leaf")
        self.session.execute(sql, {"version": place["version"], "leaf": index})
        self.session.expire_all()
        self.ends[subject] = place["version"], leaf_hash(made.encode())
        self.last_at = json.loads(made).get("at", self.last_at)


def rebuild_log(session: Session) -> None:
    """Make every entry and every node again, so that nothing inside contradicts anything."""
    session.execute(text("DELETE FROM log_checkpoint"))
    session.execute(text("DELETE FROM log_node"))
    session.expire_all()
    forger, edge = _Forger(session), Edge()
    for index in range(store.size_of(session)):
        forger.forge(index)
        entry = store.read_entry(session, index)
        for level, place, node in edge.add(leaf_hash(entry.encode())):
            session.add(LogNode(level=level, idx=place, hash=node))
    session.flush()
