"""Engines, sessions and migrations, and the guard that keeps the record append-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker

from models import Base
from registry.exceptions import RewriteError

# Everything that writes waits for this one number; what it is means nothing.
WRITERS = 7_130_926_218
MIGRATIONS = Path(__file__).parent / "migrations"


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL with what the record needs of each."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 30})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling would start them late and break savepoints.
    connection.isolation_level = None
    cursor = connection.cursor()
    # NORMAL loses acknowledged filings on a power cut; FULL does not.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer that starts as a reader can be refused half-way: writers say so at the start.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """The session factory; every session refuses to rewrite the record."""
    sessions = sessionmaker(engine, expire_on_commit=False)
    guard_record(sessions)
    return sessions


@contextmanager
def writing(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction that writes: committed at the end, or rolled back whole."""
    with sessions() as session, session.begin():
        connection = session.connection(execution_options={"writes": True})
        if connection.dialect.name == "postgresql":
            # One writer at a time, from its first statement on: what it reads of the record and
            # of the log is what it adds to. On SQLite the transaction itself says so.
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})
        yield session


def guard_record(sessions: sessionmaker[Session]) -> None:
    """Refuse every UPDATE or DELETE of the record that comes through the ORM.

    The database's own triggers refuse the rest; this one gives the clear sentence.
    """
    event.listen(sessions, "before_flush", _refuse_dirty_rows)
    event.listen(sessions, "do_orm_execute", _refuse_bulk_rewrite)


def _refuse_dirty_rows(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    for row in session.dirty:
        # A new observation or act beside a row is a row of its own, not a change of that one.
        if _kept(row) and session.is_modified(row, include_collections=False):
            raise RewriteError(_sentence(type(row).__name__))
    for row in session.deleted:
        if _kept(row) == "rows":
            raise RewriteError(_sentence(type(row).__name__))


def _refuse_bulk_rewrite(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    kept = append_only_tables().get(mapper.persist_selectable.description) if mapper else None
    if kept == "rows" or (kept == "values" and state.is_update):
        raise RewriteError(_sentence(mapper.class_.__name__ if mapper else "this"))


def _kept(row: object) -> str | None:
    table = getattr(type(row), "__table__", None)
    return table.info.get("append_only") if table is not None else None


def _sentence(name: str) -> str:
    return (
        f"{name} is part of the record and is never changed or deleted:"
        " file a correction, an update or a withdrawal instead."
    )


def damage(session: Session) -> list[str]:
    """What the engine itself finds broken in its file; SQLite alone can say.

    An index holds values of its own, and whoever reads them there does not see that a byte of the
    table is another one.
    """
    if session.get_bind().dialect.name != "sqlite":
        return []
    try:
        found = list(session.connection().exec_driver_sql("PRAGMA integrity_check").scalars())
    except DatabaseError as error:
        found = [str(error.orig)]
    return [] if found == ["ok"] else [f"The database file is damaged: {one}" for one in found[:20]]


def append_only_tables() -> dict[str, str]:
    """Table name → "rows" (never changed, never deleted) or "values" (never changed)."""
    tables = Base.metadata.sorted_tables
    return {t.name: t.info["append_only"] for t in tables if "append_only" in t.info}


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision; doing it twice changes nothing."""
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    _run(engine, command.downgrade, revision)


def upgrade_on(connection: Connection, revision: str = "head") -> None:
    """Bring the database to a revision inside a transaction that the caller ends."""
    command.upgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str:
    """The revision at which the tables are; empty where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def revisions() -> list[str]:
    """The revisions that this program knows, the one that it needs first."""
    return [step.revision for step in ScriptDirectory.from_config(_config(None)).walk_revisions()]


def _run(engine: Engine, act: Any, revision: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        act(_config(connection), revision)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
