"""Chains, places and edges: register, assert, confirm, dispute, retract (D3, D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Chain, ChainNumber, Party, Place
from models.vocabulary import ActKind, EdgeKind, Role, Sector
from registry.exceptions import FormError, NotAllowedError, RefusedError, Sentence
from registry.identifiers import new_public_id
from registry.names import fold
from registry.operations.acting import Actor, When, record_event
from registry.operations.acts import record_act
from registry.operations.spelling import spell_chain


@dataclass(frozen=True, slots=True)
class Offer:
    """What a chain is about, as it is registered."""

    title: str
    sector: Sector
    occupation: str = ""
    occupation_title: str = ""
    origin: str = ""
    destination: str = ""
    positions: int | None = None
    numbers: Sequence[tuple[str, str]] = ()
    household: bool = False
    official_status: str = ""
    official_status_on: date | None = None
    register: str = ""
    remit: dict[str, Any] | None = None


def find_chain(session: Session, numbers: Sequence[tuple[str, str]]) -> Chain | None:
    """The chain that already carries one of these reference numbers."""
    for scheme, number in numbers:
        found = session.scalars(
            select(Chain)
            .join(ChainNumber, ChainNumber.chain_id == Chain.id)
            .where(ChainNumber.scheme == scheme, ChainNumber.number == number)
        ).one_or_none()
        if found is not None:
            return found
    return None


def register_chain(session: Session, offer: Offer, *, by: Actor, when: When) -> Chain:
    """Register one job offer; a reference number belongs to one chain."""
    if (held := find_chain(session, offer.numbers)) is not None:
        other = held.public_id
        raise RefusedError(
            "One of these reference numbers is already that of %(chain)s.", chain=other
        )
    if offer.positions is not None and offer.positions < 0:
        raise FormError("Positions: the number of jobs cannot be negative.")
    chain = Chain(
        public_id=new_public_id("C"),
        title=offer.title,
        title_key=fold(f"{offer.title} {offer.occupation_title}"),
        sector=offer.sector.value,
        occupation=offer.occupation,
        occupation_title=offer.occupation_title,
        origin=offer.origin,
        destination=offer.destination,
        positions=offer.positions,
        household=offer.household,
        official_status=offer.official_status,
        official_status_on=offer.official_status_on,
        register=offer.register,
        remit=offer.remit,
        registered_on=when.filed_on,
        registered_at=when.at,
        registered_by_id=by.party_id,
    )
    chain.numbers = [ChainNumber(scheme=s, number=n) for s, n in dict.fromkeys(offer.numbers)]
    session.add(chain)
    session.flush()
    spell_chain(session, chain)
    subject, at = chain.public_id, when.at
    record_event(session, "chain:registered", subject, row=chain, by=by, at=at, chain_id=chain.id)
    return chain


def assert_place(
    session: Session,
    chain: Chain,
    *,
    role: Role,
    party: Party | None,
    by: Actor,
    when: When,
    key: str = "",
    country: str = "",
    division: str = "",
    district: str = "",
    engaged_by: Place | None = None,
    people_count: int = 0,
) -> Place:
    """Assert that a party, or a role nobody names, has a place in the chain."""
    if role is Role.HOUSEHOLD_EMPLOYER and not chain.household:
        raise RefusedError(
            "This chain was not registered as a private household's offer; register the"
            " household's offer as a chain of its own, so that it is reached by sheet code only."
        )
    public_id = new_public_id("L")
    place = Place(
        public_id=public_id,
        chain_id=chain.id,
        key=key or public_id,
        party_id=party.id if party else None,
        role=role.value,
        country=country,
        division=division,
        district=district,
        engaged_by_id=engaged_by.id if engaged_by else None,
        people_count=people_count,
    )
    session.add(place)
    session.flush()
    record_act(session, chain, ActKind.PLACE_ASSERTED, by=by, when=when, place=place)
    return place


def answer_place(
    session: Session,
    chain: Chain,
    place: Place,
    kind: ActKind,
    *,
    by: Actor,
    when: When,
    reason: str = "",
) -> None:
    """Confirm, dispute or retract a place; only its holder confirms, only its asserter retracts."""
    _check_answerer(session, chain, place, None, kind, by)
    body = {"reason": reason} if reason else {}
    record_act(session, chain, kind, by=by, when=when, place=place, body=body)


def assert_edge(
    session: Session,
    chain: Chain,
    *,
    below: Place,
    above: Place,
    kind: EdgeKind,
    by: Actor,
    when: When,
) -> None:
    """Assert that one place stands below another; links never form a circle."""
    if below.chain_id != chain.id or above.chain_id != chain.id:
        raise RefusedError("Both places must belong to this chain.")
    if below.id == above.id or _reaches(edges_above(session, chain), above.id, below.id):
        raise RefusedError(
            "%(below)s cannot stand below %(above)s: %(above)s already stands below it,"
            " and links cannot form a circle. Retract the other link first if it is wrong.",
            below=below.key,
            above=above.key,
        )
    record_act(
        session,
        chain,
        ActKind.EDGE_ASSERTED,
        by=by,
        when=when,
        place=below,
        above=above,
        edge_kind=kind,
    )


def answer_edge(
    session: Session,
    chain: Chain,
    below: Place,
    above: Place,
    kind: ActKind,
    *,
    by: Actor,
    when: When,
    reason: str = "",
) -> None:
    """Confirm, dispute or retract a link between two places."""
    _check_answerer(session, chain, below, above, kind, by)
    body = {"reason": reason} if reason else {}
    record_act(session, chain, kind, by=by, when=when, place=below, above=above, body=body)


def edges_above(session: Session, chain: Chain) -> dict[int, set[int]]:
    """Place id → ids of the places above it, retracted edges left out."""
    rows = session.execute(
        select(Act.kind, Act.place_id, Act.above_id)
        .where(
            Act.chain_id == chain.id, Act.kind.in_([ActKind.EDGE_ASSERTED, ActKind.EDGE_RETRACTED])
        )
        .order_by(Act.id)
    )
    above: dict[int, set[int]] = {}
    for kind, lower, upper in rows:
        if lower is None or upper is None:
            continue
        if kind == ActKind.EDGE_ASSERTED:
            above.setdefault(lower, set()).add(upper)
        else:
            above.get(lower, set()).discard(upper)
    return above


def _reaches(above: dict[int, set[int]], start: int, goal: int) -> bool:
    seen, waiting = set[int](), [start]
    while waiting:
        place = waiting.pop()
        if place == goal:
            return True
        if place not in seen:
            seen.add(place)
            waiting.extend(above.get(place, ()))
    return False


def _check_answerer(
    session: Session, chain: Chain, place: Place, above: Place | None, kind: ActKind, by: Actor
) -> None:
    if by.takes_over:
        return
    if kind in {ActKind.PLACE_RETRACTED, ActKind.EDGE_RETRACTED}:
        asserted = kind.value.partition(":")[0] + ":asserted"
        asserters = select(Act.by_party_id).where(
            Act.chain_id == chain.id, Act.kind == asserted, Act.place_id == place.id
        )
        allowed = set(session.scalars(asserters))
        refusal = Sentence("Only the party that asserted this may retract it; dispute it instead.")
    else:
        allowed = {place.party_id, above.party_id if above else place.party_id}
        refusal = Sentence("Only the party whose place this is may confirm or dispute it.")
    if by.party_id is None or by.party_id not in allowed:
        raise NotAllowedError(refusal)


def publish_offer(session: Session, chain: Chain, *, by: Actor, when: When) -> None:
    """Make what agencies and corporate employers state public (D18); never a household's."""
    if chain.household:
        raise RefusedError("A private household's offer is never published: it has sheets only.")
    record_act(session, chain, ActKind.OFFER_PUBLISHED, by=by, when=when)
