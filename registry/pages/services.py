"""What a view may reach: settings, sessions, the clock, the catalogue and the one who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from flask import Flask, current_app, g
from sqlalchemy.orm import Session, sessionmaker

from registry.config import Settings
from registry.db import writing
from registry.reference_data import Catalogue, catalogue


def install(app: Flask, settings: Settings, sessions: sessionmaker[Session]) -> None:
    """Put the settings and the session factory where views find them."""
    app.extensions["settings"] = settings
    app.extensions["sessions"] = sessions
    app.teardown_appcontext(_close)


def settings() -> Settings:
    """The settings of this process."""
    found: Settings = current_app.extensions["settings"]
    return found


def session() -> Session:
    """The reading session of this request; it commits nothing."""
    if "session" not in g:
        g.session = _sessions()()
    found: Session = g.session
    return found


@contextmanager
def committing() -> Iterator[Session]:
    """A session of its own that writes: committed at the end, or rolled back whole.

    The reading session is closed first: on SQLite its transaction would still show the state
    before the write.
    """
    _close()
    with writing(_sessions()) as writer:
        yield writer


def now() -> datetime:
    """The server's moment."""
    return datetime.now(UTC)


def today() -> date:
    """The server's day."""
    return now().date()


def reference() -> Catalogue:
    """The reference data in force."""
    if "catalogue" not in g:
        g.catalogue = catalogue(session())
    found: Catalogue = g.catalogue
    return found


def _sessions() -> sessionmaker[Session]:
    found: sessionmaker[Session] = current_app.extensions["sessions"]
    return found


def _close(_problem: BaseException | None = None) -> None:
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()
