"""The demo's people: agencies, employers, inspectors, a union, a registrar, a researcher.

Workers are not among them and never are users (R6). The passwords are printed, because this story
is for looking at: an installation that holds real filings does not load it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Membership, User
from models.vocabulary import UserRole
from registry.operations.loading_parties import load_party
from registry.operations.signing_in import hash_password

FILE = Path(__file__).with_name("people.json")


def read_people() -> dict[str, Any]:
    """The parties that no chain holds, and the people with what they sign in with."""
    people: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return people


def admit_people(session: Session, *, at: datetime) -> None:
    """Make the accounts that are not there yet, each acting for its party."""
    held = read_people()
    for body in held["parties"]:
        load_party(session, body, at=at)
    for person in held["people"]:
        known = select(User.id).where(User.login == person["login"])
        if session.scalars(known).first() is None:
            _admit(session, person, at)
    session.flush()


def _admit(session: Session, person: dict[str, Any], at: datetime) -> None:
    user = User(
        login=person["login"],
        name=person["name"],
        role=UserRole(person["role"]).value,
        password_hash=hash_password(person["password"]),
        countries=person.get("countries", []),
        active=True,
        created_at=at,
    )
    if person.get("party"):
        named = {"key": person["party"], "identifiers": [{"scheme": "DEMO", "id": person["party"]}]}
        party = load_party(session, named, at=at)
        user.memberships = [Membership(party_id=party.id, since=at)]
    session.add(user)


def sign_in_lines() -> list[str]:
    """One line a person: who, as what, and how to sign in."""
    people = read_people()["people"]
    widths = [max(len(person[key]) for person in people) for key in ("login", "password")]
    lines = ["Sign in to the demo as:"]
    for person in people:
        login, password = person["login"].ljust(widths[0]), person["password"].ljust(widths[1])
        lines.append(f"  {login}  {password}  {person['name']}, {person['about']}")
    return lines
