"""Parties of a loaded form: matched by identifier, else admitted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Party
from models.vocabulary import LicenceStatus, PartyKind
from registry.exceptions import FormError
from registry.operations import parties
from registry.operations.acting import REGISTRY


def load_party(session: Session, body: Mapping[str, Any], *, at: datetime) -> Party:
    """The party that a form names: by ``id``, by an official identifier, or a new one."""
    party = _held(session, body)
    if party is None:
        party = parties.register_party(
            session,
            kind=PartyKind(body.get("kind", "organisation")),
            name=body.get("name", ""),
            country=body.get("country", ""),
            by=REGISTRY,
            at=at,
        )
    for row in body.get("identifiers", []):
        if row["scheme"] == "registry" and row["id"] == party.public_id:
            continue  # it came from here
        parties.identify_party(
            session, party, scheme=row["scheme"], number=row["id"], by=REGISTRY, at=at
        )
    if not body.get("identifiers") and body.get("key") and not body.get("id"):
        # Without an official number the file's own key finds the party again.
        _identify_by_key(session, party, body, at)
    for language, name in body.get("names", {}).items():
        kind = "trading" if language == "trading" else "legal"
        parties.add_name(
            session,
            party,
            name=name,
            language="" if kind == "trading" else language,
            kind=kind,
            by=REGISTRY,
            at=at,
        )
    for row in body.get("licences", []):
        _load_licence(session, party, row, at)
    return party


def _key_of(body: Mapping[str, Any]) -> str:
    return f"{body.get('country', '')}:{body.get('name', '')}:{body['key']}"


def _identify_by_key(session: Session, party: Party, body: Mapping[str, Any], at: datetime) -> None:
    number = _key_of(body)
    parties.identify_party(session, party, scheme="key", number=number, by=REGISTRY, at=at)


def _held(session: Session, body: Mapping[str, Any]) -> Party | None:
    if public_id := body.get("id"):
        party = _own(session, public_id)
        if party is None:
            raise FormError(f"parties: {public_id!r} is not a party of this registry.")
        return party
    for row in body.get("identifiers", []):
        if row["scheme"] == "registry" and (party := _own(session, row["id"])):
            return party
        if party := parties.find_by_identifier(session, row["scheme"], row["id"]):
            return party
    if not body.get("identifiers"):
        return parties.find_by_identifier(session, "key", _key_of(body))
    return None


def _own(session: Session, public_id: str) -> Party | None:
    return session.scalars(select(Party).where(Party.public_id == public_id)).one_or_none()


def _load_licence(session: Session, party: Party, row: Mapping[str, Any], at: datetime) -> None:
    licence = parties.record_licence(
        session,
        party,
        scheme=row["scheme"],
        number=row["number"],
        authority=row.get("authority", ""),
        category=row.get("category", ""),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        by=REGISTRY,
        at=at,
    )
    for status in row.get("statuses", []):
        on = date.fromisoformat(status["on"])
        parties.record_licence_status(
            session,
            licence,
            status=LicenceStatus(status["status"]),
            on=on,
            source=status.get("source", ""),
            checked_on=_day(status.get("checked_on")) or on,
            by=REGISTRY,
            at=at,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
