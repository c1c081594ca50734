"""Judges hours, lengths of time, counts and percentages."""

from dataclasses import replace
from decimal import Decimal

from models.vocabulary import Qualifier
from reports.figures import figure_text
from reports.finding import Step
from reports.normalise import NOTHING, ROUNDING, Span, days, hours_in, months, span
from reports.reference_facts import Term
from reports.setting import Setting
from reports.sides import Side, judge_spans
from reports.values import Count, Duration, Hours, Percentage, TimeAndSum
from reports.verdict import AGREES, Outcome, Verdict, incomparable, worst_of
from reports.wages import judge_money

EXACTLY = Decimal(0)
OTHER_PART = "other_part"


def hours_unit(term: Term) -> str:
    """The unit in which the hours of a term are set beside each other."""
    return "day" if term.unit == "hours_per_day" else "week"


def _span(ends: tuple[Decimal, ...], side: Side, term: Term) -> Span:
    last = ends[1] if len(ends) > 1 else None
    return span(ends[0], last, side.qualifier, term.direction)


def judge_hours(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two answers in hours; several weekdays count with their mean."""
    unit = hours_unit(term)
    spans: list[Span] = []
    steps: tuple[Step, ...] = ()
    for side in (below, above):
        if not isinstance(side.value, Hours):
            spans.append(NOTHING)
            continue
        ends = hours_in(side.value, unit, side.time.days_per_week)
        if ends is None:
            return incomparable("no_hours")
        spans.append(_span(ends, side, term))
        steps = (*steps, *_weekday_step(side.value, unit, ends))
    tolerance = ROUNDING if steps else EXACTLY
    verdict = judge_spans(term, spans[0], spans[1], tolerance, "h")
    return Verdict(
        verdict.outcome,
        verdict.reason,
        (*steps, *verdict.steps),
        verdict.share,
        verdict.lower,
    )


def _weekday_step(value: Hours, unit: str, ends: tuple[Decimal, ...]) -> tuple[Step, ...]:
    if not value.weekdays:
        return ()
    worked = [hours for hours in value.weekdays if hours > 0]
    total = figure_text(sum(worked, Decimal(0)))
    if unit == "week":
        return (Step(" + ".join(figure_text(h) for h in worked) + f" = {total} h a week"),)
    return (Step(f"{total} h a week ÷ {len(worked)} d = {figure_text(ends[0], 2)} h a day"),)


def judge_duration(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two lengths of time, or on the sums stated beside or in place of them."""
    if not any(isinstance(side.value, TimeAndSum) for side in (below, above)):
        return _lengths(term, below, above)
    # Each part is set beside the same part; "none" is neither time nor money.
    times, sums = [_time(s) for s in (below, above)], [_sum(s) for s in (below, above)]
    parts = []
    if all(side is not None for side in times):
        parts.append(_lengths(term, *filter(None, times)))
    if all(side is not None for side in sums):
        parts.append(judge_money(setting, term, *filter(None, sums)))
    return worst_of(parts) if parts else incomparable(OTHER_PART)


def _time(side: Side) -> Side | None:
    value = side.value.duration if isinstance(side.value, TimeAndSum) else side.value
    return replace(side, value=value) if value is not None or side.none else None


def _sum(side: Side) -> Side | None:
    if not isinstance(side.value, TimeAndSum):
        return side if side.none else None
    if side.value.duration is None:
        return replace(side, value=side.value.money)
    # The qualifier is that of the time; the sum beside it is exact.
    exact = replace(side.answer, qualifier=Qualifier.EXACT)
    return Side(exact, side.value.money, side.time)


def _lengths(term: Term, below: Side, above: Side) -> Verdict:
    # Another calendar's months are brought to days.
    first, second = below.value, above.value
    if not isinstance(first, Duration) or not isinstance(second, Duration):
        one = _span(days(first), below, term) if isinstance(first, Duration) else NOTHING
        two = _span(days(second), above, term) if isinstance(second, Duration) else NOTHING
        return judge_spans(term, one, two, EXACTLY, "d")
    if first.calendar == second.calendar and _whole(first) == _whole(second):
        one, two = (_span(_count(each), side, term) for each, side in _both(below, above))
        verdict = judge_spans(term, one, two, EXACTLY)
        return replace(verdict, steps=(*_each_year(first), *_each_year(second), *verdict.steps))
    one, two = _span(days(first), below, term), _span(days(second), above, term)
    verdict = judge_spans(term, one, two, ROUNDING, "d")
    if not verdict.differs:
        return verdict
    notes = tuple(_days_step(each) for each, _ in _both(below, above))
    # The same number in another calendar (rule 8) may be one intention told in two ways.
    doubt = first.calendar != second.calendar
    return Verdict(
        verdict.outcome,
        "calendar_differs" if doubt else verdict.reason,
        (*notes, *verdict.steps),
        verdict.share,
        verdict.lower,
        unsure=doubt,
    )


def _both(below: Side, above: Side) -> list[tuple[Duration, Side]]:
    return [(s.value, s) for s in (below, above) if isinstance(s.value, Duration)]


def _whole(value: Duration) -> bool:
    """Whether it is counted in months, which have no fixed number of days."""
    return value.unit in {"months", "years"}


def _count(value: Duration) -> tuple[Decimal, ...]:
    return months(value) if _whole(value) else days(value)


def _each_year(value: Duration) -> tuple[Step, ...]:
    """How leave for several years of work becomes leave for one."""
    if value.every_years == 1:
        return ()
    n, years = figure_text(value.n), figure_text(value.every_years)
    each = figure_text(value.n / value.every_years, 2)
    return (Step(f"{n} {value.unit} ÷ {years} years = {each} {value.unit} a year"),)


def _days_step(value: Duration) -> Step:
    length = figure_text(days(value)[0], 1)
    every = "" if value.every_years == 1 else f" ÷ {figure_text(value.every_years)} years"
    return Step(f"{figure_text(value.n)} {value.unit} ({value.calendar}){every} ≈ {length} d")


def judge_count(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two whole numbers."""
    spans = [
        span(side.value.n, side.value.n_to, side.qualifier, term.direction)
        if isinstance(side.value, Count)
        else NOTHING
        for side in (below, above)
    ]
    return judge_spans(term, spans[0], spans[1], EXACTLY)


def judge_percentage(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two percentages or the amounts in their place, and on the cover they buy."""
    if not any(_states_cover(side) for side in (below, above)):
        return _shares(setting, term, below, above)
    covers = [_cover(side) for side in (below, above)]
    parts = [] if None in covers else [_covers(*map(bool, covers))]
    if all(_has_share(side) for side in (below, above)):
        parts.append(_shares(setting, term, below, above))
    return worst_of(parts) if parts else incomparable(OTHER_PART)


def _states_cover(side: Side) -> bool:
    return isinstance(side.value, Percentage) and side.value.covered is not None


def _cover(side: Side) -> bool | None:
    if side.none:
        return False
    return side.value.covered if isinstance(side.value, Percentage) else None


def _covers(first: bool, second: bool) -> Verdict:
    if first is second:
        return AGREES
    return Verdict(Outcome.WORSE if first else Outcome.BETTER, "cover")


def _has_share(side: Side) -> bool:
    value = side.value
    stated = isinstance(value, Percentage) and (value.percent is not None or value.money)
    return side.none or bool(stated)


def _shares(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    first, second = below.value, above.value
    amounts = [v.money for v in (first, second) if isinstance(v, Percentage) and v.money]
    if len(amounts) == 2:
        one = Side(below.answer, amounts[0], below.time)
        return judge_money(setting, term, one, Side(above.answer, amounts[1], above.time))
    if amounts and not (below.none or above.none):
        return incomparable("percent_and_amount")
    spans = [_percent_span(side, term) for side in (below, above)]
    return judge_spans(term, spans[0], spans[1], EXACTLY, "%")


def _percent_span(side: Side, term: Term) -> Span:
    if not isinstance(side.value, Percentage):
        return NOTHING
    figure = side.value.percent
    if figure is None:
        figure = side.value.money.amount if side.value.money else Decimal(0)
    return span(figure, None, side.qualifier, term.direction)
