"""``flask ready-sheets``: print what filings ask for, so that printing tells nobody who reads."""

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models import Chain
from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.db import writing
from registry.evidence import NotYetError
from registry.exceptions import RegistryError
from registry.operations.acting import REGISTRY
from registry.press.errors import PressBusyError, PressUnavailableError
from registry.ready_sheets import Due, due, pairs
from registry.reference_data import catalogue
from registry.sheets import print_worker_sheet, record_sheet

# A checkpoint that is not there yet, a press that is busy or starts anew.
LATER = (NotYetError, PressBusyError, PressUnavailableError)


class Desk(NamedTuple):
    """Where sheets are printed and put on record."""

    sessions: sessionmaker[Session]
    settings: Settings


@click.command("ready-sheets", cls=RegistryCommand)
@click.option("--every", type=click.FloatRange(min=0.1), help="Go on, once in so many seconds.")
@click.option(
    "--after", type=click.FloatRange(min=0), default=30.0, show_default=True,
    help="Seconds without another filing in the chain.",
)  # fmt: skip
@with_appcontext
def ready_sheets(every: float | None, after: float) -> None:
    """Print the sheets of every chain in which something was filed, in all launch languages."""
    stopped, given_up = threading.Event(), set[Due]()
    if every is None:
        click.echo(f"{print_due(_here(), after, stopped, given_up)} sheets printed.")
        if given_up:
            raise SystemExit(1)
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(every):
        try:
            print_due(_here(), after, stopped, given_up)
        except OperationalError as busy:
            click.echo(f"Sheets wait: {busy.orig}.", err=True)


def _here() -> Desk:
    return Desk(current_app.extensions["sessions"], current_app.extensions["settings"])


def print_due(desk: Desk, after: float, stopped: threading.Event, given_up: set[Due]) -> int:
    """Print one sheet after the other until none is due; returns how many.

    What cannot be printed at all is named once and added to ``given_up``: a chain must not keep
    the others waiting.
    """
    done = 0
    with desk.sessions() as session:
        until = datetime.now(UTC) - timedelta(seconds=after)
        wanted = pairs(catalogue(session))
        orders = [order for pair in wanted for order in due(session, pair, until=until)]
    for order in orders:
        if stopped.is_set() or order in given_up:
            continue
        try:
            _print(desk, order)
            done += 1
        except RegistryError as refusal:
            if not isinstance(refusal, LATER):
                given_up.add(order)
            click.echo(f"{order.link}, {','.join(order.languages)}: {refusal}", err=True)
    return done


def _print(desk: Desk, order: Due) -> None:
    at = datetime.now(UTC)
    with desk.sessions() as session:
        chain = session.get_one(Chain, order.chain_id)
        printed = print_worker_sheet(
            session,
            chain,
            link=order.link,
            languages=order.languages,
            on=at.date(),
            settings=desk.settings,
            at=at,
        )
    with writing(desk.sessions) as session:
        chain = session.get_one(Chain, order.chain_id)
        record_sheet(session, chain, printed, link=order.link, at=at, by=REGISTRY)
