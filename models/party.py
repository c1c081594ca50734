"""Parties: organisations, private households and people in the trade; their licences."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

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


class Party(Base):
    """A party in the trade. The same party is a link in many chains.

    A household's or a person's name is never here: it is sealed (law 6, D19).
    """

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint("kind = 'organisation' OR name = ''", name="private_names_are_sealed"),
        Index("ix_party_name_key", "name_key"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    public_id: Mapped[PublicId]
    kind: Mapped[Code]
    name: Mapped[ShortText]
    name_key: Mapped[ShortText]  # folded for matching: registry.names.fold
    country: Mapped[Country]
    registered_at: Mapped[datetime]

    names: Mapped[list["PartyName"]] = relationship(order_by="PartyName.id")
    identifiers: Mapped[list["PartyIdentifier"]] = relationship(order_by="PartyIdentifier.id")
    licences: Mapped[list["Licence"]] = relationship(order_by="Licence.id")


class PartyName(Base):
    """A further name of an organisation: another script, a trading name."""

    __tablename__ = "party_name"
    __table_args__ = (Index("ix_party_name_folded", "name_key"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    party_id: Mapped[int] = link("party.id")
    kind: Mapped[Code]  # legal, trading
    language: Mapped[Language]
    name: Mapped[ShortText]
    name_key: Mapped[ShortText]
    recorded_at: Mapped[datetime]


class PartyIdentifier(Base):
    """A number that an official register gave the party."""

    __tablename__ = "party_identifier"
    __table_args__ = (UniqueConstraint("scheme", "number"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    party_id: Mapped[int] = link("party.id")
    scheme: Mapped[Code]
    number: Mapped[ShortText]
    recorded_at: Mapped[datetime]


class Licence(Base):
    """A licence to recruit, as its register states it: context, never a verdict (3.4)."""

    __tablename__ = "licence"
    __table_args__ = (UniqueConstraint("scheme", "number"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    party_id: Mapped[int] = link("party.id")
    scheme: Mapped[Code]
    number: Mapped[ShortText]
    authority: Mapped[ShortText]
    category: Mapped[ShortText]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]

    statuses: Mapped[list["LicenceStatusEntry"]] = relationship(
        order_by="LicenceStatusEntry.on, LicenceStatusEntry.id"
    )


class LicenceStatusEntry(Base):
    """One line of a licence's status history, printed "as checked on"."""

    __tablename__ = "licence_status"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[Key]
    licence_id: Mapped[int] = link("licence.id")
    status: Mapped[Code]
    on: Mapped[date]
    source: Mapped[ShortText]
    checked_on: Mapped[date]
    recorded_at: Mapped[datetime]


class SealedName(Base):
    """A name that nobody sees: encrypted, apart from the record, erasable (law 6, D19).

    ``fingerprint`` is a keyed digest that finds the same row on a second import and nothing else.
    """

    __tablename__ = "sealed_name"
    __table_args__ = (UniqueConstraint("place_id", "fingerprint"), {"info": ERASABLE})

    id: Mapped[Key]
    place_id: Mapped[int] = link("place.id")
    fingerprint: Mapped[Digest]
    sealed: Mapped[LongText]
    sealed_at: Mapped[datetime]
