"""Who may ask about a finding, reply to it and settle it; and what of this is whose to read.

What an inspector asks in own words is read by those whom it concerns and by those who may ask:
nobody else learns more than that something was asked, and when (law 11, 3.5).
"""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Chain, Finding, FindingAct, Membership, Party, Place
from models.vocabulary import FindingStatus
from registry.access import Reader, may
from registry.visible_findings import sees_findings_at_once
from reports.facts import ChainFacts
from reports.finding import Finding as Seen


def own_places(session: Session, reader: Reader, chain: Chain) -> frozenset[str]:
    """The places of a chain that the reader's own parties hold."""
    if not reader.party_ids:
        return frozenset()
    held = (
        select(Place.key)
        .join(Party, Party.id == Place.party_id)
        .where(Place.chain_id == chain.id, Party.public_id.in_(reader.party_ids))
    )
    return frozenset(session.scalars(held))


def may_ask(reader: Reader, facts: ChainFacts) -> bool:
    """Inspectors of the countries concerned, and the registrar, for a chain that they read."""
    return may(reader, "finding:ask") and sees_findings_at_once(reader, facts)


def may_settle(reader: Reader, facts: ChainFacts) -> bool:
    """The same people decide; each decision carries its reason (D16)."""
    return may(reader, "finding:settle") and sees_findings_at_once(reader, facts)


def replies_as(own: Collection[str], seen: Seen) -> str:
    """The own place that may reply: the one addressed before one that is a side (3.7)."""
    named: Sequence[str] = (*seen.addressed_to, seen.below, seen.above)
    return next((key for key in named if key and key in own), "")


def asked_in_chains_of(session: Session, reader: Reader) -> Sequence[Chain]:
    """The chains of the reader's own parties in which something was asked, in their order."""
    if not reader.party_ids:
        return []
    own = exists().where(
        Place.chain_id == Chain.id,
        Place.party_id == Party.id,
        Party.public_id.in_(reader.party_ids),
    )
    asked = exists().where(
        Finding.chain_id == Chain.id,
        FindingAct.finding_id == Finding.id,
        FindingAct.status == FindingStatus.ASKED.value,
    )
    return session.scalars(select(Chain).where(own, asked).order_by(Chain.id)).all()


def without_account(session: Session, chain: Chain, keys: Collection[str]) -> frozenset[str]:
    """Those of the places for which nobody signs in: they learn of a question by other ways."""
    reached = exists().where(Membership.party_id == Place.party_id)
    held = select(Place.key).where(Place.chain_id == chain.id, Place.key.in_(keys), ~reached)
    return frozenset(session.scalars(held))
