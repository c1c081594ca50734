"""The journal of what was erased: beside the backups, and never rolled back with them.

A backup is older than what was erased after it. The journal names what that was, never what it
said; each line holds the digest of the one before, so that a changed or missing line is seen.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Erasure, Event, LogSealed, Party
from registry.backups.errors import BackupError
from registry.jcs import canonical
from registry.log.entry import moment
from registry.log.files import write_whole
from registry.log.kinds import NAME_ERASED, RECORD_ERASED
from registry.operations.acting import Actor, record_event
from registry.operations.erasures import erase_again

FILE = "erasures.jsonl"
Item = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """One act of erasing, with all that is needed to do it and record it again."""

    erasure: str
    kind: str
    chain: str | None
    by: str | None
    ground: str
    erased_at: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Journal:
    """The acts of erasing in their order, and the digest after each."""

    acts: Sequence[Kept] = ()
    digests: Sequence[str] = ()

    def digest_at(self, count: int) -> str:
        """The digest of the first ``count`` lines."""
        return self.digests[count - 1] if count else ""


def read_journal(path: Path) -> Journal:
    """The journal in a file; refused when a line was changed, cut off or taken out."""
    acts, digests, last = [], [], ""
    for number, line in enumerate(_lines(path), start=1):
        try:
            said = json.loads(line)
            digest = said.pop("digest")
            act = Kept(**said)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(f"{path}, line {number}: this is not an act of erasing.") from error
        if digest != _digest(last, act):
            raise BackupError(f"{path}, line {number}: it was changed, or one above it is gone.")
        last = digest
        acts.append(act)
        digests.append(digest)
    return Journal(acts, digests)


def keep_erasures(session: Session, path: Path) -> Journal:
    """Add what was erased since the journal was last written; the journal as it then is."""
    held = read_journal(path)
    known = {act.erasure for act in held.acts}
    added = [_kept(session, row) for row in session.scalars(select(Erasure).order_by(Erasure.id))]
    added = [act for act in added if act.erasure not in known]
    acts, digests = [*held.acts, *added], list(held.digests)
    for act in added:
        digests.append(_digest(digests[-1] if digests else "", act))
    if added or not path.exists():
        lines = [
            canonical({**asdict(act), "digest": digest}) + "\n"
            for act, digest in zip(acts, digests, strict=True)
        ]
        write_whole(path, "".join(lines))
    return Journal(acts, digests)


def erase_since(session: Session, journal: Journal, *, at: datetime) -> int:
    """Erase again what the database does not know to be erased, as acts; returns how many."""
    done = 0
    for act in journal.acts:
        known = session.scalar(select(Erasure.id).where(Erasure.public_id == act.erasure))
        items = [item for item in act.items if known is None and _is_same(session, item)]
        # What was filed after the backup is not there, and neither are its words.
        present = [item for item in items if erase_again(session, [item])]
        if present:
            _record(session, act, present, at=at)
            done += 1
    session.flush()
    return done


def _record(session: Session, act: Kept, items: Sequence[Item], *, at: datetime) -> None:
    """The act under its own number and day: it is the same one, recorded a second time."""
    chain_id = session.scalar(select(Chain.id).where(Chain.public_id == act.chain))
    by_party_id = session.scalar(select(Party.id).where(Party.public_id == act.by))
    row = Erasure(
        public_id=act.erasure,
        chain_id=chain_id,
        ground=act.ground,
        items=[{k: v for k, v in item.items() if k != "commitment"} for item in items],
        erased_at=datetime.fromisoformat(act.erased_at),
        by_party_id=by_party_id,
    )
    session.add(row)
    session.flush()
    by = Actor(party_id=by_party_id)
    record_event(session, act.kind, act.erasure, row=row, by=by, at=at, chain_id=chain_id)


def _is_same(session: Session, item: Mapping[str, Any]) -> bool:
    """Whether a row's number still means the row that was erased: it may have been given again."""
    if item.get("sealed") is None:
        return True
    held = select(LogSealed.commitment).where(LogSealed.id == item["sealed"])
    return bool(session.scalar(held) == item["commitment"])


def _kept(session: Session, row: Erasure) -> Kept:
    kinds = (RECORD_ERASED, NAME_ERASED)
    told = select(Event.kind).where(Event.subject == row.public_id, Event.kind.in_(kinds))
    return Kept(
        erasure=row.public_id,
        kind=session.scalars(told).one(),
        chain=session.scalar(select(Chain.public_id).where(Chain.id == row.chain_id)),
        by=session.scalar(select(Party.public_id).where(Party.id == row.by_party_id)),
        ground=row.ground,
        erased_at=moment(row.erased_at),
        items=[_item(session, item) for item in row.items],
    )


def _item(session: Session, item: Item) -> Item:
    if item.get("sealed") is None:
        return dict(item)
    held = select(LogSealed.commitment).where(LogSealed.id == item["sealed"])
    return {**item, "commitment": session.scalar(held)}


def _lines(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise BackupError(f"{path} is damaged: it is not text any more.") from error
    if text and not text.endswith("\n"):
        raise BackupError(f"{path} is cut off in its last line.")
    yield from text.split("\n")[:-1]


def _digest(last: str, act: Kept) -> str:
    return sha256((last + canonical(asdict(act))).encode("utf-8")).hexdigest()
