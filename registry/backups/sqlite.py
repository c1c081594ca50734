"""SQLite: a copy at one moment while others write, and the way back in one rename."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from registry import db
from registry.backups.copying import PRIVATE_FILE, copy_whole, make_folder, settle
from registry.backups.errors import BackupError

FILE = "registry.db"
_BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def copied(engine: Engine, folder: Path) -> Iterator[Session]:
    """Copy the database into a folder; the session reads the copy."""
    target = folder / FILE
    raw = engine.raw_connection()
    try:
        # A file that is copied while somebody writes is broken. This reads one moment, holds
        # nobody up, and leaves out what was erased and has not been overwritten yet.
        raw.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()
    target.chmod(PRIVATE_FILE)
    copy = db.make_engine(f"sqlite:///{target}")
    try:
        with db.make_sessions(copy)() as session:
            _check_pages(session)
            yield session
    finally:
        copy.dispose()
    for ending in _BESIDE:
        target.with_name(FILE + ending).unlink(missing_ok=True)
    settle(target)


@contextmanager
def staged(engine: Engine, folder: Path) -> Iterator[Session]:
    """A copy of the backup beside the place it will have, and there when the block has ended.

    A block that fails leaves nothing behind.
    """
    target = target_of(engine)
    make_folder(target.parent)
    staging = target.with_name(f"{target.name}.restoring")
    _remove(staging)
    try:
        copy_whole(folder / FILE, staging)
        copy = db.make_engine(f"sqlite:///{staging}")
        try:
            db.upgrade(copy)
            with db.make_sessions(copy)() as session:
                session.connection(execution_options={"writes": True})
                _check_pages(session)
                yield session
            _leave_nothing_erased(copy)
        finally:
            copy.dispose()
        settle(staging)
        staging.replace(target)
        settle(target.parent)
    finally:
        _remove(staging)


def target_of(engine: Engine) -> Path:
    """The file of the database."""
    name = engine.url.database
    if not name or name == ":memory:":
        raise BackupError("This database lives in memory only: there is no file to keep.")
    return Path(name)


def refuse_occupied(engine: Engine) -> None:
    """Refuse where a database is: nobody loses one by restoring another over it."""
    target = target_of(engine)
    for ending in ("", *_BESIDE):
        path = target.with_name(target.name + ending)
        if path.exists() and path.stat().st_size:
            raise BackupError(f"There is a database already: move {path} away first.")
        path.unlink(missing_ok=True)


def _check_pages(session: Session) -> None:
    if found := db.damage(session):
        raise BackupError(found[0])


def _leave_nothing_erased(engine: Engine) -> None:
    """Write the file anew, so that no page still holds what was erased in it just now."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _remove(staging: Path) -> None:
    for ending in ("", *_BESIDE):
        staging.with_name(staging.name + ending).unlink(missing_ok=True)
