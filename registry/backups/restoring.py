"""Restoring: nothing is in its place before all of it has been checked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from models import LoginSession
from registry import db
from registry.backups import postgresql, sqlite
from registry.backups.copying import copy_whole, make_folder, settle
from registry.backups.errors import BackupError
from registry.backups.journal import Journal, erase_since, read_journal
from registry.backups.manifest import Manifest, read_manifest
from registry.backups.taking import SHEETS, mark_of, rows_of, sheets_on_record
from registry.log import signer, store
from registry.log.audit import against, audit
from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.note import Verifier, open_note
from registry.operations.facts import wrong_facts

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Order:
    """What is restored, where to, and what the person who restores knows."""

    source: Path
    journal: Path
    sheets: Path
    log_state: Path  # of the signer, if it is still there
    checkpoint: str  # the newest that anybody holds
    key: Verifier | None  # from paper; else the log's own keys must do
    seal_key: str | None  # None where it is lost for good
    lost: int  # entries that the person knows to be lost
    at: datetime


@dataclass(frozen=True)
class Restored:
    """What is back in its place."""

    manifest: Manifest
    checkpoint: Checkpoint
    size: int
    erased_again: int
    sheets: int


def restore(engine: Engine, order: Order, *, progress: Progress = lambda _: None) -> Restored:
    """Restore a backup into an empty place, or refuse and leave the place as it was."""
    manifest = read_manifest(order.source)
    _refuse_unfit(engine, manifest, order)
    journal = _journal(manifest, order.journal)
    with _staged(engine, order.source, manifest) as session:
        if rows_of(session) != manifest.tables:
            raise BackupError("The tables of this backup do not hold the rows that it names.")
        checkpoint = _check_against(session, order)
        size = store.size_of(session)
        erased = erase_since(session, journal, at=order.at)
        # Whoever was signed in when the backup was made may not be allowed to be any more.
        session.execute(delete(LoginSession))
        session.commit()
        _refuse_doubts([*audit(session, progress=progress), *wrong_facts(session)])
        sheets = _put_sheets(session, order.source / SHEETS, order.sheets)
        session.commit()
    return Restored(manifest, checkpoint, size, erased, sheets)


def _refuse_unfit(engine: Engine, manifest: Manifest, order: Order) -> None:
    if manifest.engine != engine.dialect.name:
        raise BackupError(
            f"This backup is of {manifest.engine}, DATABASE_URL names {engine.dialect.name}."
        )
    if manifest.revision not in db.revisions():
        raise BackupError(
            f"This backup was made by a newer program (tables at revision {manifest.revision})."
        )
    if engine.dialect.name == "postgresql":
        postgresql.refuse_occupied(engine)
    else:
        sqlite.refuse_occupied(engine)
    sealed = manifest.tables.get("sealed_name", 0)
    if sealed and order.seal_key is not None and mark_of(order.seal_key) != manifest.seal_key:
        raise BackupError(
            f"The {sealed} sealed names of this backup open with another seal key: name the folder"
            " that holds it (--keys), or say --seal-key-lost and nobody will ever read them."
        )


def _journal(manifest: Manifest, path: Path) -> Journal:
    if not path.is_file():
        raise BackupError(
            f"{path} is not there, so nobody knows what was erased since this backup was made. Put"
            " it back from beside the newest backup, or name it with --journal."
        )
    journal = read_journal(path)
    count = manifest.erasures
    if len(journal.acts) < count or journal.digest_at(count) != manifest.erasures_digest:
        raise BackupError(f"{path} is older than this backup, or of another registry.")
    return journal


@contextmanager
def _staged(engine: Engine, source: Path, manifest: Manifest) -> Iterator[Session]:
    if engine.dialect.name == "postgresql":
        place = postgresql.staged(engine, source, manifest.revision, manifest.columns)
    else:
        place = sqlite.staged(engine, source)
    with place as session:
        postgresql.set_sequences(session, manifest.sequences)
        yield session


def _check_against(session: Session, order: Order) -> Checkpoint:
    """The checkpoint that somebody held, which this log must extend or be known to fall short."""
    keys = [order.key] if order.key is not None else store.every_key(session)
    checkpoint = read_checkpoint(open_note(order.checkpoint, keys).text)
    size = store.size_of(session)
    lost = max(0, checkpoint.size - size)
    if lost != order.lost:
        raise BackupError(_shortfall(checkpoint.size, size, order.lost))
    if not lost:
        against(session, order.checkpoint, keys)
        # The signer's own memory is a checkpoint too, and perhaps a newer one.
        if (state := signer.read_state(order.log_state)) is not None:
            signer.extend(session, state)
    return checkpoint


def _shortfall(signed: int, held: int, said: int) -> str:
    if signed <= held:
        return f"No entry is lost, but you said that {said} are: leave --although-lost out."
    return (
        f"This backup holds {held} entries, but {signed} were signed: restoring it takes the last"
        f" {signed - held} back, and everybody who holds the checkpoint will see it. Look for a"
        " newer backup. If there is none, docs/keys-and-backups.md says what --although-lost"
        f" {signed - held} does."
    )


def _refuse_doubts(doubts: list[str]) -> None:
    if doubts:
        shown = "\n".join(doubts[:20])
        raise BackupError(f"{shown}\n{len(doubts)} doubts about this backup: nothing was restored.")


def _put_sheets(session: Session, source: Path, target: Path) -> int:
    """The files of the sheets on record; one that was erased since stays behind."""
    make_folder(target)
    wanted = sheets_on_record(session)
    for digest in wanted:
        partial = target / f"{digest}.restoring"
        partial.unlink(missing_ok=True)
        try:
            if copy_whole(source / f"{digest}.pdf", partial) != digest:
                raise BackupError(f"The file of the sheet {digest[:16]} is not the one on record.")
            partial.replace(target / f"{digest}.pdf")
        except FileNotFoundError as error:
            raise BackupError(f"The backup lacks the file of the sheet {digest[:16]}.") from error
        finally:
            partial.unlink(missing_ok=True)
    settle(target)
    return len(wanted)
