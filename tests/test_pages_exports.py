"""What the page of a chain gives out as files: CSV that runs nothing, JSON that loads again."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Party
from registry.pages.exports import harmless
from tests.factories import chain_form, disclosure_form, statement_form
from tests.loading import load
from tests.test_pages_chain import PUBLISH, told_less


@pytest.fixture
def chain(session: Session) -> str:
    """The chain in which less is stated than was told."""
    public_id = load(session, told_less()).chain.public_id
    session.commit()
    return public_id


def test_the_matrix_as_csv_has_a_line_for_each_cell(client: FlaskClient, chain: str) -> None:
    answer = client.get(f"/chains/{chain}/matrix.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    wages = {row["link"]: row["value_in_words"] for row in rows if row["term"] == "basic_wage"}
    assert wages["Agency A"].startswith("200 USD")
    assert wages["Agency B"] == "not disclosed"
    assert all(value for row in rows for value in (row["answer"], row["value_in_words"]))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "﹣x"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text).startswith("'") or text.startswith("﹣")


def test_a_formula_filed_as_words_is_harmless_in_the_file(
    client: FlaskClient, session: Session
) -> None:
    words = statement_form(as_stated='=HYPERLINK("http://x")', language="en")
    chain = load(session, chain_form(disclosure_form(statements=[words]), PUBLISH)).chain
    session.commit()
    text = client.get(f"/chains/{chain.public_id}/matrix.csv").data.decode("utf-8-sig")
    cells = [one for row in csv.reader(io.StringIO(text)) for one in row]
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@"))]
    assert any("HYPERLINK" in one for one in cells)


def test_the_json_can_be_loaded_again_and_carries_the_findings(
    client: FlaskClient, session: Session, chain: str
) -> None:
    body = json.loads(client.get(f"/chains/{chain}/chain.json").data)
    assert body["form"] == "recruitment-chain/1"
    assert all(finding["sentence"] for finding in body["comparison"]["findings"])
    again = {key: value for key, value in body.items() if key != "comparison"}
    assert load(session, {**again, "chain": {**again["chain"], "key": "copy", "numbers": []}})


def test_the_chains_of_a_party_are_a_file_of_what_its_page_lists(
    client: FlaskClient, session: Session
) -> None:
    evil = "=HYPERLINK(1)"
    shown = load(session, chain_form(disclosure_form(), PUBLISH, title=evil, key="shown")).chain
    hidden = load(session, chain_form(disclosure_form(), key="hidden")).chain
    session.commit()
    party = session.scalars(select(Party.public_id).where(Party.name == "Agency A")).one()
    text = client.get(f"/parties/{party}/chains.csv").get_data().decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["chain"], line["title"]) == (shown.public_id, f"'{evil}")
    assert "fee_recruitment" in line["owned_and_not_stated"]
    assert hidden.public_id not in text
    (row,) = client.get(f"/parties/{party}/chains.json").get_json()["chains"]
    assert row["title"] == evil
