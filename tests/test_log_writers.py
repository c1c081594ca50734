"""Several writers at once: each acknowledged act has its entry, and the log has no gap."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.orm import Session, sessionmaker

from models import LogLeaf
from models.vocabulary import PartyKind
from registry import db
from registry.log import store
from registry.log.append import append_own
from registry.log.audit import audit
from registry.operations import parties
from registry.operations.acting import REGISTRY
from tests.loading import AT

WRITERS, TIMES = 8, 6


@pytest.fixture(params=["sqlite", "postgresql"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, because what happens at a real commit is what is asked here."""
    if request.param == "sqlite":
        engine = db.make_engine(f"sqlite:///{tmp_path}/own.db")
        db.upgrade(engine)
        yield engine
        engine.dispose()
        return
    url = request.getfixturevalue("postgresql_url")
    admin = db.make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE writers"))
    engine = db.make_engine(
        make_url(url).set(database="writers").render_as_string(hide_password=False)
    )
    db.upgrade(engine)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE writers"))
    admin.dispose()


def admit(session: Session, name: str) -> str:
    party = parties.register_party(
        session,
        kind=PartyKind.ORGANISATION,
        name=name,
        country="BD",
        by=REGISTRY,
        at=AT,
    )
    return party.public_id


class _GivenUpError(Exception):
    """A writer thinks better of it."""


def test_eight_writers_with_rollbacks_leave_one_dense_log(own: Engine) -> None:
    sessions = db.make_sessions(own)
    acknowledged: list[str] = []

    def write(writer: int) -> None:
        for time in range(TIMES):
            with suppress(_GivenUpError):
                with db.writing(sessions) as session:
                    public_id = admit(session, f"Agency {writer}.{time}")
                    if (writer + time) % 3 == 0:
                        raise _GivenUpError
                acknowledged.append(public_id)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert len(acknowledged) == WRITERS * TIMES * 2 / 3
    with sessions() as session:
        indices = list(session.scalars(select(LogLeaf.idx).order_by(LogLeaf.idx)))
        assert indices == list(range(len(acknowledged) + 1))
        for public_id in acknowledged:
            assert len(store.entries_of(session, public_id)) == 1
        assert audit(session) == []


def test_the_log_waits_for_its_turn_even_outside_the_gateway(own: Engine) -> None:
    """Whoever appends takes the lock: a session that was opened otherwise cannot make a gap."""
    sessions = db.make_sessions(own)

    def write(number: int) -> None:
        with _opened(sessions) as session:
            append_own(session, "key:added", "log-key", {"key": str(number)}, at=AT)
            session.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with sessions() as session:
        assert store.size_of(session) == WRITERS + 1
        assert audit(session) == []


def _opened(sessions: sessionmaker[Session]) -> Session:
    session = sessions()
    if session.get_bind().dialect.name == "sqlite":
        # There a writer that begins as a reader is refused, which the gateway avoids.
        session.connection(execution_options={"writes": True})
    return session
