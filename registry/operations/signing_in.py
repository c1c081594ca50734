"""Passwords and signed-in sessions: a random token outside, its digest in the database."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LoginSession, Membership, Party, User

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
# How late the idle clock may be: without it every page read would write.
TOUCH_EVERY = timedelta(minutes=1)
LONGEST_PASSWORD = 256

_hasher = PasswordHasher()  # argon2id
# Hashed once, so that an unknown name costs what a known one costs.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """The argon2id hash that is stored."""
    return _hasher.hash(password)


def find_user(session: Session, login: str, password: str) -> User | None:
    """The active user with this name and password; the same work whether or not it exists."""
    user = session.scalars(select(User).where(User.login == login.strip().lower())).one_or_none()
    kept = user.password_hash if user is not None and user.active else _NOBODY
    try:
        _hasher.verify(kept, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    return user


def open_login(session: Session, user: User, *, at: datetime) -> str:
    """Start a session of this user; the token is given out once and never stored."""
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        token_digest=_digest(token), user_id=user.id, created_at=at, last_seen_at=at, ended_at=None
    )
    session.add(row)
    session.flush()
    return token


def find_login(session: Session, token: str, *, at: datetime) -> tuple[LoginSession, User] | None:
    """The session of this token and its user, unless it ended, ran out or went idle."""
    found = session.execute(
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_digest == _digest(token))
    ).one_or_none()
    if found is None:
        return None
    login, user = found
    live = login.ended_at is None and at < login.created_at + ABSOLUTE
    fresh = at < login.last_seen_at + IDLE
    return (login, user) if live and fresh and user.active else None


def parties_of(session: Session, user_id: int) -> Sequence[Party]:
    """The parties that a user acts for, in order of name."""
    return session.scalars(
        select(Party)
        .join(Membership, Membership.party_id == Party.id)
        .where(Membership.user_id == user_id)
        .order_by(Party.name_key, Party.id)
    ).all()


def is_due(login: LoginSession, *, at: datetime) -> bool:
    """Whether the idle clock should be set again."""
    return at >= login.last_seen_at + TOUCH_EVERY


def touch_login(session: Session, login_id: int, *, at: datetime) -> None:
    """Set the idle clock."""
    login = session.get(LoginSession, login_id)
    if login is not None:
        login.last_seen_at = at


def open_logins(session: Session, user_id: int, *, at: datetime) -> Sequence[LoginSession]:
    """The sessions of this user that still stand, the newest first."""
    return session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.created_at > at - ABSOLUTE,
            LoginSession.last_seen_at > at - IDLE,
        )
        .order_by(LoginSession.created_at.desc(), LoginSession.id.desc())
    ).all()


def end_login(session: Session, user_id: int, login_id: int, *, at: datetime) -> bool:
    """End one session of this user; False when it is not one of theirs."""
    login = session.get(LoginSession, login_id)
    if login is None or login.user_id != user_id:
        return False
    login.ended_at = login.ended_at or at
    return True


def end_every_login(session: Session, user_id: int, *, at: datetime) -> None:
    """End all sessions of this user, also the one that asks."""
    for login in open_logins(session, user_id, at=at):
        login.ended_at = at


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
