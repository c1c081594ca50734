"""What is typed into a number field or a day: every script, every customary separator."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.forms.numbers import plain_number, read_day, readings, western
from reports.digits import local_figure
from reports.figures import figure_text, money_figure

ZEROS = [chr(n) for n in range(0x110000) if unicodedata.decimal(chr(n), None) == 0]
LANGUAGES = ["en", "ar", "bn", "ne", "hi", "ta", "te", "ml", "or", "kn", "ur", "my", "sat", "fa"]
COUNTRIES = ["", "JO", "AE", "SA", "QA", "IN", "PK", "BD", "NP"]
FIGURES = st.decimals(0, Decimal(10) ** 12, allow_nan=False, places=3)


def read_number(text: str) -> str | None:
    found = readings(text)
    return found[0] if len(found) == 1 else None


@given(FIGURES, st.sampled_from(LANGUAGES), st.sampled_from(COUNTRIES))
def test_any_figure_that_we_write_is_read_back(
    number: Decimal, language: str, country: str
) -> None:
    for written in (figure_text(number), money_figure(number)):
        for typed in (written, local_figure(written, language, country)):
            read = read_number(typed)
            assert read is not None, typed
            assert Decimal(read) == number, typed


@given(st.integers(0, 10**15), st.sampled_from(ZEROS))
def test_digits_of_every_script_are_read(number: int, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert read_number(typed) == str(number)


def test_unicode_knows_more_scripts_than_our_languages_have() -> None:
    assert len(ZEROS) > 60
    assert {"০", "०", "٠", "۰", "௦", "౦", "൦", "୦", "೦", "᱐"} <= set(ZEROS)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_two_or_none(text: str) -> None:
    found = readings(text)
    assert len(found) <= 2
    assert all(Decimal(one).is_finite() and one.isascii() for one in found)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1,65,000", "165000"),
        ("১,৬৫,০০০", "165000"),
        ("१२,३४,५६७.५", "1234567.5"),
        ("٢٣٠٫٥", "230.5"),
        ("١٬٦٥٠", "1650"),
        ("١٫٦٥٠", "1.650"),  # its sign is always the decimal point
        ("۱٬۲۳۴٬۵۶۷٫۵", "1234567.5"),
        ("௧௨", "12"),
        ("1,650", "1650"),
        ("1.200,50", "1200.50"),
        ("1.250.000", "1250000"),
        ("0.500", "0.500"),
        ("230.125", "230.125"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("1\u202f650", "1650"),
        ("\u2066230\u2069", "230"),  # hidden marks that come along when a line is copied
        ("\u200f٢٣٠", "230"),
    ],
)
def test_numbers_are_read_as_they_are_meant(typed: str, meant: str) -> None:
    assert read_number(typed) == meant


@pytest.mark.parametrize(
    ("typed", "two"),
    [
        ("1.650", ("1650", "1.65")),
        ("১.৬৫০", ("1650", "1.65")),
        ("230.000", ("230000", "230")),
        ("-12.500", ("-12500", "-12.5")),
    ],
)
def test_what_may_be_a_thousand_or_a_dinar_with_its_fils_is_two_numbers(
    typed: str, two: tuple[str, str]
) -> None:
    assert readings(typed) == two
    assert [read_number(one) for one in two] == list(two)


@pytest.mark.parametrize(
    "typed", ["", "5²", "1৪0", "١2", "1,65,00", "123,45,000", "1,2,3", "a lot", "①", "1e5", "--5"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert readings(typed) == ()


@pytest.mark.parametrize(
    ("number", "typed"),
    [("230.000", "230"), ("230.50", "230.5"), ("230", "230"), ("1000", "1000"), ("many", "many")],
)
def test_a_number_on_record_is_offered_again_in_a_form_that_can_be_read(
    number: str, typed: str
) -> None:
    assert plain_number(number) == typed


@given(st.dates(), st.sampled_from(ZEROS), st.sampled_from("-/."))
def test_days_are_read_in_the_digits_of_every_script(day: date, zero: str, between: str) -> None:
    digits = {ord("0") + n: chr(ord(zero) + n) for n in range(10)}
    assert read_day(day.isoformat().translate(digits).replace("-", between)) == day


@pytest.mark.parametrize(
    "typed", ["", "2026-02-30", "06/04/2026", "2026-W15-1", "20260406", "soon"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed) is None


def test_clock_times_keep_their_colon() -> None:
    assert western("٠٧:٣٠") == "07:30"
