"""Sheets lie ready because something was filed; asking for one shows nothing (D24)."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models import Chain, Sheet
from models.vocabulary import UserRole
from registry.commands.ready import Desk, print_due
from registry.config import Settings
from registry.log import store
from registry.operations.acting import When
from registry.operations.findings import observe
from registry.ready_sheets import Due, due, pairs, ready_sheet
from registry.reference_data import catalogue
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.loading import AT, load
from tests.people import add_user, sign_in
from tests.signing_log import SignedLog

LATER = AT + timedelta(hours=1)
LAUNCH = [("en",), ("ar", "en"), ("bn", "en"), ("ne", "en"), ("hi", "en")]


def file_chain(session: Session, *acts: dict[str, Any], at: datetime = AT) -> Chain:
    chain = load(session, chain_form(*acts), at=at).chain
    session.commit()
    return chain


def wanted(session: Session, *, until: datetime = LATER) -> list[Due]:
    asked = pairs(catalogue(session))
    return [order for pair in asked for order in due(session, pair, until=until)]


def test_every_launch_language_stands_beside_english(session: Session) -> None:
    file_chain(session)
    assert list(pairs(catalogue(session))) == LAUNCH


def test_d24_a_filing_makes_a_sheet_of_its_filer_due_in_every_launch_language(
    session: Session,
) -> None:
    chain = file_chain(session, disclosure_form(place="A"), disclosure_form(place="H"))
    assert sorted(wanted(session), key=str) == sorted(
        (Due(chain.id, link, pair) for link in "AH" for pair in LAUNCH), key=str
    )


def test_a_filing_of_this_minute_waits_for_the_next(session: Session) -> None:
    file_chain(session, disclosure_form(place="A"))
    assert wanted(session, until=AT - timedelta(seconds=1)) == []


def test_a_chain_known_from_a_register_alone_has_nobody_to_hand_out_a_sheet(
    session: Session,
) -> None:
    taken = disclosure_form(place="A", source="official_register", said_on="2026-03-01")
    file_chain(session, taken)
    assert wanted(session) == []


class Printing:
    """The process that prints, on the sessions of the test."""

    def __init__(self, desk: Desk, log: SignedLog) -> None:
        self.desk, self.log, self.given_up = desk, log, set[Due]()

    def run(self) -> int:
        return print_due(self.desk, 0, threading.Event(), self.given_up)


@pytest.fixture
def printing(sessions: sessionmaker[Session], settings: Settings, log: SignedLog) -> Printing:
    return Printing(Desk(sessions, settings), log)


@pytest.mark.sqlite
def test_what_is_due_is_printed_once_and_handed_to_whoever_asks(
    session: Session, printing: Printing
) -> None:
    chain = file_chain(session, disclosure_form(place="A"))
    assert printing.run() == 0  # no checkpoint covers the filing yet
    assert printing.given_up == set()
    printing.log.sign()
    assert printing.run() == len(LAUNCH)
    assert printing.run() == 0

    def ready(*languages: str) -> Sheet | None:
        today = datetime.now(UTC).date()
        return ready_sheet(session, chain, link="A", languages=languages, on=today)

    held = {languages: ready(*languages) for languages in LAUNCH}
    assert all(sheet is not None and not sheet.acts for sheet in held.values())
    assert len({sheet.code for sheet in held.values() if sheet}) == len(LAUNCH)
    assert ready("ar") is None

    observe(session, chain, when=When.now(datetime.now(UTC)))
    session.commit()
    assert ready("bn", "en") == held["bn", "en"]  # looking at it again changes nothing


@pytest.mark.sqlite
def test_a_sheet_that_says_less_than_a_new_one_is_not_handed_out(
    session: Session, printing: Printing
) -> None:
    first = disclosure_form(place="A", key="d-1")
    chain = file_chain(session, first)
    printing.log.sign()
    printing.run()
    now = datetime.now(UTC)
    more = disclosure_form(place="H", key="d-2", statements=[statement_form(value=wage("180"))])
    file_chain(session, first, more, at=now)

    def ready(on: date) -> Sheet | None:
        return ready_sheet(session, chain, link="A", languages=("bn", "en"), on=on)

    assert ready(now.date()) is None
    printing.log.sign()
    assert printing.run() == 2 * len(LAUNCH)  # the agency's anew, and the employer's
    assert ready(now.date()) is not None
    assert ready(now.date() - timedelta(days=1)) is None


@pytest.mark.sqlite
def test_a_link_that_left_the_chain_does_not_keep_the_others_waiting(
    session: Session, printing: Printing, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {"act": "retract_place", "place": "B", "by": "A", "filed_on": "2026-03-21"}
    chain = file_chain(session, disclosure_form(place="B"), disclosure_form(place="A"), left)
    printing.log.sign()
    assert printing.run() == len(LAUNCH)
    assert printing.given_up == {Due(chain.id, "B", pair) for pair in LAUNCH}
    assert printing.run() == 0
    assert capsys.readouterr().err.count("B was not a link of this chain") == len(LAUNCH)


@pytest.mark.sqlite
def test_d24_whoever_asks_is_handed_the_sheet_that_lies_ready_and_leaves_no_trace(
    session: Session, printing: Printing, client: FlaskClient
) -> None:
    publish = {"act": "publish", "by": "A", "filed_on": DAY}
    chain = file_chain(session, disclosure_form(place="A"), publish)
    printing.log.sign()
    printing.run()
    add_user(session, "amina", UserRole.FILER, parties=["Agency A"])
    session.commit()
    sign_in(client, "amina")
    before = store.size_of(session), session.scalar(select(func.count()).select_from(Sheet))
    asked = {"link": "A", "first": "bn", "second": "en"}
    answer = client.post(f"/chains/{chain.public_id}/sheets", data=asked)
    held = ready_sheet(
        session, chain, link="A", languages=("bn", "en"), on=datetime.now(UTC).date()
    )
    assert held is not None
    assert answer.status_code == 303
    assert answer.location == f"/s/{held.code}"
    assert before == (
        store.size_of(session),
        session.scalar(select(func.count()).select_from(Sheet)),
    )
