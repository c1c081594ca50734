"""Values are read strictly, and whatever is wrong is said in one sentence that helps."""

from decimal import Decimal
from typing import Any

import pytest

from models.vocabulary import Period, Qualifier, State, TermType
from registry.forms.fields import Field, Kind, fields_of
from reports.reference_facts import Term
from reports.value_problems import SENTENCES, BadValueError
from reports.values import READERS, Cost, Hours, Money, check_answer, check_value, parse
from seeds.reference_data import load_codelists, load_wording
from tests.chain_cases import reference_set

RANGE = Qualifier.RANGE
TERMS = reference_set().terms

HELD = {"amount": "50", "currency": "USD"}
LOAN = {"amount": "500", "currency": "BDT", "period": "once"}

GOOD: list[tuple[str, dict[str, Any], Qualifier]] = [
    ("basic_wage", {"amount": "140.500", "currency": "JOD", "period": "month"}, Qualifier.EXACT),
    ("basic_wage", {"amount": "1", "amount_to": "2", "currency": "USD", "period": "hour"}, RANGE),
    ("allowances", {"lines": [{"code": "phone", "percent": "5"}]}, Qualifier.EXACT),
    ("allowances", {"text": "as the season brings"}, Qualifier.EXACT),
    ("hours_per_day", {"hours": "8", "per": "day"}, Qualifier.AT_MOST),
    ("hours_per_day", {"weekdays": ["0", "8", "8", "8", "8", "8", "0"]}, Qualifier.EXACT),
    ("contract_duration", {"n": "24", "unit": "months", "calendar": "hijri"}, Qualifier.EXACT),
    ("exit_permission", {"yes": False}, Qualifier.EXACT),
    ("leave_premises", {"code": "not_allowed"}, Qualifier.EXACT),
    ("occupation", {"text": "Housekeeper", "code": "5152"}, Qualifier.EXACT),
    ("duties", {"codes": ["cooking"], "other": ["feeding hens"]}, Qualifier.EXACT),
    ("days_per_week", {"n": "6"}, Qualifier.EXACT),
    ("overtime_rate", {"percent": "125"}, Qualifier.AT_LEAST),
    ("overtime_rate", {"money": {"amount": "18", "currency": "USD"}}, Qualifier.EXACT),
    ("workplace_location", {"country": "JO", "region": "Amman"}, Qualifier.EXACT),
    ("start_date", {"date": "2026-05-01"}, Qualifier.EXACT),
    ("fee_recruitment", {"payer": "worker", "when": "by_deduction"}, Qualifier.EXACT),
    # docs/chain-form.md, "Terms whose value carries a little more".
    ("repatriation_early", {"code": "employer", "causes": {"abuse": "worker"}}, Qualifier.EXACT),
    ("repatriation_early", {"causes": {"death": "employer"}}, Qualifier.EXACT),
    ("social_security", {"percent": "7.5", "covered": True}, Qualifier.AT_MOST),
    ("social_security", {"covered": False}, Qualifier.EXACT),
    ("social_security", {"percent": "7.5"}, Qualifier.EXACT),
    ("pay_holdback", {"money": {"amount": "50", "currency": "USD"}}, Qualifier.AT_MOST),
    ("pay_holdback", {"calendar": "gregorian", "money": HELD}, Qualifier.EXACT),
    ("pay_holdback", {"n": "5", "n_to": "7", "unit": "days", "money": HELD}, RANGE),
    ("end_of_service", {"money": {"amount": "300", "currency": "USD"}}, Qualifier.EXACT),
    ("annual_leave", {"n": "1", "unit": "months", "every_years": "2"}, Qualifier.EXACT),
    ("sick_leave", {"n": "30", "unit": "days", "every_years": "1"}, Qualifier.EXACT),
    ("penalty_for_leaving", {"lines": [{"code": "blacklist"}]}, Qualifier.EXACT),
    ("loan_advance", {**LOAN, "interest_percent": "12", "interest_per": "year"}, Qualifier.EXACT),
    (
        "loan_advance",
        {**LOAN, "lender": "employer", "repaid": "by_deduction", "text": "from March on"},
        Qualifier.EXACT,
    ),
    ("health_cover", {"payer": "employer"}, Qualifier.EXACT),
    ("maternity_pregnancy", {"yes": False, "text": "sent home"}, Qualifier.EXACT),
    ("osh_ppe", {"yes": True, "text": "gloves"}, Qualifier.EXACT),
    ("overtime_voluntary", {"yes": False, "text": "a day's pay"}, Qualifier.EXACT),
    ("food_provided", {"code": "free", "meals": "3", "diet": "halal"}, Qualifier.EXACT),
]

BAD: list[tuple[str, Any, str, str]] = [
    ("basic_wage", None, "value_missing", "value"),
    ("basic_wage", ["140"], "not_an_object", "value"),
    ("basic_wage", {"currency": "JOD", "period": "month"}, "part_missing", "amount"),
    ("basic_wage", {"amount": "140", "currency": "JOD"}, "part_missing", "period"),
    ("basic_wage", {"amount": 140, "currency": "JOD", "period": "month"}, "not_a_number", "amount"),
    ("basic_wage", {"amount": "१४०", "currency": "JOD", "period": "day"}, "not_a_number", "amount"),
    ("basic_wage", {"amount": "1,4", "currency": "JOD", "period": "day"}, "not_a_number", "amount"),
    ("basic_wage", {"amount": "-1", "currency": "JOD", "period": "month"}, "negative", "amount"),
    (
        "basic_wage",
        {"amount": "1", "currency": "jod", "period": "month"},
        "not_currency",
        "currency",
    ),
    ("basic_wage", {"amount": "1", "currency": "JOD", "period": "moon"}, "not_a_choice", "period"),
    (
        "basic_wage",
        {"amount": "1", "currency": "JOD", "period": "day", "x": 1},
        "unknown_part",
        "x",
    ),
    ("hours_per_day", {"hours": "25", "per": "day"}, "too_large", "hours"),
    ("hours_per_day", {"weekdays": ["8", "8"]}, "seven_days", "weekdays"),
    ("hours_per_day", {"per": "day"}, "one_or_other", "hours"),
    ("hours_per_day", {"hours": "8", "begin": "25:00"}, "not_a_time", "begin"),
    ("days_per_week", {"n": "8"}, "too_large", "n"),
    ("days_per_week", {"n": "5.5"}, "not_whole", "n"),
    ("exit_permission", {"yes": "no"}, "not_yes_or_no", "yes"),
    ("leave_premises", {"code": "on_sundays"}, "not_a_choice", "code"),
    ("duties", {"codes": []}, "nothing_chosen", "codes"),
    ("duties", {"codes": "cooking"}, "not_a_list", "codes"),
    ("start_date", {"date": "2026-02-30"}, "not_a_date", "date"),
    ("workplace_location", {"country": "Jordan"}, "not_a_country", "country"),
    ("care_load", {"text": 3}, "not_text", "text"),
    ("fee_recruitment", {"payer": "the moon"}, "not_a_choice", "payer"),
    ("repatriation_early", {"causes": {"boredom": "worker"}}, "not_a_choice", "causes"),
    ("repatriation_early", {"causes": {"abuse": "the moon"}}, "not_a_choice", "abuse"),
    ("repatriation_early", {"causes": ["abuse"]}, "not_an_object", "causes"),
    ("repatriation_end", {"code": "worker", "causes": {}}, "unknown_part", "causes"),
    ("social_security", {"covered": "yes"}, "not_yes_or_no", "covered"),
    ("social_security", {}, "one_or_other", "percent"),
    ("overtime_rate", {"percent": "125", "covered": True}, "unknown_part", "covered"),
    ("pay_holdback", {"unit": "days", "money": HELD}, "part_missing", "n"),
    ("pay_holdback", {"money": {"amount": "50"}}, "part_missing", "currency"),
    ("probation", {"money": HELD}, "unknown_part", "money"),
    ("annual_leave", {"n": "1", "unit": "months", "every_years": "0"}, "zero", "every_years"),
    (
        "contract_duration",
        {"n": "1", "unit": "years", "every_years": "2"},
        "unknown_part",
        "every_years",
    ),
    ("loan_advance", {**LOAN, "interest_percent": "3"}, "part_missing", "interest_per"),
    ("loan_advance", {**LOAN, "repaid": "never"}, "not_a_choice", "repaid"),
    ("basic_wage", {**HELD, "period": "day", "lender": "bank"}, "unknown_part", "lender"),
    ("osh_ppe", {"text": "gloves"}, "part_missing", "yes"),
    ("exit_permission", {"yes": True, "text": "at night"}, "unknown_part", "text"),
    ("food_provided", {"code": "free", "meals": "2.5"}, "not_whole", "meals"),
    ("passport_custody", {"code": "worker_keeps", "diet": "halal"}, "unknown_part", "diet"),
]


@pytest.mark.parametrize(("term", "value", "qualifier"), GOOD)
def test_a_good_value_has_no_problem(
    term: str, value: dict[str, Any], qualifier: Qualifier
) -> None:
    assert check_value(TERMS[term], value, qualifier) == []
    assert parse(TERMS[term], value, qualifier) is not None


@pytest.mark.parametrize(("term", "value", "code", "field"), BAD)
def test_a_bad_value_is_named_with_its_part(term: str, value: Any, code: str, field: str) -> None:
    found = check_value(TERMS[term], value)
    assert (code, field) in [(problem.code, problem.field) for problem in found]
    with pytest.raises(BadValueError) as error:
        parse(TERMS[term], value)
    assert str(found[0]) in str(error.value)


SAMPLE: dict[Kind, Any] = {
    Kind.NUMBER: "2",
    Kind.TEXT: "words",
    Kind.YES_NO: True,
    Kind.DAY: "2026-05-01",
    Kind.CLOCK: "07:30",
    Kind.WEEKDAYS: ["0", "8", "8", "8", "8", "8", "0"],
}
# Inputs that stand in place of others, or are the upper end of a range.
ALTERNATIVES = {"weekdays", "amount_to", "hours_to", "n_to", "money"}
OUTSIDE = {"currency": "USD", "country": "JO", "language": "en"}  # lists that are CLDR's


def sample(term: Term, field: Field) -> Any:
    """What the form lets a filer give for one input."""
    if field.kind not in {Kind.SELECT, Kind.CHECKS}:
        return SAMPLE[field.kind]
    name = {"term": term.codelist, "includes": "wage_includes"}.get(field.codelist, field.codelist)
    codes = field.codes or tuple(load_codelists().get(name, ()))
    code = field.default or (codes[0] if codes else OUTSIDE[name])
    return [code] if field.kind is Kind.CHECKS else code


def put(value: dict[str, Any], field: Field, part: Any) -> None:
    """Place an input's part where its path says."""
    *steps, last = field.path.split(".")
    for step in steps:
        value = value.setdefault(step, {})
    value[last] = part


def filled(term: Term, *fields: Field) -> dict[str, Any]:
    """A value with these inputs filled in, in the form that a statement has."""
    value: dict[str, Any] = {}
    for field in fields:
        put(value, field, sample(term, field))
    for name in {"lines", "other"} & {name for name, part in value.items() if type(part) is dict}:
        value[name] = list(value[name].values())
    return value


@pytest.mark.parametrize("code", TERMS)
def test_everything_that_the_form_offers_is_a_part_of_the_value(code: str) -> None:
    term = TERMS[code]
    codes = load_codelists().get(term.codelist)
    whole = [f for f in fields_of(term) if f.path.split(".")[0] not in ALTERNATIVES]
    assert check_value(term, filled(term, *whole), codes=codes) == []
    for field in fields_of(term):
        problems = check_value(term, filled(term, *whole, field), codes=codes)
        wrong = {problem.code for problem in problems}
        assert not wrong & {"unknown_part", "not_a_choice", "not_an_object"}, (field, problems)


def test_every_kind_of_term_has_a_reader_and_a_good_value() -> None:
    assert set(READERS) == set(TermType) == {TERMS[term].type for term, _, _ in GOOD}


@pytest.mark.parametrize(
    ("value", "qualifier", "code"),
    [
        ({"amount": "2"}, RANGE, "range_without_end"),
        ({"amount": "2", "amount_to": "1"}, RANGE, "range_not_rising"),
        ({"amount": "1", "amount_to": "2"}, Qualifier.EXACT, "end_without_range"),
    ],
)
def test_a_range_has_two_rising_ends(value: Any, qualifier: Qualifier, code: str) -> None:
    given = {**value, "currency": "USD", "period": "month"}
    assert [p.code for p in check_value(TERMS["basic_wage"], given, qualifier)] == [code]


def test_a_bound_needs_a_figure() -> None:
    found = check_value(TERMS["exit_permission"], {"yes": True}, Qualifier.AT_LEAST)
    assert [problem.code for problem in found] == ["qualifier_without_figure"]


def test_all_problems_are_named_at_once() -> None:
    found = check_value(TERMS["basic_wage"], {"amount": "-1", "currency": "?", "period": "moon"})
    assert {problem.field for problem in found} == {"amount", "currency", "period"}


def test_the_codes_of_a_list_are_checked_where_they_are_known() -> None:
    duties = TERMS["duties"]
    assert check_value(duties, {"codes": ["juggling"]}) == []
    found = check_value(duties, {"codes": ["juggling"]}, codes=["cooking", "cleaning"])
    assert [(p.code, p.params["choices"]) for p in found] == [("not_a_choice", "cooking, cleaning")]


def test_what_a_value_does_not_say_is_filled_in_without_guessing_more() -> None:
    money = parse(TERMS["basic_wage"], {"amount": "1", "currency": "USD", "period": "hour"})
    assert isinstance(money, Money)
    assert (money.period, money.basis, money.includes) == (Period.HOUR, "unspecified", frozenset())
    hours = parse(TERMS["hours_per_day"], {"weekdays": ["0", "8", "8", "8", "8", "8", "4.5"]})
    assert isinstance(hours, Hours)
    assert sum(hours.weekdays) == Decimal("44.5")


def test_a_cost_that_is_deducted_later_is_paid_by_the_worker() -> None:
    # 2.2 rule 11
    value = {"payer": "employer", "when": "by_deduction"}
    cost = parse(TERMS["cost_medical"], value)
    assert isinstance(cost, Cost)
    assert cost.worker_pays


@pytest.mark.parametrize(
    ("state", "more", "codes"),
    [
        (State.NONE, {}, []),
        (State.DECLINED, {}, []),
        (State.AS_PER_LAW, {}, []),  # D7: taken, and vague
        (State.STATED_IN_WORDS, {}, []),
        (State.NOT_APPLICABLE, {}, ["reason_missing"]),
        (State.NOT_APPLICABLE, {"reason": "No night work."}, []),
        (State.UNKNOWN_TO_FILER, {}, ["asked_missing"]),
        (State.UNKNOWN_TO_FILER, {"asked": True}, []),
        (State.PASSED_ON, {}, ["source_missing"]),
        (State.NONE, {"value": {"amount": "1"}}, ["value_not_expected"]),
        (State.STATED, {}, ["value_missing"]),
    ],
)
def test_an_answer_carries_what_its_state_asks_for(
    state: State, more: dict[str, Any], codes: list[str]
) -> None:
    found = check_answer(TERMS["basic_wage"], state, **more)
    assert [problem.code for problem in found] == codes


def test_every_problem_is_a_sentence_of_the_catalogue() -> None:
    catalogue = load_wording()
    for code, text in SENTENCES.items():
        assert catalogue[f"problem.{code}"]["en"] == text
        assert text.startswith("{term}: ")
        assert text.endswith(".")
