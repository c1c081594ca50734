"""Puts on record what was asked, replied or settled about one finding."""

from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Finding, Place
from registry.exceptions import RefusedError
from registry.operations.acting import Actor, When
from registry.operations.findings import held_findings, observe
from registry.pages.finding_case import MARK, Case
from registry.pages.gate import actor
from registry.pages.services import committing, now, session


class Act(Protocol):
    """What is done about a finding of a chain."""

    def __call__(
        self, session: Session, chain: Chain, finding: Finding, /, *, when: When
    ) -> None: ...


def put_on_record(case: Case, act: Act) -> None:
    """Do it now, on the finding as it is found now."""
    when = When.now(now())
    with committing() as writer:
        chain = writer.get_one(Chain, case.chain.id)
        if case.shown:
            observe(writer, chain, when=when)
        held = held_findings(writer, chain)
        row = next((one for one in held if one.identity[:MARK] == case.mark), None)
        if row is None or (case.shown and not row.observations[-1].present):
            raise RefusedError("This difference is no longer found. Open the chain again.")
        act(writer, chain, row, when=when)


def replying_actor(case: Case) -> Actor:
    """The signed-in person, for the party whose place is concerned."""
    held = select(Place.party_id).where(
        Place.chain_id == case.chain.id, Place.key == case.speaks_as
    )
    return actor(session().scalars(held).one() or 0)
