"""Acts are noted while a transaction runs, and become entries just before it is committed.

One transaction is one place in the log: its entries stand together, and if it is rolled back, or
the part that noted an act is, there is no entry.
"""

from sqlalchemy import event as listening
from sqlalchemy import inspect
from sqlalchemy.orm import Session, SessionTransaction

from models import Event
from registry.log.append import append_acts
from registry.log.kinds import KINDS
from registry.log.noted import Noted

_NOTED = "log:noted"


def note_act(
    session: Session, kind: str, source: str, row_id: int, *, event: Event | None = None
) -> None:
    """Remember an act until the transaction ends; ``source`` is the table of its row."""
    if kind not in KINDS:
        raise LookupError(f"{kind} has no kind of entry in the log; see registry/log/kinds.py")
    if _NOTED not in session.info:
        session.info[_NOTED] = []
        listening.listen(session, "before_commit", _append)
        listening.listen(session, "after_soft_rollback", _forget)
    session.info[_NOTED].append(Noted(kind, source, row_id, event))


def _append(session: Session) -> None:
    if session.in_nested_transaction() or not session.info[_NOTED]:
        return
    session.flush()
    noted, session.info[_NOTED] = session.info[_NOTED], []
    # What a savepoint took back has no identity any more.
    kept = [one for one in noted if one.event is None or inspect(one.event).key is not None]
    append_acts(session, kept)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info[_NOTED] = []
