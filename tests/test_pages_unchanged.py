"""Conditional GET: what a reader has already is not sent again, and never instead of news."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Party
from models.vocabulary import UserRole
from registry.operations.acting import REGISTRY, When
from registry.operations.findings import ask, observed
from registry.pages import unchanged
from tests.factories import disclosure_form
from tests.loading import AT, load
from tests.people import add_user, sign_in
from tests.test_pages_chain import told_less


@pytest.fixture
def chain(session: Session) -> str:
    """A published chain with a difference."""
    public_id = load(session, told_less()).chain.public_id
    session.commit()
    return public_id


def again(client: FlaskClient, address: str, **headers: str) -> int:
    """The status of a second request that carries the tag of the first."""
    tag = client.get(address).headers["ETag"]
    return client.get(address, headers={"If-None-Match": tag, **headers}).status_code


def test_an_unchanged_page_is_answered_by_304_without_a_body(
    client: FlaskClient, session: Session, chain: str
) -> None:
    party = session.scalars(select(Party.public_id).where(Party.name == "Agency A")).one()
    for address in (f"/chains/{chain}", f"/parties/{party}", "/terms/basic_wage"):
        first = client.get(address)
        second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, second.status_code, second.data) == (200, 304, b"")
        for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
            assert second.headers[name] == first.headers[name]
        assert "Accept-Language" in first.headers["Vary"]


@pytest.mark.parametrize("news", ["filing", "asking"])
def test_whatever_is_recorded_is_sent(
    client: FlaskClient, session: Session, chain: str, news: str
) -> None:
    tag = client.get(f"/chains/{chain}").headers["ETag"]
    when = When(AT, AT.date())
    if news == "filing":
        form = told_less()
        load(session, {**form, "acts": [*form["acts"], disclosure_form(place="B", key="more")]})
    else:
        held = session.scalars(select(Chain).where(Chain.public_id == chain)).one()
        named = {"kind": "worsened", "terms": ["basic_wage"]}
        finding = observed(session, held, named, when=when)
        ask(session, held, finding, by=REGISTRY, when=when)
    session.commit()
    answer = client.get(f"/chains/{chain}", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_another_language_day_or_address_is_another_page(
    client: FlaskClient, chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/chains/{chain}"
    tag = client.get(address).headers["ETag"]
    assert again(client, address) == 304
    other = client.get(f"{address}?only=differences", headers={"If-None-Match": tag})
    assert other.status_code == 200
    monkeypatch.setattr(unchanged, "page_language", lambda: "bn")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    monkeypatch.undo()
    # With the day a reply window can end: the same record makes another page.
    monkeypatch.setattr(unchanged, "today", lambda: date(2099, 1, 1))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_another_reader_is_given_a_page_of_their_own(
    app: Flask, client: FlaskClient, session: Session, chain: str
) -> None:
    tag = client.get(f"/chains/{chain}").headers["ETag"]
    add_user(session, "noor", UserRole.INSPECTOR, countries=["JO"])
    session.commit()
    inspector = app.test_client()
    sign_in(inspector, "noor")
    answer = inspector.get(f"/chains/{chain}", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    theirs = answer.headers["ETag"]
    assert client.get(f"/chains/{chain}", headers={"If-None-Match": theirs}).status_code == 200


def test_what_does_not_exist_for_a_reader_has_no_tag(client: FlaskClient, session: Session) -> None:
    form: dict[str, Any] = told_less()
    form["acts"] = [act for act in form["acts"] if act["act"] not in {"publish", "tell"}]
    hidden = load(session, form).chain.public_id
    session.commit()
    for address in (f"/chains/{hidden}", "/chains/C-00000000", "/parties/P-00000000"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "ETag" not in answer.headers


def test_another_edition_of_the_program_writes_another_page(
    client: FlaskClient, chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = client.get(f"/chains/{chain}").headers["ETag"]
    monkeypatch.setattr(unchanged, "edition", lambda: "the next one")
    answer = client.get(f"/chains/{chain}", headers={"If-None-Match": tag})
    assert answer.status_code == 200
