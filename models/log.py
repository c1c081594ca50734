"""The log: its leaves, nodes and checkpoints; what opens a leaf; and what was erased.

Only ``entry``, the hashes and the notes are public. What stands in ``log_opening`` says which row
an entry is about and holds the salt of its commitment.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    APPEND_ONLY,
    ERASABLE,
    Base,
    Code,
    Digest,
    Key,
    LongText,
    PublicId,
    ShortText,
    link,
)

_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class LogLeaf(Base):
    """One entry, in the exact bytes that were hashed (RFC 8785 as UTF-8 text).

    ``idx`` is counted by the log itself: a sequence would leave gaps and reorder.
    """

    __tablename__ = "log_leaf"
    __table_args__ = ({"info": APPEND_ONLY},)

    idx: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=False)
    entry: Mapped[LongText]


class LogNode(Base):
    """The hash of a whole subtree: ``2^level`` leaves from ``idx * 2^level`` on."""

    __tablename__ = "log_node"
    __table_args__ = ({"info": APPEND_ONLY},)

    level: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    idx: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogCheckpoint(Base):
    """A signed note over the root at one size; published, so never taken back."""

    __tablename__ = "log_checkpoint"
    __table_args__ = ({"info": APPEND_ONLY},)

    size: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=False)
    note: Mapped[LongText]
    signed_at: Mapped[datetime]


class LogSealed(Base):
    """The commitment of an act that no entry shows by itself (D24); a daily batch holds it."""

    __tablename__ = "log_sealed"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[Key]
    commitment: Mapped[Digest]


class LogBatch(Base):
    """One closing of the sealed acts: those after the batch before, up to ``last_sealed``."""

    __tablename__ = "log_batch"
    __table_args__ = ({"info": APPEND_ONLY},)

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True, autoincrement=False)
    leaf: Mapped[int] = mapped_column(_NUMBER, unique=True)
    last_sealed: Mapped[int] = mapped_column(_NUMBER)
    padding: Mapped[Digest]  # what the leaves that stand for nothing are made from


class LogOpening(Base):
    """Which row an entry or a sealed commitment is about, and the salt that opens it.

    Not public, and not part of the tree: whatever is wrong here contradicts the entry.
    """

    __tablename__ = "log_opening"
    __table_args__ = (
        CheckConstraint("(leaf IS NULL) <> (sealed IS NULL)", name="opens_one_thing"),
        UniqueConstraint("leaf"),
        UniqueConstraint("sealed"),
        UniqueConstraint("event_id"),
        Index("ix_log_opening_subject", "subject", "version"),
        Index("ix_log_opening_source", "source", "row_id"),
        {"info": ERASABLE},
    )

    id: Mapped[Key]
    leaf: Mapped[int | None] = mapped_column(_NUMBER)
    sealed: Mapped[int | None] = mapped_column(_NUMBER)
    kind: Mapped[Code]
    subject: Mapped[ShortText]  # public id of what it is about
    version: Mapped[int]
    source: Mapped[Code]  # table of the row it records, or "" where the entry says all
    row_id: Mapped[int | None] = mapped_column(_NUMBER)
    event_id: Mapped[int | None] = mapped_column(_NUMBER)
    salt: Mapped[Digest]


class Erasure(Base):
    """Texts, values or names that were erased: which, by whom, on what ground; never what."""

    __tablename__ = "erasure"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    chain_id: Mapped[int | None] = link("chain.id")
    ground: Mapped[ShortText]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    erased_at: Mapped[datetime]
    by_party_id: Mapped[int | None] = link("party.id", index=False)
