"""Chains: one offer, the places in it, and everything dated that is asserted about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import (
    APPEND_ONLY,
    ERASABLE,
    Base,
    Code,
    Country,
    Digest,
    Key,
    Language,
    LongText,
    PublicId,
    ShortText,
    link,
)
from models.party import Party


class Chain(Base):
    """One job offer and everyone who passes it on."""

    __tablename__ = "chain"
    __table_args__ = (
        Index("ix_chain_corridor", "sector", "destination", "origin"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    title: Mapped[ShortText]
    title_key: Mapped[ShortText]  # folded for search
    sector: Mapped[Code]
    occupation: Mapped[Code]  # ISCO-08, or "" when none was matched
    occupation_title: Mapped[ShortText]
    origin: Mapped[Country]
    destination: Mapped[Country]
    positions: Mapped[int | None]
    household: Mapped[bool]  # reached by sheet code only (D18)
    official_status: Mapped[ShortText]
    official_status_on: Mapped[date | None]
    register: Mapped[Code]  # official register it was taken over from, or ""
    remit: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    registered_on: Mapped[date]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int | None] = link("party.id")

    numbers: Mapped[list["ChainNumber"]] = relationship(order_by="ChainNumber.id")


class ChainNumber(Base):
    """A reference number of the offer: case, job order, demand letter, permit lot."""

    __tablename__ = "chain_number"
    __table_args__ = (UniqueConstraint("scheme", "number"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    chain_id: Mapped[int] = link("chain.id")
    scheme: Mapped[Code]
    number: Mapped[ShortText]


class Place(Base):
    """A party's place in a chain; what is asserted about it stands in acts (D5)."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("chain_id", "key"),
        Index("ix_place_party_chain", "party_id", "chain_id"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    chain_id: Mapped[int] = link("chain.id", index=False)
    key: Mapped[Code]  # its name within the chain, so that loading twice makes one
    party_id: Mapped[int | None] = link("party.id", index=False)
    role: Mapped[Code]
    country: Mapped[Country]
    division: Mapped[ShortText]
    district: Mapped[ShortText]
    engaged_by_id: Mapped[int | None] = link("place.id", index=False)
    people_count: Mapped[int]  # individual recruiters sealed under this place

    party: Mapped[Party | None] = relationship(lazy="raise_on_sql")


class Batch(Base):
    """Workers of one offer who accept, sign and leave on the same days; never a person (D3)."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("chain_id", "key"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    chain_id: Mapped[int] = link("chain.id", index=False)
    key: Mapped[Code]
    label: Mapped[ShortText]
    size: Mapped[Code]
    languages: Mapped[list[str]] = mapped_column(JSON)


class Act(Base):
    """One dated act about a chain besides a disclosure; the picture of a day is their fold.

    Which columns a kind fills is said by the constraints; ``body`` carries what only that kind
    has (statement ids told, reason, ground of a redaction).
    """

    __tablename__ = "act"
    __table_args__ = (
        CheckConstraint(
            "kind NOT LIKE 'place:%' OR place_id IS NOT NULL", name="place_acts_name_a_place"
        ),
        CheckConstraint(
            "kind NOT LIKE 'edge:%' OR (place_id IS NOT NULL AND above_id IS NOT NULL"
            " AND place_id <> above_id)",
            name="edge_acts_name_two_places",
        ),
        CheckConstraint(
            "kind <> 'workers:told' OR (place_id IS NOT NULL AND batch_id IS NOT NULL"
            " AND happened_on IS NOT NULL AND medium IS NOT NULL AND language IS NOT NULL)",
            name="tellings_are_complete",
        ),
        CheckConstraint(
            "kind <> 'disclosure:served' OR (disclosure_id IS NOT NULL AND place_id IS NOT NULL"
            " AND happened_on IS NOT NULL)",
            name="servings_are_complete",
        ),
        CheckConstraint(
            "kind <> 'milestone:recorded' OR (batch_id IS NOT NULL AND milestone IS NOT NULL"
            " AND happened_on IS NOT NULL)",
            name="milestones_are_complete",
        ),
        CheckConstraint(
            "kind NOT LIKE 'statement:%' OR disclosure_id IS NOT NULL",
            name="statement_acts_name_a_disclosure",
        ),
        UniqueConstraint("chain_id", "fingerprint"),
        Index("ix_act_chain_filed", "chain_id", "filed_on", "id"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    chain_id: Mapped[int] = link("chain.id", index=False)
    fingerprint: Mapped[Digest]  # of what the act says: the same act is recorded once
    kind: Mapped[Code]
    place_id: Mapped[int | None] = link("place.id", index=False)  # below, for an edge
    above_id: Mapped[int | None] = link("place.id", index=False)
    edge_kind: Mapped[Code | None]
    batch_id: Mapped[int | None] = link("batch.id", index=False)
    milestone: Mapped[Code | None]
    disclosure_id: Mapped[int | None] = link("disclosure.id", index=False)
    happened_on: Mapped[date | None]  # told, served, reached on
    medium: Mapped[Code | None]
    language: Mapped[Language | None]
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    said_on: Mapped[date | None]
    filed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    by_party_id: Mapped[int | None] = link("party.id", index=False)


class Event(Base):
    """The trail of what was done: ids, never names (R5)."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_chain_at", "chain_id", "at"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    at: Mapped[datetime]
    kind: Mapped[Code]  # subject:past-tense
    chain_id: Mapped[int | None] = link("chain.id", index=False)
    subject: Mapped[ShortText]  # public id of what it is about
    by_party_id: Mapped[int | None] = link("party.id", index=False)
    by_user_id: Mapped[int | None] = link("user_account.id", index=False)


class ErasableText(Base):
    """Verbatim words, evidence notes and household values, apart from the record (D25).

    The canonical document holds only ``HMAC-SHA256(salt, body)``; deleting the row erases the
    words while the document and its digest stay sound. ``pointer`` is a JSON pointer (RFC 6901).
    """

    __tablename__ = "erasable_text"
    __table_args__ = (UniqueConstraint("disclosure_id", "pointer"), {"info": ERASABLE})

    id: Mapped[Key]
    chain_id: Mapped[int] = link("chain.id")
    disclosure_id: Mapped[int] = link("disclosure.id", index=False)
    pointer: Mapped[ShortText]
    salt: Mapped[Code]  # 32 random bytes, hex
    body: Mapped[LongText]
