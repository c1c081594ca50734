"""Judges hours, lengths of time, counts and percentages."""

from decimal import Decimal

from reports.facts import Term
from reports.figures import figure_text
from reports.finding import Step
from reports.normalise import NOTHING, ROUNDING, Span, days, hours_in, months, span
from reports.setting import Setting
from reports.sides import Side, judge_spans
from reports.values import Count, Duration, Hours, Percentage
from reports.verdict import Verdict, incomparable
from reports.wages import judge_money

EXACTLY = Decimal(0)


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


def judge_duration(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two lengths of time; another calendar's months are brought to days."""
    first, second = below.value, above.value
    if not isinstance(first, Duration) or not isinstance(second, Duration):
        one = _span(days(first), below, term) if isinstance(first, Duration) else NOTHING
        two = _span(days(second), above, term) if isinstance(second, Duration) else NOTHING
        return judge_spans(term, one, two, EXACTLY, "d")
    if first.calendar == second.calendar and _whole(first) == _whole(second):
        one, two = (_span(_count(each), side, term) for each, side in _both(below, above))
        return judge_spans(term, one, two, EXACTLY)
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


def _days_step(value: Duration) -> Step:
    length = figure_text(days(value)[0], 1)
    return Step(f"{figure_text(value.n)} {value.unit} ({value.calendar}) ≈ {length} d")


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
    """The verdict on two percentages, or on the amounts stated in their place."""
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
