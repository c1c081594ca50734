"""What a value says in words: every part that a filer gave, and figures as they are written."""

from decimal import Decimal
from typing import Any

import pytest

from models.vocabulary import Qualifier
from reports.figures import about_text, amount_text, money_figure
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.saying import Saying
from reports.sides import difference_step
from reports.standing import fold
from seeds.reference_data import languages, load_codelists, load_wording
from tests.chain_builder import chain, filed, stated
from tests.chain_cases import reference_set

LANGUAGES = languages()

TERMS = reference_set().terms
SUM = {"amount": "50", "currency": "USD"}
LOAN = {"amount": "500", "currency": "BDT", "period": "once"}


def said(term: str, value: dict[str, Any], language: str = "en") -> str:
    phrasing = Phrasing(Lexicon(language, load_wording(), load_codelists()))
    return phrasing.value(TERMS[term], value, Qualifier.EXACT)


SAID: list[tuple[str, dict[str, Any], str]] = [
    (
        "repatriation_early",
        {"code": "employer", "causes": {"ended_by_worker": "worker", "abuse": "employer"}},
        "the employer; ended by the worker: the worker; after abuse: the employer",
    ),
    ("repatriation_early", {"causes": {"death": "employer"}}, "death: the employer"),
    (
        "social_security",
        {"percent": "7.5", "covered": True},
        "7.5 % of the wage, the worker is covered",
    ),
    ("social_security", {"covered": False}, "the worker is not covered"),
    ("pay_holdback", {"n": "5", "unit": "days", "money": SUM}, "5 days, 50 USD, once"),
    ("pay_holdback", {"money": SUM}, "50 USD, once"),
    (
        "annual_leave",
        {"n": "1", "unit": "months", "every_years": "2"},
        "1 month for every 2 years of work",
    ),
    ("annual_leave", {"n": "30", "unit": "days"}, "30 days a year"),
    (
        "loan_advance",
        {**LOAN, "interest_percent": "12", "interest_per": "year", "lender": "bank",
         "repaid": "on_return", "text": "from March on"},
        "500 BDT, once, 12 % interest a year, lender: a bank or cooperative, repaid: on return",
    ),
    ("food_provided", {"code": "free", "meals": "3", "diet": "halal"},
     "provided free, 3 meals a day, halal"),
    ("osh_ppe", {"yes": True, "text": "gloves"}, "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "value", "expected"), SAID)
def test_every_part_of_a_value_is_said(term: str, value: dict[str, Any], expected: str) -> None:
    assert said(term, value) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_a_value_is_said_in_every_language(language: str) -> None:
    for term, value, expected in SAID:
        text = said(term, value, language)
        assert text, (term, language)
        assert language == "en" or text != expected, (term, language)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("osh_ppe", {"yes": True, "text": "gloves and masks"}),
        ("loan_advance", {**LOAN, "text": "gloves and masks"}),
        ("deductions", {"lines": [{"code": "food"}], "text": "gloves and masks"}),
    ],
)
def test_words_beside_a_value_are_quoted_in_their_own_language(
    term: str, value: dict[str, Any]
) -> None:
    facts = chain([filed("H", stated(term, value, language="en"))], links="H")
    lexicon = Lexicon("ar", load_wording(), load_codelists())
    saying = Saying(facts, Phrasing(lexicon), Naming(facts, lexicon))
    (answer,) = fold(facts).every.values()
    assert [(q.text, q.language) for q in saying.quotes(answer)] == [("gloves and masks", "en")]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("140", "140"),
        ("140.000", "140"),
        ("20.5", "20.50"),
        ("20.500", "20.50"),
        ("0.125", "0.125"),
        ("1234.1", "1,234.10"),
        ("10.020", "10.02"),
    ],
)
def test_an_amount_is_whole_or_has_two_decimals_at_least(amount: str, written: str) -> None:
    value = {"amount": amount, "currency": "JOD", "period": "month"}
    assert said("basic_wage", value) == f"{written} JOD a month"
    assert amount_text(Decimal(amount), "JOD") == f"{written} JOD"
    assert money_figure(Decimal(amount)) == written


def test_arithmetic_writes_amounts_as_prose_does_and_other_figures_as_they_are() -> None:
    assert about_text(Decimal("0.9"), "USD") == "0.90 USD"
    assert about_text(Decimal("1500.4"), "USD") == "1,500 USD"
    step = difference_step(Decimal("13.5"), Decimal("13.3"), "USD")
    assert step.text == "(13.50 − 13.30) ÷ 13.50 USD = 1.5 %"
    assert difference_step(Decimal("8"), Decimal("9.5"), "h").text == "(9.5 − 8) ÷ 8 h = 18.8 %"
