"""Asking about a difference, replying to it, settling it: law 12, D16, D20, domain.md 3.7."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models import Chain, Event, FindingAct, Membership, Party, Place
from models.vocabulary import FindingKind, FindingStatus, Severity, UserRole
from registry.exceptions import NotAllowedError
from registry.operations.acting import REGISTRY, Actor, When
from registry.operations.findings import (
    ask,
    find_finding,
    life_of,
    observed,
    reply,
    why_not_longer,
)
from registry.pages.chain_page import alike_together
from registry.pages.finding_case import MARK
from registry.visible_findings import (
    REPLY_WINDOW,
    UNASKED,
    URGENT_WINDOW,
    FindingLife,
    ShownFinding,
)
from reports.finding import Finding as Seen
from tests.factories import DAY, chain_form, disclosure_form, statement_form
from tests.html import read_page, text_of
from tests.loading import load
from tests.people import add_user, sign_in
from tests.test_pages_chain import told_less

NOW = datetime.now(UTC)
TODAY = NOW.date()
WAGE = {"kind": "worsened", "terms": ["basic_wage"]}
ANSWER = {"words": "We raised it to 200.\nSee <the> payslip.", "language": "en"}
CASE_WORDS = "Which of the two stands?"


class Story:
    """The chain in which less is stated than was told, and those who look at it."""

    def __init__(self, app: Flask, session: Session, form: dict[str, Any]) -> None:
        self.app, self.session = app, session
        self.chain: Chain = load(session, form).chain
        add_user(session, "noor", UserRole.INSPECTOR, countries=["JO"])
        add_user(session, "hana", UserRole.FILER, parties=["Qasr Garments"])
        add_user(session, "amina", UserRole.FILER, parties=["Agency A"])
        add_user(session, "basma", UserRole.FILER, parties=["Agency B"])
        add_user(session, "ruth", UserRole.UNION)
        self.finding = observed(session, self.chain, WAGE, when=When.now(NOW))
        self.root = f"/chains/{self.chain.public_id}/findings/{self.finding.identity[:MARK]}"
        session.commit()

    def client(self, login: str = "") -> FlaskClient:
        """A browser of its own, signed in or not."""
        client = self.app.test_client()
        if login:
            assert sign_in(client, login).status_code == 303
        return client

    def ask(self, **words: str) -> TestResponse:
        """What the inspector sends."""
        given = {"words": "", "language": "en"} | words
        return self.client("noor").post(f"{self.root}/ask", data=given)

    def acts(self) -> list[FindingAct]:
        """What is on record about the finding."""
        self.session.expire_all()
        found = find_finding(self.session, self.chain, self.finding.public_id)
        return list(found.acts)

    def text(self, login: str, address: str) -> str:
        """The words of a page, which must be whole and valid."""
        return text_of(read_page(self.client(login).get(address)))


@pytest.fixture
def story(app: Flask, session: Session) -> Story:
    return Story(app, session, told_less())


def test_an_inspector_is_told_whom_and_until_when_before_asking(story: Story) -> None:
    page = story.text("noor", f"{story.root}/ask")
    due = TODAY + REPLY_WINDOW
    for part in ("200 USD", "150 USD", "Addressed to: Qasr Garments", f"{due.day} {due:%B %Y}"):
        assert part in page
    assert "14 days" in page


def test_d20_seventy_two_hours_where_a_batch_leaves_within_21_days(
    app: Flask, session: Session
) -> None:
    form = told_less()
    leaves = (TODAY + timedelta(days=20)).isoformat()
    departure = {"milestone": "departure", "on": leaves, "filed_on": DAY}
    form["batches"][0]["milestones"].append(departure)
    story = Story(app, session, form)
    assert "72 hours" in story.text("noor", f"{story.root}/ask")
    story.ask()
    (asked,) = story.acts()
    assert asked.due_on == TODAY + URGENT_WINDOW
    assert str(why_not_longer(asked_finding(story), on=TODAY)).startswith("Workers leave soon")


def asked_finding(story: Story) -> Any:
    story.session.expire_all()
    return find_finding(story.session, story.chain, story.finding.public_id)


def test_law_12_what_is_asked_goes_on_record_once_with_its_day_and_its_trail(story: Story) -> None:
    assert story.ask(words=CASE_WORDS).headers["Location"] == f"{story.root}?done=ask"
    assert story.ask(words="Again?").headers["Location"] == story.root
    (asked,) = story.acts()
    assert (asked.on, asked.due_on, asked.text) == (TODAY, TODAY + REPLY_WINDOW, CASE_WORDS)
    trail = story.session.scalars(select(Event).where(Event.kind == "finding:asked")).one()
    assert trail.subject == story.finding.public_id
    assert trail.by_user_id


def test_3_5_only_those_concerned_and_those_who_may_ask_read_the_question_s_words(
    story: Story,
) -> None:
    story.ask(words=CASE_WORDS)
    for login in ("noor", "hana", "amina"):
        assert CASE_WORDS in story.text(login, story.root), login
    assert CASE_WORDS not in story.text("ruth", story.root)
    assert story.client().get(story.root).status_code == 404
    # Who asked, and what for, stands nowhere.
    assert "noor" not in story.text("hana", f"{story.root}/reply").lower()


def test_r2_an_unasked_question_leaves_no_trace_for_the_party(story: Story) -> None:
    before = story.text("hana", "/filing")
    story.client("noor").get(f"{story.root}/ask")
    assert story.text("hana", "/filing") == before
    assert story.acts() == []


def test_the_party_finds_the_question_on_its_desk_and_on_the_chain(story: Story) -> None:
    story.ask()
    due = TODAY + REPLY_WINDOW
    place = next(p for p in places(story) if p.key == "H")
    for address in ("/filing", f"/filing/{place.public_id}"):
        page = story.text("hana", address)
        assert "You have been asked" in page
        assert f"awaited until {due.day} {due:%B %Y}" in page
    assert "Reply to this" in story.text("hana", f"/chains/{story.chain.public_id}")
    assert "you may reply" in story.text("amina", "/filing")
    assert "You have been asked" not in story.text("basma", "/filing")


def places(story: Story) -> list[Any]:
    return list(story.session.scalars(select(Place).where(Place.chain_id == story.chain.id)))


def test_a_reply_is_shown_before_it_is_put_on_record(story: Story) -> None:
    story.ask()
    hana = story.client("hana")
    checked = hana.post(f"{story.root}/reply", data=ANSWER | {"step": "check"})
    assert "See <the> payslip." in text_of(read_page(checked))
    changed = hana.post(f"{story.root}/reply", data=ANSWER | {"step": "write"})
    assert "See <the> payslip." in text_of(next(read_page(changed).iter("textarea")))
    assert len(story.acts()) == 1
    filed = hana.post(f"{story.root}/reply", data=ANSWER | {"step": "file"})
    receipt = text_of(read_page(hana.get(filed.headers["Location"])))
    for part in ("Your reply is on record", "We raised it to 200.", story.finding.public_id):
        assert part in receipt
    assert [act.status for act in story.acts()] == ["asked", "replied"]


def test_law_12_the_reply_stands_beside_the_finding_in_type_of_the_same_size(story: Story) -> None:
    story.ask()
    story.client("hana").post(f"{story.root}/reply", data=ANSWER | {"step": "file"})
    page = read_page(story.client("ruth").get(f"/chains/{story.chain.public_id}"))
    (card,) = [one for one in page.iter("article") if "We raised it" in text_of(one)]
    assert "Reply asked on" in text_of(card)
    assert "no reply by" not in text_of(card)
    assert "Qasr Garments" in text_of(card)
    (quote,) = [one for one in card.iter("blockquote") if "We raised it" in text_of(one)]
    assert "small" not in (quote.get("class") or "")
    assert not [one for one in card.iter("details") if "We raised it" in text_of(one)]
    body = story.client("ruth").get(f"/chains/{story.chain.public_id}/chain.json").get_json()
    (found,) = [f for f in body["comparison"]["findings"] if f.get("replies")]
    assert found["replies"][0]["text"] == "We raised it to 200.\nSee <the> payslip."
    assert found["asked_on"] == TODAY.isoformat()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"words": "   "}, "Write what you want to reply"),
        ({"words": "a" * 2001}, "at most 2,000 characters"),
        ({"language": ""}, "Choose the language"),
        ({"language": 'en"><script>'}, "Choose the language"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    story: Story, sent: dict[str, str], says: str
) -> None:
    story.ask()
    data = ANSWER | {"step": "file"} | sent
    answer = story.client("hana").post(f"{story.root}/reply", data=data)
    assert answer.status_code == 422
    page = read_page(answer)
    assert says in text_of(page)
    assert text_of(next(page.iter("textarea"))) == " ".join(data["words"].split())
    assert len(story.acts()) == 1


def test_a_reply_sent_twice_is_one_and_another_is_added(story: Story) -> None:
    hana = story.client("hana")
    for words in ("One.", "One.", "Two."):
        hana.post(f"{story.root}/reply", data=ANSWER | {"words": words, "step": "file"})
    assert [act.text for act in story.acts()] == ["One.", "Two."]


def test_3_7_a_link_that_it_does_not_concern_cannot_reply(story: Story) -> None:
    story.ask()
    answer = story.client("basma").post(f"{story.root}/reply", data=ANSWER | {"step": "file"})
    assert answer.status_code == 404
    assert len(story.acts()) == 1


def test_d20_seven_more_days_once_and_not_after_the_day(story: Story) -> None:
    story.ask()
    hana = story.client("hana")
    assert "seven more days" in text_of(read_page(hana.get(f"{story.root}/reply")))
    assert hana.post(f"{story.root}/longer").status_code == 303
    assert hana.post(f"{story.root}/longer").status_code == 409
    life = life_of(asked_finding(story))
    assert life.asked_on == TODAY
    assert life.due_on == TODAY + REPLY_WINDOW + timedelta(days=7)
    assert "Ask for seven more days" not in story.text("hana", f"{story.root}/reply")


@pytest.mark.parametrize(("back", "says"), [(14, "awaited until"), (15, "no reply by")])
def test_law_12_that_no_reply_came_is_said_when_the_day_is_over(
    story: Story, back: int, says: str
) -> None:
    when = When.now(NOW - timedelta(days=back))
    ask(story.session, story.chain, asked_finding(story), by=REGISTRY, when=when)
    story.session.commit()
    for address in (f"/chains/{story.chain.public_id}", story.root, "/filing"):
        assert says in story.text("hana", address), address
    assert bool(why_not_longer(asked_finding(story), on=TODAY)) is (back == 15)


@pytest.mark.parametrize("status", ["explained", "corrected", "upheld", "withdrawn"])
def test_d16_a_decision_carries_its_reason_and_deletes_nothing(story: Story, status: str) -> None:
    story.ask()
    noor = story.client("noor")
    decided = noor.post(f"{story.root}/settle", data={"status": status, "language": "en"})
    assert decided.status_code == 422
    data = {"status": status, "words": "The payslip shows it.", "language": "en"}
    assert noor.post(f"{story.root}/settle", data=data).status_code == 303
    assert "The payslip shows it." in story.text("ruth", story.root)
    assert noor.get(f"{story.root}/settle").status_code == 404
    assert [act.status for act in story.acts()] == ["asked", status]
    assert story.client().get(story.root).status_code == 404


def test_what_is_replied_after_a_decision_leaves_the_decision(story: Story) -> None:
    story.ask()
    data = {"status": "upheld", "words": "It stands.", "language": "en"}
    story.client("noor").post(f"{story.root}/settle", data=data)
    story.client("hana").post(f"{story.root}/reply", data=ANSWER | {"step": "file"})
    life = life_of(asked_finding(story))
    assert life.status is FindingStatus.UPHELD
    assert len(life.replies) == 1
    assert "You have been asked" not in story.text("hana", "/filing")


def test_what_was_asked_about_and_corrected_since_is_found_by_those_who_knew(
    story: Story, session: Session
) -> None:
    story.ask(words=CASE_WORDS)
    hana = story.client("hana")
    place = next(p for p in places(story) if p.key == "H").public_id
    wage = {"basic_wage-state": "stated", "basic_wage-amount": "210", "basic_wage-currency": "USD",
            "basic_wage-period": "month", "basic_wage-basis": "gross"}  # fmt: skip
    hana.post(f"/filing/{place}/terms/pay", data=wage)
    act = {"act": "correct", "reason": "A slip", "declared": "y"}
    assert hana.post(f"/filing/{place}/check", data=act).status_code == 303
    for login in ("noor", "hana"):
        page = story.text(login, story.root)
        assert "found no more" in page
        assert CASE_WORDS in page
    assert story.client("ruth").get(story.root).status_code == 404
    assert "Asked about, and found no more" in story.text(
        "noor", f"/chains/{story.chain.public_id}"
    )
    assert hana.get(f"{story.root}/reply").status_code == 404
    data = {"status": "corrected", "words": "Filed anew.", "language": "en"}
    assert story.client("noor").post(f"{story.root}/settle", data=data).status_code == 303


def test_a_party_without_an_account_is_named_to_the_one_who_asks(
    story: Story, session: Session
) -> None:
    assert "Nobody signs in here" not in story.text("noor", f"{story.root}/ask")
    session.execute(delete(Membership))
    session.commit()
    assert "Nobody signs in here for: Qasr Garments" in story.text("noor", f"{story.root}/ask")


def test_register_only_no_longer_says_that_nobody_was_asked(app: Flask, session: Session) -> None:
    register = disclosure_form(
        place="H", key="d-H", source="official_register", statements=[statement_form()]
    )
    chain = load(
        session, chain_form(register, {"act": "publish", "by": None, "filed_on": DAY})
    ).chain
    named = {"kind": "never_stated", "terms": ["employer_name"]}
    found = observed(session, chain, named, when=When.now(NOW))
    session.commit()
    page = text_of(read_page(app.test_client().get(f"/chains/{chain.public_id}")))
    assert "No link has been asked about them here" in page
    ask(session, chain, found, by=Actor(), when=When.now(NOW))
    session.commit()
    page = text_of(read_page(app.test_client().get(f"/chains/{chain.public_id}")))
    asked = page.count("Reply asked on")
    assert asked == 1
    others = page.count("does not state:")
    assert page.count("No link has been asked about them here") == others - asked


@pytest.mark.parametrize("act", ["ask", "reply", "longer", "settle"])
def test_no_act_is_taken_without_the_token_of_its_form(story: Story, act: str) -> None:
    client = story.client("noor" if act in {"ask", "settle"} else "hana")
    if act != "ask":
        story.ask()
    before = len(story.acts())
    story.app.config["WTF_CSRF_ENABLED"] = True
    data = ANSWER | {"step": "file", "status": "upheld"}
    assert client.post(f"{story.root}/{act}", data=data).status_code == 400
    assert len(story.acts()) == before


def test_a_reply_typed_before_the_session_ran_out_is_not_lost(story: Story) -> None:
    story.ask()
    stranger = story.client()
    refused = stranger.post(f"{story.root}/reply", data=ANSWER | {"step": "check"})
    assert refused.status_code == 401
    kept = [one.get("value", "") for one in read_page(refused).iter("input")]
    assert any("See <the> payslip." in text for text in kept)


def test_d18_a_household_s_question_exists_for_its_own_chain_and_inspectors_only(
    app: Flask, session: Session
) -> None:
    chain = load(session, chain_form(disclosure_form(), household=True)).chain
    named = {"kind": "never_stated", "terms": ["fee_recruitment"]}
    found = observed(session, chain, named, when=When.now(NOW))
    for login, role, about in (
        ("noor", UserRole.INSPECTOR, {"countries": ["JO"]}),
        ("amina", UserRole.FILER, {"parties": ["Agency A"]}),
        ("ingrid", UserRole.REGISTRAR, {}),
        ("ruth", UserRole.UNION, {}),
    ):
        add_user(session, login, role, **about)
    ask(session, chain, found, by=REGISTRY, when=When.now(NOW), text=CASE_WORDS, language="en")
    session.commit()
    root = f"/chains/{chain.public_id}/findings/{found.identity[:MARK]}"
    for login, status in (("noor", 200), ("amina", 200), ("ingrid", 404), ("ruth", 404)):
        client = app.test_client()
        sign_in(client, login)
        assert client.get(root).status_code == status, login
        if status == 404:
            # What is there and may not be known answers like what is not there.
            absent = "C-00000000"
            said = text_of(read_page(client.get(root)))
            other = text_of(read_page(client.get(root.replace(chain.public_id, absent))))
            assert said.replace(chain.public_id, absent) == other


def test_3_7_the_act_itself_takes_no_reply_of_another_party(story: Story, session: Session) -> None:
    stranger = session.scalars(select(Party.id).where(Party.name == "Agency R")).one()
    said: dict[str, Any] = {"text": "We know better.", "language": "en", "when": When.now(NOW)}
    with pytest.raises(NotAllowedError):
        reply(session, story.chain, asked_finding(story), by=Actor(party_id=stranger), **said)
    assert story.acts() == []


def test_the_page_of_a_past_day_leads_to_no_question(story: Story) -> None:
    chain = f"/chains/{story.chain.public_id}"
    assert "Ask about this" in story.text("noor", chain)
    past = (TODAY - timedelta(days=1)).isoformat()
    assert "Ask about this" not in story.text("noor", f"{chain}?on={past}")
    assert "Ask about this" not in story.text("noor", f"{chain}?clock=source")


def test_d19_a_reply_carries_no_name_that_the_chain_does_not_show(
    story: Story, session: Session
) -> None:
    hidden = session.scalars(select(Party.id).where(Party.name == "Agency R")).one()
    by = Actor(party_id=hidden, takes_over=True)
    said: dict[str, Any] = {
        "text": "It was said otherwise.",
        "language": "en",
        "when": When.now(NOW),
    }
    reply(session, story.chain, asked_finding(story), by=by, **said)
    session.commit()
    for address in (story.root, f"/chains/{story.chain.public_id}"):
        page = story.text("noor", address)
        assert "It was said otherwise." in page
        assert "Agency R" not in page
    told = story.client("noor").get(f"/chains/{story.chain.public_id}/chain.json").get_json()
    (one,) = [found for found in told["comparison"]["findings"] if found["replies"]]
    assert one["replies"][0]["by"] == ""


def test_findings_that_say_the_same_stand_apart_once_one_of_them_is_asked_about() -> None:
    words: dict[str, Any] = {
        "severity": Severity.SERIOUS,
        "rule": "r",
        "rule_version": "1",
        "addressed_to": ("H",),
    }
    both = [Seen(FindingKind.WORSENED, terms=("basic_wage",), below=k, above="H", **words)
            for k in ("A", "B")]  # fmt: skip
    asked = FindingLife(FindingStatus.ASKED, asked_on=TODAY)
    alike = [ShownFinding(one, UNASKED, Severity.SERIOUS, one.below) for one in both]
    assert len(alike_together(alike)) == 1
    apart = [alike[0], replace(alike[1], life=asked)]
    assert len(alike_together(apart)) == 2
