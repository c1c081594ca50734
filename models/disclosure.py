"""Disclosures and their statements: the record itself."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import (
    APPEND_ONLY,
    Base,
    Code,
    Digest,
    Key,
    LongText,
    PublicId,
    Scaled,
    ShortText,
    link,
)


class Disclosure(Base):
    """What a link filed at one time: a header and one canonical document (RFC 8785).

    ``document`` holds the statements and is what the digest is taken of; every other table that
    repeats one of its facts can be made again from it.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        CheckConstraint(
            "act IN ('file', 'withdraw', 'confirm') OR previous_id IS NOT NULL",
            name="corrections_name_what_they_correct",
        ),
        UniqueConstraint("chain_id", "key"),
        Index("ix_disclosure_chain_filed", "chain_id", "filed_on", "id"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    chain_id: Mapped[int] = link("chain.id", index=False)
    key: Mapped[Code]  # its name within the chain, so that loading twice makes one
    place_id: Mapped[int] = link("place.id")  # the speaker
    act: Mapped[Code]
    previous_id: Mapped[int | None] = link("disclosure.id")
    paper: Mapped[ShortText]  # which document of the speaker: job order, contract, notice
    source: Mapped[Code]
    audience: Mapped[Code]
    recorder_id: Mapped[int | None] = link("party.id")  # the party that entered it
    reason: Mapped[ShortText]
    said_on: Mapped[date | None]  # as claimed by the speaker
    filed_on: Mapped[date]  # the day it entered the record
    recorded_at: Mapped[datetime]  # the moment this registry took it
    schema_version: Mapped[Code]
    document: Mapped[LongText]
    digest: Mapped[Digest]  # SHA-256 of the document's bytes, hex


class Statement(Base):
    """One statement's promoted facts: what a search, a finding or a page can point at."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("disclosure_id", "ordinal"),
        Index("ix_statement_search", "term", "currency", "period", "low"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    disclosure_id: Mapped[int] = link("disclosure.id", index=False)
    ordinal: Mapped[int]
    term: Mapped[Code]
    scope: Mapped[ShortText]  # "worksite=Boise, ID"; "" is the whole offer
    state: Mapped[Code]
    qualifier: Mapped[Code]
    low: Mapped[Decimal | None] = mapped_column(Scaled)
    high: Mapped[Decimal | None] = mapped_column(Scaled)
    currency: Mapped[Code | None]
    period: Mapped[Code | None]
    code: Mapped[ShortText | None]
