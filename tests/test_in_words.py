"""Amounts in words: only where they come out right, and nothing where they do not."""

from decimal import Decimal

import pytest

from models.vocabulary import Qualifier
from reports.in_words import SPELLED, amount_in_words
from tests.paper import chain_of, money, sheet_of, sources, stated


def in_words(amount: str | int, currency: str, language: str) -> str:
    name = sources().lexicon(language, "").currency(currency)
    return amount_in_words(Decimal(amount), name, language)


@pytest.mark.parametrize(
    ("language", "amount", "currency", "expected"),
    [
        ("en", "230.000", "JOD", "two hundred and thirty Jordanian dinars"),
        ("en", "1150.5", "KWD", "one thousand, one hundred and fifty point five Kuwaiti dinars"),
        ("ar", "230", "JOD", "مئتان وثلاثون دينارًا أردنيًا"),
        ("ar", "1800", "QAR", "ألف وثمانمائة ريال قطري"),
        ("ar", "2200", "SAR", "ألفان ومئتا ريال سعودي"),
        ("ar", "25000", "SAR", "خمسة وعشرون ألف ريال سعودي"),
        ("ar", "1165", "QAR", "ألف ومائة وخمسة وستون ريالًا قطريًا"),
        ("bn", "230", "JOD", "দুশো ত্রিশ জর্ডানি দিনার"),
        ("bn", "165000", "BDT", "এক লাখ পঁয়ষট্টি হাজার বাংলাদেশি টাকা"),
        ("hi", "16000", "INR", "सोलह हज़ार भारतीय रुपये"),
        ("hi", "1800", "QAR", "एक हज़ार आठ सौ क़तरी रियाल"),
    ],
)
def test_a_wage_is_said_in_words(language: str, amount: str, currency: str, expected: str) -> None:
    assert in_words(amount, currency, language) == expected


@pytest.mark.parametrize(
    ("language", "amount", "currency"),
    [
        ("ar", "1150.5", "KWD"),  # the decimals come out as another number
        ("ar", "3003", "SAR"),  # the noun would have to be in the plural
        ("ar", "103000", "BDT"),  # "a hundred and three thousand" comes out wrong
        ("ar", "202000", "BDT"),
        ("ar", "16000", "INR"),  # a feminine noun
        ("bn", "1150.5", "KWD"),
        ("ne", "16000", "NPR"),  # no library spells it rightly
        ("ta", "11000", "INR"),
        ("en", "0", "JOD"),
    ],
)
def test_nothing_is_said_where_it_would_be_wrong(language: str, amount: str, currency: str) -> None:
    assert in_words(amount, currency, language) == ""


@pytest.mark.parametrize("language", SPELLED)
def test_different_amounts_never_have_the_same_words(language: str) -> None:
    amounts = [*range(11, 1300), *range(1300, 60_000, 50), *range(60_000, 3_000_000, 5_000)]
    words = [in_words(amount, "JOD", language) for amount in amounts]
    said = [each for each in words if each]
    assert len(set(said)) == len(said) > len(amounts) // 2
    assert not any("  " in each or " و " in each for each in said)


@pytest.mark.parametrize("language", ["en", "bn", "hi", "ar"])
def test_words_stand_below_the_headline_wage_and_nowhere_else(language: str) -> None:
    facts = chain_of({"A": {}, "E": {"basic_wage": money("230.000", "JOD")}})
    side = sheet_of(facts, (language,)).sides[0]
    label = sources().references.terms["basic_wage"].labels[language]
    words = (
        sources().catalogue["print.in_words"][language].format(words=in_words(230, "JOD", language))
    )
    (row,) = [row for row in side.headline if row.label == label]
    assert row.lines[0].brief[0] == row.lines[0].notes[0] == words
    rest = [row for row in side.headline if row.label != label]
    assert not any(words in line.notes for row in rest for line in row.lines)


def test_a_range_is_said_from_one_end_to_the_other() -> None:
    wage = stated(amount="230", amount_to="260", currency="JOD", period="month")
    wage |= {"qualifier": Qualifier.RANGE}
    side = sheet_of(chain_of({"A": {}, "E": {"basic_wage": wage}})).sides[0]
    (row,) = [row for row in side.headline if row.code == "basic_wage"]
    assert row.lines[0].notes[0] == (
        "in words: two hundred and thirty Jordanian dinars to "
        "two hundred and sixty Jordanian dinars"
    )
