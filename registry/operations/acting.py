"""Who acts, and the trail that every act leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from models import Event
from registry.log.noting import note_act


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a party, and the person who signed in for it, if any.

    ``takes_over`` marks the registry itself taking over a record that was kept elsewhere (a file
    that is loaded, an official register); only then may an act carry an earlier day (R3).
    """

    party_id: int | None = None
    user_id: int | None = None
    takes_over: bool = False


REGISTRY = Actor(takes_over=True)


@dataclass(frozen=True, slots=True)
class When:
    """The server's moment, and the day under which the act stands in the record (D4)."""

    at: datetime
    filed_on: date
    said_on: date | None = None

    @classmethod
    def now(cls, at: datetime, *, said_on: date | None = None) -> "When":
        """An act that is filed at this moment."""
        return cls(at, at.date(), said_on)


class Recorded(Protocol):
    """A row of the record: its table, and its number once it is flushed."""

    __tablename__: str
    id: int


def record_event(
    session: Session,
    kind: str,
    subject: str,
    *,
    row: Recorded,
    by: Actor,
    at: datetime,
    chain_id: int | None = None,
) -> None:
    """Write one line of the trail: ids, never names (R5); every act gets its entry from here.

    ``row`` is the flushed row that the act put on record: the entry commits to what it says.
    """
    event = Event(
        at=at,
        kind=kind,
        chain_id=chain_id,
        subject=subject,
        by_party_id=by.party_id,
        by_user_id=by.user_id,
    )
    session.add(event)
    note_act(session, kind, row.__tablename__, row.id, event=event)


def record_untold(session: Session, kind: str, row: Recorded) -> None:
    """Give an entry to a row that leaves no line in the trail."""
    note_act(session, kind, row.__tablename__, row.id)
