"""A clock two years back, then ten years ahead, then right: the order stays that of the entries."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import Chain, LogBatch, LogLeaf
from registry.backups.restoring import Order, restore
from registry.backups.taking import back_up
from registry.log import store
from registry.log.audit import audit
from registry.log.checkpoint import verify_checkpoint
from registry.operations import findings
from registry.operations.acting import When
from registry.operations.facts import wrong_facts
from tests import places
from tests.loading import AT
from tests.log_story import KEY, Story, file_more, print_sheet, sign, tell_story
from tests.places import Place

told, place, elsewhere = places.told, places.place, places.elsewhere
BACK, AHEAD = timedelta(days=-731), timedelta(days=3653)
CLOCK = [AT, AT + BACK, AT + BACK + timedelta(hours=1), AT + AHEAD, AT + timedelta(minutes=9)]


def live_on(session: Session, story: Story, at: datetime, number: int) -> None:
    """Filings, findings and a sheet, at what the clock says."""
    file_more(session, story.loaded, 2, at=at)
    findings.observe(session, story.loaded.chain, when=When.now(at))
    print_sheet(session, story.loaded, b"a sheet of %d" % number, at=at)
    session.commit()


def test_a_clock_that_jumps_disturbs_neither_log_nor_signing(
    session: Session, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    story = tell_story(session)
    notes = []
    for number, at in enumerate(CLOCK):
        live_on(session, story, at, number)
        notes.append(sign(sessions, tmp_path, at=at))
    session.expire_all()
    assert [*audit(session), *wrong_facts(session)] == []
    sizes = [verify_checkpoint(note, [KEY.verifier], KEY.name).size for note in notes]
    assert sizes == sorted(set(sizes))
    marked = [
        json.loads(entry)["at"][:10]
        for entry in session.scalars(select(LogLeaf.entry).order_by(LogLeaf.idx))
        if json.loads(entry).get("clock_ran_back")
    ]
    # It is marked where it ran back, and nowhere else: one bad moment poisons nothing after it.
    assert set(marked) <= {day.date().isoformat() for day in (CLOCK[1], CLOCK[4])}
    assert len(set(marked)) == 2
    assert len(marked) < 10
    closed = [json.loads(store.read_entry(session, leaf))["at"][:10] for leaf in leaves(session)]
    assert closed == [CLOCK[n].date().isoformat() for n in (0, 1, 3, 4)]


def leaves(session: Session) -> list[int]:
    """Where the batches were closed."""
    return list(session.scalars(select(LogBatch.leaf).order_by(LogBatch.number)))


def test_a_backup_at_a_wrong_hour_is_a_backup(
    place: Place, elsewhere: Place, tmp_path: Path
) -> None:
    held = places.hold(place, tmp_path / "held").read_text()
    every = [back_up(place.engine, place.settings, tmp_path / "backups", at=at) for at in CLOCK]
    assert not any(taken.manifest.doubts for taken in every)
    assert len([p for p in (tmp_path / "backups").iterdir() if p.is_dir()]) == len(CLOCK)
    order = Order(
        source=every[-1].folder,
        journal=tmp_path / "backups" / "erasures.jsonl",
        sheets=elsewhere.settings.sheets,
        log_state=elsewhere.var / "log-state",
        checkpoint=held,
        key=None,
        seal_key=places.SEAL_KEY,
        lost=0,
        at=AT + BACK,
    )
    assert restore(elsewhere.engine, order).size == every[-1].manifest.size
    with elsewhere.sessions() as session:
        assert audit(session) == []
        assert session.scalars(select(Chain)).all()
