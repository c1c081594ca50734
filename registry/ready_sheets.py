"""Sheets that are printed because something was filed, not because somebody asked (D24).

For every link that has filed for itself a sheet is kept in each launch language beside English. So
a sheet's entry in the public log says that a disclosure came in, and nothing about who wants to
read; and whoever asks is handed a paper that lies ready.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from models import Chain, Disclosure, Event, Finding, FindingAct, Place, ReferenceRelease, Sheet
from models.vocabulary import SheetKind, Source
from registry.reference_data import Catalogue

BESIDE = "en"


@dataclass(frozen=True, slots=True)
class Due:
    """A sheet that ought to lie ready: chain, handing-out link, languages."""

    chain_id: int
    link: str
    languages: tuple[str, ...]


def pairs(held: Catalogue) -> tuple[tuple[str, ...], ...]:
    """The languages of the sheets that lie ready: each launch language beside English."""
    return tuple((tag,) if tag == BESIDE else (tag, BESIDE) for tag in held.launch)


def due(session: Session, languages: tuple[str, ...], *, until: datetime) -> Iterator[Due]:
    """The links without a sheet that is newer than the last filing in their chain.

    A filing later than ``until`` waits: a row of filings in one chain is printed once. A chain
    that is known from a register alone has no link that files for itself: none is due.
    """
    own = Disclosure.source != Source.OFFICIAL_REGISTER.value
    newest = func.max(Disclosure.recorded_at).label("at")
    filed = select(Disclosure.chain_id, newest).where(own).group_by(Disclosure.chain_id)
    last = filed.having(newest <= until).subquery()
    printed = exists().where(
        Sheet.chain_id == Place.chain_id,
        Sheet.place_id == Place.id,
        Sheet.kind == SheetKind.WORKER.value,
        Sheet.languages == ",".join(languages),
        Sheet.issued_at >= last.c.at,
    )
    query = (
        select(Place.chain_id, Place.key)
        .join(last, last.c.chain_id == Place.chain_id)
        .where(exists().where(Disclosure.place_id == Place.id, own), ~printed)
        .order_by(last.c.at, Place.id)
    )
    for chain_id, link in session.execute(query):
        yield Due(chain_id, link, languages)


def ready_sheet(
    session: Session, chain: Chain, *, link: str, languages: Sequence[str], on: date
) -> Sheet | None:
    """The newest sheet of a day that still says what a new one would; None when none does."""
    query = (
        select(Sheet)
        .join(Place, Place.id == Sheet.place_id)
        .where(
            Sheet.chain_id == chain.id,
            Place.key == link,
            Sheet.kind == SheetKind.WORKER.value,
            Sheet.languages == ",".join(languages),
            Sheet.as_of == on,
            Sheet.issued_at >= last_change(session, chain.id),
        )
        .options(selectinload(Sheet.acts))
        .order_by(Sheet.id.desc())
    )
    return next((sheet for sheet in session.scalars(query) if not sheet.acts), None)


def last_change(session: Session, chain_id: int) -> datetime:
    """The moment of the last act that changes what a sheet of the chain says."""
    acts = select(func.max(Event.at)).where(
        Event.chain_id == chain_id, Event.kind.not_like("sheet:%")
    )
    asked = (
        select(func.max(FindingAct.recorded_at))
        .join(Finding, Finding.id == FindingAct.finding_id)
        .where(Finding.chain_id == chain_id)
    )
    words = select(func.max(ReferenceRelease.loaded_at))
    moments = (session.scalar(query) for query in (acts, asked, words))
    return max(moment for moment in moments if moment is not None)
