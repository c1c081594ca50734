"""What a private entry commits to: header and body together, with its place among its kind."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import LogOpening
from registry.jcs import canonical
from registry.log import store
from registry.log.append import header_of
from registry.log.audit_entries import OpenedRows
from registry.log.entry import Json
from registry.log.sources import Record


def private_bodies(
    session: Session, opening: LogOpening, record: Record, rows: OpenedRows, body: Json
) -> list[str]:
    """The text of a private entry, as one that is older than the log and as one that is not."""
    header = header_of(rows.reader, opening.kind, record, rows.event(opening))
    header |= _place(session, opening, record)
    return [canonical({**header, **more, "body": body}) for more in ({}, {"before_log": True})]


def _place(session: Session, opening: LogOpening, record: Record) -> Json:
    leaf = opening.leaf or 0
    for subject in (record.subject, record.before or record.subject):
        newest = select(func.max(LogOpening.leaf)).where(
            LogOpening.subject == subject, LogOpening.leaf < leaf
        )
        before = session.scalar(newest)
        if before is not None:
            held = store.nodes_of(session)([(0, before)])
            return {"version": opening.version, "previous": held[0, before].hex()}
    return {"version": opening.version}
