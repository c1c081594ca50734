"""Answers that carry several parts are set beside each other part by part (docs/chain-form.md)."""

from typing import Any

import pytest

from models.vocabulary import Direction
from tests.chain_builder import answered, chain, filed, findings, stated
from tests.chain_cases import reference_set

LOAN = {"amount": "500", "currency": "USD", "period": "once"}
SUM = {"amount": "50", "currency": "USD"}


def found(term: str, below: Any, above: Any) -> list[tuple[str, str]]:
    """Kind and reason of what comes of two links' answers; None is an answer of none."""
    acts = [
        filed(place, answered(term, "none") if value is None else stated(term, value))
        for place, value in (("A", below), ("H", above))
    ]
    return [(f.kind.value, f.reason) for f in findings(chain(acts, terms=[term]))]


def causes(code: str = "", **named: str) -> dict[str, Any]:
    return {**({"code": code} if code else {}), **({"causes": named} if named else {})}


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        (causes("employer"), causes("employer", death="employer"), []),
        (causes("employer"), causes("employer", abuse="worker"), [("worsened", "cause")]),
        (causes("employer", abuse="worker"), causes("employer"), [("improved", "cause")]),
        (causes("worker", abuse="employer"), causes("employer", abuse="worker"),
         [("worsened", "cause")]),
        (causes(death="employer"), causes(death="worker"), [("worsened", "cause")]),
        (causes(death="employer"), causes(abuse="worker"), [("not_comparable", "free_text")]),
        (causes("employer", death="employer"), None, [("worsened", "cause")]),
    ],
)  # fmt: skip
def test_an_early_return_is_compared_cause_by_cause(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("repatriation_early", below, above) == expected


def test_the_causes_that_differ_stand_in_the_arithmetic() -> None:
    answers = {"A": causes("employer"), "H": causes("employer", illness="worker")}
    acts = [filed(link, stated("repatriation_early", said)) for link, said in answers.items()]
    (finding,) = findings(chain(acts, terms=["repatriation_early"]))
    assert [step.text for step in finding.arithmetic] == ["illness: employer / worker"]


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"percent": "7.5", "covered": True}, {"percent": "7.5", "covered": True}, []),
        ({"percent": "7.5", "covered": True}, {"percent": "5", "covered": False},
         [("worsened", "cover")]),
        ({"covered": False}, {"covered": True}, [("improved", "cover")]),
        ({"percent": "7.5", "covered": True}, {"percent": "9"}, [("worsened", "")]),
        ({"percent": "7.5"}, {"covered": True}, [("not_comparable", "other_part")]),
        ({"percent": "7.5", "covered": True}, None, [("worsened", "cover")]),
        ({"percent": "7.5"}, None, [("improved", "")]),
    ],
)  # fmt: skip
def test_social_security_is_two_answers_contribution_and_cover(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("social_security", below, above) == expected


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"n": "1", "unit": "months"}, {"n": "1", "unit": "months", "every_years": "2"},
         [("worsened", "")]),
        ({"n": "15", "unit": "days"}, {"n": "30", "unit": "days", "every_years": "2"}, []),
        ({"n": "30", "unit": "days", "every_years": "2"}, {"n": "30", "unit": "days"},
         [("improved", "")]),
    ],
)  # fmt: skip
def test_leave_for_several_years_is_brought_to_one(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("annual_leave", below, above) == expected


def test_leave_for_several_years_shows_how_it_was_brought_to_one() -> None:
    two = {"n": "1", "unit": "months", "every_years": "2"}
    acts = [filed("A", stated("annual_leave", {"n": "1", "unit": "months"})),
            filed("H", stated("annual_leave", two))]  # fmt: skip
    (finding,) = findings(chain(acts, terms=["annual_leave"]))
    assert "1 months ÷ 2 years = 0.5 months a year" in [s.text for s in finding.arithmetic]


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"n": "5", "unit": "days"}, {"n": "5", "unit": "days", "money": SUM}, []),
        ({"money": SUM}, {"money": {**SUM, "amount": "80"}}, [("worsened", "")]),
        ({"n": "5", "unit": "days", "money": SUM}, {"n": "9", "unit": "days", "money": SUM},
         [("worsened", "")]),
        ({"n": "5", "unit": "days"}, {"money": SUM}, [("not_comparable", "other_part")]),
        (None, {"money": SUM}, [("worsened", "")]),
        ({"n": "5", "unit": "days", "money": SUM}, None, [("improved", "")]),
    ],
)  # fmt: skip
def test_time_and_money_held_back_are_each_set_beside_their_own_kind(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("pay_holdback", below, above) == expected


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"interest_percent": "1", "interest_per": "month"},
         {"interest_percent": "12", "interest_per": "year"}, []),
        ({"interest_percent": "12", "interest_per": "year"},
         {"interest_percent": "5", "interest_per": "month"}, [("worsened", "interest")]),
        # D11: what is said to be owed below, and not stated above, is contradicted.
        ({"interest_percent": "24", "interest_per": "year"},
         {"interest_percent": "12", "interest_per": "year"}, [("contradicted", "interest")]),
        ({}, {"interest_percent": "12", "interest_per": "year"}, []),
        ({"lender": "bank", "repaid": "by_deduction"}, {"lender": "family"}, []),
    ],
)  # fmt: skip
def test_interest_is_compared_where_both_loans_state_it(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("loan_advance", {**LOAN, **below}, {**LOAN, **above}) == expected


def test_words_beside_a_yes_or_a_no_are_not_judged() -> None:
    assert reference_set().terms["osh_ppe"].direction is Direction.YES
    assert found("osh_ppe", {"yes": True, "text": "gloves"}, {"yes": True, "text": "none"}) == []
    assert found("osh_ppe", {"yes": True, "text": "a"}, {"yes": False, "text": "a"}) == [
        ("worsened", "")
    ]


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"code": "free", "meals": "3"}, {"code": "free", "meals": "1"}, [("worsened", "meals")]),
        ({"code": "free", "meals": "2"}, {"code": "free"}, []),
        ({"code": "free", "diet": "halal"}, {"code": "free", "diet": "any"}, []),
        ({"code": "free", "meals": "1"}, {"code": "at_cost", "meals": "3"}, [("worsened", "")]),
    ],
)
def test_of_equal_food_the_number_of_meals_is_compared_and_the_diet_is_not(
    below: Any, above: Any, expected: list[tuple[str, str]]
) -> None:
    assert found("food_provided", below, above) == expected
