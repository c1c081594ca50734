"""Eight writers who file, change their minds, and are killed; a program of its own.

    python -m tests.fault_writers URL REPORT ROUNDS SEED [--crash] [--seconds N]

Each round forks eight processes. Each files act after act and takes one in three back; what the
database acknowledged is written to REPORT as ``+key``, what was taken back as ``-key``. After a
moment all of them are killed with SIGKILL. ``--crash`` also kills a server process of PostgreSQL in
the last round; ``--seconds`` runs one round of that length in which nobody is killed.
"""

import argparse
import os
import random
import signal
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models import Chain, Place
from models.vocabulary import DisclosureAct
from registry import db
from registry.operations.acting import REGISTRY, When
from registry.operations.disclosures import Filing, file_disclosure
from registry.reference_data import catalogue
from reports.reference_facts import Term
from tests.log_story import words

WRITERS = 8
SECONDS_TO_RECOVER = 30
Terms = Mapping[str, Term]


class SecondThoughtsError(Exception):
    """The writer takes back what it has just filed."""


def file_one(session: Session, terms: Terms, key: str) -> None:
    """One filing of agency B that is called ``key``, in words that nobody else uses."""
    query = select(Chain, Place).join(Place, Place.chain_id == Chain.id).where(Place.key == "B")
    chain, place = session.execute(query.where(~Chain.household).limit(1)).one()
    filing = Filing(DisclosureAct.FILE, [words(f"in words of {key}")], key=key)
    when = When.now(datetime.now(UTC))
    file_disclosure(session, chain, place, filing, terms=terms, by=REGISTRY, when=when)


def write_on(url: str, terms: Terms, report: int, name: str, *, until: float) -> None:
    """File until the time is over; say of each act, once it is certain, what became of it."""
    chance = random.Random(name)
    sessions = db.make_sessions(db.make_engine(url))
    for number in count():
        if time.monotonic() > until:
            return
        key = f"{name}-{number}"
        try:
            with db.writing(sessions) as session:
                file_one(session, terms, key)
                if chance.random() < 1 / 3:
                    raise SecondThoughtsError
        except SecondThoughtsError:
            os.write(report, f"-{key}\n".encode())
        else:
            os.write(report, f"+{key}\n".encode())


def run_round(url: str, terms: Terms, report: int, name: str, seconds: float) -> list[int]:
    """Start eight writers; returns their process numbers."""
    children = []
    for writer in range(WRITERS):
        child = os.fork()
        if child == 0:
            try:
                until = time.monotonic() + seconds
                write_on(url, terms, report, f"{name}-{writer}", until=until)
            except OperationalError:
                os._exit(1)  # the server went away, which is what the round is about
            finally:
                os._exit(0)
        children.append(child)
    return children


def crash_server(url: str) -> None:
    """Kill one server process as the system would; all the others restart after it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    query = text(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() ORDER BY pid LIMIT 1"
    )
    with engine.connect() as connection:
        pid = connection.execute(query).scalar_one()
    engine.dispose()
    os.kill(pid, signal.SIGKILL)


def outcomes(report: Path) -> int:
    """How many acts are certain, filed or taken back."""
    return report.read_bytes().count(b"\n")


def wait_for_outcomes(report: Path, number: int) -> None:
    """Until so many acts are certain: whoever is killed before he began shows nothing."""
    deadline = time.monotonic() + SECONDS_TO_RECOVER
    while outcomes(report) < number:
        if time.monotonic() > deadline:
            raise TimeoutError("The writers got nothing done.")
        time.sleep(0.005)


def wait_for_server(url: str) -> None:
    """Until the server answers and has let go of the dead writers."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    deadline = time.monotonic() + SECONDS_TO_RECOVER
    while time.monotonic() < deadline:
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                if connection.execute(query).scalar_one() == 1:
                    return
        except OperationalError:
            pass  # it is still starting
        finally:
            engine.dispose()
        time.sleep(0.05)
    raise TimeoutError("The server did not come back.")


def main() -> None:
    """Run the rounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("report", type=Path)
    parser.add_argument("rounds", type=int)
    parser.add_argument("seed")
    parser.add_argument("--crash", action="store_true")
    parser.add_argument("--seconds", type=float)
    given = parser.parse_args()
    engine = db.make_engine(given.url)
    with Session(engine) as session:
        terms = catalogue(session).reference_set.terms
    engine.dispose()
    report = os.open(given.report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    chance = random.Random(given.seed)
    for number in range(given.rounds):
        name = f"{given.seed}-{number}"
        before = outcomes(given.report)
        children = run_round(given.url, terms, report, name, given.seconds or 3600)
        if given.seconds is None:
            wait_for_outcomes(given.report, before + WRITERS)
            time.sleep(chance.uniform(0.02, 0.4))
            if given.crash and number == given.rounds - 1:
                crash_server(given.url)
            for child in children:
                os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
        if given.url.startswith("postgresql"):
            wait_for_server(given.url)


if __name__ == "__main__":
    main()
