"""kill -9 while eight writers file and take back: what was acknowledged is there, and only once."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Disclosure, ErasableText, LogLeaf
from tests import places, postgres
from tests.live import ROOT
from tests.places import Place, hold

told, place, held = places.told, places.place, places.held


def write_and_kill(place: Place, report: Path, rounds: int, seed: str, *more: str) -> None:
    command = [sys.executable, "-m", "tests.fault_writers", place.url, str(report), str(rounds)]
    place.close()  # the writers wait until nobody else is connected
    # All it started ends with it, however it goes.
    done = subprocess.run(
        ["setpriv", "--pdeathsig", "KILL", *command, seed, *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr


def check(place: Place, report: Path, held: Path) -> int:
    """Record and log after the kills; returns how many acts were acknowledged."""
    lines = report.read_text().splitlines()
    filed = Counter(line[1:] for line in lines if line.startswith("+"))
    taken_back = {line[1:] for line in lines if line.startswith("-")}
    with place.sessions() as session:
        keys = Counter(session.scalars(select(Disclosure.key)))
        said = Counter(session.scalars(select(ErasableText.body)))
        indexes = list(session.scalars(select(LogLeaf.idx).order_by(LogLeaf.idx)))
    place.close()
    assert not filed.keys() - keys.keys(), "an acknowledged act is gone"
    assert not taken_back & keys.keys(), "an act that was taken back is there"
    assert all(said[f'"in words of {key}"'] == 1 for key in filed), "words are gone, or there twice"
    assert all(keys[key] == 1 for key in filed)
    assert indexes == list(range(len(indexes)))
    assert taken_back
    place.flask("log", "audit", "--against", held)
    return len(filed)


def test_what_was_acknowledged_survives_the_death_of_its_writer(
    place: Place, held: Path, tmp_path: Path
) -> None:
    write_and_kill(place, tmp_path / "report", 4, "short")
    assert check(place, tmp_path / "report", held) > 0
    assert "Signed" in place.flask("log", "checkpoint")


@pytest.fixture(params=["sqlite", "postgresql"])
def alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A registry in a server of its own, which may crash without harm to other tests."""
    if request.param == "sqlite":
        yield places.tell(tmp_path / "alone", None)
        return
    with postgres.running_postgres() as server:
        yield places.tell(tmp_path / "alone", server)


@pytest.mark.prove
def test_a_hundred_kills_lose_nothing_that_was_acknowledged(alone: Place, tmp_path: Path) -> None:
    report = tmp_path / "report"
    crash = ["--crash"] if alone.url.startswith("postgresql") else []
    filed = 0
    for batch in range(10):
        held = hold(alone, tmp_path / "held")
        write_and_kill(alone, report, 10, f"long-{batch}", *crash)
        filed = check(alone, report, held)
        assert "Signed" in alone.flask("log", "checkpoint")
    assert filed >= 100
    alone.close()
