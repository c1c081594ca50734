"""Batches of workers and the days of what happens to them, never a person (D3)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Batch, Chain
from models.vocabulary import ActKind, Milestone, SizeBand
from registry.exceptions import RefusedError
from registry.identifiers import new_public_id
from registry.operations.acting import Actor, When
from registry.operations.acts import record_act


def register_batch(
    session: Session,
    chain: Chain,
    *,
    label: str,
    size: SizeBand,
    languages: Sequence[str],
    by: Actor,
    when: When,
    key: str = "",
) -> Batch:
    """Register a group of workers by band of size; a household's chain has one batch of one."""
    if chain.household:
        held = select(Batch.id).where(Batch.chain_id == chain.id)
        if size is not SizeBand.ONE or session.scalars(held).first() is not None:
            raise RefusedError("A private household's offer has one batch of one worker.")
    public_id = new_public_id("B")
    batch = Batch(
        public_id=public_id,
        chain_id=chain.id,
        key=key or public_id,
        label=label,
        size=size.value,
        languages=list(languages),
    )
    session.add(batch)
    session.flush()
    record_act(session, chain, ActKind.BATCH_REGISTERED, by=by, when=when, batch=batch)
    return batch


def record_milestone(
    session: Session,
    chain: Chain,
    batch: Batch,
    *,
    milestone: Milestone,
    on: date,
    by: Actor,
    when: When,
) -> None:
    """Record the day on which a batch accepted, signed, paid, left or arrived."""
    record_act(
        session,
        chain,
        ActKind.MILESTONE_RECORDED,
        by=by,
        when=when,
        batch=batch,
        milestone=milestone,
        happened_on=on,
    )
