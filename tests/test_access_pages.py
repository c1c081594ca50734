"""Every address of the application, by who asks: the table equals the URL map.

``in`` means that the view answers, ``form`` that a stranger is asked to sign in, ``out`` that the
thing does not exist for the one who asks (404, never 403). Own things and other people's are
different rows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import Chain, Disclosure, LoginSession, Party, Place
from models.vocabulary import UserRole
from registry.operations.acting import REGISTRY, When
from registry.operations.findings import ask, observed
from registry.operations.signing_in import open_login
from registry.pages.finding_case import MARK
from tests.factories import DAY, chain_form, disclosure_form
from tests.loading import load
from tests.people import add_user, sign_in
from tests.test_pages_sheet import issue

NOW = datetime.now(UTC)
WHO = ("stranger", "filer", "other filer", "inspector", "foreign inspector", "union", "registrar",
       "researcher")  # fmt: skip

ALL = "in in in in in in in in"
OWN = "form in out out out out out out"
FILERS = "form in in out out out out out"
# Not published: its own links, inspectors of its countries, the registrar.
HIDDEN = "out in out in out out in out"
# D18: a household's offer is sealed to the registrar too.
HOME = "out in out in out out out out"
# A serious difference that waits for its reply: the links that it concerns, inspectors of the
# countries, the union and the registrar (D20); of a household, its own chain and inspectors.
WAITS = "out in out in out in in out"
ASKERS = "form out out in out out in out"
ASKERS_AT_HOME = "form out out in out out out out"
ANYBODY_SIGNED_IN = "form in in in in in in in"


@dataclass(frozen=True)
class Row:
    """One address, and who gets in."""

    endpoint: str
    method: str
    path: str
    who: str


TABLE = (
    Row("assets.show", "GET", "/assets/{digest}/registry.css", ALL),
    Row("health.alive", "GET", "/healthz", ALL),
    Row("health.ready", "GET", "/readyz", ALL),
    Row("home.show", "GET", "/", ALL),
    Row("search.show", "GET", "/search?q=sewing", ALL),
    Row("terms.index", "GET", "/terms", ALL),
    Row("questions.pdf", "GET", "/questions.pdf?languages=en", ALL),
    Row("terms.show", "GET", "/terms/basic_wage", ALL),
    Row("parties.show", "GET", "/parties/{party}", ALL),
    Row("parties.chains_csv", "GET", "/parties/{party}/chains.csv", ALL),
    Row("parties.chains_json", "GET", "/parties/{party}/chains.json", ALL),
    Row("parties.licences", "GET", "/parties/{party}/licences.csv", ALL),
    Row("parties.licences", "GET", "/parties/{party}/licences.json", ALL),
    Row("search.listed", "GET", "/search.csv?q=sewing", ALL),
    Row("search.listed", "GET", "/search.json?q=sewing", ALL),
    Row("term_files.every", "GET", "/terms.csv", ALL),
    Row("term_files.every", "GET", "/terms.json", ALL),
    Row("term_files.differs", "GET", "/terms/basic_wage/differs.csv", ALL),
    Row("term_files.differs", "GET", "/terms/basic_wage/differs.json", ALL),
    Row("term_files.figures", "GET", "/terms/basic_wage/figures.csv", ALL),
    Row("term_files.figures", "GET", "/terms/basic_wage/figures.json", ALL),
    Row("log.entries", "GET", "/log/entries.csv", ALL),
    Row("log.entries", "GET", "/log/entries.json?from=0", ALL),
    Row("sheets.find", "GET", "/s?code={code}", ALL),
    Row("sheets.show", "GET", "/s/{code}", ALL),
    Row("sheets.pdf", "GET", "/s/{code}/sheet.pdf", ALL),
    Row("sheets.words", "GET", "/s/{code}/bn/aloud.txt", ALL),
    Row("sheets.check", "POST", "/s", ALL),
    Row("log.show", "GET", "/log", ALL),
    Row("log.entry", "GET", "/log/entries/0", ALL),
    Row("log.entry_text", "GET", "/log/entries/0/entry.json", ALL),
    Row("log.proof", "GET", "/log/entries/0/entry.tlog-proof", ALL),
    Row("log.checkpoint", "GET", "/log/checkpoint", ALL),
    Row("log.growth", "GET", "/log/growth?old=1", ALL),
    Row("log.key", "GET", "/log/key", ALL),
    Row("log.key_text", "GET", "/log/key.txt", ALL),
    Row("log.verifier", "GET", "/log/verify.py", ALL),
    Row("log.proves", "GET", "/log/proves", ALL),
    Row("signin.show", "GET", "/sign-in", ALL),
    Row("signin.enter", "POST", "/sign-in", ALL),
    Row("signin.sessions", "GET", "/sessions", ANYBODY_SIGNED_IN),
    Row("signin.end", "POST", "/sessions/{login}/end", OWN),
    Row("chains.show", "GET", "/chains/{public}", ALL),
    Row("exports.matrix_csv", "GET", "/chains/{public}/matrix.csv", ALL),
    Row("exports.chain_json", "GET", "/chains/{public}/chain.json", ALL),
    Row("chains.show", "GET", "/chains/{hidden}", HIDDEN),
    Row("exports.matrix_csv", "GET", "/chains/{hidden}/matrix.csv", HIDDEN),
    Row("exports.chain_json", "GET", "/chains/{hidden}/chain.json", HIDDEN),
    Row("chains.show", "GET", "/chains/{home}", HOME),
    Row("exports.matrix_csv", "GET", "/chains/{home}/matrix.csv", HOME),
    Row("exports.chain_json", "GET", "/chains/{home}/chain.json", HOME),
    Row("compare.show", "GET", "/chains/{public}/compare", ALL),
    Row("compare.csv_file", "GET", "/chains/{public}/compare.csv", ALL),
    Row("compare.json_file", "GET", "/chains/{public}/compare.json", ALL),
    Row("compare.show", "GET", "/chains/{hidden}/compare", HIDDEN),
    Row("compare.csv_file", "GET", "/chains/{hidden}/compare.csv", HIDDEN),
    Row("compare.json_file", "GET", "/chains/{hidden}/compare.json", HIDDEN),
    Row("compare.show", "GET", "/chains/{home}/compare", HOME),
    Row("printing.comparison", "GET", "/chains/{public}/comparison.pdf", ALL),
    Row("printing.comparison", "GET", "/chains/{hidden}/comparison.pdf", HIDDEN),
    Row("printing.comparison", "GET", "/chains/{home}/comparison.pdf", HOME),
    # A filer for its own chains, unions and inspectors for what they may read.
    Row("printing.issue", "POST", "/chains/{public}/sheets", "form in out in in in out out"),
    Row("printing.issue", "POST", "/chains/{hidden}/sheets", "form in out in out out out out"),
    # Law 12: inspectors of the countries and the registrar ask; the links concerned reply.
    Row("findings.show", "GET", "/chains/{public}/findings/{public_question}", ALL),
    Row("findings.show", "GET", "/chains/{public}/findings/{public_mark}", WAITS),
    Row(
        "findings.show",
        "GET",
        "/chains/{hidden}/findings/{hidden_mark}",
        "out in out in out out in out",
    ),
    Row("findings.show", "GET", "/chains/{home}/findings/{home_mark}", HOME),
    # A finding is of its chain: no other chain leads to it.
    Row("findings.show", "GET", "/chains/{public}/findings/{home_mark}", "out " * 7 + "out"),
    Row("findings.ask", "GET", "/chains/{public}/findings/{public_mark}/ask", ASKERS),
    Row("findings.ask", "GET", "/chains/{hidden}/findings/{hidden_mark}/ask", ASKERS),
    Row("findings.ask", "GET", "/chains/{home}/findings/{home_mark}/ask", ASKERS_AT_HOME),
    # What everybody reads, and what was asked already, is not everybody's to ask about.
    Row("findings.ask", "GET", "/chains/{public}/findings/{public_question}/ask", ASKERS),
    Row("findings.ask", "GET", "/chains/{public}/findings/{public_asked}/ask", ASKERS),
    Row("findings.put", "POST", "/chains/{public}/findings/{public_mark}/ask", ASKERS),
    Row("findings.put", "POST", "/chains/{hidden}/findings/{hidden_mark}/ask", ASKERS),
    Row("findings.put", "POST", "/chains/{home}/findings/{home_mark}/ask", ASKERS_AT_HOME),
    Row("findings.put", "POST", "/chains/{public}/findings/{public_question}/ask", ASKERS),
    Row("findings.reply", "GET", "/chains/{public}/findings/{public_asked}/reply", OWN),
    Row("findings.reply", "GET", "/chains/{hidden}/findings/{hidden_asked}/reply", OWN),
    Row("findings.reply", "GET", "/chains/{home}/findings/{home_asked}/reply", OWN),
    # It concerns the employer alone.
    Row(
        "findings.reply",
        "GET",
        "/chains/{public}/findings/{public_question}/reply",
        "form" + " out" * 7,
    ),
    Row("findings.answer", "POST", "/chains/{public}/findings/{public_asked}/reply", OWN),
    Row("findings.answer", "POST", "/chains/{hidden}/findings/{hidden_asked}/reply", OWN),
    Row("findings.answer", "POST", "/chains/{home}/findings/{home_asked}/reply", OWN),
    Row(
        "findings.answer",
        "POST",
        "/chains/{public}/findings/{public_question}/reply",
        "form" + " out" * 7,
    ),
    Row("findings.longer", "POST", "/chains/{public}/findings/{public_asked}/longer", OWN),
    Row("findings.longer", "POST", "/chains/{hidden}/findings/{hidden_asked}/longer", OWN),
    Row("findings.longer", "POST", "/chains/{home}/findings/{home_asked}/longer", OWN),
    Row("findings.settle", "GET", "/chains/{public}/findings/{public_asked}/settle", ASKERS),
    Row("findings.settle", "GET", "/chains/{hidden}/findings/{hidden_asked}/settle", ASKERS),
    Row("findings.settle", "GET", "/chains/{home}/findings/{home_asked}/settle", ASKERS_AT_HOME),
    # What everybody reads is not everybody's to settle.
    Row("findings.show", "GET", "/chains/{public}/findings/{public_told}", ALL),
    Row("findings.settle", "GET", "/chains/{public}/findings/{public_told}/settle", ASKERS),
    Row("findings.decide", "POST", "/chains/{public}/findings/{public_told}/settle", ASKERS),
    # Nothing is settled before somebody was asked.
    Row(
        "findings.settle",
        "GET",
        "/chains/{public}/findings/{public_mark}/settle",
        "form" + " out" * 7,
    ),
    Row("findings.decide", "POST", "/chains/{public}/findings/{public_asked}/settle", ASKERS),
    Row("findings.decide", "POST", "/chains/{hidden}/findings/{hidden_asked}/settle", ASKERS),
    Row("findings.decide", "POST", "/chains/{home}/findings/{home_asked}/settle", ASKERS_AT_HOME),
    Row("filing.index", "GET", "/filing", FILERS),
    Row("filing.receipt_paper", "GET", "/filing/{place}/receipts/{disclosure}/receipt.pdf", OWN),
    Row("filing.tasks", "GET", "/filing/{place}", OWN),
    Row("filing.show_group", "GET", "/filing/{place}/terms/pay", OWN),
    Row("filing.keep_group", "POST", "/filing/{place}/terms/pay", OWN),
    Row("filing.check", "GET", "/filing/{place}/check", OWN),
    Row("filing.file", "POST", "/filing/{place}/check", OWN),
    Row("filing.drop", "POST", "/filing/{place}/drop", OWN),
    Row("again.copy", "POST", "/filing/{place}/copy", OWN),
    Row("again.fill", "POST", "/filing/{place}/terms/pay/fill", OWN),
    Row("again.show", "GET", "/filing/{place}/stand", OWN),
    Row("again.stand", "POST", "/filing/{place}/stand", OWN),
    Row("filing.receipt", "GET", "/filing/{place}/receipts/{disclosure}", OWN),
    # These end the session that asks, so they stand last.
    Row("signin.end_all", "POST", "/sessions/end", ANYBODY_SIGNED_IN),
    Row("signin.leave", "POST", "/sign-out", ANYBODY_SIGNED_IN),
)


@pytest.fixture
def things(app: Flask, session: Session) -> dict[str, str]:
    """One of each thing that an address can name; agency A holds what is anybody's."""
    sheet = issue(session)
    folder = app.extensions["settings"].sheets
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{sheet.digest}.pdf").write_bytes(b"%PDF-1.7 the paper")
    publish = {"act": "publish", "by": "H", "filed_on": DAY}
    chains = {
        "public": load(session, chain_form(disclosure_form(key="p"), publish, key="p")).chain,
        "hidden": load(session, chain_form(disclosure_form(key="h"), key="h")).chain,
        "home": load(session, chain_form(disclosure_form(key="d"), key="d", household=True)).chain,
    }
    hidden = chains["hidden"].id
    amina = add_user(session, "filer", UserRole.FILER, parties=["Agency A"])
    add_user(session, "other filer", UserRole.FILER, parties=["Agency R"])
    add_user(session, "inspector", UserRole.INSPECTOR, countries=["JO"])
    add_user(session, "foreign inspector", UserRole.INSPECTOR, countries=["FR"])
    for role in (UserRole.UNION, UserRole.REGISTRAR, UserRole.RESEARCHER):
        add_user(session, role.value, role)
    open_login(session, amina, at=NOW)
    place = select(Place.public_id).where(Place.chain_id == hidden, Place.key == "A")
    filed = select(Disclosure.public_id).where(Disclosure.chain_id == hidden)
    session.commit()
    marks = {
        f"{name}_{kind}": mark
        for name, chain in chains.items()
        for kind, mark in marks_of(session, chain).items()
    }
    session.commit()
    return {
        **{name: chain.public_id for name, chain in chains.items()},
        **marks,
        "digest": app.extensions["assets"]["registry.css"].digest,
        "party": session.scalars(select(Party.public_id).where(Party.name == "Agency A")).one(),
        "code": sheet.code,
        "login": str(session.scalars(select(LoginSession.id)).one()),
        "place": session.scalars(place).one(),
        "disclosure": session.scalars(filed).one(),
    }


def marks_of(session: Session, chain: Chain) -> dict[str, str]:
    """Findings that concern agency A, one of them asked about; and one about the employer alone."""
    when = When.now(NOW)
    named = {"mark": "fee_recruitment", "asked": "contract_language", "question": "basic_wage"}
    held = {
        kind: observed(session, chain, {"kind": "never_stated", "terms": [term]}, when=when)
        for kind, term in named.items()
    }
    held["told"] = observed(session, chain, {"kind": "gap_in_chain"}, when=when)
    for asked in ("asked", "told"):
        ask(session, chain, held[asked], by=REGISTRY, when=when)
    return {kind: found.identity[:MARK] for kind, found in held.items()}


def answer(client: FlaskClient, row: Row, things: dict[str, str]) -> str:
    """In, out or form."""
    path = row.path.format(**things)
    response: TestResponse = client.open(path, method=row.method)
    if response.status_code == 404:
        return "out"
    to_form = response.headers.get("Location", "").startswith("/sign-in?next=")
    if to_form or response.status_code == 401:
        return "form"
    # 503 is what they are told who came before the log's first checkpoint.
    assert response.status_code in {200, 303, 409, 422, 503}, (path, response.status_code)
    return "in"


def test_the_table_names_every_address_and_no_other(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(row.endpoint, row.method) for row in TABLE}


@pytest.mark.parametrize("number", range(len(WHO)), ids=WHO)
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(
    app: Flask, things: dict[str, str], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who may print is asked here; that it prints is tried in a browser.
    monkeypatch.setattr("registry.pages.printing.comparison_pdf", lambda *_: b"%PDF-1.7")
    client = app.test_client()
    if WHO[number] != "stranger":
        assert sign_in(client, WHO[number]).status_code == 303
    found = {(row.path, row.method): answer(client, row, things) for row in TABLE[:-2]}
    for row in TABLE[-2:]:
        found[row.path, row.method] = answer(client, row, things)
        if WHO[number] != "stranger":
            sign_in(client, WHO[number])
    wanted = {(row.path, row.method): row.who.split()[number] for row in TABLE}
    assert found == wanted


def test_r8_no_address_lists_intermediaries(app: Flask) -> None:
    named = [rule.rule for rule in app.url_map.iter_rules()]
    assert not [rule for rule in named if "intermediar" in rule or "people" in rule]


@pytest.mark.parametrize("path", ["/chains/{hidden}", "/chains/{home}", "/filing/{place}"])
def test_what_one_may_not_know_of_answers_like_what_is_not_there(
    app: Flask, things: dict[str, str], path: str
) -> None:
    client = app.test_client()
    sign_in(client, "other filer")
    hidden = client.get(path.format(**things))
    assert hidden.status_code == 404
    prefix, _, known = path.format(**things).rpartition("/")
    absent = client.get(f"{prefix}/{known[:2]}0000000" + "0")
    assert absent.status_code == 404
    assert hidden.get_data(as_text=True).count("<h1") == absent.get_data(as_text=True).count("<h1")


def test_a_view_whose_gate_is_taken_away_is_caught(
    app: Flask, things: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table bites: without the gate, a stranger would get further than it says."""
    app.before_request_funcs[None] = [
        found for found in app.before_request_funcs[None] if found.__name__ != "stop_who_may_not"
    ]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    client = app.test_client()
    statuses = {client.get("/filing").status_code, client.get("/sessions").status_code}
    assert statuses == {500}
