"""Reading lists and single things, each through the reader's eyes (R10, D18).

``may_list`` is the one condition that every list, search and count carries: what a page would
answer with 404 is not counted here either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session, aliased, selectinload

from models import (
    Act,
    Chain,
    ChainNumber,
    Disclosure,
    Licence,
    Membership,
    Party,
    Place,
    Sheet,
    User,
)
from models.vocabulary import EMPLOYER_ROLES, ActKind, Role, UserRole
from registry.access import Reader
from registry.exceptions import NotFoundError
from registry.identifiers import read_public_id, read_sheet_code

PAGE = 50


def may_list(reader: Reader) -> ColumnElement[bool]:
    """The condition under which a chain exists for this reader."""
    if reader.operator or reader.role is UserRole.REGISTRAR:
        return true()
    public = and_(
        Chain.household.is_(False),
        exists().where(
            Act.chain_id == Chain.id,
            Act.kind.in_([ActKind.OFFER_PUBLISHED.value, ActKind.WORKERS_TOLD.value]),
        ),
    )
    return or_(public, _own(reader), _within_jurisdiction(reader))


def _own(reader: Reader) -> ColumnElement[bool]:
    if not reader.party_ids:
        return false()
    return exists().where(
        Place.chain_id == Chain.id,
        Place.party_id == Party.id,
        Party.public_id.in_(reader.party_ids),
    )


def _within_jurisdiction(reader: Reader) -> ColumnElement[bool]:
    if reader.role is not UserRole.INSPECTOR or not reader.countries:
        return false()
    countries = reader.countries
    return or_(
        Chain.origin.in_(countries),
        Chain.destination.in_(countries),
        exists().where(Place.chain_id == Chain.id, Place.country.in_(countries)),
    )


def get_chain(session: Session, reader: Reader, public_id: str) -> Chain:
    """One chain by public id or reference number; 404 if the reader may not know of it."""
    try:
        named: ColumnElement[bool] = Chain.public_id == read_public_id(public_id)
    except NotFoundError:
        numbered = exists().where(
            ChainNumber.chain_id == Chain.id, ChainNumber.number == public_id.strip()
        )
        named = numbered
    held_by_sheet = Chain.public_id == reader.sheet_of if reader.sheet_of else false()
    chain = session.scalars(
        select(Chain).where(named, or_(may_list(reader), held_by_sheet)).order_by(Chain.id)
    ).first()
    if chain is None:
        raise NotFoundError("There is no chain “%(chain)s” that you can open.", chain=public_id)
    return chain


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One chain in a list."""

    public_id: str
    title: str
    sector: str
    origin: str
    destination: str
    registered_on: Any
    number: str


def chain_lines(session: Session, query: Select[Any]) -> list[ChainLine]:
    """The lines of a list, from a query of chains."""
    number = (
        select(ChainNumber.number)
        .where(ChainNumber.chain_id == Chain.id, ChainNumber.scheme != "key")
        .order_by(ChainNumber.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(query.with_only_columns(Chain, number))
    return [
        ChainLine(
            chain.public_id,
            chain.title,
            chain.sector,
            chain.origin,
            chain.destination,
            chain.registered_on,
            held or "",
        )
        for chain, held in rows
    ]


def newest_chains(session: Session, reader: Reader, *, limit: int = PAGE) -> list[ChainLine]:
    """The chains registered last, by date and identifier; never by findings (R12)."""
    query = (
        select(Chain)
        .where(may_list(reader))
        .order_by(Chain.registered_on.desc(), Chain.id.desc())
        .limit(limit)
    )
    return chain_lines(session, query)


def shows_party(reader: Reader) -> ColumnElement[bool]:
    """The condition under which a place of a listed chain shows this reader who holds it (D19)."""
    if reader.operator:
        return true()
    hidden = (Role.LOCAL_INTERMEDIARY.value, Role.HOUSEHOLD_EMPLOYER.value)
    return or_(Place.role.not_in(hidden), _own(reader), _within_jurisdiction(reader))


def get_party(session: Session, public_id: str) -> Party:
    """An organisation with its names, numbers and licences; households and people have no page."""
    party = session.scalars(
        select(Party)
        .where(Party.public_id == read_public_id(public_id), Party.kind == "organisation")
        .options(
            selectinload(Party.names),
            selectinload(Party.identifiers),
            selectinload(Party.licences).selectinload(Licence.statuses),
        )
    ).one_or_none()
    if party is None:
        raise NotFoundError("There is no such party.")
    return party


def chains_of(
    session: Session, reader: Reader, party: Party, *, limit: int = PAGE
) -> list[ChainLine]:
    """A party's chains that the reader may know of, newest first."""
    query = (
        select(Chain)
        .where(
            may_list(reader),
            exists().where(
                Place.chain_id == Chain.id, Place.party_id == party.id, shows_party(reader)
            ),
        )
        .order_by(Chain.registered_on.desc(), Chain.id.desc())
        .limit(limit)
    )
    return chain_lines(session, query)


def places_held(session: Session, user_id: int) -> Sequence[tuple[Place, Chain]]:
    """The places that a user may file for: those of the parties the user acts for."""
    rows = session.execute(
        select(Place, Chain)
        .join(Chain, Chain.id == Place.chain_id)
        .join(Membership, Membership.party_id == Place.party_id)
        .where(Membership.user_id == user_id)
        .order_by(Chain.registered_on.desc(), Place.id)
    )
    return [(place, chain) for place, chain in rows]


def get_place(session: Session, user_id: int, public_id: str) -> tuple[Place, Chain]:
    """A place that the user may file for; anybody else's does not exist for them."""
    row = session.execute(
        select(Place, Chain)
        .join(Chain, Chain.id == Place.chain_id)
        .join(Membership, Membership.party_id == Place.party_id)
        .where(Membership.user_id == user_id, Place.public_id == read_public_id(public_id))
    ).one_or_none()
    if row is None:
        raise NotFoundError("There is no such place that you can file for.")
    return row[0], row[1]


def last_filed_for_employer(
    session: Session, chain: Chain, place: Place
) -> tuple[Place, Chain] | None:
    """The party's place in the other chain of the same employer for which it filed last."""
    if place.party_id is None:
        return None
    employers = select(Place.party_id).where(
        Place.chain_id == chain.id, Place.role.in_([role.value for role in EMPLOYER_ROLES])
    )
    employing = aliased(Place)
    same = exists().where(employing.chain_id == Chain.id, employing.party_id.in_(employers))
    row = session.execute(
        select(Place, Chain)
        .join(Chain, Chain.id == Place.chain_id)
        .join(Disclosure, Disclosure.place_id == Place.id)
        .where(Place.party_id == place.party_id, Chain.id != chain.id, same)
        .order_by(Disclosure.filed_on.desc(), Disclosure.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def get_disclosure(session: Session, chain: Chain, public_id: str) -> Disclosure:
    """A disclosure of a chain that the reader was already let into."""
    found = session.scalars(
        select(Disclosure).where(
            Disclosure.chain_id == chain.id, Disclosure.public_id == read_public_id(public_id)
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such disclosure.")
    return found


def get_sheet(session: Session, code: str) -> Sheet:
    """An issued sheet by its code, as typed; nobody is asked who they are (R1)."""
    sheet = session.scalars(
        select(Sheet).where(Sheet.code == read_sheet_code(code)).options(selectinload(Sheet.acts))
    ).one_or_none()
    if sheet is None:
        raise NotFoundError(
            "We have issued no sheet with this code. Compare each letter with the paper."
        )
    return sheet


def chain_of_sheet(session: Session, sheet: Sheet) -> Chain:
    """The chain that a sheet is about."""
    return session.get_one(Chain, sheet.chain_id)


def sheets_of(session: Session, chain: Chain, on: date) -> list[Sheet]:
    """The sheets of a chain that stand on a day, the newest first."""
    query = (
        select(Sheet)
        .where(Sheet.chain_id == chain.id, Sheet.expires_on >= on)
        .options(selectinload(Sheet.acts))
        .order_by(Sheet.as_of.desc(), Sheet.id.desc())
    )
    return [sheet for sheet in session.scalars(query) if not sheet.acts]


def get_user(session: Session, user_id: int) -> User | None:
    """A signed-in person with the parties they act for."""
    return session.scalars(
        select(User).where(User.id == user_id).options(selectinload(User.memberships))
    ).one_or_none()
