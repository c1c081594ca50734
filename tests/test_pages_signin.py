"""Signing in: own sessions in the database, the same answer for every wrong try."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import LoginSession
from models.vocabulary import UserRole
from registry.operations import signing_in
from registry.pages import services
from tests.html import read_page, text_of, texts
from tests.loading import load_reference
from tests.people import PASSWORD, add_user, sign_in


@pytest.fixture
def amina(session: Session) -> int:
    """A person with an account."""
    load_reference(session)
    user = add_user(session, "amina", UserRole.FILER)
    session.commit()
    return user.id


def test_signing_in_opens_a_session_whose_token_is_not_stored(
    client: FlaskClient, session: Session, amina: int
) -> None:
    answer = sign_in(client, "Amina ")
    assert answer.status_code == 303
    cookie = client.get_cookie("registry")
    assert cookie is not None
    row = session.scalars(select(LoginSession)).one()
    assert row.token_digest == sha256(cookie.value.encode()).hexdigest()
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "Amina" in text_of(read_page(client.get("/sessions")))


def test_over_https_the_cookie_is_bound_to_the_host(
    sessions: sessionmaker[Session], amina: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.app import create_app
    from registry.config import read_settings

    monkeypatch.setenv("REGISTRY_URL", "https://registry.example")
    app = create_app(read_settings(), sessions=sessions)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    data = {"login": "amina", "password": PASSWORD}
    answer = client.post("/sign-in", data=data, base_url="https://registry.example")
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "registry" in c]
    assert cookie.startswith("__Host-registry=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(("login", "password"), [("amina", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    client: FlaskClient, amina: int, login: str, password: str
) -> None:
    answer = sign_in(client, login, password)
    assert answer.status_code == 422
    page = read_page(answer)
    summary = texts(page, "div", "govuk-error-summary")
    assert summary == ["Put this right The name and the password do not belong together."]
    assert client.get_cookie("registry") is None


def test_an_unknown_name_costs_a_hash_too(
    session: Session, amina: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = signing_in._hasher.verify

    class Counting:
        def verify(self, kept: str, given: str) -> bool:
            verified.append(kept)
            return verify(kept, given)

    monkeypatch.setattr(signing_in, "_hasher", Counting())
    assert signing_in.find_user(session, "nobody", "x") is None
    assert signing_in.find_user(session, "amina", "x") is None
    assert len(verified) == 2
    assert all(kept.startswith("$argon2id$") for kept in verified)


def test_somebody_whose_account_is_closed_cannot_sign_in(
    client: FlaskClient, session: Session
) -> None:
    load_reference(session)
    add_user(session, "former", UserRole.FILER).active = False
    session.commit()
    assert sign_in(client, "former").status_code == 422


def test_empty_fields_are_named_and_linked(client: FlaskClient, amina: int) -> None:
    page = read_page(client.post("/sign-in", data={}))
    (summary,) = [d for d in page.iter("div") if d.get("class") == "govuk-error-summary"]
    assert [a.get("href") for a in summary.iter("a")] == ["#login", "#password"]


def test_after_signing_out_a_copied_cookie_is_dead(
    app: Flask, client: FlaskClient, amina: int
) -> None:
    sign_in(client, "amina")
    cookie = client.get_cookie("registry")
    assert cookie is not None
    answer = client.post("/sign-out")
    assert "cache" in answer.headers["Clear-Site-Data"]
    thief = app.test_client()
    thief.set_cookie("registry", cookie.value)
    assert thief.get("/sessions").status_code == 303


@pytest.mark.parametrize(
    ("later", "alive"),
    [(timedelta(minutes=59), True), (timedelta(minutes=61), False), (timedelta(hours=13), False)],
)
def test_a_session_ends_when_it_is_not_used(
    client: FlaskClient,
    amina: int,
    monkeypatch: pytest.MonkeyPatch,
    later: timedelta,
    alive: bool,
) -> None:
    sign_in(client, "amina")
    moment = datetime.now(UTC) + later
    monkeypatch.setattr("registry.pages.gate.now", lambda: moment)
    assert (client.get("/sessions").status_code == 200) is alive


def test_a_session_in_use_still_ends_after_twelve_hours(
    client: FlaskClient, amina: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "amina")
    start = services.now()
    answers = []
    for hours in range(14):
        moment = start + timedelta(minutes=55 * hours)
        monkeypatch.setattr("registry.pages.gate.now", lambda moment=moment: moment)
        answers.append(client.get("/sessions").status_code)
    assert answers == [200] * 14
    moment = start + timedelta(hours=12, seconds=1)
    monkeypatch.setattr("registry.pages.gate.now", lambda: moment)
    assert client.get("/sessions").status_code == 303


def test_one_ends_one_s_own_sessions_and_nobody_else_s(
    app: Flask, client: FlaskClient, session: Session, amina: int
) -> None:
    add_user(session, "other", UserRole.UNION)
    session.commit()
    other = app.test_client()
    sign_in(other, "other")
    sign_in(client, "amina")
    theirs = session.scalars(select(LoginSession.id).where(LoginSession.user_id != amina)).one()
    assert client.post(f"/sessions/{theirs}/end").status_code == 404
    assert other.get("/sessions").status_code == 200
    client.post("/sessions/end")
    assert client.get("/sessions").status_code == 303
    assert other.get("/sessions").status_code == 200


@pytest.mark.parametrize(
    ("asked", "went"),
    [
        ("/filing", "/filing"),
        ("/search?q=a", "/search?q=a"),
        ("https://elsewhere.example/", "/filing"),
        ("//elsewhere.example/", "/filing"),
        ("/\\elsewhere.example", "/filing"),
        ("javascript:alert(1)", "/filing"),
    ],
)
def test_signing_in_sends_nobody_elsewhere(
    client: FlaskClient, amina: int, asked: str, went: str
) -> None:
    data = {"login": "amina", "password": PASSWORD, "next": asked}
    assert client.post("/sign-in", data=data).headers["Location"] == went


def test_tries_are_limited_by_account_and_leave_others_alone(
    client: FlaskClient, session: Session, amina: int
) -> None:
    add_user(session, "other", UserRole.UNION)
    session.commit()
    answers = [sign_in(client, "amina", "wrong").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert "quarter of an hour" in text_of(read_page(sign_in(client, "amina")))
    assert sign_in(client, "other").status_code == 303


def test_d23_the_counters_hold_no_address(app: Flask, client: FlaskClient, amina: int) -> None:
    sign_in(client, "amina", "wrong")
    held = str(vars(app.extensions["limiter_kept"].storage))
    assert "127.0.0.1" not in held
    assert "amina" not in held


def test_what_needs_an_account_sends_a_stranger_to_the_form_and_back(client: FlaskClient) -> None:
    answer = client.get("/filing")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/filing"


def test_what_a_signed_in_person_reads_is_not_kept_by_the_browser(
    client: FlaskClient, amina: int
) -> None:
    sign_in(client, "amina")
    assert client.get("/sessions").headers["Cache-Control"] == "no-store"
