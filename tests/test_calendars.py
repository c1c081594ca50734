"""Days: Gregorian always, with the reader's own calendar beside it where there is one."""

from datetime import date

import pytest

from reports.calendars import LAST_SETTLED_YEAR, day_beside
from tests.paper import chain_of, money, sheet_of, sources


@pytest.mark.parametrize(
    ("language", "country", "day", "expected"),
    [
        ("ne", "QA", date(2026, 4, 6), "वि.सं. २०८२ चैत्र २३"),
        ("ne", "", date(2025, 4, 14), "वि.सं. २०८२ वैशाख १"),  # the first day of a year
        ("ar", "SA", date(2024, 7, 7), "١ محرم ١٤٤٦ هـ"),
        ("ar", "SA", date(2026, 4, 6), "١٨ شوال ١٤٤٧ هـ"),
        ("ar", "JO", date(2026, 4, 6), ""),
        ("bn", "SA", date(2026, 4, 6), ""),
    ],
)
def test_other_calendar_is_that_of_the_language_in_the_country(
    language: str, country: str, day: date, expected: str
) -> None:
    assert day_beside(day, language, country) == expected


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("ne", date(1900, 1, 1)),
        ("ne", date(2027, 4, 14)),  # the first day of a year whose months are not settled
        ("ne", date(2090, 1, 1)),
        ("ar", date(1900, 1, 1)),
        ("ar", date(2090, 1, 1)),
        ("ar", date.max),
    ],
)
def test_a_day_out_of_range_is_gregorian_alone(language: str, day: date) -> None:
    lexicon = sources().lexicon(language, "SA")
    assert day_beside(day, language, "SA") == ""
    assert lexicon.day_twice(day) == lexicon.day(day)


def test_the_last_settled_day_of_nepal_is_still_printed() -> None:
    assert day_beside(date(2027, 4, 13), "ne").startswith("वि.सं. २०८३")
    assert LAST_SETTLED_YEAR == 2083


def test_months_are_those_of_the_country() -> None:
    november = date(2026, 11, 3)
    assert sources().lexicon("ar", "JO").day(november) == "3 تشرين الثاني 2026"
    assert sources().lexicon("ar", "QA").day(november) == "3 نوفمبر 2026"


@pytest.mark.parametrize(
    ("language", "country", "beside"),
    [("ne", "QA", "वि.सं. २०८२ चैत्र २३"), ("ar", "SA", "١٨ شوال ١٤٤٧ هـ"), ("en", "SA", "")],
)
def test_days_at_the_head_of_a_sheet_and_of_what_was_told_stand_in_both(
    language: str, country: str, beside: str
) -> None:
    facts = chain_of(
        {"A": {"basic_wage": money("230", "JOD")}, "E": {}},
        told={"A": date(2026, 4, 6)},
        destination=country,
    )
    side = sheet_of(facts, (language,)).sides[0]
    day = sources().lexicon(language, country).day(date(2026, 4, 6))
    both = f"{day} ({beside})" if beside else day
    assert both in side.dates[0]
    assert both in side.tellings[0]
