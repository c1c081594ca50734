"""The twelve rules of normalisation, each seen through the verdict on two answers (2.2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.vocabulary import Direction, Qualifier
from reports.normalise import Span, gap, span
from reports.rates import Exchange, Rates
from reports.reference_facts import Divisor, Rate
from reports.setting import Setting
from reports.verdict import Outcome, Verdict
from reports.verdicts import judge
from tests.chain_builder import Body, answered, chain, filed, stated, wage
from tests.chain_cases import reference_set

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def verdict(below: Body, above: Body, *others: Body, **more: Any) -> Verdict:
    """The verdict on what A and H file; ``others`` are filed by both."""
    divisors = more.pop("divisors", ())
    acts = [filed("A", below, *others), filed("H", above, *others, on="2026-02-10")]
    setting = Setting(chain(acts, **more), replace(reference_set(), divisors=divisors))
    first = setting.standing.of(below["term"], "A")[0]
    return judge(setting, first, setting.standing.of(above["term"], "H")[0])


def rate(base: str, quote: str, figure: str, on: str = "2026-01-01", **more: Any) -> Body:
    source = {"source": "test"}
    return {"base": base, "quote": quote, "rate": figure, "on": on, **source, **more}


# Rule 1: currency


def test_rule_1_amounts_of_one_currency_are_compared_without_tolerance() -> None:
    assert verdict(wage("950"), wage("949.99")).outcome is Outcome.WORSE


def test_rule_1_a_floating_rate_allows_three_percent_and_a_peg_one_and_a_half() -> None:
    for peg, within, beyond in ((False, "97.1", "96.9"), (True, "98.6", "98.4")):
        rates = [rate("USD", "XTS", "1", peg=peg)]
        assert verdict(wage("100"), wage(within, "XTS"), rates=rates).outcome is Outcome.AGREES
        assert verdict(wage("100"), wage(beyond, "XTS"), rates=rates).outcome is Outcome.WORSE


def test_d10_a_difference_must_hold_at_the_rates_of_both_days() -> None:
    rates = [rate("USD", "XTS", "1"), rate("USD", "XTS", "2", on="2026-02-05")]
    found = verdict(wage("100"), wage("100", "XTS"), rates=rates)
    assert (found.outcome, found.reason) == (Outcome.AGREES, "only_by_rate")
    assert verdict(wage("100"), wage("150", "XTS"), rates=rates).outcome is Outcome.AGREES
    assert verdict(wage("100"), wage("40", "XTS"), rates=rates).outcome is Outcome.WORSE


def test_d10_without_a_sourced_rate_nothing_is_compared() -> None:
    found = verdict(wage("100"), wage("100", "XXX"))
    assert (found.outcome, found.reason) == (Outcome.INCOMPARABLE, "no_rate")


def test_rule_1_a_rate_ends_and_a_peg_runs_on() -> None:
    ended = Rate("USD", "XTS", Decimal(1), date(2026, 1, 1), date(2026, 1, 31), False, "t")
    peg = replace(ended, quote="XPG", until=None, peg=True)
    rates = Rates((ended, peg))
    assert rates.convert("USD", "XTS", date(2026, 1, 31)) is not None
    assert rates.convert("USD", "XTS", date(2026, 2, 1)) is None
    assert rates.convert("USD", "XTS", date(2025, 12, 31)) is None
    assert rates.convert("USD", "XPG", date(2030, 1, 1)) is not None


def test_rule_1_cross_rates_lead_over_dollar_and_euro_with_each_step_named() -> None:
    day = date(2026, 1, 1)
    rates = Rates(
        (
            Rate("USD", "JOD", Decimal("0.709"), day, None, True, "peg of Jordan"),
            Rate("EUR", "USD", Decimal("1.1"), day, None, False, "bank"),
            Rate("EUR", "INR", Decimal("99"), day, None, False, "bank"),
        )
    )
    found = rates.convert("JOD", "INR", day)
    assert found is not None
    assert found.tolerance == Decimal("0.03")
    steps = found.steps(Decimal(140), "JOD")
    assert [step.text for step in steps] == [
        "140 JOD ÷ 0.709 JOD per USD ≈ 197.46 USD",
        "197.46 USD ÷ 1.1 USD per EUR ≈ 179.51 EUR",
        "179.51 EUR × 99 INR per EUR ≈ 17,772 INR",
    ]
    assert steps[0].source == "peg of 2026-01-01, peg of Jordan"


def test_the_remits_own_rate_takes_precedence_over_the_shared_one() -> None:
    day = date(2026, 1, 1)
    shared = (Rate("USD", "XTS", Decimal(5), day, None, True, "shared"),)
    own = (Rate("XTS", "USD", Decimal("0.5"), day, None, False, "own"),)
    found = Exchange(own, shared).convert("USD", "XTS", day)
    assert found is not None
    assert found.factor == 2


# Rule 2: period


def test_rule_2_a_month_is_52_weeks_in_12() -> None:
    assert verdict(wage("52"), wage("12", period="week")).outcome is Outcome.AGREES
    assert verdict(wage("52"), wage("11.8", period="week")).outcome is Outcome.WORSE
    assert verdict(wage("26"), wage("12", period="two_weeks")).outcome is Outcome.AGREES
    assert verdict(wage("10"), wage("120", period="year")).outcome is Outcome.AGREES


def test_rule_2_daily_pay_follows_the_divisor_of_the_place() -> None:
    jordan = (Divisor("JO", Decimal(30), "test"),)
    found = verdict(wage("300"), wage("10", period="day"), destination="JO", divisors=jordan)
    assert found.outcome is Outcome.AGREES
    assert any("30 days" in step.text and step.source == "test" for step in found.steps)
    six_days = stated("days_per_week", {"n": "6"})
    india = verdict(wage("260"), wage("10", period="day"), six_days, destination="IN")
    assert india.outcome is Outcome.AGREES
    assert verdict(wage("260"), wage("10", period="day")).reason == "no_divisor"


def test_rule_2_without_hours_there_is_no_hourly_figure() -> None:
    found = verdict(wage("1000"), wage("5", period="hour"))
    assert (found.outcome, found.reason) == (Outcome.INCOMPARABLE, "no_hours")
    time = (stated("hours_per_day", {"hours": "8"}), stated("days_per_week", {"n": "6"}))
    assert verdict(wage("1040"), wage("5", period="hour"), *time).outcome is Outcome.AGREES
    assert verdict(wage("1100"), wage("5", period="hour"), *time).outcome is Outcome.WORSE


def test_rule_2_piece_pay_is_compared_with_piece_pay_only() -> None:
    piece = wage("2", period="piece")
    assert verdict(piece, wage("1", period="piece")).outcome is Outcome.WORSE
    assert verdict(wage("200"), piece).reason == "period_differs"


# Rules 4 to 6: what a figure holds


@pytest.mark.parametrize(
    ("below", "above", "outcome", "reason"),
    [
        # Rule 4: a sum beside the cash in it
        ({"includes": ["food"]}, {"amount": "150"}, Outcome.INCOMPARABLE, "basis_differs"),
        ({}, {"includes": ["food"], "amount": "300"}, Outcome.INCOMPARABLE, "basis_differs"),
        # ... unless even the part is no less, or even the sum is less
        ({"includes": ["food"]}, {"amount": "210"}, Outcome.BETTER, ""),
        ({}, {"includes": ["food"], "amount": "150"}, Outcome.WORSE, ""),
        # Rule 5: gross beside net is unclear, unless the net is the higher one
        ({"basis": "gross"}, {"basis": "net", "amount": "180"}, Outcome.UNCLEAR, "gross_net"),
        ({"basis": "net"}, {"basis": "gross", "amount": "190"}, Outcome.WORSE, ""),
        ({"basis": "net"}, {"basis": "gross", "amount": "220"}, Outcome.UNCLEAR, "gross_net"),
        ({"basis": "gross"}, {"amount": "180"}, Outcome.WORSE, ""),
        # Rule 6: basic beside "with overtime" is worse only if somebody confirms it
        ({"includes": ["overtime"]}, {"amount": "150"}, Outcome.WORSE, "needs_confirmation"),
        ({}, {"includes": ["overtime"], "amount": "240"}, Outcome.WORSE, "needs_confirmation"),
        ({}, {"includes": ["overtime"], "amount": "150"}, Outcome.WORSE, ""),
    ],
)
def test_rules_4_to_6_like_is_compared_with_like(
    below: dict[str, Any], above: dict[str, Any], outcome: Outcome, reason: str
) -> None:
    found = verdict(wage("200", **below), wage(above.pop("amount"), **above))
    assert (found.outcome, found.reason) == (outcome, reason)
    assert found.unsure is (reason == "needs_confirmation")


# Rule 7: hours


def test_rule_7_several_weekdays_count_with_the_mean_of_the_days_worked() -> None:
    eight = stated("hours_per_day", {"hours": "8"})
    short = stated("hours_per_day", {"weekdays": ["0", "8", "8", "8", "8", "8", "0"]})
    long = stated("hours_per_day", {"weekdays": ["0", "10", "10", "10", "10", "10", "5"]})
    assert verdict(eight, short).outcome is Outcome.AGREES
    found = verdict(eight, long)
    assert found.outcome is Outcome.WORSE
    assert found.steps[0].text == "55 h a week ÷ 6 d = 9.17 h a day"


def test_rule_7_at_most_is_the_bound_that_counts() -> None:
    at_most = stated("hours_per_day", {"hours": "12"}, qualifier="at_most")
    assert verdict(stated("hours_per_day", {"hours": "10"}), at_most).outcome is Outcome.WORSE


# Rule 8: calendars


def test_rule_8_months_of_two_calendars_are_brought_to_days() -> None:
    months = {"n": "24", "unit": "months"}
    years = {"n": "2", "unit": "years"}
    hijri = {**months, "calendar": "hijri"}
    duration = "contract_duration"
    assert verdict(stated(duration, months), stated(duration, years)).outcome is Outcome.AGREES
    found = verdict(stated(duration, months), stated(duration, hijri))
    assert (found.outcome, found.unsure) == (Outcome.DIFFERENT, True)
    assert "708.7 d" in " ".join(step.text for step in found.steps)


# Rule 9: ranges and bounds


def test_rule_9_intervals_that_meet_agree_and_those_apart_do_not() -> None:
    first = Span(Decimal(8), Decimal(10), ranged=True)
    assert gap(first, Span(Decimal(10), Decimal(12)), Decimal(0)) is None
    apart = gap(first, Span(Decimal(12), Decimal(14)), Decimal(0))
    assert apart is not None
    assert (apart.lower, apart.share) == (False, Decimal("0.2"))


@pytest.mark.parametrize(
    ("qualifier", "direction", "expected"),
    [
        (Qualifier.EXACT, HIGHER, ("100", "100")),
        (Qualifier.AT_LEAST, HIGHER, ("100", "100")),
        (Qualifier.AT_LEAST, LOWER, ("100", None)),
        (Qualifier.AT_MOST, LOWER, ("100", "100")),
        (Qualifier.AT_MOST, HIGHER, ("0", "100")),
        (Qualifier.ABOUT, HIGHER, ("95", "105")),
    ],
)
def test_rule_9_of_a_bound_the_worst_for_the_worker_counts(
    qualifier: Qualifier, direction: Direction, expected: tuple[str, str | None]
) -> None:
    found = span(Decimal(100), None, qualifier, direction)
    low, high = expected
    assert (found.low, found.high) == (Decimal(low), None if high is None else Decimal(high))


# Rule 10: lists, places, words


def test_rule_10_words_are_never_judged_only_found_to_be_the_same() -> None:
    one = stated("care_load", {"text": "Two children, one elderly person"})
    same = stated("care_load", {"text": "two children — one elderly person."})
    other = stated("care_load", {"text": "A family of five"})
    assert verdict(one, same).outcome is Outcome.AGREES
    assert verdict(one, other).reason == "free_text"


def test_rule_10_duties_are_compared_as_sets() -> None:
    few = stated("duties", {"codes": ["cooking"]})
    more = stated("duties", {"codes": ["cooking", "elder_care"]})
    assert verdict(few, more).outcome is Outcome.BURDEN
    assert verdict(few, more).added == ("elder_care",)
    assert verdict(more, few).outcome is Outcome.BETTER


def test_rule_10_places_are_compared_level_by_level() -> None:
    amman = stated("workplace_location", {"country": "JO", "region": "Amman"})
    irbid = stated("workplace_location", {"country": "JO", "region": "Irbid"})
    jordan = stated("workplace_location", {"country": "JO"})
    assert verdict(amman, irbid).outcome is Outcome.DIFFERENT
    assert verdict(amman, jordan).outcome is Outcome.AGREES


def test_rule_10_a_new_category_of_deduction_is_a_new_burden() -> None:
    food = {"code": "food", "money": {"amount": "20", "currency": "USD"}}
    visa = {"code": "visa_permit", "money": {"amount": "5", "currency": "USD"}}
    one = stated("deductions", {"lines": [food]})
    two = stated("deductions", {"lines": [food, visa]})
    assert verdict(one, two).outcome is Outcome.BURDEN
    assert verdict(two, one).outcome is Outcome.BETTER
    assert verdict(answered("deductions", "none"), one).outcome is Outcome.BURDEN


def test_lists_of_whom_to_call_add_up_and_only_a_shorter_one_is_worse() -> None:
    def channels(*codes: str) -> Body:
        return stated("complaint_channel", {"codes": list(codes)})

    assert verdict(channels("union", "hotline"), channels("union")).outcome is Outcome.WORSE
    assert verdict(channels("union"), channels("embassy")).outcome is Outcome.AGREES


# Rule 11: payer first, amount second


def test_rule_11_who_pays_comes_before_how_much() -> None:
    def cost(payer: str, amount: str = "100", **more: Any) -> Body:
        money = {"amount": amount, "currency": "USD", "period": "once"}
        return stated("cost_medical", {"payer": payer, "money": money, **more})

    assert verdict(cost("employer"), cost("origin_agency", "900")).outcome is Outcome.AGREES
    assert verdict(cost("employer"), cost("worker")).outcome is Outcome.WORSE
    assert verdict(cost("worker", "100"), cost("worker", "120")).outcome is Outcome.WORSE
    # Said to be paid below, and not due above (D11).
    assert verdict(cost("worker"), cost("employer")).outcome is Outcome.DIFFERENT
    assert verdict(cost("worker", "120"), cost("worker", "100")).outcome is Outcome.DIFFERENT
    deducted = cost("employer", when="by_deduction")
    assert verdict(cost("employer"), deducted).outcome is Outcome.WORSE


# States (2.1)


@pytest.mark.parametrize(
    ("term", "value", "outcome"),
    [
        ("weekly_rest", {"hours": "24", "per": "week"}, Outcome.WORSE),
        ("hours_per_day", {"hours": "8"}, Outcome.BETTER),
        ("exit_permission", {"yes": True}, Outcome.BETTER),
        ("injury_cover", {"yes": True}, Outcome.WORSE),
        ("accommodation_provided", {"code": "free"}, Outcome.WORSE),
        ("care_load", {"text": "Two children"}, Outcome.DIFFERENT),
    ],
)
def test_none_is_worst_where_more_is_better_and_best_where_less_is(
    term: str, value: dict[str, Any], outcome: Outcome
) -> None:
    assert verdict(stated(term, value), answered(term, "none")).outcome is outcome


def test_what_a_worker_is_said_to_owe_and_nobody_claims_is_no_improvement() -> None:
    loan = stated("loan_advance", {"amount": "60000", "currency": "INR", "period": "once"})
    found = verdict(loan, answered("loan_advance", "none"))
    assert (found.outcome, found.reason) == (Outcome.DIFFERENT, "not_due_above")


def test_silence_refusal_and_not_knowing_are_never_a_value() -> None:
    asked = {"place": "H", "on": "2026-02-01"}
    for state, more in (("declined", {}), ("unknown_to_filer", {"asked": asked})):
        found = verdict(wage("100"), answered("basic_wage", state, **more))
        assert (found.outcome, found.reason) == (Outcome.INCOMPARABLE, "no_answer")


def test_a_start_shifted_by_one_day_is_the_publishers_and_no_difference() -> None:
    first = stated("start_date", {"date": "2026-05-01"})
    assert verdict(first, stated("start_date", {"date": "2026-05-02"})).outcome is Outcome.AGREES
    found = verdict(first, stated("start_date", {"date": "2026-06-01"}))
    assert (found.outcome, found.steps[0].text) == (
        Outcome.DIFFERENT,
        "2026-06-01 − 2026-05-01 = 31 d",
    )
