"""The bridge from tables to rules: one chain on one day, as frozen facts, in four queries.

The picture of a day is a fold over dated acts (D5); as-of uses ``filed_on``. The "by source
date" view places what was taken over from an official register under the register's own date (D4).
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models import (
    Act,
    Batch,
    Chain,
    ChainNumber,
    Disclosure,
    ErasableText,
    Party,
    Place,
)
from registry.exceptions import NotFoundError
from registry.folding import Fold
from registry.reference_data import newest_release
from reports import facts as f

Asserter = aliased(Party)
Holder = aliased(Party)


class Snapshot(NamedTuple):
    """The facts of a chain, and the digest of the reference release in force."""

    facts: f.ChainFacts
    release: str | None


def snapshot(
    session: Session, chain_id: int, *, on: date, by_source_date: bool = False
) -> Snapshot:
    """Everything about one chain at the end of one day; mask it with ``access.shown_to``."""
    chain, numbers, release = _read_chain(session, chain_id)
    acts = [row for row in _read_acts(session, chain_id) if _day(row, chain, by_source_date) <= on]
    filed = _read_disclosures(session, chain_id)
    filed = [row for row in filed if _day(row, chain, by_source_date) <= on]
    texts = _read_texts(session, chain_id)
    return Snapshot(Fold(chain, numbers, acts, filed, texts, on).facts(), release)


def _read_chain(session: Session, chain_id: int) -> tuple[Chain, list[tuple[str, str]], str | None]:
    rows = session.execute(
        select(Chain, ChainNumber.scheme, ChainNumber.number, newest_release())
        .outerjoin(ChainNumber, ChainNumber.chain_id == Chain.id)
        .where(Chain.id == chain_id)
        .order_by(ChainNumber.id)
    ).all()
    if not rows:
        raise NotFoundError("There is no such chain.")
    # "key" is a file's own name for the chain: no register gave it.
    numbers = [(scheme, number) for _, scheme, number, _ in rows if scheme not in {None, "key"}]
    return rows[0][0], numbers, rows[0][3]


def _read_acts(session: Session, chain_id: int) -> list[Any]:
    return list(
        session.execute(
            select(
                Act,
                Place,
                Batch,
                Holder.public_id.label("party"),
                Holder.name.label("party_name"),
                Asserter.public_id.label("by"),
                Act.filed_on.label("filed_on"),
                Act.said_on.label("said_on"),
            )
            .outerjoin(Place, Place.id == Act.place_id)
            .outerjoin(Batch, Batch.id == Act.batch_id)
            .outerjoin(Holder, Holder.id == Place.party_id)
            .outerjoin(Asserter, Asserter.id == Act.by_party_id)
            .where(Act.chain_id == chain_id)
            .order_by(Act.filed_on, Act.id)
        )
    )


def _read_disclosures(session: Session, chain_id: int) -> list[Any]:
    return list(
        session.execute(
            select(
                Disclosure,
                Party.public_id.label("recorder"),
                Party.name.label("recorder_name"),
                Disclosure.filed_on.label("filed_on"),
                Disclosure.said_on.label("said_on"),
            )
            .outerjoin(Party, Party.id == Disclosure.recorder_id)
            .where(Disclosure.chain_id == chain_id)
            .order_by(Disclosure.filed_on, Disclosure.id)
        )
    )


def _read_texts(session: Session, chain_id: int) -> dict[int, dict[str, str]]:
    rows = session.execute(
        select(ErasableText.disclosure_id, ErasableText.pointer, ErasableText.body).where(
            ErasableText.chain_id == chain_id
        )
    )
    texts: dict[int, dict[str, str]] = {}
    for disclosure_id, pointer, body in rows:
        texts.setdefault(disclosure_id, {})[pointer] = body
    return texts


def _day(row: Any, chain: Chain, by_source_date: bool) -> date:
    """The day under which a row stands in this view."""
    filed: date = row.filed_on
    return (row.said_on or filed) if by_source_date and chain.register else filed
