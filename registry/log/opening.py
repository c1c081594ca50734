"""What an entry commits to, made again from the record for somebody who may see it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import LogOpening
from registry.exceptions import NotFoundError
from registry.jcs import canonical
from registry.log.append import body_of
from registry.log.audit_entries import OpenedRows
from registry.log.entry import PRIVATE, body_key, commitment, verify_body
from registry.log.errors import LogError
from registry.log.kinds import OWN_KINDS
from registry.log.private import private_bodies
from registry.log.store import read_entry, said_at

__all__ = ["OpenedEntry", "body_key", "open_entry", "verify_body"]


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry, the text it commits to, and the key of the commitment (``verify_body``).

    Both are empty for what the log says of itself, where the entry is the whole.
    """

    index: int
    entry: str
    body: str
    key: str


def open_entry(session: Session, index: int) -> OpenedEntry:
    """The opening of an entry; the caller decides who may see it."""
    entry = read_entry(session, index)
    found = OpenedRows.read(session, LogOpening.leaf, index, index + 1)
    opening = found.openings.get(index)
    if opening is None:
        raise NotFoundError("Nothing opens entry %(entry)s any more.", entry=index)
    if opening.kind in OWN_KINDS:
        return OpenedEntry(index, entry, "", "")
    record = found.record(opening)
    if record is None:
        raise NotFoundError("What entry %(entry)s records is gone.", entry=index)
    body = body_of(found.reader, record, found.event(opening), opening.salt)
    key = body_key(opening.salt)
    texts = [canonical(body)]
    said = said_at(session, index)
    if said.get("kind") == PRIVATE:
        texts = private_bodies(session, opening, record, found, body)
    for text in texts:
        if commitment(key, text) == said.get("commitment"):
            return OpenedEntry(index, entry, text, key)
    raise LogError(f"Entry {index} does not commit to what is on record: run flask log audit.")
