"""Recording one dated act about a chain; the same act is recorded once."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Batch, Chain, Disclosure, Place
from models.vocabulary import ActKind, EdgeKind, Medium, Milestone
from registry.canonical import digest
from registry.exceptions import RefusedError
from registry.jcs import canonical
from registry.operations.acting import Actor, When, record_event

# Acts that may be repeated on another day; the rest say the same whenever they are said.
REPEATABLE = frozenset(
    {
        ActKind.PLACE_CONFIRMED,
        ActKind.PLACE_DISPUTED,
        ActKind.PLACE_RETRACTED,
        ActKind.EDGE_CONFIRMED,
        ActKind.EDGE_DISPUTED,
        ActKind.EDGE_RETRACTED,
        ActKind.STATEMENT_CONFIRMED,
        ActKind.STATEMENT_DISPUTED,
    }
)


def record_act(
    session: Session,
    chain: Chain,
    kind: ActKind,
    *,
    by: Actor,
    when: When,
    place: Place | None = None,
    above: Place | None = None,
    edge_kind: EdgeKind | None = None,
    batch: Batch | None = None,
    milestone: Milestone | None = None,
    disclosure: Disclosure | None = None,
    happened_on: date | None = None,
    medium: Medium | None = None,
    language: str | None = None,
    body: dict[str, Any] | None = None,
) -> bool:
    """Write the act and its event; False where the same act is on record already."""
    # A departure may be recorded as planned; what was told or served has happened.
    check_day(when, None if milestone else happened_on)
    said = [
        kind,
        place and place.key,
        above and above.key,
        edge_kind,
        batch and batch.key,
        milestone,
        disclosure and disclosure.key,
        happened_on and happened_on.isoformat(),
        medium,
        language,
        body or {},
        when.filed_on.isoformat() if kind in REPEATABLE else None,
    ]
    fingerprint = digest(canonical(said))
    if _recorded(session, chain, fingerprint):
        return False
    act = Act(
        chain_id=chain.id,
        fingerprint=fingerprint,
        kind=kind.value,
        place_id=place.id if place else None,
        above_id=above.id if above else None,
        edge_kind=edge_kind.value if edge_kind else None,
        batch_id=batch.id if batch else None,
        milestone=milestone.value if milestone else None,
        disclosure_id=disclosure.id if disclosure else None,
        happened_on=happened_on,
        medium=medium.value if medium else None,
        language=language,
        body=body or {},
        said_on=when.said_on,
        filed_on=when.filed_on,
        recorded_at=when.at,
        by_party_id=by.party_id,
    )
    session.add(act)
    session.flush()
    subject = (place or batch or disclosure or chain).public_id
    record_event(session, kind.value, subject, row=act, by=by, at=when.at, chain_id=chain.id)
    return True


def check_day(when: When, happened_on: date | None) -> None:
    """Nothing is recorded as done on a day that has not come (R3)."""
    for day in (happened_on, when.said_on):
        if day is not None and day > when.at.date():
            raise RefusedError(
                "%(day)s has not come yet. Give the day on which it was said or done, not the day"
                " planned.",
                day=day,
            )


def _recorded(session: Session, chain: Chain, fingerprint: str) -> bool:
    same = select(Act.id).where(Act.chain_id == chain.id, Act.fingerprint == fingerprint)
    return session.scalars(same).first() is not None
