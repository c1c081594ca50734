"""Findings: discrepancies on record, with a life; and the sheets that print them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import (
    APPEND_ONLY,
    ERASABLE,
    Base,
    Code,
    Digest,
    Key,
    Language,
    LongText,
    PublicId,
    ShortText,
    link,
)


class Finding(Base):
    """A difference on record; its identity is (chain, scope, term, kind, sides) (D16)."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("chain_id", "identity"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    chain_id: Mapped[int] = link("chain.id", index=False)
    identity: Mapped[Digest]
    kind: Mapped[Code]
    first_observed_on: Mapped[date]

    observations: Mapped[list["Observation"]] = relationship(order_by="Observation.id")
    acts: Mapped[list["FindingAct"]] = relationship(order_by="FindingAct.id")


class Observation(Base):
    """One computation of a finding. A row whose ``present`` is false ends the one before."""

    __tablename__ = "observation"
    __table_args__ = (Index("ix_observation_finding_on", "finding_id", "on"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    finding_id: Mapped[int] = link("finding.id", index=False)
    on: Mapped[date]
    present: Mapped[bool]
    rule: Mapped[Code]
    rule_version: Mapped[Code]
    severity: Mapped[Code]
    digest: Mapped[Digest]  # of the body: an equal computation is not written twice
    body: Mapped[dict[str, Any]] = mapped_column(JSON)  # statements, sides, arithmetic, words


class FindingAct(Base):
    """Asked, replied, explained, corrected, upheld, withdrawn: never deleted (law 12)."""

    __tablename__ = "finding_act"
    __table_args__ = (Index("ix_finding_act_finding_on", "finding_id", "on"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    finding_id: Mapped[int] = link("finding.id", index=False)
    status: Mapped[Code]
    on: Mapped[date]
    due_on: Mapped[date | None]
    text: Mapped[LongText]
    language: Mapped[Language]
    by_party_id: Mapped[int | None] = link("party.id", index=False)
    recorded_at: Mapped[datetime]


class Sheet(Base):
    """An issued document: chain, handing-out link, language pair, as-of day (D28)."""

    __tablename__ = "sheet"
    __table_args__ = (Index("ix_sheet_chain_as_of", "chain_id", "as_of"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    code: Mapped[PublicId]
    kind: Mapped[Code]
    chain_id: Mapped[int] = link("chain.id", index=False)
    place_id: Mapped[int | None] = link("place.id", index=False)
    languages: Mapped[ShortText]  # "bn,en"
    as_of: Mapped[date]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    expires_on: Mapped[date]
    digest: Mapped[Digest]  # SHA-256 of the PDF

    body: Mapped["SheetBody | None"] = relationship(lazy="joined")
    acts: Mapped[list["SheetAct"]] = relationship(
        order_by="SheetAct.id", foreign_keys="SheetAct.sheet_id"
    )


class SheetBody(Base):
    """The frozen values a sheet was made from; erasable, because a household's are (D25)."""

    __tablename__ = "sheet_body"
    __table_args__ = ({"info": ERASABLE},)

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), ForeignKey("sheet.id"), unique=True
    )
    view: Mapped[dict[str, Any]] = mapped_column(JSON)


class SheetAct(Base):
    """A sheet withdrawn or superseded; the sheet itself stays."""

    __tablename__ = "sheet_act"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[Key]
    sheet_id: Mapped[int] = link("sheet.id")
    status: Mapped[Code]
    on: Mapped[date]
    reason: Mapped[ShortText]
    successor_id: Mapped[int | None] = link("sheet.id", index=False)
    recorded_at: Mapped[datetime]
