"""What a page is made from, as a few numbers that change whenever the page could.

The record only grows, so the newest row of each table that a page reads says whether anything was
added since. Each answer costs one small query and reads no document; no object is made of it, so
it goes to the connection itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Act,
    Chain,
    ChainNumber,
    Disclosure,
    Erasure,
    Finding,
    FindingAct,
    Licence,
    LicenceStatusEntry,
    Observation,
    Party,
    PartyIdentifier,
    PartyName,
    Sheet,
    SheetAct,
)
from registry.reference_data import newest_release

State = tuple[Any, ...]


def chain_state(session: Session, public_id: str) -> State | None:
    """The newest of everything that a chain's page shows; None for an unknown chain."""
    row = session.connection().execute(_chain_query(), {"chain": public_id}).one_or_none()
    return None if row is None else tuple(row)


def party_state(session: Session, public_id: str) -> State | None:
    """The newest of everything that a party's page shows; None for an unknown party."""
    row = session.connection().execute(_party_query(), {"party": public_id}).one_or_none()
    return None if row is None else tuple(row)


def term_state(session: Session, code: str) -> State | None:
    """The newest of everything that a term's page shows."""
    newest = (Observation.id, Act.id, Chain.id)
    return (code, *session.execute(select(newest_release(), *_newest(newest))).one())


def _newest(keys: Sequence[InstrumentedAttribute[int]]) -> list[ScalarSelect[Any]]:
    # One sub-select each: an engine answers the largest key of a table from its index alone.
    return [select(func.max(key)).scalar_subquery() for key in keys]


@cache
def _chain_query() -> Select[Any]:
    of_chain = [
        select(func.max(key.id)).where(key.chain_id == Chain.id).scalar_subquery()
        for key in (Act, Disclosure, Sheet, ChainNumber)
    ]
    finding_acts = (
        select(func.max(FindingAct.id))
        .join(Finding, Finding.id == FindingAct.finding_id)
        .where(Finding.chain_id == Chain.id)
        .scalar_subquery()
    )
    everywhere = _newest((Erasure.id, SheetAct.id))
    columns = (Chain.id, *of_chain, finding_acts, *everywhere, newest_release())
    return select(*columns).where(Chain.public_id == bindparam("chain"))


@cache
def _party_query() -> Select[Any]:
    everywhere = _newest((Act.id, Disclosure.id, Chain.id, LicenceStatusEntry.id))
    of_party = [
        select(func.max(key.id)).where(key.party_id == Party.id).scalar_subquery()
        for key in (Licence, PartyName, PartyIdentifier)
    ]
    columns = (Party.id, *everywhere, *of_party, newest_release())
    return select(*columns).where(Party.public_id == bindparam("party"))
