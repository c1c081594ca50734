"""Computed figures carry their formula and the statements they came from."""

from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Derived
from tests.chain_builder import Body, answered, chain, filed, stated, wage
from tests.chain_cases import case_comparison, reference_set

TIME = (stated("hours_per_day", {"hours": "8"}), stated("days_per_week", {"n": "6"}))


def derived(facts: ChainFacts, code: str, place: str = "H") -> Derived | None:
    found = compare(facts, reference_set()).derived
    return next((each for each in found if (each.code, each.place) == (code, place)), None)


def cost(term: str, amount: str, currency: str = "USD", payer: str = "worker") -> Body:
    money = {"amount": amount, "currency": currency, "period": "once"}
    return stated(term, {"payer": payer, "money": money})


def test_the_worked_example_shows_each_links_hours_and_hourly_cash() -> None:
    shown = {
        (each.code, each.place): each.text for each in case_comparison("worked-example").derived
    }
    assert shown["hours_per_week", "H"] == "10 h × 6 d = 60 h a week"
    assert shown["effective_hourly_cash", "A"] == (
        "200 USD ÷ (8 h × 6 d × 52/12 = 208 h) = 0.96 USD an hour"
    )
    assert ("effective_hourly_cash", "B") not in shown
    assert shown["total_cost_to_worker", ""] == "20,000 BDT = 20,000 BDT"


def test_hourly_cash_names_its_formula_and_its_statements() -> None:
    found = derived(chain([filed("H", wage("208"), *TIME, key="d")]), "effective_hourly_cash")
    assert found is not None
    assert (found.value, found.unit) == ("1", "USD")
    assert found.formula == "basic_wage ÷ (hours_per_day × days_per_week × 52/12)"
    assert set(found.statements) == {"d.0", "d.1", "d.2"}


def test_without_hours_or_days_there_is_no_hourly_figure() -> None:
    assert derived(chain([filed("H", wage("208"), TIME[0])]), "effective_hourly_cash") is None
    assert derived(chain([filed("H", wage("208"), TIME[0])]), "hours_per_week") is None


def test_days_are_counted_from_weekdays_where_they_are_not_stated() -> None:
    week = stated("hours_per_day", {"weekdays": ["0", "8", "8", "8", "8", "8", "0"]})
    found = derived(chain([filed("H", week)]), "hours_per_week")
    assert found is not None
    assert found.text == "8 h × 5 d = 40 h a week"


def test_cash_share_keeps_cash_and_kind_apart() -> None:
    kind = stated("in_kind_in_wage", {"amount": "95", "currency": "JOD", "period": "month"})
    found = derived(chain([filed("H", wage("125", "JOD"), kind)]), "cash_share_of_wage")
    assert found is not None
    assert found.text == "125 JOD ÷ (125 JOD + 95 JOD) = 56.8 %"


def test_total_cost_takes_the_highest_that_any_link_states_for_each_cost() -> None:
    free = cost("cost_training", "900", payer="employer")
    facts = chain(
        [
            filed("A", cost("fee_recruitment", "500"), cost("cost_medical", "50"), key="a"),
            filed("H", cost("fee_recruitment", "300"), free, wage("250"), key="h"),
        ]
    )
    total = derived(facts, "total_cost_to_worker", "")
    assert total is not None
    assert (total.text, total.statements) == ("500 USD + 50 USD = 550 USD", ("a.0", "a.1"))
    months = derived(facts, "months_of_cash_wage_to_repay")
    assert months is not None
    assert months.text == "550 USD ÷ 250 USD a month = 2.2"


def test_costs_in_another_currency_are_added_at_a_sourced_rate_or_left_out() -> None:
    rates = [{"base": "USD", "quote": "NPR", "rate": "140", "on": "2026-01-01", "source": "test"}]
    acts = [
        filed("A", cost("fee_recruitment", "14000", "NPR"), cost("cost_medical", "10"), key="a")
    ]
    total = derived(chain(acts, rates=rates), "total_cost_to_worker", "")
    assert total is not None
    assert total.text == "14,000 NPR + 10 USD = 15,400 NPR"
    unknown = [filed("A", cost("fee_recruitment", "5"), cost("cost_medical", "7", "XXX"), key="a")]
    left_out = derived(chain(unknown), "total_cost_to_worker", "")
    assert left_out is not None
    assert (left_out.text, left_out.statements) == ("5 USD = 5 USD", ("a.0",))


def test_no_cost_stated_is_not_a_cost_of_nothing() -> None:
    facts = chain([filed("A", answered("fee_recruitment", "none"))])
    assert derived(facts, "total_cost_to_worker", "") is None
