"""Who may sign in, for which party, and their sessions. Workers have no account (R6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Digest, Key, LongText, ShortText, link


class User(Base):
    """A signed-in person of an organisation; several an organisation from the first day."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("login = lower(login)", name="login_is_lower_case"),)

    id: Mapped[Key]
    login: Mapped[ShortText] = mapped_column(unique=True)
    name: Mapped[ShortText]
    role: Mapped[Code]
    password_hash: Mapped[ShortText]
    countries: Mapped[list[str]] = mapped_column(JSON)  # an inspector's jurisdiction (R10)
    active: Mapped[bool]
    created_at: Mapped[datetime]

    memberships: Mapped[list["Membership"]] = relationship(order_by="Membership.id")


class Membership(Base):
    """A user acts for a party."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "party_id"),)

    id: Mapped[Key]
    user_id: Mapped[int] = link("user_account.id")
    party_id: Mapped[int] = link("party.id")
    since: Mapped[datetime]


class LoginSession(Base):
    """A server-side session row: a copied cookie is dead after sign-out."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    user_id: Mapped[int] = link("user_account.id")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Draft(Base):
    """A filing that is not filed yet: kept for its writer, no part of the record."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "place_id"),)

    id: Mapped[Key]
    user_id: Mapped[int] = link("user_account.id")
    place_id: Mapped[int] = link("place.id")
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[LongText]
    updated_at: Mapped[datetime]
