"""The drill: backed up under load, wiped, restored elsewhere; an old sheet still proves itself."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Chain, Disclosure, Sheet
from tests import places
from tests.live import ROOT
from tests.places import Place, hold, newest

place, elsewhere = places.place, places.elsewhere
VERIFIER = ROOT / "registry/static/verify.py"
SECONDS = 3


def issue_sheet(place: Place, path: Path) -> str:
    """A real sheet on paper; the digest under which it is on record."""
    place.flask("log", "key", "documents")
    place.flask("log", "checkpoint")
    with place.sessions() as session:
        chain = session.scalars(select(Chain.public_id).where(~Chain.household)).one()
    place.flask("sheet", chain, "--link", "A", "--languages", "bn,en", "-o", path)
    place.flask("log", "checkpoint")
    with place.sessions() as session:
        return session.scalars(select(Sheet.digest).order_by(Sheet.id.desc()).limit(1)).one()


def verify(sheet: Path, vkey: str) -> int:
    command = [sys.executable, "-I", str(VERIFIER), "--key", vkey, str(sheet)]
    return subprocess.run(command, capture_output=True).returncode


def write_during_backup(place: Place, folder: Path) -> set[str]:
    """Eight writers file while the backup is made; the acts acknowledged before it began."""
    report = folder / "report"
    command = [sys.executable, "-m", "tests.fault_writers", place.url, str(report), "1", "load"]
    place.close()
    writers = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", *command, "--seconds", str(SECONDS)], cwd=ROOT
    )
    try:
        deadline = time.monotonic() + 60
        while not (report.exists() and report.stat().st_size):
            assert writers.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        before = {line[1:] for line in report.read_text().splitlines() if line[0] == "+"}
        place.flask("backup", folder / "backups", "--keys", folder / "keys")
        during = len(report.read_text().splitlines())
        assert during > len(before), "nobody wrote while the backup was made"
    finally:
        assert writers.wait() == 0
    return before


def drill(place: Place, elsewhere: Place, folder: Path) -> None:
    sheet = folder / "sheet.pdf"
    digest = issue_sheet(place, sheet)
    held, vkey = hold(place, folder / "held"), place.flask("log", "key", "show").split()[0]
    acknowledged = write_during_backup(place, folder)
    shutil.rmtree(place.var)
    keys, backup = newest(folder / "keys"), newest(folder / "backups")
    words: list[str | Path] = ["--check-against", held, "--key", vkey, "--keys", keys]
    assert "are back" in elsewhere.flask("restore", backup, *words)
    elsewhere.flask("log", "audit", "--against", held, "--key", vkey)
    elsewhere.flask("log", "adopt", held, "--key", vkey)
    assert "Signed" in elsewhere.flask("log", "checkpoint")
    with elsewhere.sessions() as session:
        assert acknowledged <= set(session.scalars(select(Disclosure.key)))
    assert (elsewhere.settings.sheets / f"{digest}.pdf").read_bytes() == sheet.read_bytes()
    later = hold(elsewhere, folder / "later")
    assert verify(sheet, vkey) == 0
    assert verify(later, vkey) == 0
    changed = bytearray(sheet.read_bytes())
    changed[len(changed) // 2] ^= 1
    sheet.write_bytes(changed)
    assert verify(sheet, vkey) == 1


@pytest.fixture(scope="module")
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Place, str | None]:
    """SQLite in the short form; PostgreSQL where it is asked for."""
    wanted = getattr(request, "param", "sqlite")
    server = request.getfixturevalue("postgresql_url") if wanted == "postgresql" else None
    return places.tell(tmp_path_factory.mktemp("told"), server), server


def test_an_old_sheet_proves_itself_after_everything_was_lost_and_restored(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    drill(place, elsewhere, tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("told", ["postgresql"], indirect=True)
def test_an_old_sheet_proves_itself_on_postgresql_too(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    drill(place, elsewhere, tmp_path)
