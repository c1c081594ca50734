"""A receipt is a file that proves itself, for whoever filed and for nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import Disclosure, Place
from models.vocabulary import UserRole
from registry.press.client import ensure_press
from registry.recognising import Verdict, recognise
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.html import read_page, text_of
from tests.loading import load
from tests.offline import verifier
from tests.people import add_user, sign_in
from tests.signing_log import SignedLog
from tests.test_pages_log import send


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as press:
        yield press


@pytest.fixture
def log(app: Flask, sessions: sessionmaker[Session], press: Path, tmp_path: Path) -> SignedLog:
    settings = replace(app.extensions["settings"], press_socket=press)
    app.extensions["settings"] = settings
    return SignedLog(sessions, settings, tmp_path)


@pytest.fixture
def address(session: Session) -> str:
    """Amina files for agency A, in her own words and with a price that is not public."""
    price = {"payer": "origin_agency", "money": wage("1500", period="once")}
    said = [
        statement_form(as_stated="about two hundred", language="en"),
        statement_form(term="fee_recruitment", value=price),
    ]
    other = disclosure_form(place="H", key="d-H", statements=[statement_form(value=wage("180"))])
    form = chain_form(disclosure_form(place="A", key="d-A", statements=said), other)
    chain = load(session, form).chain
    add_user(session, "amina", UserRole.FILER, parties=["Agency A"])
    place = select(Place.public_id).where(Place.chain_id == chain.id, Place.key == "A")
    filed = select(Disclosure.public_id).where(Disclosure.key == "d-A")
    session.commit()
    return f"/filing/{session.scalars(place).one()}/receipts/{session.scalars(filed).one()}"


def test_a_receipt_proves_itself_and_holds_all_that_was_filed(
    client: FlaskClient, log: SignedLog, address: str
) -> None:
    vkey = log.sign()
    sign_in(client, "amina")
    assert "receipt.pdf" in client.get(address).get_data(as_text=True)
    answer = client.get(f"{address}/receipt.pdf")
    assert answer.mimetype == "application/pdf"
    lines = "\n".join(verifier().check([answer.data], vkey))
    assert "receipt D-" in lines
    assert "about two hundred" in lines
    assert '"1500"' in lines
    assert '"180"' not in lines
    with pytest.raises(verifier().RefusedError):
        verifier().check([answer.data + b"\n"], vkey)


def test_a_receipt_waits_for_the_checkpoint(
    client: FlaskClient, log: SignedLog, address: str
) -> None:
    sign_in(client, "amina")
    answer = client.get(f"{address}/receipt.pdf")
    assert answer.status_code == 503
    assert "not under a signed checkpoint" in text_of(read_page(answer))


def test_a_receipt_is_known_as_ours_though_no_copy_is_kept(
    client: FlaskClient, session: Session, log: SignedLog, address: str
) -> None:
    log.sign()
    sign_in(client, "amina")
    receipt = client.get(f"{address}/receipt.pdf").data
    assert "Issued by us, byte for byte" in text_of(read_page(send(client, receipt)))
    assert recognise(session, receipt + b"\n").verdict is not Verdict.ISSUED
    assert recognise(session, receipt.replace(b"/P 1", b"/P 2")).verdict is not Verdict.ISSUED


def test_another_link_s_receipt_does_not_exist_for_a_filer(
    client: FlaskClient, session: Session, log: SignedLog, address: str
) -> None:
    log.sign()
    sign_in(client, "amina")
    own = select(Disclosure.public_id).where(Disclosure.key == "d-A")
    other = select(Disclosure.public_id).where(Disclosure.key == "d-H")
    wrong = address.replace(session.scalars(own).one(), session.scalars(other).one())
    assert client.get(f"{wrong}/receipt.pdf").status_code == 404
