"""Any two beside each other: links, days of one link, a disclosure and a contract."""

import csv
import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.vocabulary import UserRole
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.html import read_page, text_of, texts
from tests.loading import load
from tests.people import add_user, sign_in
from tests.test_pages_chain import PUBLISH, TOLD, told_less


@pytest.fixture
def chain(session: Session) -> str:
    """A tells 200 USD; the employer states 150."""
    public_id = load(session, told_less()).chain.public_id
    session.commit()
    return public_id


@pytest.fixture
def inspector(app: Flask, session: Session) -> FlaskClient:
    """Somebody for whom nothing waits."""
    add_user(session, "noor", UserRole.INSPECTOR, countries=["JO"])
    session.commit()
    client = app.test_client()
    sign_in(client, "noor")
    return client


def row(client: FlaskClient, address: str, term: str) -> str:
    """The row of a term."""
    page = read_page(client.get(address))
    return next(one for one in texts(page, "tr") if one.startswith(term))


def test_two_links_stand_beside_each_other_with_the_arithmetic(
    inspector: FlaskClient, chain: str
) -> None:
    address = f"/chains/{chain}/compare?left=link:A&right=link:H"
    found = row(inspector, address, "Basic wage")
    for part in ("200 USD", "150 USD", "the second is less good for the worker"):
        assert part in found
    turned = row(inspector, f"/chains/{chain}/compare?left=link:H&right=link:A", "Basic wage")
    assert "the second is better for the worker" in turned
    assert "the same" in row(inspector, address, "Working days per week")
    assert "only the second states it" in row(inspector, address, "Fee to a recruitment agency")


def test_d20_a_difference_that_waits_for_its_reply_is_not_told_to_the_public(
    client: FlaskClient, chain: str
) -> None:
    found = row(client, f"/chains/{chain}/compare?left=link:A&right=link:H", "Basic wage")
    assert "200 USD" in found
    assert "less good" not in found
    assert "both are stated" in found
    for kind in ("csv", "json"):
        body = client.get(f"/chains/{chain}/compare.{kind}?left=link:A&right=link:H")
        assert "less good" not in body.get_data(as_text=True)


def changed() -> dict[str, Any]:
    """A states 200 USD, and corrects it to 180 in April; a contract on arrival says 170."""
    first = disclosure_form(place="A", key="d-A", statements=[statement_form()])
    later = disclosure_form(
        act="correct", previous="d-A", place="A", key="d-B", filed_on="2026-04-02", reason="a slip",
        statements=[statement_form(value=wage("180"))],
    )  # fmt: skip
    contract = disclosure_form(
        place="H", key="contract", document="Contract signed on arrival", filed_on="2026-05-02",
        statements=[statement_form(value=wage("170"))],
    )  # fmt: skip
    return chain_form(first, PUBLISH, TOLD, later, contract)


def test_one_link_on_two_days(inspector: FlaskClient, session: Session) -> None:
    public_id = load(session, changed()).chain.public_id
    session.commit()
    sides = "left=link:A&left_on=2026-03-25&right=link:A&right_on=2026-04-10"
    found = row(inspector, f"/chains/{public_id}/compare?{sides}", "Basic wage")
    assert "200 USD" in found
    assert "180 USD" in found
    assert "less good" in found


def test_a_filing_and_the_contract_on_arrival(inspector: FlaskClient, session: Session) -> None:
    public_id = load(session, changed()).chain.public_id
    session.commit()
    address = f"/chains/{public_id}/compare?left=filing:d-A&right=filing:contract"
    page = read_page(inspector.get(address))
    offered = [text_of(one) for one in page.iter("option")]
    assert any("Contract signed on arrival" in one for one in offered)
    found = row(inspector, address, "Basic wage")
    assert "200 USD" in found
    assert "170 USD" in found


@pytest.mark.parametrize(
    "query", ["left=link:X&right=link:H", "left=filing:d-H&left_on=2026-03-25", "left=%3Cb%3E"]
)
def test_a_side_that_was_not_on_record_is_told_so(
    client: FlaskClient, chain: str, query: str
) -> None:
    answer = client.get(f"/chains/{chain}/compare?{query}")
    assert answer.status_code == 422
    assert "Choose two sides" in text_of(read_page(answer))


def test_the_files_say_the_same_as_the_page(inspector: FlaskClient, chain: str) -> None:
    query = "left=link:A&right=link:H"
    text = inspector.get(f"/chains/{chain}/compare.csv?{query}").get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    rows = json.loads(inspector.get(f"/chains/{chain}/compare.json?{query}").data)["rows"]
    assert [line["term"] for line in lines] == [one["term"] for one in rows]
    (found,) = [line for line in lines if line["term"] == "basic_wage"]
    assert found["result"] == "the second is less good for the worker"
    assert "200" in found["left_answer"]
    assert found["arithmetic"]
