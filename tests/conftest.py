"""What any test may ask for by name. Tests of pure functions ask for nothing and load nothing.

A test that asks for `engine`, `session`, `app` or `client` runs twice, on SQLite and on PostgreSQL,
unless it is marked `sqlite` or `postgresql`; whatever it commits is undone. A test that asks for
`live_server` meets the registry as a stranger does: both processes, with the demo story. What it
changes there stays for the tests after it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import live, postgres

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, Page
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session, sessionmaker

    from registry.config import Settings
    from tests.signing_log import SignedLog

ENGINES = ("sqlite", "postgresql")

# How long an example takes says more about the machine's other work than about the rule.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """No test may find, let alone change, the database and the key of the checkout."""
    folder = tempfile.TemporaryDirectory(prefix="registry-var-")
    config.add_cleanup(folder.cleanup)
    os.environ["REGISTRY_VAR"] = folder.name
    os.environ.pop("DATABASE_URL", None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        marked = [name for name in ENGINES if metafunc.definition.get_closest_marker(name)]
        metafunc.parametrize("engine", marked or ENGINES, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "browser" in names:
            item.add_marker("browser")
        # What shares a fixture stays in one process; the registry that a stranger meets runs once.
        shared = "live" if "live_server" in names else item.path.name
        item.add_marker(pytest.mark.xdist_group(shared))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with postgres.running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Engine]":
    """One migrated database of each kind for all tests; the server starts when first needed."""
    from registry import db

    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/registry.db"
    engine = db.make_engine(url)
    db.upgrade(engine)
    yield engine
    engine.dispose()


@contextmanager
def undone(engine: "Engine") -> "Iterator[Connection]":
    """A connection in a transaction that is rolled back, whatever commits happen inside it."""
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


@pytest.fixture
def connection(engine: "Engine") -> "Iterator[Connection]":
    with undone(engine) as connection:
        yield connection


@pytest.fixture
def sessions(connection: "Connection") -> "sessionmaker[Session]":
    """Sessions of one test: what one commits the next sees, and nobody else ever does."""
    from sqlalchemy.orm import sessionmaker

    from registry import db

    mode = "create_savepoint"
    sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode=mode)
    db.guard_record(sessions)
    return sessions


@pytest.fixture
def session(sessions: "sessionmaker[Session]") -> "Iterator[Session]":
    with sessions() as session:
        yield session


@pytest.fixture
def app(sessions: "sessionmaker[Session]") -> "Flask":
    """The web application on the sessions of the test, so that both see the same rows."""
    from registry.app import create_app
    from registry.config import read_settings

    app = create_app(read_settings(), sessions=sessions)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    return app.test_client()


@pytest.fixture(scope="module")
def settings() -> "Iterator[Settings]":
    """As ever, with one press for all tests of a file."""
    from registry.config import read_settings
    from registry.press.client import ensure_press

    with ensure_press() as press:
        yield replace(read_settings(), press_socket=press)


@pytest.fixture
def log(sessions: "sessionmaker[Session]", settings: "Settings", tmp_path: Path) -> "SignedLog":
    """The signing process of one test."""
    from tests.signing_log import SignedLog

    return SignedLog(sessions, settings, tmp_path)


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Server]:
    with live.running_server(tmp_path_factory.mktemp("live")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    with live.running_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page of a visitor without history, in which no script fails and nobody else is called."""
    with live.watched_page(browser) as page:
        yield page
