"""The log in the database, read: sizes, roots, proofs, entries, checkpoints."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import Session

from models import LogCheckpoint, LogLeaf, LogNode, LogOpening
from registry.db import WRITERS
from registry.exceptions import NotFoundError
from registry.log import tree
from registry.log.checkpoint import read_checkpoint
from registry.log.kinds import KEY_ADDED, KEY_REVOKED
from registry.log.note import Verifier, read_vkey, split_note
from registry.log.proof import Proof

KEY_SUBJECT = "log-key"
_CHUNK = 300


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry about a thing."""

    index: int
    entry: str
    version: int


def lock(session: Session) -> None:
    """Let one writer in at a time; on SQLite the transaction does it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})


def size_of(session: Session) -> int:
    """How many entries the log has."""
    newest = session.scalar(select(func.max(LogLeaf.idx)))
    return 0 if newest is None else newest + 1


def nodes_of(session: Session) -> tree.Reader:
    """Reads nodes by position, whatever their number with few queries."""

    def read(positions: Iterable[tree.Position]) -> Mapping[tree.Position, bytes]:
        wanted = sorted(set(positions))
        found: dict[tree.Position, bytes] = {}
        for start in range(0, len(wanted), _CHUNK):
            levels: dict[int, list[int]] = {}
            for level, idx in wanted[start : start + _CHUNK]:
                levels.setdefault(level, []).append(idx)
            # Pairs in one IN would be looked for row by row; a level and its numbers use the key.
            here = [and_(LogNode.level == lv, LogNode.idx.in_(ids)) for lv, ids in levels.items()]
            query = select(LogNode.level, LogNode.idx, LogNode.hash).where(or_(*here))
            found |= {(level, idx): held for level, idx, held in session.execute(query)}
        return found

    return read


def root_of(session: Session, size: int) -> bytes:
    """The root over the first ``size`` entries."""
    return tree.read_root(size, nodes_of(session))


def edge_of(session: Session, size: int) -> tree.Edge:
    """The right edge of the tree, to add to it."""
    positions = tree.whole_nodes(0, size)
    held = nodes_of(session)(positions)
    return tree.Edge.at(size, [held[position] for position in positions])


def inclusion_of(session: Session, index: int, size: int) -> list[bytes]:
    """The way from an entry to the root of a tree of this size."""
    return tree.read_ranges(tree.inclusion_ranges(index, size), nodes_of(session))


def consistency_of(session: Session, old: int, new: int) -> list[bytes]:
    """What shows that the tree of ``new`` entries only adds to that of ``old``."""
    return tree.read_ranges(tree.consistency_ranges(old, new), nodes_of(session))


def proof_of(session: Session, index: int, checkpoint: str) -> str:
    """The proof that an entry is under this signed checkpoint, as one text."""
    size = read_checkpoint(split_note(checkpoint)[0]).size
    return Proof(index, tuple(inclusion_of(session, index, size)), checkpoint).text


def read_entry(session: Session, index: int) -> str:
    """The exact text of an entry."""
    entry = session.scalar(select(LogLeaf.entry).where(LogLeaf.idx == index))
    if entry is None:
        raise NotFoundError("The log has no entry %(entry)s.", entry=index)
    return entry


def entries_of(session: Session, subject: str) -> list[Leaf]:
    """The entries about a thing, by its public identifier, the oldest first.

    Entries of a household's chain are among them: ask for permission before showing that they
    belong together.
    """
    query = (
        select(LogLeaf.idx, LogLeaf.entry, LogOpening.version)
        .join(LogOpening, LogOpening.leaf == LogLeaf.idx)
        .where(LogOpening.subject == subject)
        .order_by(LogLeaf.idx)
    )
    return [Leaf(*row) for row in session.execute(query)]


def entry_of_event(session: Session, event_id: int) -> int | None:
    """Where the entry of an event stands; None while it waits for the day's batch."""
    return session.scalar(select(LogOpening.leaf).where(LogOpening.event_id == event_id))


def latest_checkpoint(session: Session) -> str | None:
    """The newest signed checkpoint."""
    newest = select(LogCheckpoint.note).order_by(LogCheckpoint.size.desc()).limit(1)
    return session.scalar(newest)


def checkpoint_covering(session: Session, index: int) -> str | None:
    """The newest signed checkpoint, if it holds this entry already."""
    newest = select(LogCheckpoint.size, LogCheckpoint.note)
    row = session.execute(newest.order_by(LogCheckpoint.size.desc()).limit(1)).first()
    return row.note if row is not None and row.size > index else None


def public_keys(session: Session) -> list[str]:
    """The public keys that the log's own entries add and do not revoke, the newest last."""
    held: dict[str, None] = {}
    for said in _said_of_keys(session):
        if said["kind"] == KEY_ADDED:
            held[said["key"]] = None
        elif said["kind"] == KEY_REVOKED:
            held.pop(said["key"], None)
    return list(held)


def every_key(session: Session) -> list[Verifier]:
    """The public keys that were ever in force: old checkpoints are signed with old ones."""
    added = [said["key"] for said in _said_of_keys(session) if said["kind"] == KEY_ADDED]
    return [read_vkey(vkey) for vkey in dict.fromkeys(added)]


def said_at(session: Session, index: int) -> dict[str, Any]:
    """What an entry says, read; nothing where it is no entry."""
    entry = session.scalar(select(LogLeaf.entry).where(LogLeaf.idx == index))
    try:
        said = json.loads(entry or "")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _said_of_keys(session: Session) -> list[dict[str, Any]]:
    return [json.loads(leaf.entry) for leaf in entries_of(session, KEY_SUBJECT)]
