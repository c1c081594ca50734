"""Filing without typing it all again; each act leaves what was filed before readable."""

# The fixture of another module is asked for by its name.
# ruff: noqa: F811

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Disclosure, Draft, Place
from registry.forms.answers import read_answer
from registry.forms.prefill import typed_from
from registry.reference_data import catalogue
from registry.snapshot import snapshot
from reports.standing import fold
from seeds.demo.stories import stories
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.html import read_page, text_of, texts
from tests.loading import load
from tests.test_pages_filing import file, keep, place, statements_of, wage_typed  # noqa: F401

pytestmark = pytest.mark.sqlite


def drafted(session: Session) -> dict[str, Any]:
    """What the draft holds."""
    session.expire_all()
    held: dict[str, Any] = session.scalars(select(Draft)).one().body["answers"]
    return held


def test_what_is_on_record_is_typed_back_as_it_was(session: Session) -> None:
    count = 0
    for story in stories():
        chain = load(session, dict(story)).chain
        facts, release = snapshot(session, chain.id, on=chain.registered_at.date())
        terms = catalogue(session, release).reference_set.terms
        for answer in fold(facts).every.values():
            if answer.statement.scope.parts or answer.state.value == "passed_on":
                continue
            typed = typed_from(terms[answer.term], answer, same_chain=True)
            statement, _wrong = read_answer(terms[answer.term], typed)
            assert statement["state"] == answer.state.value
            if answer.value and not set(answer.value) & {"commitment", "formula"}:
                lines = len(answer.value.get("lines", ()))
                assert lines > 4 or set(statement.get("value", {})) <= {
                    *answer.value,
                    "per",
                    "period",
                    "calendar",
                }
                count += 1
    assert count > 100


def test_a_whole_group_is_passed_on_as_it_was_served(
    client: FlaskClient,
    session: Session,
    place: str,
) -> None:
    page = read_page(client.get(f"/filing/{place}/terms/pay"))
    assert any("Pass on unchanged the 1 term" in one for one in texts(page, "button"))
    answer = client.post(f"/filing/{place}/terms/pay/fill", data={"fill": "passed"})
    assert answer.status_code == 303
    assert drafted(session)["basic_wage"] == {"state": "passed_on", "passed_from": "d-H"}
    assert file(client, place).status_code == 303
    (stated,) = statements_of(session)
    assert (stated["state"], stated["value"]) == ("passed_on", wage("150"))


def test_what_was_typed_is_not_overwritten_by_passing_on(
    client: FlaskClient,
    session: Session,
    place: str,
) -> None:
    typed = {**wage_typed(), "fill": "passed"}
    client.post(f"/filing/{place}/terms/pay/fill", data=typed)
    assert drafted(session)["basic_wage"]["amount"] == "230"


def test_r4_a_correction_starts_from_the_record_and_shows_old_beside_new(
    client: FlaskClient,
    session: Session,
    place: str,
) -> None:
    keep(client, place, "pay", **wage_typed())
    file(client, place)
    client.post(f"/filing/{place}/terms/pay/fill", data={"fill": "basic_wage"})
    held = drafted(session)["basic_wage"]
    assert (held["amount"], held["currency"], held["period"]) == ("230", "JOD", "month")
    keep(client, place, "pay", **wage_typed(**{"basic_wage-amount": "240"}))
    shown = text_of(read_page(client.get(f"/filing/{place}/check")))
    assert "On record: 230 JOD" in shown
    assert "Now: 240 JOD" in shown


@pytest.mark.parametrize("act", ["confirm", "withdraw"])
def test_a_filing_is_confirmed_or_withdrawn_and_stays_readable(
    client: FlaskClient,
    session: Session,
    place: str,
    act: str,
) -> None:
    keep(client, place, "pay", **wage_typed())
    file(client, place)
    first = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).first()
    assert first is not None
    read_page(client.get(f"/filing/{place}/stand"))
    data = {"act": act, "filing": first.key, "declared": "y", "reason": "The job was cancelled"}
    done = client.post(f"/filing/{place}/stand", data=data)
    assert done.status_code == 303
    newest = session.scalars(select(Disclosure).order_by(Disclosure.id.desc())).first()
    assert newest is not None
    assert (newest.act, newest.previous_id) == (act, first.id)
    read_page(client.get(done.headers["Location"]))
    page = read_page(client.get(f"/filing/{place}/terms/pay"))
    assert any("On record: 230 JOD" in one for one in texts(page, "p")) == (act == "confirm")


@pytest.mark.parametrize(
    "data", [{}, {"act": "confirm"}, {"act": "file", "filing": "d-H", "declared": "y"},
             {"act": "withdraw", "filing": "d-H", "declared": "y"}],
)  # fmt: skip
def test_only_one_s_own_filing_is_confirmed_or_withdrawn(
    client: FlaskClient,
    session: Session,
    place: str,
    data: dict[str, str],
) -> None:
    before = len(session.scalars(select(Disclosure)).all())
    assert client.post(f"/filing/{place}/stand", data=data).status_code == 422
    assert len(session.scalars(select(Disclosure)).all()) == before


def test_the_last_filing_for_the_same_employer_is_copied_into_the_draft(
    client: FlaskClient,
    session: Session,
    place: str,
) -> None:
    known = {"term": "days_per_week", "state": "stated", "value": {"n": "6"}}
    said = disclosure_form(place="A", key="d-A", statements=[statement_form(), known])
    other = load(session, chain_form(said, key="other", title="Ironers, Amman")).chain
    session.commit()
    page = read_page(client.get(f"/filing/{place}"))
    if not any("Ironers, Amman" in one for one in texts(page, "button")):
        held = session.scalars(select(Place).where(Place.chain_id == other.id)).all()
        pytest.fail(f"the other job is not offered: {[(one.key, one.party_id) for one in held]}")
    assert client.post(f"/filing/{place}/copy").status_code == 303
    copied = drafted(session)
    assert (copied["basic_wage"]["amount"], copied["days_per_week"]["n"]) == ("200", "6")
    assert DAY not in str(copied)


def act_chosen(client: FlaskClient, place: str) -> str | None:
    """The act that stands chosen on the last page."""
    page = read_page(client.get(f"/filing/{place}/check"))
    chosen = [
        one.get("value")
        for one in page.iter("input")
        if one.get("name") == "act" and one.get("checked") is not None
    ]
    assert len(chosen) <= 1
    return chosen[0] if chosen else None


def test_law_2_changing_what_is_on_record_opens_with_correct(
    client: FlaskClient,
    session: Session,
    place: str,
) -> None:
    keep(client, place, "pay", **wage_typed())
    assert file(client, place).status_code == 303
    keep(client, place, "hours", **{"days_per_week-state": "none"})
    assert act_chosen(client, place) == "update"
    client.post(f"/filing/{place}/terms/pay/fill", data={"fill": "basic_wage"})
    assert act_chosen(client, place) == "correct"
    # What was typed since does not forget it; an answer that is cleared again does.
    keep(client, place, "pay", **wage_typed(**{"basic_wage-amount": "231"}))
    assert act_chosen(client, place) == "correct"
    assert "choose “updating”" in text_of(read_page(client.get(f"/filing/{place}/check")))
    keep(client, place, "pay")
    assert act_chosen(client, place) == "update"
    client.post(f"/filing/{place}/terms/pay/fill", data={"fill": "basic_wage"})
    refused = file(client, place, act="correct")
    assert "Say in a few words what was wrong" in text_of(read_page(refused))
    assert file(client, place, act="correct", reason="A slip").status_code == 303
    assert (
        session.scalars(select(Disclosure.act).order_by(Disclosure.id.desc())).first() == "correct"
    )
