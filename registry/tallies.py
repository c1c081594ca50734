"""Counts over many chains; without names, and only where at least ten chains are counted (D18)."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import Session, aliased

from models import Finding, Observation, Place
from models.vocabulary import FindingKind

LEAST = 10
MOST = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many chains a term differs between two kinds of links."""

    below: str  # role nearer to the worker
    above: str
    chains: int


def differing_between(
    session: Session, term: str, kinds: Collection[FindingKind]
) -> tuple[Tally, ...]:
    """Between which kinds of links a term differs today, most chains first."""
    lower, upper = aliased(Place), aliased(Place)
    newest = select(func.max(Observation.id)).group_by(Observation.finding_id)
    chains = func.count(distinct(Finding.chain_id))
    query = (
        select(lower.role, upper.role, chains)
        .select_from(Observation)
        .join(Finding, Finding.id == Observation.finding_id)
        .join(lower, _named(lower, "below"))
        .join(upper, _named(upper, "above"))
        .where(
            Finding.kind.in_([kind.value for kind in kinds]),
            Observation.id.in_(newest),
            Observation.present,
            Observation.body["terms"][0].as_string() == term,
        )
        .group_by(lower.role, upper.role)
        .having(chains >= LEAST)
        .order_by(chains.desc(), lower.role, upper.role)
        .limit(MOST)
    )
    return tuple(Tally(*row) for row in session.execute(query))


def _named(place: type[Place], side: str) -> ColumnElement[bool]:
    return and_(place.chain_id == Finding.chain_id, place.key == Observation.body[side].as_string())
