"""Figures in a reader's own digits, as CLDR has them; the Western figure keeps its unit."""

import unicodedata
from decimal import Decimal

import pytest
from babel import Locale, localedata

from models.vocabulary import Qualifier
from reports.digits import local_figure, local_figures, style_of
from reports.lexicon import Lexicon
from reports.locales import direction_of
from reports.phrasing import Phrasing
from tests.paper import sources


def key_phrase(language: str, country: str, term: str, **value: object) -> str:
    phrasing = Phrasing(sources().lexicon(language, country), twice=True)
    return phrasing.value(sources().references.terms[term], value, Qualifier.EXACT)


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("bn", "", "১২,৩৪,৫৬৭.৫"),
        ("bn", "JO", "১২,৩৪,৫৬৭.৫"),
        ("ne", "QA", "१२,३४,५६७.५"),
        ("hi", "AE", "12,34,567.5"),
        ("te", "", "12,34,567.5"),
        ("ta", "", "12,34,567.5"),
        ("ml", "", "12,34,567.5"),
        ("or", "", "12,34,567.5"),
        ("kn", "", "1,234,567.5"),
        ("ur", "PK", "1,234,567.5"),
        ("ur", "IN", "۱٬۲۳۴٬۵۶۷٫۵"),
        ("ar", "JO", "١٬٢٣٤٬٥٦٧٫٥"),
        ("ar", "SA", "١٬٢٣٤٬٥٦٧٫٥"),
        ("ar", "AE", "1,234,567.5"),
        ("my", "", "၁,၂၃၄,၅၆၇.၅"),
        ("en", "JO", "1,234,567.5"),
    ],
)
def test_digits_and_groups_are_those_of_the_language_in_the_country(
    language: str, country: str, expected: str
) -> None:
    assert local_figure("1,234,567.5", language, country) == expected


def test_every_language_that_cldr_knows_has_ten_digits_in_their_order() -> None:
    own = 0
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        digits = style_of(name.replace("_", "-")).digits
        if locale.default_numbering_system == "latn":
            assert not digits, name
            continue
        own += 1
        written = "9876543210".translate(digits)
        assert [unicodedata.digit(one) for one in written] == list(range(9, -1, -1)), name
        assert not set(written) & set("0123456789"), name
    assert own > 50


def test_words_codes_and_days_beside_a_figure_stay_as_they_are() -> None:
    assert local_figures("12,34,567.5 JOD", "ne") == "१२,३४,५६७.५ JOD"
    assert local_figures("৮ 8 ٨", "en") == "৮ 8 ٨"


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("bn", "JO", "মাসে ২৩০ (230 JOD)"),
        ("ar", "JO", "٢٣٠ (230 JOD) في الشهر"),
        ("ar", "AE", "230 JOD في الشهر"),
        ("hi", "JO", "230 JOD प्रति माह"),
        ("en", "JO", "230 JOD a month"),
    ],
)
def test_a_wage_stands_in_local_digits_then_in_western_ones_with_its_currency(
    language: str, country: str, expected: str
) -> None:
    said = key_phrase(
        language, country, "basic_wage", amount="230.000", currency="JOD", period="month"
    )
    assert said == expected


def test_lakhs_are_grouped_in_the_local_figure_alone() -> None:
    said = key_phrase("hi", "JO", "basic_wage", amount="165000", currency="BDT", period="month")
    assert said == "1,65,000 (165,000 BDT) प्रति माह"


@pytest.mark.parametrize(
    ("n", "expected"),
    [("1", "شهر واحد (١، 1)"), ("2", "شهران (٢، 2)"), ("6", "٦ (6) أشهر"), ("24", "٢٤ (24) شهرًا")],
)
def test_brackets_are_never_put_into_brackets(n: str, expected: str) -> None:
    assert key_phrase("ar", "JO", "contract_duration", n=n, unit="months") == expected


def test_currency_is_never_glued_to_a_figure_with_empty_decimals() -> None:
    plain = Phrasing(Lexicon("en", sources().catalogue, sources().codelists))
    assert plain.figure(Decimal("230.000"), "JOD") == "230 JOD"
    assert plain.figure(Decimal("230.125"), "KWD") == "230.125 KWD"


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("ur", "rtl"), ("fa", "rtl"), ("bn", "ltr"), ("en-GB", "ltr"), ("zz", "ltr")],
)
def test_direction_is_that_of_cldr(language: str, direction: str) -> None:
    assert direction_of(language) == direction
