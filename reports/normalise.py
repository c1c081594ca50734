"""Brings stated values to a common footing: bounds, periods, hours and calendars (2.2)."""

from dataclasses import dataclass
from decimal import Decimal

from models.vocabulary import Direction, Period, Qualifier
from reports.figures import figure_text
from reports.finding import Step
from reports.reference_facts import Divisor
from reports.values import Duration, Hours

ZERO = Decimal(0)
ONE = Decimal(1)
WEEKS_A_MONTH = Decimal(52) / Decimal(12)  # 2.2 rule 2
ABOUT = Decimal("0.05")  # "about" reaches as far as a range that is not yet wide
WIDE = Decimal("0.10")  # 2.2 rule 9
ROUNDING = Decimal("0.015")  # 2.2 rule 1, for what was brought to another period

# 2.2 rule 8. A solar year has the same mean length in the Gregorian and Nepali calendars.
MONTH_DAYS = {
    "gregorian": Decimal("30.436875"),
    "bikram_sambat": Decimal("30.436875"),
    "hijri": Decimal("29.530588"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A figure as an interval; ``high`` is None where nothing bounds it."""

    low: Decimal
    high: Decimal | None
    ranged: bool = False

    @property
    def point(self) -> bool:
        """Whether it is a single figure."""
        return self.low == self.high

    @property
    def wide(self) -> bool:
        """Whether it is too wide to be precise (2.2 rule 9)."""
        if self.high is None:
            return True
        middle = (self.low + self.high) / 2
        return middle > ZERO and (self.high - self.low) > WIDE * middle

    def times(self, factor: Decimal) -> "Span":
        """The same interval in another unit."""
        high = None if self.high is None else self.high * factor
        return Span(self.low * factor, high, self.ranged)

    def worst(self, direction: Direction) -> Decimal | None:
        """The bound that is worst for the worker (2.1)."""
        return self.low if direction in {Direction.HIGHER, Direction.YES} else self.high


NOTHING = Span(ZERO, ZERO)


def span(first: Decimal, last: Decimal | None, qualifier: Qualifier, direction: Direction) -> Span:
    """The interval that a figure and its qualifier mean."""
    if qualifier is Qualifier.RANGE and last is not None:
        return Span(first, last, ranged=True)
    if qualifier is Qualifier.ABOUT:
        return Span(first * (ONE - ABOUT), first * (ONE + ABOUT))
    # 2.1: of a bound, the figure that is worst for the worker is the one compared.
    if qualifier is Qualifier.AT_LEAST:
        return Span(first, first if direction is Direction.HIGHER else None)
    if qualifier is Qualifier.AT_MOST:
        return Span(first if direction is Direction.LOWER else ZERO, first)
    return Span(first, first)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far one interval lies from another."""

    lower: bool  # the second lies below the first
    share: Decimal  # of the first's nearer bound


def gap(first: Span, second: Span, tolerance: Decimal) -> Gap | None:
    """The distance between two intervals that do not meet, if it exceeds the tolerance."""
    if second.high is not None and _apart(second.high, first.low, tolerance):
        return Gap(True, (first.low - second.high) / first.low)
    if first.high is not None and _apart(first.high, second.low, tolerance):
        base = first.high if first.high > ZERO else second.low
        return Gap(False, (second.low - first.high) / base)
    return None


def _apart(smaller: Decimal, larger: Decimal, tolerance: Decimal) -> bool:
    # Relative to the larger one, so that the answer is the same from either side.
    return smaller < larger and (larger - smaller) > tolerance * larger


def only_the_bottom(first: Span, second: Span, direction: Direction) -> bool:
    """Whether a range was narrowed to exactly its worst end (2.2 rule 9)."""
    if not (first.ranged and first.wide and second.point):
        return False
    if direction not in {Direction.HIGHER, Direction.LOWER}:
        return False
    return second.low == first.worst(direction)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """What a link states of hours a day and days a week."""

    hours_per_day: Decimal | None = None
    days_per_week: Decimal | None = None
    statements: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether hours a month can be counted."""
        return bool(self.hours_per_day and self.days_per_week)

    @property
    def hours_per_month(self) -> Decimal:
        """Hours a month, as 52 weeks in 12 months."""
        return (self.hours_per_day or ZERO) * (self.days_per_week or ZERO) * WEEKS_A_MONTH

    def formula(self) -> str:
        """The count of hours a month, to print."""
        hours, days = self.hours_per_day or ZERO, self.days_per_week or ZERO
        total = figure_text(self.hours_per_month, 0)
        return f"{figure_text(hours, 2)} h × {figure_text(days, 2)} d × 52/12 = {total} h"


@dataclass(frozen=True, slots=True)
class Monthly:
    """What an amount for a period is multiplied by to be one for a month."""

    factor: Decimal
    text: str
    source: str = ""

    def step(self, written: str, result: str) -> Step:
        """The line of arithmetic."""
        return Step(f"{written} × {self.text} ≈ {result} a month", self.source)


def monthly(period: Period, time: WorkingTime, divisor: Divisor | None) -> Monthly | str:
    """How a period becomes a month; a reason code where it cannot (2.2 rule 2)."""
    fixed = {
        Period.MONTH: Monthly(ONE, "1"),
        Period.WEEK: Monthly(WEEKS_A_MONTH, "52/12 weeks"),
        Period.TWO_WEEKS: Monthly(WEEKS_A_MONTH / 2, "26/12 two-week periods"),
        Period.YEAR: Monthly(ONE / 12, "1/12"),
    }
    if period in fixed:
        return fixed[period]
    if period is Period.HOUR:
        # Without stated hours there is no monthly figure; it is never taken as equal.
        return Monthly(time.hours_per_month, f"({time.formula()})") if time.known else "no_hours"
    if period is Period.DAY:
        return _daily(time, divisor)
    return "period_differs"


def _daily(time: WorkingTime, divisor: Divisor | None) -> Monthly | str:
    if divisor is not None:
        return Monthly(divisor.days, f"{figure_text(divisor.days)} days", divisor.source)
    if time.days_per_week:
        days = time.days_per_week
        return Monthly(days * WEEKS_A_MONTH, f"({figure_text(days)} d × 52/12)")
    return "no_divisor"


def hours_in(value: Hours, unit: str, days_per_week: Decimal | None) -> tuple[Decimal, ...] | None:
    """Hours as a low and a high figure per the unit of the term; None where days are not known."""
    low, high, per = value.hours, value.hours_to, value.per
    if value.weekdays:
        worked = [hours for hours in value.weekdays if hours > ZERO]
        total = sum(worked, ZERO)
        # The mean of the days worked: a short Saturday is no promise of short days.
        mean = total / len(worked) if worked else ZERO
        low, high, per = (mean, None, "day") if unit == "day" else (total, None, "week")
    factor = _hours_factor(per, unit, days_per_week)
    if low is None or factor is None:
        return None
    return (low * factor,) if high is None else (low * factor, high * factor)


def _hours_factor(per: str, unit: str, days_per_week: Decimal | None) -> Decimal | None:
    if per == unit:
        return ONE
    weekly = {"week": ONE, "month": ONE / WEEKS_A_MONTH, "day": days_per_week}
    source, target = weekly[per], weekly[unit]
    return source / target if source and target else None


def months(value: Duration) -> tuple[Decimal, ...]:
    """A duration in its own calendar's months."""
    per_unit = {
        "days": ONE / MONTH_DAYS[value.calendar],
        "weeks": Decimal(7) / MONTH_DAYS[value.calendar],
        "months": ONE,
        "years": Decimal(12),
    }
    factor = per_unit[value.unit] / value.every_years
    ends = (value.n,) if value.n_to is None else (value.n, value.n_to)
    return tuple(end * factor for end in ends)


def days(value: Duration) -> tuple[Decimal, ...]:
    """A duration in days."""
    if value.unit in {"days", "weeks"}:
        factor = (ONE if value.unit == "days" else Decimal(7)) / value.every_years
        ends = (value.n,) if value.n_to is None else (value.n, value.n_to)
        return tuple(end * factor for end in ends)
    return tuple(end * MONTH_DAYS[value.calendar] for end in months(value))
