"""The whole log against the whole database: every doubt as one sentence.

What an audit from inside cannot see is a database that was rebuilt as a whole, log included: that
takes a checkpoint which somebody else holds (``against``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import LogBatch, LogCheckpoint, LogLeaf, LogNode
from registry.log import store
from registry.log.audit_entries import EntryAudit
from registry.log.audit_rows import doubts_about_rows
from registry.log.batches import commitments_of, tree_of
from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.errors import LogError
from registry.log.note import Verifier, open_note
from registry.log.tree import Edge, leaf_hash

WINDOW = 4096
Progress = Callable[[int], object]


def audit(session: Session, *, progress: Progress = lambda _: None) -> list[str]:
    """Every doubt about log and record; none when they agree."""
    tree_audit, entry_audit = _TreeAudit(session), EntryAudit(session)
    doubts: list[str] = []
    for first, entries in _windows(session):
        doubts += tree_audit.check(first, entries)
        doubts += entry_audit.check(first, entries)
        progress(len(entries))
    doubts += tree_audit.finish()
    doubts += _doubts_about_batches(session)
    doubts += doubts_about_rows(session)
    return doubts


def against(session: Session, note: str, verifiers: Sequence[Verifier]) -> Checkpoint:
    """Refuse unless the log only adds to a checkpoint that somebody else held."""
    checkpoint = read_checkpoint(open_note(note, verifiers).text)
    size = store.size_of(session)
    if size < checkpoint.size:
        raise LogError(
            f"The checkpoint holds {checkpoint.size} entries, the log only {size}: the last"
            f" {checkpoint.size - size} are gone."
        )
    edge = Edge()
    for first, entries in _windows(session):
        for index, entry in enumerate(entries, start=first):
            if index < checkpoint.size:
                edge.add(leaf_hash((entry or "").encode("utf-8")))
    if edge.root != checkpoint.root:
        raise LogError(
            f"The first {checkpoint.size} entries of the log are not those of the checkpoint:"
            " the history was changed after it was signed."
        )
    return checkpoint


def _windows(session: Session) -> Iterator[tuple[int, list[str | None]]]:
    """The entries in order, a window at a time; None stands for a missing one."""
    size = store.size_of(session)
    for first in range(0, size, WINDOW):
        last = min(first + WINDOW, size)
        query = select(LogLeaf.idx, LogLeaf.entry).where(LogLeaf.idx >= first, LogLeaf.idx < last)
        held = {row.idx: row.entry for row in session.execute(query)}
        yield first, [held.get(index) for index in range(first, last)]


@dataclass
class _TreeAudit:
    """Entries against nodes, nodes against each other, roots against checkpoints."""

    session: Session
    entries: Edge = field(default_factory=Edge)  # over the entries as they are
    nodes: Edge = field(default_factory=Edge)  # over the hashes that are kept of them
    differ: dict[int, tuple[bytes, bytes | None]] = field(default_factory=dict)
    keys: list[Verifier] = field(default_factory=list)

    def check(self, first: int, entries: list[str | None]) -> list[str]:
        """The doubts about one window of entries."""
        last = first + len(entries)
        kept = self._kept(first, last)
        signed = self._checkpoints(first, last)
        doubts: list[str] = []
        for index, entry in enumerate(entries, start=first):
            if entry is None:
                doubts.append(f"Entry {index} is missing.")
            found, held = leaf_hash((entry or "").encode("utf-8")), kept.get((0, index))
            if found != held and entry is not None:
                self.differ[index] = found, held
            self.entries.add(found)
            for level, position, node in self.nodes.add(held or found)[1:]:
                if kept.get((level, position)) != node:
                    doubts.append(f"Node {position} of level {level} is not made of its two parts.")
            if (note := signed.get(index + 1)) is not None:
                doubts += self._doubts_about(note, index + 1)
        return doubts

    def finish(self) -> list[str]:
        """The doubts that only the whole shows."""
        doubts, places = [], {held: index for index, (_, held) in self.differ.items()}
        for index, (found, held) in self.differ.items():
            other = places.get(found)
            if held is None:
                doubts.append(f"Entry {index} was added without its node.")
            elif other is None:
                doubts.append(f"Entry {index} was edited: its hash is another one.")
            elif index < other:
                doubts.append(f"Entries {index} and {other} were reordered.")
        size = self.entries.size
        expected = sum(size >> level for level in range(size.bit_length()))
        held_nodes = self.session.scalar(select(func.count()).select_from(LogNode)) or 0
        if held_nodes != expected:
            doubts.append(f"The tree has {held_nodes} nodes; {size} entries make {expected}.")
        beyond = select(LogCheckpoint.size).where(LogCheckpoint.size > size)
        doubts += [
            f"A checkpoint of {signed} entries was signed, but the log has {size}: the last"
            f" {signed - size} are gone."
            for signed in self.session.scalars(beyond.order_by(LogCheckpoint.size))
        ]
        return doubts

    def _kept(self, first: int, last: int) -> dict[tuple[int, int], bytes]:
        held: dict[tuple[int, int], bytes] = {}
        for level in range(last.bit_length()):
            query = select(LogNode.idx, LogNode.hash).where(
                LogNode.level == level, LogNode.idx >= first >> level, LogNode.idx < last >> level
            )
            held |= {(level, idx): node for idx, node in self.session.execute(query)}
        return held

    def _checkpoints(self, first: int, last: int) -> dict[int, str]:
        query = select(LogCheckpoint.size, LogCheckpoint.note).where(
            LogCheckpoint.size > first, LogCheckpoint.size <= last
        )
        return {row.size: row.note for row in self.session.execute(query)}

    def _doubts_about(self, note: str, size: int) -> list[str]:
        self.keys = self.keys or store.every_key(self.session)
        try:
            checkpoint = read_checkpoint(open_note(note, self.keys).text)
        except LogError as error:
            return [f"The checkpoint of {size} entries: {error}"]
        if checkpoint.size != size or checkpoint.root != self.entries.root:
            return [f"The log is not the one that was signed at {size} entries."]
        return []


def _doubts_about_batches(session: Session) -> list[str]:
    doubts = []
    for batch in session.scalars(select(LogBatch).order_by(LogBatch.number)):
        root = tree_of(commitments_of(session, batch), batch.padding).root
        said = store.said_at(session, batch.leaf)
        if said.get("number") != batch.number or said.get("root") != root.hex():
            doubts.append(
                f"Batch {batch.number} is not what entry {batch.leaf} says: a sealed act was"
                " edited, added or taken away."
            )
    return doubts
