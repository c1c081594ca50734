"""The log: what it adds to filing and loading, and what root, proof and audit cost as it grows."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session, sessionmaker

from bench.measuring import Ratio, processor_time, side_by_side
from models import Event, Licence, LicenceStatusEntry, LogLeaf, LogNode
from models.vocabulary import DisclosureAct, PartyKind
from registry.db import make_engine, make_sessions, upgrade, writing
from registry.log import store
from registry.log.audit import audit
from registry.log.noting import note_act
from registry.log.tree import leaf_hash
from registry.operations import parties
from registry.operations.acting import REGISTRY, When
from registry.operations.disclosures import Filing, file_disclosure
from registry.operations.findings import observe
from registry.operations.loading import Loaded
from registry.reference_data import catalogue
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.loading import AT, load, load_reference

NOTE = "registry.operations.acting.note_act"
SMALL, MILLION = 10_000, 1_000_000
FEW, MANY = 4_000, 16_000
FILINGS, FORMS = 12, 30


def run() -> Iterator[Ratio]:
    """All ratios of the log."""
    yield filing()
    yield loading()
    yield from growing()
    yield auditing()


@contextmanager
def database() -> Iterator[tuple[Engine, sessionmaker[Session]]]:
    """A database on disk, with the reference data."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder)}/bench.db")
        upgrade(engine)
        sessions = make_sessions(engine)
        with writing(sessions) as session:
            load_reference(session)
        yield engine, sessions
        engine.dispose()


@contextmanager
def silence() -> Iterator[None]:
    """Acts leave no entry."""
    with patch(NOTE, lambda *_, **__: None):
        yield


def filing() -> Ratio:
    """One filing a transaction, compared and committed, as a page does it."""
    form = chain_form(disclosure_form(place="H"))
    with database() as (_, logged), database() as (_, silent):
        with writing(logged) as session:
            loaded = load(session, form)
        with silence(), writing(silent) as session:
            same = load(session, form)

        def without() -> None:
            with silence():
                file_some(silent, same)

        value = side_by_side(lambda: file_some(logged, loaded), without)
    return Ratio("filing with the log against without", value, 1.25)


def file_some(sessions: sessionmaker[Session], loaded: Loaded) -> None:
    """Some filings, each a transaction."""
    for _ in range(FILINGS):
        file_one(sessions, loaded)


def file_one(sessions: sessionmaker[Session], loaded: Loaded) -> None:
    """What a filing page does."""
    when = When.now(AT)
    amount = str(secrets.randbelow(900) + 100)
    statements = [statement_form(value=wage(amount), as_stated=f"{amount} dollars", language="en")]
    with writing(sessions) as session:
        filing = Filing(DisclosureAct.FILE, statements, paper=secrets.token_hex(8))
        terms = catalogue(session).reference_set.terms
        chain = session.merge(loaded.chain, load=False)
        place = session.merge(loaded.places["A"], load=False)
        file_disclosure(session, chain, place, filing, terms=terms, by=REGISTRY, when=when)
        observe(session, chain, when=when)


def loading() -> Ratio:
    """Many chains in one transaction, as an import does it."""
    with database() as (_, logged), database() as (_, silent):

        def without() -> None:
            with silence():
                load_some(silent)

        value = side_by_side(lambda: load_some(logged), without)
    return Ratio("loading chains with the log against without", value, 1.25)


def load_some(sessions: sessionmaker[Session]) -> None:
    """Some chains in one transaction."""
    with writing(sessions) as session:
        for _ in range(FORMS):
            form = chain_form(disclosure_form(), disclosure_form(place="B"))
            form["chain"]["key"] = secrets.token_hex(8)
            load(session, form)


def growing() -> Iterator[Ratio]:
    """Root, inclusion and consistency at a million entries against ten thousand."""
    with database() as (_, small), database() as (_, large):
        for sessions, size in ((small, SMALL), (large, MILLION)):
            with writing(sessions) as session:
                fill(session, size)
        asked: dict[str, Callable[[Session, int], object]] = {
            "root": lambda session, size: store.root_of(session, size - 1),
            "inclusion proof": lambda session, size: store.inclusion_of(
                session, secrets.randbelow(size - 2), size - 1
            ),
            "consistency proof": lambda session, size: store.consistency_of(
                session, secrets.randbelow(size - 2) + 1, size - 1
            ),
        }
        with small() as one, large() as other:
            for name, ask in asked.items():
                value = side_by_side(
                    lambda ask=ask: [ask(other, MILLION) for _ in range(100)],  # type: ignore[misc]
                    lambda ask=ask: [ask(one, SMALL) for _ in range(100)],  # type: ignore[misc]
                )
                yield Ratio(f"{name} at a million entries against ten thousand", value, 2)


def fill(session: Session, size: int) -> None:
    """So many entries that are about nothing, with their nodes."""
    first = store.size_of(session)
    edge = store.edge_of(session, first)
    for start in range(first, size, 20_000):
        entries = [
            {"idx": n, "entry": f'{{"n":{n}}}'} for n in range(start, min(start + 20_000, size))
        ]
        nodes = [
            {"level": level, "idx": index, "hash": found}
            for entry in entries
            for level, index, found in edge.add(leaf_hash(str(entry["entry"]).encode()))
        ]
        session.execute(insert(LogLeaf), entries)
        session.execute(insert(LogNode), nodes)


def auditing() -> Ratio:
    """An entry's share of a whole audit in a log four times as long."""
    seconds: dict[int, float] = {}
    with database() as (_, sessions):
        for number in (FEW, MANY):
            with writing(sessions) as session:
                act(session, number - store.size_of(session))
            with sessions() as session:
                doubts: list[str] = []
                seconds[number] = processor_time(lambda: doubts.extend(audit(session)))  # noqa: B023
                assert doubts == []
    share = (seconds[MANY] / MANY) / (seconds[FEW] / FEW)
    note = f"{seconds[MANY] / MANY * MILLION:.0f} s of work for a million entries"
    return Ratio("an entry's share of an audit, log four times as long", share, 1.3, note=note)


def act(session: Session, number: int) -> None:
    """So many acts with their rows and their lines in the trail."""
    party = parties.register_party(
        session, kind=PartyKind.ORGANISATION, name="A", country="BD", by=REGISTRY, at=AT
    )
    licence = Licence(
        party_id=party.id,
        scheme="x",
        number=secrets.token_hex(8),
        authority="y",
        category="",
        valid_from=None,
        valid_to=None,
        recorded_at=AT,
    )
    session.add(licence)
    session.flush()
    note_act(session, "licence:recorded", "licence", licence.id)
    for n in range(number):
        line = LicenceStatusEntry(
            licence_id=licence.id,
            status="valid",
            on=AT.date() + timedelta(days=n % 3000),
            source="register",
            checked_on=AT.date(),
            recorded_at=AT,
        )
        event = Event(at=AT, kind="licence:valid", chain_id=None, subject=licence.number)
        session.add_all([line, event])
        session.flush()
        note_act(session, "licence:valid", "licence_status", line.id, event=event)
