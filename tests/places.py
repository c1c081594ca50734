"""Whole registries of their own, for tests that break, back up, wipe and restore one.

A place is a var folder and a database, SQLite or PostgreSQL, with the story of ``log_story`` told
in it. It is copied from one that was told once.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import click.testing
import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from models import Base
from registry import db
from registry.config import Settings, read_settings
from registry.log import store
from registry.sheets import keep_file
from tests.factories import chain_form
from tests.loading import load
from tests.log_story import file_more, tell_story

SEAL_KEY = "5e" * 32  # of tests.loading.SEALER
SHEETS = (b"a sheet", b"a newer sheet", b"a household's sheet")
_NUMBERS = count(1)


@dataclass
class Place:
    """One registry: where it keeps what, and its commands."""

    var: Path
    url: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        """What a process of this registry needs to be told."""
        told = {"REGISTRY_VAR": str(self.var), "DATABASE_URL": self.url, "FLASK_APP": "wsgi"}
        return told | self.environment

    @property
    def settings(self) -> Settings:
        """As a process of this registry reads them; makes the keys that are missing."""
        with _environment(self.variables):
            return read_settings()

    @cached_property
    def engine(self) -> Engine:
        """Closed by ``close``."""
        return db.make_engine(self.settings.database_url)

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions that commit."""
        return db.make_sessions(self.engine)

    def close(self, server: str | None = None) -> None:
        """Let go of the database; take it out of the server, if one is named."""
        self.engine.dispose()
        if server is not None:
            _run(server, f"DROP DATABASE {make_url(self.url).database}")

    def flask(self, *words: str | Path, code: int = 0) -> str:
        """Run a command of the registry; what it said, in full."""
        # Here, because it makes an application with the settings it finds.
        import wsgi
        from registry.app import create_app

        with _environment(self.variables):
            app = create_app(read_settings())
            for command in wsgi.app.cli.commands.values():
                app.cli.add_command(command)
            runner = app.test_cli_runner()
            result: click.testing.Result = runner.invoke(args=[str(word) for word in words])
            app.extensions["sessions"].kw["bind"].dispose()
        assert result.exit_code == code, f"{words}: {result.output}\n{result.exception!r}"
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.output


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def tell(folder: Path, server: str | None) -> Place:
    """A place in which the story is told: SQLite, or a new database in a server of PostgreSQL."""
    place = empty(folder, server)
    (place.var / "seal-key").write_text(SEAL_KEY)
    (place.var / "seal-key").chmod(0o600)
    db.upgrade(place.engine)
    place.flask("log", "start")
    with place.sessions() as session:
        tell_story(session)
    for pdf in SHEETS:
        keep_file(place.settings.sheets, pdf)
    place.flask("log", "checkpoint")
    place.close()
    return place


def copy_of(told: Place, folder: Path, server: str | None) -> Place:
    """The same place again, to do with as one likes."""
    if server is None:
        shutil.copytree(told.var, folder / "var")
        return Place(folder / "var", f"sqlite:///{folder}/var/registry.db")
    shutil.copytree(told.var, folder / "var")
    return Place(folder / "var", new_database(server, template=make_url(told.url).database))


def empty(folder: Path, server: str | None) -> Place:
    """A place with nothing in it, not even tables."""
    var = folder / "var"
    var.mkdir(parents=True)
    url = f"sqlite:///{var}/registry.db" if server is None else new_database(server)
    return Place(var, url)


def new_database(server: str, template: str | None = None) -> str:
    """The address of a new database in this server."""
    name = f"place_{os.getpid()}_{next(_NUMBERS)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
    # Its durability is what some tests are about; the server of the tests has it off.
    _run(server, f"ALTER DATABASE {name} SET synchronous_commit = on")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _run(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def newest(folder: Path) -> Path:
    """The newest backup, or folder of keys, under a folder."""
    return max(path for path in folder.iterdir() if path.is_dir())


def hold(place: Place, path: Path) -> Path:
    """The newest checkpoint, as somebody outside holds it."""
    with place.sessions() as session:
        note = store.latest_checkpoint(session)
    assert note is not None
    path.write_text(note, encoding="utf-8")
    return path


def file_in(place: Place, number: int) -> None:
    """So many further filings in the story's chain."""
    with place.sessions() as session:
        file_more(session, load(session, chain_form()), number)


def rows(place: Place) -> dict[str, list[tuple[str, ...]]]:
    """All that a database says, in no engine's own form."""
    found = {}
    with place.sessions() as session:
        for table in Base.metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(map(repr, row)) for row in session.execute(query)]
    return found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Place, str | None]:
    """The place where the story was told, and the server it is in."""
    server = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    return tell(tmp_path_factory.mktemp("told"), server), server


@pytest.fixture
def place(told: tuple[Place, str | None], tmp_path: Path) -> Iterator[Place]:
    """A registry with the story in it."""
    found = copy_of(told[0], tmp_path / "old", told[1])
    yield found
    found.close(told[1])


@pytest.fixture
def elsewhere(told: tuple[Place, str | None], tmp_path: Path) -> Iterator[Place]:
    """An empty machine."""
    found = empty(tmp_path / "new", told[1])
    yield found
    found.close(told[1])


@pytest.fixture
def held(place: Place, tmp_path: Path) -> Path:
    """The newest checkpoint, held outside."""
    return hold(place, tmp_path / "held")
