"""What a party owns and has not stated, counted chain by chain (R13); never a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from models import Act, Chain, Disclosure, Party, Place, Statement
from models.vocabulary import (
    EMPLOYER_ROLES,
    RECRUITER_ROLES,
    ActKind,
    DisclosureAct,
    Owner,
    Requirement,
    Role,
    Sector,
    Source,
)
from reports.reference_facts import Term
from reports.standing import DISCLOSED


@dataclass(frozen=True)
class Silence:
    """How many of the terms that it owns a party has not stated in one chain."""

    role: str
    owned: int
    silent: tuple[str, ...]  # codes, in the order of the terms


def silences_of(
    session: Session, party: Party, chains: Sequence[str], terms: Mapping[str, Term]
) -> dict[str, Silence]:
    """By chain; a chain in which the party owns no term is left out."""
    said: dict[tuple[str, str, str], set[str | None]] = {}
    for chain, sector, role, term in terms_stated(session, party, chains):
        said.setdefault((chain, sector, role), set()).add(term)
    found = {}
    for (chain, sector, role), stated in said.items():
        owned = owned_terms(Role(role), Sector(sector), terms)
        if owned:
            silent = tuple(code for code in owned if code not in stated)
            found[chain] = Silence(role, len(owned), silent)
    return found


def terms_stated(
    session: Session, party: Party, chains: Sequence[str]
) -> list[tuple[str, str, str, str | None]]:
    """Chain, sector and role of a party's places, with each term that it states there itself."""
    withdrawn = aliased(Disclosure)
    stands = ~exists().where(
        withdrawn.previous_id == Disclosure.id, withdrawn.act == DisclosureAct.WITHDRAW.value
    )
    confirmed = exists().where(
        Act.disclosure_id == Disclosure.id, Act.kind == ActKind.STATEMENT_CONFIRMED.value
    )
    # D1: what somebody else recorded for it counts once it confirmed it.
    own = or_(
        Disclosure.recorder_id == party.id,
        Disclosure.recorder_id.is_(None),
        Disclosure.source == Source.OFFICIAL_REGISTER.value,
        confirmed,
    )
    disclosed = [state.value for state in DISCLOSED]
    query = (
        select(Chain.public_id, Chain.sector, Place.role, Statement.term)
        .join(Place, Place.chain_id == Chain.id)
        .outerjoin(Disclosure, and_(Disclosure.place_id == Place.id, own, stands))
        .outerjoin(
            Statement,
            and_(Statement.disclosure_id == Disclosure.id, Statement.state.in_(disclosed)),
        )
        .where(Place.party_id == party.id, Chain.public_id.in_(chains))
        .distinct()
    )
    return [(chain, sector, role, term) for chain, sector, role, term in session.execute(query)]


def owned_terms(role: Role, sector: Sector, terms: Mapping[str, Term]) -> list[str]:
    """The terms that a sector expects and that the role is able and obliged to know (law 3)."""
    owners = {Owner.EMPLOYER, Owner.BOTH} if role in EMPLOYER_ROLES else set()
    owners |= {Owner.RECRUITER, Owner.BOTH} if role in RECRUITER_ROLES else set()
    return [
        term.code
        for term in sorted(terms.values(), key=lambda term: term.position)
        if term.owner in owners and term.requirement_in(sector) is Requirement.EXPECTED
    ]
