"""The page of a chain: picture, differences, days, matrix; and what it gives out as files."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.vocabulary import UserRole
from registry.operations.acting import REGISTRY, When
from registry.operations.findings import ask, observed
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.html import read_page, text_of, texts
from tests.loading import AT, load
from tests.people import add_user, sign_in

PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}
OURS = {"act": "tell", "place": "A", "batch": "batch", "on": "2026-03-21", "medium": "paper"}
TOLD = {**OURS, "disclosure": "d-A", "language": "bn", "asserted_by": "A", "filed_on": "2026-03-21"}


def statement(term: str, state: str = "stated", **more: Any) -> dict[str, Any]:
    """One statement; without a value unless one is given."""
    return {"term": term, "state": state, **more}


def told_less() -> dict[str, Any]:
    """A states 200 USD and tells it; the employer states 150 later, and answers the rest oddly."""
    agency = disclosure_form(
        place="A",
        key="d-A",
        statements=[
            statement_form(as_stated="মাসে ২০০ ডলার", language="bn"),
            statement("days_per_week", value={"n": "6"}),
            statement("leave_premises", "unknown_to_filer", asked={"place": "H", "on": DAY}),
            statement("cost_medical", "declined"),
            statement("care_load", "not_applicable", reason="No home is involved"),
        ],
    )
    employer = disclosure_form(
        place="H",
        key="d-H",
        filed_on="2026-04-02",
        statements=[
            statement("basic_wage", value=wage("150")),
            statement("days_per_week", value={"n": "6"}),
            statement("fee_recruitment", "none"),
        ],
    )
    return chain_form(agency, PUBLISH, TOLD, employer, serve("d-H", "B", "H"), numbers=NUMBERS)


def serve(disclosure: str, to: str, by: str) -> dict[str, Any]:
    """A disclosure given to a link."""
    day = "2026-04-03"
    return {
        "act": "serve",
        "disclosure": disclosure,
        "to": to,
        "by": by,
        "on": day,
        "filed_on": day,
    }


SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = [{"scheme": "JO", "number": "JO-77/2026"}]


@pytest.fixture
def chain(session: Session) -> str:
    """The chain in which less is stated than was told."""
    public_id = load(session, told_less()).chain.public_id
    session.commit()
    return public_id


def cell(page: Element, term: str, column: int) -> str:
    """What stands in the matrix for a term, by the number of the link from the worker's end."""
    (row,) = [tr for tr in page.iter("tr") if tr.get("id") == f"term-{term}"]
    return text_of(list(row.iter("td"))[column])


def test_a_straight_chain_is_a_list_from_the_worker_s_end(client: FlaskClient, chain: str) -> None:
    page = read_page(client.get(f"/chains/{chain}"))
    (line,) = [ol for ol in page.iter("ol") if ol.get("class") == "chain"]
    links = [text_of(li) for li in line]
    assert [name in link for name, link in zip(("Agency A", "Agency B"), links[1:3], strict=True)]
    assert "Qasr Garments" in links[3]
    assert "states 3 of 7" in links[3]
    assert "has not filed" in links[0]


def test_the_six_kinds_of_answer_are_six_phrases(client: FlaskClient, chain: str) -> None:
    page = read_page(client.get(f"/chains/{chain}"))
    assert cell(page, "basic_wage", 1).startswith("200 USD")
    assert cell(page, "basic_wage", 2) == "not disclosed"
    assert cell(page, "fee_recruitment", 3).startswith("none")
    assert cell(page, "leave_premises", 1).startswith("not known to it; asked Qasr Garments")
    assert cell(page, "cost_medical", 1).startswith("declines to say")


def test_a_cell_opens_to_the_words_their_language_and_their_days(
    client: FlaskClient, chain: str
) -> None:
    page = read_page(client.get(f"/chains/{chain}"))
    said = cell(page, "basic_wage", 1)
    for part in ("মাসে ২০০ ডলার", "In its own words (Bangla):", "20 March 2026"):
        assert part in said
    quotes = [one for one in page.iter("blockquote") if text_of(one) == "মাসে ২০০ ডলার"]
    assert {one.get("lang") for one in quotes} == {"bn"}


def test_law_5_a_waiting_difference_is_not_called_agreement(
    client: FlaskClient, chain: str
) -> None:
    page = read_page(client.get(f"/chains/{chain}"))
    rows = {tr.get("id"): tr for tr in page.iter("tr")}
    wages = {div.get("class", "") for div in rows["term-basic_wage"].iter("div")}
    assert "cell same" not in wages
    days = {div.get("class", "") for div in rows["term-days_per_week"].iter("div")}
    assert "cell same" in days


def test_law_12_a_serious_difference_waits_for_its_reply_in_public_and_not_for_inspectors(
    app: Flask, client: FlaskClient, session: Session, chain: str
) -> None:
    assert "Serious" not in text_of(read_page(client.get(f"/chains/{chain}")))
    add_user(session, "noor", UserRole.INSPECTOR, countries=["JO"])
    session.commit()
    inspector = app.test_client()
    sign_in(inspector, "noor")
    page = read_page(inspector.get(f"/chains/{chain}"))
    assert any("Serious" in one and "Basic wage" in one for one in texts(page, "h3"))
    assert "25" in text_of(page)


def test_what_was_asked_stands_beside_the_difference_when_no_reply_came(
    client: FlaskClient, session: Session
) -> None:
    loaded = load(session, told_less())
    when = When(AT, AT.date())
    named = {"kind": "worsened", "terms": ["basic_wage"]}
    ask(
        session,
        loaded.chain,
        observed(session, loaded.chain, named, when=when),
        by=REGISTRY,
        when=when,
    )
    session.commit()
    page = read_page(client.get(f"/chains/{loaded.chain.public_id}"))
    assert "no reply by" in text_of(page)
    assert any("Serious" in one for one in texts(page, "h3"))


def test_only_differences_shows_nothing_else(client: FlaskClient, chain: str) -> None:
    page = read_page(client.get(f"/chains/{chain}?only=differences"))
    shown = {tr.get("id") for tr in page.iter("tr") if tr.get("id")}
    assert "term-days_per_week" not in shown
    whole = {tr.get("id") for tr in read_page(client.get(f"/chains/{chain}")).iter("tr")}
    assert shown < whole


def test_a_past_day_shows_what_was_filed_by_then(client: FlaskClient, chain: str) -> None:
    page = read_page(client.get(f"/chains/{chain}?on=2026-03-25"))
    assert "150 USD" not in text_of(page)
    assert "200 USD" in text_of(page)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("on=2026-02-30", 422, "is not a day"),
        ("on=yesterday", 422, "is not a day"),
        ("on=2999-01-01", 422, "has not come yet"),
        ("clock=moon", 422, "Clock"),
        ("on=2026-01-01", 404, "nothing about this chain was published yet"),
    ],
)
def test_a_day_that_cannot_be_shown_is_told_so(
    client: FlaskClient, chain: str, query: str, status: int, says: str
) -> None:
    answer = client.get(f"/chains/{chain}?{query}")
    assert answer.status_code == status
    assert says in text_of(read_page(answer))


def test_a_day_in_local_digits_is_a_day(client: FlaskClient, chain: str) -> None:
    assert client.get(f"/chains/{chain}?on=২০২৬-০৩-২৫").status_code == 200


def test_a_reference_number_leads_to_the_chain(client: FlaskClient, session: Session) -> None:
    numbers = [{"scheme": "US", "number": "H-400-1"}]
    chain = load(session, chain_form(disclosure_form(), PUBLISH, numbers=numbers)).chain
    session.commit()
    assert client.get("/chains/H-400-1").headers["Location"] == f"/chains/{chain.public_id}"


@pytest.mark.parametrize("household", [True, False])
def test_d18_a_household_and_what_is_not_published_do_not_exist_in_public(
    client: FlaskClient, session: Session, household: bool
) -> None:
    loaded = load(session, chain_form(disclosure_form(), household=household))
    session.commit()
    public_id = loaded.chain.public_id
    for path in ("", "/matrix.csv", "/chain.json"):
        assert client.get(f"/chains/{public_id}{path}").status_code == 404
    assert public_id not in client.get("/").get_data(as_text=True)


def test_the_page_takes_no_more_queries_for_more_links(
    app: Flask, client: FlaskClient, session: Session, chain: str
) -> None:
    small = count_queries(session, lambda: client.get(f"/chains/{chain}"))
    form = many_agencies(10)
    public_id = load(session, form).chain.public_id
    session.commit()
    large = count_queries(session, lambda: client.get(f"/chains/{public_id}"))
    assert large == small


def count_queries(session: Session, act: Any) -> int:
    """How many statements reach the database while something is done."""
    seen: list[str] = []
    connection = session.connection()

    def note(_conn: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.lstrip().upper().startswith("SELECT"):
            seen.append(text)

    act()
    event.listen(connection, "before_cursor_execute", note)
    act()
    event.remove(connection, "before_cursor_execute", note)
    return len(seen)


def many_agencies(number: int) -> dict[str, Any]:
    """An employer and agencies of which nobody says who engaged whom."""
    form = chain_form(disclosure_form(place="H", key="d-H"), PUBLISH, key="wide")
    names = [f"P{n}" for n in range(number)]
    form["parties"] += [{"key": n, "kind": "organisation", "name": f"Firm {n}"} for n in names]
    more = [{"key": n, "role": "origin_agency", "party": n, "filed_on": DAY} for n in names]
    form["places"] = [form["places"][0], *more]
    unknown = [{"below": n, "above": "H", "kind": "order_unknown", "filed_on": DAY} for n in names]
    form["edges"] = unknown
    return {**form, "batches": []}


def test_a_branching_chain_is_drawn_and_listed(client: FlaskClient, session: Session) -> None:
    public_id = load(session, many_agencies(9)).chain.public_id
    session.commit()
    page = read_page(client.get(f"/chains/{public_id}"))
    (drawing,) = [svg for svg in page.iter(f"{SVG}svg") if svg.get("role") == "img"]
    assert not list(drawing.iter(f"{SVG}a"))
    assert len(list(drawing.iter(f"{SVG}rect"))) == 10
    (roll,) = [ul for ul in page.iter("ul") if ul.get("class") == "roll"]
    assert len(list(roll)) == 10


def test_r12_links_and_chains_are_never_in_order_of_findings(
    client: FlaskClient, session: Session
) -> None:
    public_id = load(session, many_agencies(4)).chain.public_id
    session.commit()
    page = read_page(client.get(f"/chains/{public_id}"))
    (roll,) = [ul for ul in page.iter("ul") if ul.get("class") == "roll"]
    names = [text_of(li).split(" recruitment")[0] for li in roll]
    assert names[:4] == sorted(names[:4])


def test_r13_a_party_s_page_counts_what_it_owns_and_has_not_stated(
    client: FlaskClient, session: Session, chain: str
) -> None:
    page = read_page(client.get(f"/chains/{chain}"))
    owner = next(a.get("href") for a in page.iter("a") if text_of(a) == "Qasr Garments")
    said = text_of(read_page(client.get(owner)))
    assert "Terms that it owns and has not stated" in said
    row = next(one for one in texts(read_page(client.get(owner)), "tr") if "Sewing" in one)
    assert "Basic wage in cash" not in row
    assert "Length of the contract" in row


def test_hostile_words_stay_words(client: FlaskClient, session: Session) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}‮"
    words = statement_form(as_stated=evil, language="en")
    form = chain_form(disclosure_form(statements=[words]), PUBLISH, title=evil)
    chain = load(session, form).chain
    session.commit()
    page = read_page(client.get(f"/chains/{chain.public_id}"))
    assert any(text_of(one) == text_of(one).strip() and "<script>" in text_of(one)
               for one in page.iter("blockquote"))  # fmt: skip
    assert not list(page.iter("img"))
