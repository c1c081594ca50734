"""Backups: what was backed up comes back whole, or nothing does and a sentence says why."""

import hashlib
import shutil
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from models import (
    Chain,
    Disclosure,
    ErasableText,
    Erasure,
    LoginSession,
    SealedName,
    Sheet,
    SheetBody,
)
from models.vocabulary import UserRole
from registry import db
from registry.operations import erasures
from registry.operations.acting import REGISTRY, When
from tests import places
from tests.factories import chain_form
from tests.loading import AT, load
from tests.log_operator import drop_triggers
from tests.log_story import LATER
from tests.people import add_user
from tests.places import Place, file_in, hold, newest, rows

told, place, elsewhere, held = places.told, places.place, places.elsewhere, places.held

# What no engine has a part in needs one of them only.
on_sqlite = pytest.mark.parametrize("told", ["sqlite"], indirect=True)


def back_up(place: Place, folder: Path) -> None:
    place.flask("backup", folder / "backups", "--keys", folder / "keys")


def restore(place: Place, folder: Path, held: Path, *more: str | Path, code: int = 0) -> str:
    backup, keys = newest(folder / "backups"), newest(folder / "keys")
    words = ["restore", backup, "--check-against", held, "--keys", keys, *more]
    return place.flask(*words, code=code)


def public_key(place: Place) -> str:
    return place.flask("log", "key", "show").split()[0]


def test_a_restored_registry_says_what_the_old_one_said_and_goes_on(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    vkey, before = public_key(place), rows(place)
    back_up(place, tmp_path)
    shutil.rmtree(place.var)
    assert "are back" in restore(elsewhere, tmp_path, held, "--key", vkey)
    assert rows(elsewhere) == before
    for pdf in places.SHEETS:
        name = hashlib.sha256(pdf).hexdigest()
        assert (elsewhere.settings.sheets / f"{name}.pdf").read_bytes() == pdf
    assert (elsewhere.var / "seal-key").read_text() == places.SEAL_KEY
    assert "state is lost" in elsewhere.flask("log", "checkpoint", code=1)
    elsewhere.flask("log", "adopt", held, "--key", vkey)
    file_in(elsewhere, 3)
    assert "Signed" in elsewhere.flask("log", "checkpoint")
    elsewhere.flask("log", "audit", "--against", held, "--key", vkey)


@on_sqlite
def test_nobody_stays_signed_in_over_a_restore(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    with place.sessions() as session:
        user = add_user(session, "amina", UserRole.REGISTRAR)
        row = {"user_id": user.id, "token_digest": "d" * 64, "created_at": AT, "last_seen_at": AT}
        session.execute(insert(LoginSession).values(**row))
        session.commit()
    back_up(place, tmp_path)
    restore(elsewhere, tmp_path, held)
    assert rows(place)["login_session"]
    assert not rows(elsewhere)["login_session"]
    assert rows(elsewhere)["user_account"] == rows(place)["user_account"]


def test_numbers_are_never_given_twice_after_a_restore(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    restore(elsewhere, tmp_path, held)
    for one in (place, elsewhere):
        file_in(one, 1)
    with place.sessions() as old, elsewhere.sessions() as new:
        last = select(func.max(Disclosure.id))
        assert old.scalar(last) == new.scalar(last)


@on_sqlite
def test_a_backup_can_be_read_by_its_owner_alone_and_holds_no_key(
    place: Place, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    secrets = [(place.var / name).read_bytes().strip() for name in ("log-key", "seal-key")]
    for path in [*(tmp_path / "backups").rglob("*"), *(tmp_path / "keys").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for path in newest(tmp_path / "backups").rglob("*"):
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in secrets), path


@on_sqlite
def test_keys_are_never_put_with_the_backups(place: Place, tmp_path: Path) -> None:
    for keys in (tmp_path / "backups", tmp_path / "backups" / "keys", tmp_path):
        said = place.flask("backup", tmp_path / "backups", "--keys", keys, code=1)
        assert "Keys do not lie with the backups" in said


@on_sqlite
def test_the_sums_of_a_backup_can_be_checked_without_the_registry(
    place: Place, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    folder = newest(tmp_path / "backups")
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert listed == there - {"SHA256SUMS"}


def test_a_restore_never_replaces_a_database(place: Place, held: Path, tmp_path: Path) -> None:
    back_up(place, tmp_path)
    before = rows(place)
    assert "There is a database already" in restore(place, tmp_path, held, code=1)
    assert rows(place) == before


def test_a_shortened_backup_is_refused_and_leaves_nothing_behind(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    file_in(place, 10)
    place.flask("log", "checkpoint")
    later = hold(place, tmp_path / "later")
    assert "takes the last 10 back" in restore(elsewhere, tmp_path, later, code=1)
    # The place is still empty, or this would be refused.
    restore(elsewhere, tmp_path, held)


@on_sqlite
def test_a_loss_is_accepted_only_by_its_number_and_then_nothing_is_signed(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    file_in(place, 10)
    place.flask("log", "checkpoint")
    later, vkey = hold(place, tmp_path / "later"), public_key(place)
    restore(elsewhere, tmp_path, later, "--although-lost", "9", code=1)
    assert "Do not sign" in restore(elsewhere, tmp_path, later, "--although-lost", "10")
    elsewhere.flask("log", "checkpoint", code=1)
    assert "fewer than" in elsewhere.flask("log", "adopt", later, "--key", vkey, code=1)


@on_sqlite
def test_the_memory_of_the_signer_is_a_checkpoint_too(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    file_in(place, 4)
    place.flask("log", "checkpoint")
    shutil.copy(place.var / "log-state", elsewhere.var / "log-state")
    assert "the last 4 are gone" in restore(elsewhere, tmp_path, held, code=1)


@on_sqlite
def test_a_backup_with_another_history_is_refused(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    vkey = public_key(place)
    with place.sessions() as session:
        drop_triggers(session)
        session.execute(text("DELETE FROM log_checkpoint"))
        session.execute(text("UPDATE log_leaf SET entry = '{}' WHERE idx = 3"))
        session.commit()
    said = place.flask("backup", tmp_path / "backups", "--keys", tmp_path / "keys", code=1)
    assert "Entry 3 was edited" in said
    said = restore(elsewhere, tmp_path, held, "--key", vkey, code=1)
    assert "the history was changed after it was signed" in said


@on_sqlite
def test_a_backup_of_tables_that_this_program_does_not_know_is_refused(
    elsewhere: Place, tmp_path: Path
) -> None:
    db.upgrade(elsewhere.engine, "0001")
    said = elsewhere.flask("backup", tmp_path / "backups", code=1)
    assert "back up with the program that serves the database" in said
    assert not any(path.is_dir() for path in (tmp_path / "backups").iterdir())


def erase_all(place: Place) -> None:
    """The household's chain, and the sealed name of the other one."""
    when = When.now(LATER)
    with place.sessions() as session:
        name = session.scalars(select(SealedName)).one()
        erasures.erase_name(session, name, ground="asked", by=REGISTRY, when=when)
        chain = session.scalars(select(Chain).where(Chain.household)).one()
        erasures.erase_household(session, chain, ground="asked", by=REGISTRY, when=when)
        session.commit()


def test_an_erased_name_stays_erased_after_an_older_backup_is_restored(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    with place.sessions() as session:
        gone = {session.scalars(select(SealedName)).one().sealed}
        gone |= set(session.scalars(select(ErasableText.salt)))
    erase_all(place)
    with place.sessions() as session:
        gone -= set(session.scalars(select(ErasableText.salt)))
    place.flask("backup", tmp_path / "backups", "--erasures-only")
    shutil.rmtree(place.var)
    # Nobody has seen a checkpoint that is newer than the backup.
    said = restore(elsewhere, tmp_path, held)
    assert "2 acts of erasing are younger and were done again" in said
    with elsewhere.sessions() as session:
        assert session.scalar(select(func.count(SealedName.id))) == 0
        assert session.scalar(select(func.count(Erasure.id))) == 3
        sheets = session.scalar(select(func.count(Sheet.id))) or 0
        assert session.scalar(select(func.count(SheetBody.id))) == sheets - 1
    elsewhere.flask("log", "audit", "--against", held)
    household = hashlib.sha256(places.SHEETS[2]).hexdigest()
    assert not (elsewhere.settings.sheets / f"{household}.pdf").exists()
    assert len(gone) > 1
    for path in elsewhere.var.glob("registry.db*"):
        assert not any(one.encode() in path.read_bytes() for one in gone)


@on_sqlite
def test_what_is_known_to_be_erased_is_not_erased_twice(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    erase_all(place)
    place.flask("log", "checkpoint")
    back_up(place, tmp_path)
    held = hold(place, tmp_path / "later")
    assert "done again" not in restore(elsewhere, tmp_path, held)
    assert rows(elsewhere)["erasure"] == rows(place)["erasure"]


def seal_name(place: Place, key: str) -> int:
    """One more sealed name; its number."""
    form = chain_form(key=key)
    form["places"][3]["sealed_people"] = [{"last": key, "city": "Faridpur"}]
    with place.sessions() as session:
        load(session, form, at=AT + timedelta(days=2))
        session.commit()
        return session.scalar(select(func.max(SealedName.id))) or 0


@on_sqlite
def test_a_number_that_is_given_again_does_not_erase_another_name(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path, told: tuple[Place, str | None]
) -> None:
    back_up(place, tmp_path)
    first = seal_name(place, "lost-with-the-machine")
    with place.sessions() as session:
        name = session.get_one(SealedName, first)
        erasures.erase_name(session, name, ground="asked", by=REGISTRY, when=When.now(LATER))
        session.commit()
    place.flask("backup", tmp_path / "backups", "--erasures-only")
    assert "done again" not in restore(elsewhere, tmp_path, held)
    assert seal_name(elsewhere, "somebody-else") == first
    back_up(elsewhere, tmp_path)
    third = places.empty(tmp_path / "third", told[1])
    restore(third, tmp_path, held)
    assert len(rows(third)["sealed_name"]) == 2
    third.close()


@on_sqlite
def test_without_the_journal_of_erasing_nothing_is_restored(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    journal = tmp_path / "backups" / "erasures.jsonl"
    journal.rename(tmp_path / "moved")
    assert "nobody knows what was erased" in restore(elsewhere, tmp_path, held, code=1)
    (tmp_path / "empty").touch()
    said = restore(elsewhere, tmp_path, held, "--journal", tmp_path / "empty", code=1)
    assert "older than this backup" in said
    restore(elsewhere, tmp_path, held, "--journal", tmp_path / "moved")


@on_sqlite
def test_names_sealed_with_a_lost_key_are_said_to_be_lost(
    place: Place, elsewhere: Place, held: Path, tmp_path: Path
) -> None:
    back_up(place, tmp_path)
    words: list[str | Path] = ["restore", newest(tmp_path / "backups"), "--check-against", held]
    assert "open with another seal key" in elsewhere.flask(*words, code=1)
    elsewhere.flask(*words, "--seal-key-lost")


@on_sqlite
def test_a_backup_of_the_other_engine_is_refused(
    place: Place, held: Path, tmp_path: Path, postgresql_url: str
) -> None:
    back_up(place, tmp_path)
    other = places.empty(tmp_path / "other", postgresql_url)
    assert "DATABASE_URL names postgresql" in restore(other, tmp_path, held, code=1)
    other.close(postgresql_url)
