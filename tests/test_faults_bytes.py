"""One byte that is another one: in a database, a sheet, a backup, a journal, a checkpoint."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Disclosure, LogCheckpoint, LogLeaf, LogOpening
from registry import db
from registry.backups.errors import BackupError
from registry.backups.journal import FILE, read_journal
from registry.backups.manifest import read_manifest
from registry.log.audit import against, audit
from registry.log.errors import LogError
from registry.log.note import read_vkey
from registry.operations.facts import wrong_facts
from tests import places
from tests.places import Place, newest

told, place, elsewhere, held = places.told, places.place, places.elsewhere, places.held
on_sqlite = pytest.mark.parametrize("told", ["sqlite"], indirect=True)
RECORD = sorted(db.append_only_tables())


def flip(path: Path, at: int) -> None:
    """Another byte at this place, of the same kind of character where it can be."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def record_of(place: Place) -> dict[str, list[tuple[str, ...]]]:
    """What the record says; drafts and sign-ins are no part of it."""
    said = places.rows(place)
    return {name: said[name] for name in RECORD}


def doubts(place: Place) -> list[str]:
    """What the audit says; a database that cannot be read any more is one doubt."""
    try:
        with place.sessions() as session:
            return [*db.damage(session), *audit(session), *wrong_facts(session)]
    except Exception as error:  # whatever it is, `flask log audit` ends with it
        return [repr(error)]
    finally:
        place.close()


def flipped(place: Place, folder: Path, at: int) -> Place:
    """The same registry with one byte of its database changed."""
    shutil.rmtree(folder, ignore_errors=True)
    found = places.copy_of(place, folder, None)
    flip(folder / "var" / "registry.db", at)
    return found


def check_flips(place: Place, folder: Path, number: int, seed: str) -> None:
    place.close()
    said, chance, noticed = record_of(place), random.Random(seed), 0
    place.close()
    size = (place.var / "registry.db").stat().st_size
    for _ in range(number):
        at = chance.randrange(size)
        other = flipped(place, folder / "flipped", at)
        if doubts(other):
            noticed += 1
        else:
            # Pages hold much that says nothing: indexes, free space, what is no part of the record.
            assert record_of(other) == said, f"byte {at} of the database changed the record unseen"
        other.close()
    assert noticed


@on_sqlite
def test_no_byte_of_the_database_changes_the_record_unseen(place: Place, tmp_path: Path) -> None:
    check_flips(place, tmp_path, 25, "short")


@pytest.mark.prove
@on_sqlite
def test_no_byte_of_many_changes_the_record_unseen(place: Place, tmp_path: Path) -> None:
    check_flips(place, tmp_path, 400, "long")


VALUES = {
    "an entry": select(LogLeaf.entry).order_by(LogLeaf.idx.desc()),
    "what opens it": select(LogOpening.salt)
    .where(LogOpening.salt != "")
    .order_by(LogOpening.id.desc()),
    "a document": select(Disclosure.document).order_by(Disclosure.id.desc()),
    "a checkpoint": select(LogCheckpoint.note),
}


@on_sqlite
@pytest.mark.parametrize("what", VALUES)
def test_a_flipped_byte_in_the_database_is_told_by_the_audit(
    place: Place, tmp_path: Path, what: str
) -> None:
    with place.sessions() as session:
        value = session.scalars(VALUES[what].limit(1)).one()
    place.close()
    content = (place.var / "registry.db").read_bytes()
    # Only the table's own copy counts: an index may hold the value too.
    starts = list(occurrences(content, value.encode()[:60]))
    assert starts
    other = flipped(place, tmp_path / "flipped", starts[-1] + 40)
    other.flask("log", "audit", code=1)


@on_sqlite
def test_a_salt_that_is_no_number_any_more_is_told_by_the_audit(
    place: Place, tmp_path: Path
) -> None:
    with place.sessions() as session:
        salt = session.scalars(VALUES["what opens it"].limit(1)).one()
    place.close()
    other = places.copy_of(place, tmp_path / "damaged", None)
    database = other.var / "registry.db"
    content = database.read_bytes()
    assert content.count(salt.encode()) == 1
    database.write_bytes(content.replace(salt.encode(), b"~" + salt[1:].encode()))
    assert "Entry" in other.flask("log", "audit", code=1)


def occurrences(content: bytes, part: bytes) -> Iterator[int]:
    at = content.find(part)
    while at >= 0:
        yield at
        at = content.find(part, at + 1)


def test_a_flipped_byte_in_any_file_of_a_backup_is_refused(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    place.flask("backup", tmp_path / "backups")
    backup = newest(tmp_path / "backups")
    chance = random.Random("backup")
    for path in sorted(p for p in backup.rglob("*") if p.is_file()):
        if not path.stat().st_size:
            continue
        at = chance.randrange(path.stat().st_size)
        flip(path, at)
        with pytest.raises(BackupError):
            read_manifest(backup)
        flip(path, at)
    for at in range(0, (backup / "SHA256SUMS").stat().st_size, 7):
        flip(backup / "SHA256SUMS", at)
        with pytest.raises(BackupError):
            read_manifest(backup)
        flip(backup / "SHA256SUMS", at)
    flip(next((backup / "sheets").iterdir()), 3)
    words: list[str | Path] = ["restore", backup, "--check-against", held, "--seal-key-lost"]
    assert "was changed or damaged" in elsewhere.flask(*words, code=1)
    flip(next((backup / "sheets").iterdir()), 3)
    elsewhere.flask(*words)


@on_sqlite
def test_a_file_that_is_gone_or_was_added_is_told(place: Place, tmp_path: Path) -> None:
    place.flask("backup", tmp_path / "backups")
    backup = newest(tmp_path / "backups")
    sheet = next((backup / "sheets").iterdir())
    sheet.rename(tmp_path / "kept")
    with pytest.raises(BackupError, match="is gone"):
        read_manifest(backup)
    (tmp_path / "kept").rename(sheet)
    (backup / "sheets" / "another").write_bytes(b"")
    with pytest.raises(BackupError, match="does not belong"):
        read_manifest(backup)


@on_sqlite
def test_every_byte_of_the_journal_of_erasing_counts(place: Place, tmp_path: Path) -> None:
    place.flask("backup", tmp_path / "backups", "--erasures-only")
    journal = tmp_path / "backups" / FILE
    assert len(read_journal(journal).acts) == 1
    for at in range(journal.stat().st_size):
        flip(journal, at)
        with pytest.raises(BackupError):
            read_journal(journal)
        flip(journal, at)


@on_sqlite
def test_every_byte_of_a_checkpoint_counts(place: Place, held: Path) -> None:
    key = read_vkey(place.flask("log", "key", "show").split()[0])
    note = held.read_bytes()
    with place.sessions() as session:
        against(session, note.decode(), [key])
        for at in range(len(note)):
            flip(held, at)
            with pytest.raises((LogError, UnicodeDecodeError)):
                against(session, held.read_text(encoding="utf-8"), [key])
            flip(held, at)
    flip(held, 0)
    place.flask("log", "audit", "--against", held, "--key", key.vkey, code=1)


@on_sqlite
def test_a_flipped_byte_in_a_sheet_on_disk_is_told_by_the_backup(
    place: Place, tmp_path: Path
) -> None:
    flip(sorted(place.settings.sheets.iterdir())[0], 2)
    said = place.flask("backup", tmp_path / "backups", code=1)
    assert "was changed: its SHA-256 is another" in said
    sorted(place.settings.sheets.iterdir())[0].unlink()
    said = place.flask("backup", tmp_path / "backups", code=1)
    assert "its file is gone" in said
