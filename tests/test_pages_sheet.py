"""A sheet by its code: anybody, without account, cookie or script (R1, D18, D28)."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models import Sheet
from models.vocabulary import SheetKind
from registry.access import Reader
from registry.finding_form import jsonable
from registry.history import document_sources, finding_lives
from registry.identifiers import new_sheet_code
from registry.masking import shown_to
from registry.operations.acting import REGISTRY, When
from registry.operations.sheets import Printed, issue_sheet, withdraw_sheet
from registry.reference_data import catalogue
from registry.snapshot import snapshot
from registry.visible_findings import shown_findings
from reports.comparison import compare
from reports.rendering import Rendering
from reports.sheet import last_day, sheet_view
from reports.sheet_side import SheetOrder
from tests.factories import DAY, chain_form, disclosure_form, statement_form
from tests.html import read_page, text_of
from tests.loading import load

NOW = datetime.now(UTC)
PDF = b"%PDF-1.7 the paper"


def issue(session: Session, *, household: bool = False, at: datetime = NOW) -> Sheet:
    """A sheet whose paper is a short file, with the values that its code answers with."""
    name = {"term": "employer_name", "value": {"text": "Villa 12, the Haddad family"}}
    act = disclosure_form(
        place="H", key="d-H", statements=[statement_form(), statement_form(**name)]
    )
    publish = {"act": "publish", "by": "H", "filed_on": DAY}
    acts = [act] if household else [act, publish]
    chain = load(session, chain_form(*acts, household=household)).chain
    full, release = snapshot(session, chain.id, on=at.date())
    held = catalogue(session, release)
    comparison = compare(full, held.reference_set)
    holder = Reader(sheet_of=chain.public_id)
    shown = shown_findings(
        holder, full, comparison.findings, finding_lives(session, chain, on=at.date())
    )
    code = new_sheet_code()
    order = SheetOrder(
        "A",
        ("bn", "en", "ar", "ne", "hi"),
        Rendering.PUBLIC,
        code,
        "",
        at.date(),
        last_day(at.date()),
    )
    view = sheet_view(shown_to(holder, full), comparison, shown, document_sources(held), order)
    printed = Printed(code, SheetKind.WORKER, ("bn", "en"), at.date(), PDF, jsonable(view))
    sheet = issue_sheet(session, chain, None, printed, by=REGISTRY, when=When.now(at))
    session.commit()
    return sheet


@pytest.fixture
def kept(app: Flask) -> Iterator[Path]:
    """The folder in which issued papers are kept, with one in it."""
    path = app.extensions["settings"].sheets / f"{sha256(PDF).hexdigest()}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PDF)
    yield path
    path.unlink()


def test_a_sheet_answers_by_its_code(client: FlaskClient, session: Session) -> None:
    sheet = issue(session)
    page = read_page(client.get(f"/s/{sheet.code}"))
    said = text_of(page)
    for part in (sheet.code, "Current", "no newer one has taken its place", "200 USD"):
        assert part in said
    assert page.get("lang") == "bn"


@pytest.mark.parametrize("language", ["ar", "bn", "en", "ne", "hi"])
def test_a_sheet_is_read_in_every_launch_language_by_link_and_by_browser(
    client: FlaskClient, session: Session, language: str
) -> None:
    sheet = issue(session)
    link = client.get(f"/s/{sheet.code}?lang={language}", headers={"Accept-Encoding": "gzip"})
    assert len(link.data) < 12_000  # the style has what is left of fifteen kilobytes
    linked = client.get(f"/s/{sheet.code}?lang={language}")
    browser = client.get(f"/s/{sheet.code}", headers={"Accept-Language": f"{language};q=0.9"})
    for answer in (linked, browser) if language != "en" else (linked,):
        page = read_page(answer)
        sections = [part.get("lang") for part in page.iter("section")]
        assert sections[0] == page.get("lang") == language
        assert {"bn", "en"} <= set(sections) <= {"bn", "en", language}
    addresses = [link.get("href") for link in read_page(linked).iter("a")]
    assert f"/s/{sheet.code}?lang={'bn' if language != 'bn' else 'ar'}" in addresses


@pytest.mark.parametrize(
    "typed", [lambda code: code.lower(), lambda code: code.replace("-", " "), lambda code: code]
)
def test_a_code_is_found_however_it_is_typed(
    client: FlaskClient, session: Session, typed: object
) -> None:
    sheet = issue(session)
    assert callable(typed)
    answer = client.get("/s", query_string={"code": typed(sheet.code)})
    assert answer.headers["Location"] == f"/s/{sheet.code}"


def test_a_mistyped_code_is_told_so(client: FlaskClient, session: Session) -> None:
    sheet = issue(session)
    wrong = sheet.code[:-1] + ("A" if sheet.code[-1] != "A" else "B")
    answer = client.get("/s", query_string={"code": wrong})
    assert answer.status_code == 404
    assert "a letter or digit in it is wrong" in text_of(read_page(answer))


def test_r1_the_page_needs_no_account_no_cookie_and_no_script(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    answer = client.get(f"/s/{sheet.code}")
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.get_data(as_text=True)


def test_r1_who_is_signed_in_is_not_even_looked_up(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = issue(session)
    client.set_cookie("registry", "a-token")

    def looked(*_: object, **__: object) -> None:
        raise AssertionError("the session was looked up")

    monkeypatch.setattr("registry.pages.gate.find_login", looked)
    assert client.get(f"/s/{sheet.code}").status_code == 200


def test_r1_nothing_is_logged_about_a_look_up(
    client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = issue(session)
    with caplog.at_level(logging.DEBUG):
        client.get(f"/s/{sheet.code}", environ_base={"REMOTE_ADDR": "203.0.113.9"})
        client.get("/s/0000-0000-0000-0000", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert "203.0.113.9" not in caplog.text
    assert sheet.code not in caplog.text


def test_the_page_and_its_style_fit_in_fifteen_kilobytes(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    asked = {"Accept-Encoding": "gzip"}
    page = client.get(f"/s/{sheet.code}", headers=asked)
    plain = client.get(f"/s/{sheet.code}").get_data(as_text=True)
    address = plain.partition('rel="stylesheet" href="')[2].partition('"')[0]
    style = client.get(address, headers=asked)
    assert len(page.data) + len(style.data) < 15_000


def test_d18_a_household_s_name_and_paper_are_not_shown_by_code(
    client: FlaskClient, session: Session, kept: Path
) -> None:
    sheet = issue(session, household=True)
    answer = client.get(f"/s/{sheet.code}")
    assert answer.status_code == 200
    assert "Haddad" not in answer.get_data(as_text=True)
    assert "sheet.pdf" not in answer.get_data(as_text=True)
    assert client.get(f"/s/{sheet.code}/sheet.pdf").status_code == 404


def test_the_paper_is_served_as_it_was_issued_under_a_neutral_name(
    client: FlaskClient, session: Session, kept: Path
) -> None:
    sheet = issue(session)
    answer = client.get(f"/s/{sheet.code}/sheet.pdf")
    assert answer.data == PDF
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert "sheet.pdf" in answer.headers["Content-Disposition"]
    mark = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/s/{sheet.code}/sheet.pdf", headers=mark).status_code == 304


def test_a_withdrawn_sheet_keeps_answering_and_gives_the_reason(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    reason = "The employer's place was wrong."
    withdraw_sheet(session, sheet, reason=reason, by=REGISTRY, when=When.now(NOW))
    session.commit()
    said = text_of(read_page(client.get(f"/s/{sheet.code}")))
    assert "Withdrawn" in said
    assert reason in said


def test_a_newer_sheet_says_of_the_older_that_it_was_replaced(
    client: FlaskClient, session: Session
) -> None:
    first = issue(session)
    issue(session)
    assert "A newer one has taken its place" in text_of(read_page(client.get(f"/s/{first.code}")))


def test_a_sheet_that_ran_out_says_so(client: FlaskClient, session: Session) -> None:
    sheet = issue(session, at=NOW - timedelta(days=100))
    assert "has passed" in text_of(read_page(client.get(f"/s/{sheet.code}")))


def test_a_sheet_whose_values_were_erased_still_answers(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    session.delete(sheet.body)
    session.commit()
    session.expire_all()
    said = text_of(read_page(client.get(f"/s/{sheet.code}")))
    assert "has been erased" in said
    assert "Current" in said
