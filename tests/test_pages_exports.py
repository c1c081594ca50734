"""What the page of a chain gives out as files: CSV that runs nothing, JSON that loads again."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Party
from registry.operations.acting import When
from registry.operations.findings import observe
from registry.pages.exports import harmless
from tests.factories import chain_form, disclosure_form, statement_form
from tests.html import read_page, text_of
from tests.loading import AT, load
from tests.log_story import license_agency
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


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The lines of a table as CSV, which are the same as JSON but for what guards formulas."""
    path, _, query = address.partition("?")
    text = client.get(f"{path}.csv?{query}").get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    rows: list[dict[str, str]] = client.get(f"{path}.json?{query}").get_json()["rows"]
    assert [{key: harmless(said) for key, said in row.items()} for row in rows] == lines
    return rows


def test_the_terms_are_a_file_of_what_their_page_lists(client: FlaskClient, chain: str) -> None:
    rows = rows_of(client, "/terms")
    links = [
        one for one in read_page(client.get("/terms")).iter("a") if "/terms/" in one.get("href", "")
    ]
    assert [row["label"] for row in rows] == [text_of(one) for one in links]
    (wage,) = [row for row in rows if row["code"] == "basic_wage"]
    assert (wage["owner"], wage["direction"]) == ("employer", "higher")
    assert wage["why_asked"]
    assert client.get("/terms.xml").status_code == 404


def test_the_figures_of_a_term_carry_their_dates_and_sources(
    client: FlaskClient, chain: str
) -> None:
    rows = rows_of(client, "/terms/basic_wage/figures")
    assert rows
    assert all(row["instrument"] and row["checked_on"] and row["figure"] for row in rows)
    assert "C" not in {row["confidence"] for row in rows}
    assert client.get("/terms/nothing/figures.csv").status_code == 404


def test_d18_where_a_term_differs_is_a_file_without_names(
    client: FlaskClient, session: Session
) -> None:
    for number in range(10):
        form = told_less()
        form["chain"] |= {"key": f"c-{number}", "numbers": []}
        observe(session, load(session, form).chain, when=When(AT, AT.date()))
    session.commit()
    (row, *_) = rows_of(client, "/terms/basic_wage/differs")
    assert set(row) == {"nearer_to_the_worker", "nearer_to_the_employer", "chains"}
    assert row["chains"] == "10"
    assert row["nearer_to_the_worker"] == "origin_agency"


def test_what_is_found_is_a_file_of_what_the_reader_may_list(
    client: FlaskClient, session: Session
) -> None:
    evil = "=HYPERLINK(1) sewing"
    shown = load(session, chain_form(disclosure_form(), PUBLISH, title=evil, key="shown")).chain
    hidden = load(
        session, chain_form(disclosure_form(), key="hidden", title="Sewing, hidden")
    ).chain
    session.commit()
    for query in ("q=sewing", ""):
        found = [row["id"] for row in rows_of(client, f"/search?{query}")]
        assert shown.public_id in found
        assert hidden.public_id not in found
    parties = [row for row in rows_of(client, "/search?q=Agency") if row["kind"] == "party"]
    assert [row["title_or_name"] for row in parties] == ["Agency A", "Agency B", "Agency R"]
    near = [row for row in rows_of(client, "/search?q=Qasr+Garmentz") if row["written_nearly_so"]]
    assert "Qasr Garments" in {row["title_or_name"] for row in near}


def test_licences_are_a_file_with_what_each_register_said_and_when_it_was_checked(
    client: FlaskClient, session: Session
) -> None:
    loaded = load(session, chain_form(disclosure_form(), PUBLISH))
    license_agency(session, loaded)
    session.commit()
    party = session.scalars(select(Party.public_id).where(Party.name == "Agency A")).one()
    (row,) = rows_of(client, f"/parties/{party}/licences")
    assert row["number"]
    assert row["status"]
    assert row["checked_on"]


def test_entries_of_the_log_are_a_file_with_their_exact_text(
    client: FlaskClient, chain: str
) -> None:
    rows = rows_of(client, "/log/entries?from=0")
    assert [row["number"] for row in rows] == [str(n) for n in range(len(rows))]
    for row in rows:
        text = client.get(f"/log/entries/{row['number']}/entry.json").get_data(as_text=True)
        assert row["entry"] == text
        assert row["meaning"]
    for wrong in ("x", "-1", "999999999"):
        assert client.get(f"/log/entries.csv?from={wrong}").status_code == 404
