"""Who signs in to the pages in tests: Amina files for agency A, Hana for the employer."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import Membership, Party, User
from models.vocabulary import UserRole
from registry.operations.signing_in import hash_password

PASSWORD = "four plain words together"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def password_hash() -> str:
    """Hashed once: the hash is slow on purpose."""
    return hash_password(PASSWORD)


def add_user(
    session: Session,
    login: str,
    role: UserRole,
    *,
    parties: Sequence[str] = (),
    countries: Sequence[str] = (),
) -> User:
    """A person with an account, acting for the parties of these names."""
    user = User(
        login=login,
        name=login.title(),
        role=role.value,
        password_hash=password_hash(),
        countries=list(countries),
        active=True,
        created_at=SINCE,
    )
    session.add(user)
    session.flush()
    for party in session.scalars(select(Party).where(Party.name.in_(parties))):
        session.add(Membership(user_id=user.id, party_id=party.id, since=SINCE))
    session.flush()
    return user


def sign_in(client: FlaskClient, login: str, password: str = PASSWORD) -> TestResponse:
    """Send the form of the sign-in page."""
    return client.post("/sign-in", data={"login": login, "password": password})
