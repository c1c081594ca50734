"""The day of a reader's own calendar, to stand beside the Gregorian one (5)."""

from collections.abc import Callable, Mapping
from datetime import date

import nepali_datetime
from hijridate import Gregorian

from reports.digits import local_figures

Beside = Callable[[date], str]

# Nepal lays down the lengths of its months year by year. Up to the end of 2083 the libraries that
# hold them agree; for later years each has its own guess, and none is printed.
LAST_SETTLED_YEAR = 2083


def bikram_sambat(day: date) -> str:
    """A day in the calendar of Nepal; "" outside the years whose months are settled."""
    try:
        found = nepali_datetime.date.from_datetime_date(day)
    except (OverflowError, ValueError):
        return ""
    if found.year > LAST_SETTLED_YEAR:
        return ""
    month = found.strftime("%N")
    return local_figures(f"वि.सं. {found.year} {month} {found.day}", "ne")


def umm_al_qura(day: date) -> str:
    """A day in the calendar of Umm al-Qura; "" outside the years that have been announced."""
    try:
        found = Gregorian.fromdate(day).to_hijri()
    except (OverflowError, ValueError):
        return ""
    text = f"{found.day} {found.month_name('ar')} {found.year} هـ"
    return local_figures(text, "ar", "SA")


# Which readers have a second calendar, by language alone or by language and country of work.
# Nepali: the calendar of the State of Nepal. Saudi Arabia: wages by Hijri month unless agreed
# otherwise (2.2 rule 8); the labour ministry dates its own pages in both (hrsd.gov.sa).
BESIDE: Mapping[tuple[str, str], Beside] = {
    ("ne", ""): bikram_sambat,
    ("ar", "SA"): umm_al_qura,
}


def day_beside(day: date, language: str, country: str = "") -> str:
    """A day in the other calendar of a language in a country; "" where it has none."""
    language = language.partition("-")[0]
    write = BESIDE.get((language, country)) or BESIDE.get((language, ""))
    return write(day) if write else ""
