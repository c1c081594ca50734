"""Taking a backup: one moment of the database, the sheets on record, and what was erased since."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Base, Sheet, SheetBody
from registry import db
from registry.backups import postgresql, sqlite
from registry.backups.copying import copy_whole, make_folder, settle
from registry.backups.errors import BackupError
from registry.backups.journal import FILE, Journal, keep_erasures
from registry.backups.manifest import Manifest, write_manifest
from registry.config import Settings
from registry.log import store
from registry.log.audit import audit
from registry.operations.facts import wrong_facts

SHEETS = "sheets"
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Taken:
    """A backup that was made: its folder, and what is doubtful about what it holds."""

    folder: Path
    manifest: Manifest

    @property
    def sheets(self) -> int:
        """How many issued sheets it holds."""
        return sum(1 for _ in (self.folder / SHEETS).iterdir())


def back_up(
    engine: Engine,
    settings: Settings,
    target: Path,
    *,
    at: datetime,
    progress: Progress = lambda _: None,
) -> Taken:
    """Make a backup in a folder of its own under ``target``; whole, or not there at all."""
    name = at.strftime("%Y-%m-%dT%H%M%S.%fZ")
    with _alone(make_folder(target)):
        _refuse_old_tables(engine)
        partial = make_folder(target / f"{name}.partial")
        try:
            manifest = _copy(engine, settings, partial, at=at, progress=progress)
            journal = journal_of(engine, target)
            count = len(journal.acts)
            manifest = replace(manifest, erasures=count, erasures_digest=journal.digest_at(count))
            write_manifest(partial, manifest)
            for folder in [partial, *(path for path in partial.iterdir() if path.is_dir())]:
                settle(folder)
            partial.rename(target / name)
            settle(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Taken(target / name, manifest)


def journal_of(engine: Engine, target: Path) -> Journal:
    """Bring the journal of what was erased up to this moment; it takes no backup."""
    with db.make_sessions(engine)() as session:
        return keep_erasures(session, make_folder(target) / FILE)


def mark_of(seal_key: str) -> str:
    """Which seal key this is; random keys cannot be found from it."""
    return sha256(f"registry seal key\n{seal_key}".encode()).hexdigest()[:16]


def _copy(
    engine: Engine, settings: Settings, folder: Path, *, at: datetime, progress: Progress
) -> Manifest:
    postgres = engine.dialect.name == "postgresql"
    copied = postgresql.copied if postgres else sqlite.copied
    with copied(engine, folder) as session:
        doubts = [*audit(session, progress=progress), *wrong_facts(session)]
        # After the database: a sheet is a file before it is on record, so none is missed.
        doubts += _copy_sheets(session, settings.sheets, make_folder(folder / SHEETS))
        return Manifest(
            engine=engine.dialect.name,
            revision=db.revision_of(session.connection()),
            made_at=at.isoformat(),
            size=store.size_of(session),
            seal_key=mark_of(settings.seal_key),
            erasures=0,
            erasures_digest="",
            tables=rows_of(session),
            columns=postgresql.columns_of() if postgres else {},
            sequences=postgresql.sequences_of(session) if postgres else {},
            doubts=doubts,
        )


def rows_of(session: Session) -> dict[str, int]:
    """Table → how many rows it has."""
    tables = Base.metadata.sorted_tables
    return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def sheets_on_record(session: Session) -> list[str]:
    """The digests of the sheets that have not been erased."""
    held = select(Sheet.digest).join(SheetBody, SheetBody.sheet_id == Sheet.id)
    return sorted(set(session.scalars(held)))


def _copy_sheets(session: Session, source: Path, target: Path) -> Iterator[str]:
    for digest in sheets_on_record(session):
        name = f"{digest}.pdf"
        try:
            found = copy_whole(source / name, target / name)
        except FileNotFoundError:
            yield f"The sheet {digest[:16]} is on record, but its file is gone."
            continue
        if found != digest:
            yield f"The file of the sheet {digest[:16]} was changed: its SHA-256 is another."


def _refuse_old_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        held, newest = db.revision_of(connection), db.revisions()[0]
    if held != newest:
        raise BackupError(
            f"The tables are at revision {held or 'none'}, this program needs {newest}: back up"
            " with the program that serves the database, or say `flask db upgrade` first."
        )


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One backup at a time; what an earlier one left half-made is taken away."""
    handle = os.open(target, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup into {target} is running.") from error
        for left in target.glob("*.partial"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)
