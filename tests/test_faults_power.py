"""A power cut at any write: what was acknowledged is there, whatever the disk had not synced."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session, sessionmaker

from models import Disclosure
from registry import db
from registry.log.audit import audit
from registry.operations.facts import wrong_facts
from registry.reference_data import catalogue
from tests import places, recorded_sqlite
from tests.fault_writers import SecondThoughtsError, file_one
from tests.places import Place
from tests.recorded_sqlite import RECORD, Files, Step, cuts

DATABASE = "registry.db"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return places.tell(tmp_path_factory.mktemp("told"), None)


@pytest.fixture
def place(told: Place, tmp_path: Path) -> Iterator[Place]:
    found = places.copy_of(told, tmp_path / "old", None)
    RECORD.clear()
    yield found
    RECORD.clear()


def live(place: Place, number: int, *, synchronous: str = "FULL") -> Files:
    """File on the recorded disk, with one in three taken back; the files it began with."""
    start = {DATABASE: (place.var / DATABASE).read_bytes()}
    engine = db.make_engine(f"sqlite+recorded:///{place.var / DATABASE}")
    if synchronous != "FULL":
        weaken = f"PRAGMA synchronous={synchronous}"
        event.listen(engine, "connect", lambda raw, _: raw.cursor().execute(weaken))
    sessions = db.make_sessions(engine)
    with sessions() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        terms = catalogue(session).reference_set.terms
    for n in range(number):
        try:
            with db.writing(sessions) as session:
                file_one(session, terms, f"act-{n}")
                if n % 3 == 2:
                    raise SecondThoughtsError
        except SecondThoughtsError:
            continue
        RECORD.append(Step("acknowledged", f"act-{n}"))
    engine.dispose()
    return start


def open_at(folder: Path, files: Files) -> sessionmaker[Session]:
    """The registry as it starts after the cut."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return db.make_sessions(db.make_engine(f"sqlite:///{folder / DATABASE}"))


def lost_acts(folder: Path, start: Files, number: int, seed: str) -> int:
    """Cut so often; each time the log must be sound. Returns how often an act was gone."""
    cut_short = 0
    for at, files, acknowledged in cuts(start, number, seed):
        sessions = open_at(folder, files)
        with sessions() as session:
            doubts = [*db.damage(session), *audit(session), *wrong_facts(session)]
            keys = set(session.scalars(select(Disclosure.key)))
        sessions.kw["bind"].dispose()
        assert doubts == [], f"cut after step {at}"
        assert not {f"act-{n}" for n in range(2, 1000, 3)} & keys, f"cut after step {at}"
        cut_short += bool(set(acknowledged) - keys)
    return cut_short


def test_no_power_cut_takes_back_what_was_acknowledged(place: Place, tmp_path: Path) -> None:
    start = live(place, 12)
    assert sum(step.what == "acknowledged" for step in RECORD) == 8
    assert lost_acts(tmp_path / "cut", start, 15, "short") == 0


@pytest.mark.prove
def test_none_of_three_hundred_power_cuts_takes_back_what_was_acknowledged(
    place: Place, tmp_path: Path
) -> None:
    start = live(place, 150)
    # The file itself is written too, when what stands in the write-ahead log is moved there.
    assert any(step.what == "sync" and step.name == DATABASE for step in RECORD)
    assert lost_acts(tmp_path / "cut", start, 300, "long") == 0


@pytest.mark.prove
def test_with_less_syncing_the_same_cuts_do_take_acts_back(place: Place, tmp_path: Path) -> None:
    start = live(place, 60, synchronous="NORMAL")
    assert lost_acts(tmp_path / "cut", start, 40, "long") > 20


def test_the_recorder_writes_down_the_whole_life_of_the_files(place: Place) -> None:
    start = live(place, 6)
    disk = recorded_sqlite.Disk(dict(start))
    for step in RECORD:
        disk.add(step)
    assert disk.synced[DATABASE] == (place.var / DATABASE).read_bytes()
