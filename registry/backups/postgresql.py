"""PostgreSQL: every table as COPY writes it, from one snapshot, and back in one transaction.

It needs no program of the server: what reads and writes is the driver that the registry uses.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from models import Base
from registry import db
from registry.backups.copying import PRIVATE_FILE, make_folder, settle
from registry.backups.errors import BackupError

FOLDER = "tables"
_CHUNK = 1 << 20


@contextmanager
def copied(engine: Engine, folder: Path) -> Iterator[Session]:
    """Copy every table into a folder; the session reads the same snapshot."""
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with snapshot.connect() as connection:
        make_folder(folder / FOLDER)
        for name, columns in columns_of().items():
            _write(connection, name, columns, folder / FOLDER / name)
        with Session(connection, expire_on_commit=False) as session:
            yield session
        connection.rollback()


@contextmanager
def staged(
    engine: Engine, folder: Path, revision: str, columns: Mapping[str, Sequence[str]]
) -> Iterator[Session]:
    """The tables of the backup in a transaction that is committed when the block has ended."""
    with engine.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": db.WRITERS})
        db.upgrade_on(connection, revision)
        for name, held in columns.items():
            _read(connection, name, held, folder / FOLDER / name)
        db.upgrade_on(connection)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session


def refuse_occupied(engine: Engine) -> None:
    """Refuse where a database is: nobody loses one by restoring another over it."""
    with engine.connect() as connection:
        if found := inspect(connection).get_table_names():
            raise BackupError(
                f"There is a database already ({len(found)} tables): restore into an empty one,"
                " made with createdb."
            )


def columns_of() -> dict[str, list[str]]:
    """Table → columns, tables that others point at first."""
    return {t.name: [column.name for column in t.columns] for t in Base.metadata.sorted_tables}


def sequences_of(session: Session) -> dict[str, int]:
    """Table → the last number it gave, so that none is given twice after a restore."""
    found = {}
    for name, columns in columns_of().items():
        held = _sequence(session.connection(), name) if "id" in columns else None
        if held is not None:
            last = sql.SQL("SELECT last_value FROM {}").format(sql.SQL(held)).as_string(None)
            found[name] = int(session.connection().exec_driver_sql(last).scalar_one())
    return found


def set_sequences(session: Session, sequences: Mapping[str, int]) -> None:
    """Go on counting where the backup stood."""
    for name, last in sequences.items():
        held = _sequence(session.connection(), name)
        query = text("SELECT setval(CAST(:sequence AS regclass), :last)")
        session.execute(query, {"sequence": held, "last": last})


def _sequence(connection: Connection, table: str) -> str | None:
    query = text("SELECT pg_get_serial_sequence(:table, 'id')")
    found: str | None = connection.execute(query, {"table": table}).scalar()
    return found


def _write(connection: Connection, table: str, columns: Sequence[str], path: Path) -> None:
    key = [column.name for column in Base.metadata.tables[table].primary_key.columns]
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _names(columns), sql.Identifier(table), _names(key)
    )
    with path.open("wb") as out, _cursor(connection) as cursor, cursor.copy(query) as copy:
        path.chmod(PRIVATE_FILE)
        for chunk in copy:
            out.write(chunk)
    settle(path)


def _read(connection: Connection, table: str, columns: Sequence[str], path: Path) -> None:
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(columns))
    with path.open("rb") as held, _cursor(connection) as cursor, cursor.copy(query) as copy:
        while chunk := held.read(_CHUNK):
            copy.write(chunk)


def _cursor(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    if driver is None:
        raise BackupError("The connection to PostgreSQL is gone.")
    return driver.cursor()


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
