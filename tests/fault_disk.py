"""A disk that is full while the registry works; a program of its own, inside a small disk.

    python -m tests.fault_disk filing|sheet|backup|postgresql DISK SCRATCH

DISK is a folder on a disk of a few megabytes, SCRATCH one on a large disk.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from models import Disclosure, Sheet
from registry import db
from registry.backups.manifest import read_manifest
from registry.reference_data import catalogue
from tests import places, postgres
from tests.fault_writers import file_one
from tests.places import Place, newest

LEAST = 64 << 10
MOST_FILINGS = 3000


@contextmanager
def ballast(disk: Path, *, free: int) -> Iterator[None]:
    """Fill the disk until so many bytes are free."""
    path = disk / "ballast"
    with path.open("wb") as out:
        while shutil.disk_usage(disk).free > free:
            out.write(bytes(min(LEAST, max(4096, shutil.disk_usage(disk).free - free))))
            out.flush()
    try:
        yield
    finally:
        path.unlink()


def file_until_full(place: Place) -> list[str]:
    """File until the database refuses; returns what it had acknowledged."""
    acknowledged: list[str] = []
    with place.sessions() as session:
        terms = catalogue(session).reference_set.terms
    try:
        for number in range(MOST_FILINGS):
            with db.writing(place.sessions) as session:
                file_one(session, terms, f"full-{number}")
            acknowledged.append(f"full-{number}")
    except DBAPIError as error:
        click.echo(f"{len(acknowledged)} acts, then: {error.orig}")
        return acknowledged
    raise AssertionError("the disk never became full")


def check_filings(place: Place, acknowledged: list[str], held: Path) -> None:
    """All that was acknowledged is there, what was refused is not, and filing goes on."""
    query = select(Disclosure.key).where(Disclosure.key.startswith("full-"))
    with place.sessions() as session:
        assert sorted(session.scalars(query)) == sorted(acknowledged)
        terms = catalogue(session).reference_set.terms
    with db.writing(place.sessions) as session:
        file_one(session, terms, "after")
    place.close()
    place.flask("log", "audit", "--against", held)
    assert "Signed" in place.flask("log", "checkpoint")


def filing(disk: Path, scratch: Path) -> None:
    """SQLite on a full disk."""
    place = places.tell(disk, None)
    held = places.hold(place, scratch / "held")
    place.close()
    with ballast(disk, free=500_000):
        acknowledged = file_until_full(place)
    check_filings(place, acknowledged, held)


def on_postgresql(disk: Path, scratch: Path) -> None:
    """PostgreSQL, with the tables on a full disk."""
    with postgres.running_postgres() as server:
        place = places.tell(scratch, server)
        held = places.hold(place, scratch / "held")
        place.close()
        space = disk / "space"
        space.mkdir()
        owner = postgres.find_owner()
        shutil.chown(space, owner.pw_uid, owner.pw_gid)
        disk.chmod(0o755)
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{space}'"))
            name = make_url(place.url).database
            connection.execute(text(f"ALTER DATABASE {name} SET TABLESPACE small"))
        engine.dispose()
        with ballast(disk, free=200_000):
            acknowledged = file_until_full(place)
        check_filings(place, acknowledged, held)


def sheet(disk: Path, scratch: Path) -> None:
    """A sheet whose file finds no room is not on record."""
    place = places.tell(disk, None)
    held = places.hold(place, scratch / "held")
    place.flask("log", "key", "documents")
    place.flask("log", "checkpoint")
    with place.sessions() as session:
        chain = session.execute(text("SELECT public_id FROM chain WHERE NOT household")).scalar()
        before = session.scalar(select(func.count(Sheet.id)))
    place.close()
    words: list[str | Path] = [
        "sheet",
        str(chain),
        "--link",
        "A",
        "--languages",
        "en",
        "-o",
        scratch / "sheet.pdf",
    ]
    with ballast(disk, free=70_000):
        click.echo(place.flask(*words, code=1))
    files = {path.name for path in place.settings.sheets.glob("*.pdf")}
    assert len(files) == len(places.SHEETS)
    with place.sessions() as session:
        assert session.scalar(select(func.count(Sheet.id))) == before
    place.close()
    assert "Sheet" in place.flask(*words)
    place.flask("log", "audit", "--against", held)


def backup(disk: Path, scratch: Path) -> None:
    """A backup that finds no room leaves the older ones as they are, and nothing of itself."""
    place = places.tell(scratch, None)
    backups = disk / "backups"
    place.flask("backup", backups)
    first = newest(backups)
    with ballast(disk, free=300_000):
        said = place.flask("backup", backups, code=1)
        click.echo(said)
        assert "No backup was made" in said
        assert newest(backups) == first
        assert [path for path in backups.iterdir() if path.is_dir()] == [first]
        read_manifest(first)
    place.flask("backup", backups)
    assert newest(backups) != first
    place.flask("log", "audit")


SCENARIOS: dict[str, Callable[[Path, Path], None]] = {
    "filing": filing,
    "postgresql": on_postgresql,
    "sheet": sheet,
    "backup": backup,
}


if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
