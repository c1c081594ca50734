"""The daily batch: one entry over everything that no entry may show by itself (D24).

Its root covers the sealed commitments since the batch before, among at least a few thousand leaves
that stand for nothing, in the order of their random values: the entry of a day on which nothing
happened looks like that of any other, and so does a proof out of it.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LogBatch, LogSealed
from registry.exceptions import NotFoundError
from registry.log import store, tree
from registry.log.append import Appender
from registry.log.entry import new_salt
from registry.log.kinds import BATCH

FEWEST = 4096
SUBJECT = "log-batch"


@dataclass(frozen=True, slots=True)
class BatchProof:
    """That a commitment is in a batch: its place, the way to the root, and the batch's entry."""

    commitment: str
    index: int
    size: int
    path: tuple[bytes, ...]
    leaf: int  # where the entry with the root stands in the log


def close_batch(session: Session, *, at: datetime) -> int | None:
    """Close the day's batch where the day has changed since the last one; where it stands.

    Any other day will do: a clock that jumped ten years ahead and back must not keep the batches
    open for ten years.
    """
    store.lock(session)
    if not is_due(session, at=at):
        return None
    last = newest_batch(session)
    appender = Appender.on(session)
    if appender.edge.size == 0:
        appender.start(())
    after = last.last_sealed if last is not None else 0
    sealed = _sealed_after(session, after)
    number = last.number + 1 if last is not None else 1
    padding = new_salt()
    root = tree_of([held for _, held in sealed], padding)
    said = {"number": number, "root": root.root.hex()}
    leaf = appender.add_own(BATCH, SUBJECT, said, at=at)
    newest = sealed[-1][0] if sealed else after
    session.add(LogBatch(number=number, leaf=leaf, last_sealed=newest, padding=padding))
    session.flush()
    return leaf


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether the day is another one than that of the last batch."""
    last = newest_batch(session)
    return last is None or _day_of(session, last) != at.date().isoformat()


def newest_batch(session: Session) -> LogBatch | None:
    """The last batch that was closed."""
    return session.scalars(select(LogBatch).order_by(LogBatch.number.desc()).limit(1)).first()


def batch_proof(session: Session, sealed: int) -> BatchProof:
    """The proof that a sealed act is in its batch; refused while its day is not over."""
    following = select(LogBatch).where(LogBatch.last_sealed >= sealed).order_by(LogBatch.number)
    batch = session.scalars(following.limit(1)).first()
    held = session.get(LogSealed, sealed)
    if batch is None or held is None:
        raise NotFoundError("This is not in a batch of the log yet; the next one is closed daily.")
    commitments = commitments_of(session, batch)
    leaves = leaves_of(commitments, batch.padding)
    index = leaves.index(bytes.fromhex(held.commitment))
    nodes = {
        (level, n): found
        for leaf in (tree.Edge(),)
        for one in leaves
        for level, n, found in leaf.add(tree.leaf_hash(one))
    }
    ranges = tree.inclusion_ranges(index, len(leaves))
    path = tree.read_ranges(ranges, lambda wanted: {p: nodes[p] for p in wanted})
    return BatchProof(held.commitment, index, len(leaves), tuple(path), batch.leaf)


def commitments_of(session: Session, batch: LogBatch) -> list[str]:
    """What a batch was closed over."""
    before = session.get(LogBatch, batch.number - 1)
    sealed = _sealed_after(session, before.last_sealed if before is not None else 0)
    return [held for number, held in sealed if number <= batch.last_sealed]


def tree_of(commitments: Sequence[str], padding: str) -> tree.Edge:
    """The tree over the commitments and their padding."""
    edge = tree.Edge()
    for leaf in leaves_of(commitments, padding):
        edge.add(tree.leaf_hash(leaf))
    return edge


def leaves_of(commitments: Sequence[str], padding: str) -> list[bytes]:
    """Commitments and padding, a power of two in number, sorted: no place tells anything."""
    size = max(FEWEST, 1 << (len(commitments) - 1).bit_length() if commitments else 0)
    key = bytes.fromhex(padding)
    made = [
        hmac.new(key, str(n).encode(), "sha256").digest() for n in range(size - len(commitments))
    ]
    return sorted([*map(bytes.fromhex, commitments), *made])


def _sealed_after(session: Session, number: int) -> list[tuple[int, str]]:
    query = select(LogSealed.id, LogSealed.commitment).where(LogSealed.id > number)
    return [(n, held) for n, held in session.execute(query.order_by(LogSealed.id))]


def _day_of(session: Session, batch: LogBatch) -> str:
    said = json.loads(store.read_entry(session, batch.leaf))
    return str(said["at"])[:10]
