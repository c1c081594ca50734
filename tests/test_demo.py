"""The demo: four stories told through the operations, in which every kind and state appears."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Finding, Membership, Party, User
from models.vocabulary import (
    DisclosureAct,
    FindingKind,
    FindingStatus,
    Role,
    State,
    UserRole,
)
from registry.config import Settings
from registry.operations.findings import compare_chain
from registry.operations.loading_acts import LOADERS
from registry.operations.signing_in import find_user
from reports.finding import Comparison
from seeds.demo import load_demo, sign_in_lines
from seeds.demo.people import read_people
from seeds.demo.stories import stories
from tests.loading import AT, load_reference

SETTINGS = Settings(
    database_url="",
    var=Path("/nowhere"),
    base_url="",
    secret_key="",
    seal_key="5e" * 32,
    press_socket=Path("/nowhere"),
    secure_cookies=False,
)
TODAY = AT.date()
STORIES = list(stories())
TITLES = {story["chain"]["key"]: story["chain"]["title"] for story in STORIES}


def acts() -> Iterator[dict[str, Any]]:
    """Every act of every story."""
    for story in STORIES:
        yield from story["acts"]


def statements() -> Iterator[dict[str, Any]]:
    """Every statement of every story."""
    for act in acts():
        yield from act.get("statements", [])


@pytest.fixture
def demo(session: Session) -> Session:
    load_reference(session)
    assert load_demo(session, SETTINGS, at=AT) == 4
    return session


def compared(session: Session, key: str, on: date = TODAY) -> Comparison:
    """One story compared as it stood on a day."""
    chain = session.scalars(select(Chain).where(Chain.title == TITLES[key])).one()
    return compare_chain(session, chain, on=on)[1]


def test_every_answer_state_appears_somewhere() -> None:
    assert {statement["state"] for statement in statements()} == {state.value for state in State}


def test_every_act_of_the_form_appears_somewhere() -> None:
    held = {act["act"] for act in acts()}
    # A link of a chain is retracted in one story and disputed in another.
    assert held == set(LOADERS)
    assert {act.value for act in DisclosureAct} <= held


def test_every_kind_of_finding_appears_somewhere(demo: Session) -> None:
    found = {f.kind for key in TITLES for f in compared(demo, key).findings}
    assert found == set(FindingKind)


def test_words_are_kept_in_the_speakers_own_languages() -> None:
    spoken = {s["language"].partition("-")[0] for s in statements() if s.get("as_stated")}
    assert {"ar", "bn", "ne", "te", "hi", "en"} <= spoken


def test_r6_no_worker_signs_in() -> None:
    people = read_people()["people"]
    assert {person["role"] for person in people} == {role.value for role in UserRole}
    assert {tuple(p.get("countries", [])) for p in people if p["role"] == "inspector"} == {
        ("JO",),
        ("AE",),
    }


def test_loading_twice_leaves_what_is_there_as_it_is(demo: Session) -> None:
    users = demo.scalars(select(User.id)).all()
    assert load_demo(demo, SETTINGS, at=AT) == 0
    assert demo.scalars(select(User.id)).all() == users


def test_everybody_who_is_printed_can_sign_in_and_acts_for_a_party(demo: Session) -> None:
    lines = "\n".join(sign_in_lines())
    for person in read_people()["people"][:2]:
        user = find_user(demo, person["login"], person["password"])
        assert user is not None
        assert person["login"] in lines
        assert person["password"] in lines
    acting = select(Membership.user_id).join(Party, Party.id == Membership.party_id)
    assert set(demo.scalars(acting)) == set(demo.scalars(select(User.id)))


def test_the_filers_act_for_parties_that_hold_places_in_the_stories() -> None:
    held = {i["id"] for s in STORIES for p in s["parties"] for i in p.get("identifiers", [])}
    for person in read_people()["people"]:
        if person["role"] == "filer":
            assert person["party"] in held


def test_a_household_is_named_nowhere() -> None:
    households = [p for s in STORIES for p in s["parties"] if p["kind"] == "household"]
    assert households
    assert not any(party.get("name") for party in households)


def test_local_intermediaries_have_a_role_and_a_district_and_no_name() -> None:
    placed = [p for s in STORIES for p in s["places"] if p["role"] == Role.LOCAL_INTERMEDIARY]
    assert len(placed) == 4
    assert all(place["party"] is None and place["district"] for place in placed)


def test_findings_were_asked_and_answered_in_the_links_own_words(demo: Session) -> None:
    told = [(act.status, act.language) for f in demo.scalars(select(Finding)) for act in f.acts]
    assert {status for status, _ in told} == {FindingStatus.ASKED, FindingStatus.REPLIED}
    assert {language for _, language in told} >= {"ar", "bn", "te", "hi"}


def test_a_story_can_be_asked_for_on_a_past_day(demo: Session) -> None:
    key = "demo-jharkhand-bengaluru-garment"
    in_march = {f.terms for f in compared(demo, key, date(2026, 3, 10)).findings}
    today = {f.terms for f in compared(demo, key).findings}
    # The contractor changed the hostel's rule in June, after it had been asked.
    assert ("leave_premises",) in in_march
    assert ("leave_premises",) not in today


def test_the_stories_are_written_as_the_form_is_documented() -> None:
    for story in STORIES:
        assert json.loads(json.dumps(story)) == story
        filed = [act["filed_on"] for act in story["acts"]]
        assert filed == sorted(filed)
        assert datetime.fromisoformat(filed[-1]).replace(tzinfo=UTC) < AT
