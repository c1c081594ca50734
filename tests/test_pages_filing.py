"""Filing from the pages: nothing typed is lost, honest answers are taken, the receipt proves it."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Disclosure, Draft, Place
from models.vocabulary import UserRole
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.html import read_page, text_of, texts
from tests.loading import load
from tests.people import add_user, sign_in

DECLARED = {"act": "file", "declared": "y"}


@pytest.fixture
def place(session: Session, client: FlaskClient) -> str:
    """Amina is signed in for agency A, which holds this place and has filed nothing."""
    served = disclosure_form(place="H", key="d-H", statements=[statement_form(value=wage("150"))])
    serve = {"act": "serve", "disclosure": "d-H", "to": "A", "by": "H", "on": DAY, "filed_on": DAY}
    chain = load(session, chain_form(served, serve)).chain
    add_user(session, "amina", UserRole.FILER, parties=["Agency A"])
    held = select(Place.public_id).where(Place.chain_id == chain.id, Place.key == "A")
    public_id = session.scalars(held).one()
    session.commit()
    sign_in(client, "amina")
    return public_id


def keep(client: FlaskClient, place: str, group: str, **typed: str) -> Any:
    """Send the form of one group."""
    return client.post(f"/filing/{place}/terms/{group}", data=typed)


def wage_typed(**more: str) -> dict[str, str]:
    """The wage, typed."""
    return {
        "basic_wage-state": "stated",
        "basic_wage-amount": "230",
        "basic_wage-currency": "JOD",
        "basic_wage-period": "month",
        **more,
    }


def file(client: FlaskClient, place: str, **more: str) -> Any:
    """Declare and file."""
    return client.post(f"/filing/{place}/check", data={**DECLARED, **more})


def statements_of(session: Session) -> list[dict[str, Any]]:
    """What the newest disclosure states."""
    newest = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).first()
    assert newest is not None
    found: list[dict[str, Any]] = json.loads(newest.document)["statements"]
    return found


def test_every_page_of_a_filing_is_whole_and_valid(client: FlaskClient, place: str) -> None:
    tasks = read_page(client.get(f"/filing/{place}"))
    groups = [a.get("href") for a in tasks.iter("a") if "/terms/" in a.get("href", "")]
    assert len(groups) == 11
    for path in ("/filing", f"/filing/{place}/check", *groups):
        assert path
        read_page(client.get(path))


def test_a_first_filing_from_the_list_to_the_receipt(
    client: FlaskClient, session: Session, place: str
) -> None:
    answer = keep(client, place, "pay", **wage_typed())
    assert answer.headers["Location"] == f"/filing/{place}/terms/hours"
    assert "230 JOD a month" in text_of(read_page(client.get(f"/filing/{place}/check")))
    filed = file(client, place)
    assert filed.status_code == 303
    receipt = text_of(read_page(client.get(filed.headers["Location"])))
    newest = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).first()
    assert newest is not None
    for part in (newest.public_id, newest.digest, "230 JOD a month"):
        assert part in receipt
    assert session.scalars(select(Draft)).all() == []


def test_not_known_to_us_is_an_answer(client: FlaskClient, session: Session, place: str) -> None:
    state = {"leave_premises-state": "unknown_to_filer"}
    asked = {"leave_premises-asked_place": "H", "leave_premises-asked_on": "2026-03-22"}
    assert keep(client, place, "movement", **state, **asked).status_code == 303
    file(client, place)
    (stated,) = statements_of(session)
    assert stated["state"] == "unknown_to_filer"
    assert stated["asked"] == {"on": "2026-03-22", "place": "H"}


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ({"basic_wage-state": "none"}, {"state": "none"}),
        ({"basic_wage-state": "declined"}, {"state": "declined"}),
        (
            {"basic_wage-state": "not_applicable", "basic_wage-reason": "Paid by the piece"},
            {"state": "not_applicable"},
        ),
        (
            {
                "basic_wage-state": "as_per_law",
                "basic_wage-law": "Labour Law",
                "basic_wage-article": "52",
                "basic_wage-law_as_of": "2026-01-01",
            },
            {"citation": {"instrument": "Labour Law", "article": "52", "as_of": "2026-01-01"}},
        ),
        ({"basic_wage-state": "as_per_law"}, {"state": "as_per_law"}),
        (
            {"basic_wage-state": "passed_on", "basic_wage-passed_from": "d-H"},
            {"state": "passed_on", "value": wage("150")},
        ),
    ],
)
def test_every_kind_of_answer_is_taken(
    client: FlaskClient,
    session: Session,
    place: str,
    typed: dict[str, str],
    stated: dict[str, Any],
) -> None:
    assert keep(client, place, "pay", **typed).status_code == 303
    assert file(client, place).status_code == 303
    (found,) = statements_of(session)
    assert found | stated == found


def test_a_draft_survives_signing_out_and_is_its_writer_s_own(
    app: Flask, client: FlaskClient, session: Session, place: str
) -> None:
    keep(client, place, "pay", **wage_typed())
    client.post("/sign-out")
    sign_in(client, "amina")
    assert "1 of" in text_of(read_page(client.get(f"/filing/{place}")))
    add_user(session, "bilal", UserRole.FILER, parties=["Agency A"])
    session.commit()
    colleague = app.test_client()
    sign_in(colleague, "bilal")
    assert "1 of" not in text_of(read_page(colleague.get(f"/filing/{place}")))


def test_a_draft_can_be_thrown_away(client: FlaskClient, session: Session, place: str) -> None:
    keep(client, place, "pay", **wage_typed())
    assert client.post(f"/filing/{place}/drop").status_code == 303
    assert session.scalars(select(Draft)).all() == []


def test_nothing_is_filed_without_the_declaration(
    client: FlaskClient, session: Session, place: str
) -> None:
    before = len(session.scalars(select(Disclosure)).all())
    keep(client, place, "pay", **wage_typed())
    answer = client.post(f"/filing/{place}/check", data={"act": "file"})
    assert answer.status_code == 422
    assert "Confirm that this is what you state." in text_of(read_page(answer))
    assert len(session.scalars(select(Disclosure)).all()) == before


def test_an_empty_draft_is_not_filed(client: FlaskClient, session: Session, place: str) -> None:
    answer = file(client, place)
    assert answer.status_code == 422
    assert "no answer" in text_of(read_page(answer))


def test_r4_a_correction_needs_its_reason_and_keeps_what_was_filed(
    client: FlaskClient, session: Session, place: str
) -> None:
    keep(client, place, "pay", **wage_typed())
    file(client, place)
    keep(client, place, "pay", **wage_typed(**{"basic_wage-amount": "240"}))
    refused = file(client, place, act="correct")
    assert refused.status_code == 422
    assert "what was wrong" in text_of(read_page(refused))
    receipt = file(client, place, act="correct", reason="A slip of the pen")
    assert receipt.status_code == 303
    newest, before = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).all()[:2]
    assert (newest.act, newest.previous_id) == ("correct", before.id)
    page = read_page(client.get(f"/filing/{place}/terms/pay"))
    assert any("On record: 240 JOD" in one for one in texts(page, "p"))


def test_r3_the_day_of_filing_is_the_server_s(
    client: FlaskClient, session: Session, place: str
) -> None:
    keep(client, place, "pay", **wage_typed())
    file(client, place, said_on="2026-03-01", filed_on="2026-03-01")
    newest = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).first()
    assert newest is not None
    assert newest.filed_on == newest.recorded_at.date()
    assert newest.said_on is not None
    assert newest.said_on.isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    ("said_on", "status"), [("2026-02-30", 422), ("yesterday", 422), ("2999-01-01", 409)]
)
def test_a_day_that_cannot_be_is_refused_and_the_draft_stays(
    client: FlaskClient, session: Session, place: str, said_on: str, status: int
) -> None:
    keep(client, place, "pay", **wage_typed())
    answer = file(client, place, said_on=said_on)
    assert answer.status_code == status
    read_page(answer)
    assert session.scalars(select(Draft)).one()


def test_other_people_s_places_do_not_exist(
    client: FlaskClient, session: Session, place: str
) -> None:
    other = session.scalars(select(Place.public_id).where(Place.key == "B")).one()
    paths = [f"/filing/{other}", f"/filing/{other}/check", f"/filing/{other}/terms/pay"]
    for path in [*paths, f"/filing/{other}/receipts/D-00000000"]:
        assert client.get(path).status_code == 404
    assert keep(client, other, "pay", **wage_typed()).status_code == 404
    assert file(client, other).status_code == 404


def test_a_receipt_of_another_chain_is_not_shown(
    client: FlaskClient, session: Session, place: str
) -> None:
    load(session, chain_form(disclosure_form(place="A", key="d-other"), key="other"))
    session.commit()
    other = session.scalars(select(Disclosure.public_id).where(Disclosure.key == "d-other")).one()
    assert client.get(f"/filing/{place}/receipts/{other}").status_code == 404


def test_what_was_typed_survives_a_session_that_ran_out(
    client: FlaskClient, session: Session, place: str
) -> None:
    client.delete_cookie("registry")
    stopped = keep(client, place, "pay", **wage_typed())
    assert stopped.status_code == 401
    page = read_page(stopped)
    kept = {one.get("name"): one.get("value") for one in page.iter("input")}
    assert kept["resume-basic_wage-amount"] == "230"
    from tests.people import PASSWORD

    data = {name: value for name, value in kept.items() if name and value}
    again = client.post("/sign-in", data={**data, "login": "amina", "password": PASSWORD})
    resumed = read_page(again)
    (form,) = [one for one in resumed.iter("form") if "/terms/pay" in one.get("action", "")]
    sent = {one.get("name"): one.get("value") for one in form.iter("input") if one.get("name")}
    assert client.post(form.get("action", ""), data=sent).status_code == 303
    assert session.scalars(select(Draft)).one().body["answers"]["basic_wage"]["amount"] == "230"
