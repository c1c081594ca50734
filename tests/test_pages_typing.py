"""What is typed into a filing: read as people write it, named where it cannot be, never lost."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.html import read_page, text_of
from tests.test_pages_filing import file, keep, place, statements_of, wage_typed

__all__ = ["place"]  # a fixture


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"basic_wage-amount": "-230"}, "basic_wage-amount", "below zero"),
        ({"basic_wage-amount": "a lot"}, "basic_wage-amount", "is not a number"),
        ({"basic_wage-amount": "1.650"}, "basic_wage-amount", "as 1650 or as 1.65"),
        ({"basic_wage-amount": ""}, "basic_wage-amount", "missing"),
        ({"basic_wage-currency": ""}, "basic_wage-currency", "missing"),
        ({"basic_wage-state": "unknown_to_filer"}, "basic_wage-asked_place", "whom you asked"),
        ({"basic_wage-state": "not_applicable"}, "basic_wage-reason", "say why"),
        ({"basic_wage-state": "passed_on"}, "basic_wage-passed_from", "passes on"),
        ({"basic_wage-state": "stated_in_words"}, "basic_wage-as_stated", "Write the words"),
        ({"basic_wage-as_stated": "১০০"}, "basic_wage-language", "in which language"),
        ({"basic_wage-state": ""}, "basic_wage-state", "what kind of answer"),
        ({"basic_wage-state": "maybe"}, "basic_wage-state", "what kind of answer"),
        ({"basic_wage-qualifier": "sure"}, "basic_wage-qualifier", "how exactly"),
    ],
)
def test_what_cannot_be_read_is_named_linked_and_kept(
    client: FlaskClient, place: str, typed: dict[str, str], field: str, says: str
) -> None:
    answer = keep(client, place, "pay", **wage_typed(**typed))
    assert answer.status_code == 422
    page = read_page(answer)
    (summary,) = [d for d in page.iter("div") if d.get("class") == "govuk-error-summary"]
    assert [a.get("href") for a in summary.iter("a")] == [f"#{field}"]
    assert says in text_of(summary)
    again = read_page(client.get(f"/filing/{place}/terms/pay"))
    fields = {one.get("id"): one.get("value") for one in again.iter("input")}
    assert fields["basic_wage-amount"] == typed.get("basic_wage-amount", "230")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,65,000", "165000"),
        ("165,000", "165000"),
        ("১,৬৫,০০০", "165000"),
        ("٢٣٠٫٥", "230.5"),
        ("12,5", "12.5"),
        ("1.200,50", "1200.50"),
        ("230.125", "230.125"),
        (" 1 000 ", "1000"),
    ],
)
def test_numbers_are_read_as_people_write_them(
    client: FlaskClient, session: Session, place: str, typed: str, meant: str
) -> None:
    keep(client, place, "pay", **wage_typed(**{"basic_wage-amount": typed}))
    file(client, place)
    assert statements_of(session)[0]["value"]["amount"] == meant


def test_hours_of_each_weekday_are_taken(client: FlaskClient, session: Session, place: str) -> None:
    hours = {f"hours_per_day-weekdays_{n}": str(h) for n, h in enumerate((0, 8, 8, 8, 8, 8, 5))}
    typed = {"hours_per_day-state": "stated", "hours_per_day-per": "day", **hours}
    assert keep(client, place, "hours", **typed).status_code == 303
    file(client, place)
    assert statements_of(session)[0]["value"] == {"weekdays": ["0", "8", "8", "8", "8", "8", "5"]}


def test_a_cost_a_list_and_a_line_of_money_are_taken(
    client: FlaskClient, session: Session, place: str
) -> None:
    cost = {"payer": "worker", "money_amount": "20000", "money_currency": "BDT"}
    typed = {f"fee_recruitment-{name}": text for name, text in cost.items()}
    typed |= {"fee_recruitment-state": "stated", "fee_recruitment-money_period": "once"}
    assert keep(client, place, "costs", **typed).status_code == 303
    line = {"code": "phone", "money_amount": "10", "money_currency": "JOD", "money_period": "month"}
    typed = {f"allowances-lines_0_{name}": text for name, text in line.items()}
    assert keep(client, place, "pay", **{"allowances-state": "stated", **typed}).status_code == 303
    file(client, place)
    found = {one["term"]: one["value"] for one in statements_of(session)}
    assert found["fee_recruitment"]["money"]["amount"] == "20000"
    assert found["allowances"]["lines"][0]["money"]["amount"] == "10"
