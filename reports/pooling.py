"""Several statements about parts of an offer as one, beside one about the whole (D8, rule f)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.normalise import Span, days, hours_in, months, span
from reports.quantities import hours_unit
from reports.reference_facts import Term
from reports.setting import Setting
from reports.standing import Answer
from reports.values import Count, Duration, Hours, Money, Parsed, Percentage

Ends = tuple[Decimal, Decimal | None]
PRINTED = frozenset({"%", "h"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and the unit it is in; only equal units are set beside each other."""

    span: Span
    unit: str
    printed: str = ""  # the unit beside a figure


def measure(setting: Setting, answer: Answer) -> Measure | None:
    """The figure of an answer; None where it is no single figure."""
    term = setting.reference_set.terms[answer.term]
    value = setting.parsed(answer)
    if value is None:
        return None
    read = _ends(value, term)
    if read is None:
        return None
    (first, last), unit = read
    qualifier = setting.resolved(answer).qualifier
    printed = value.currency if isinstance(value, Money) else unit if unit in PRINTED else ""
    return Measure(span(first, last, qualifier, term.direction), unit, printed)


def _ends(value: Parsed, term: Term) -> tuple[Ends, str] | None:
    if isinstance(value, Money):
        includes = "+".join(sorted(value.includes))
        unit = f"{value.currency} {value.period} {value.basis} {includes}"
        return (value.amount, value.amount_to), unit
    if isinstance(value, Count):
        return (value.n, value.n_to), ""
    if isinstance(value, Percentage) and value.percent is not None:
        return (value.percent, None), "%"
    if isinstance(value, Hours):
        return _pair(hours_in(value, hours_unit(term), None), "h")
    if isinstance(value, Duration):
        whole = value.unit in {"months", "years"}
        return _pair(months(value) if whole else days(value), f"{value.calendar} {whole}")
    return None


def _pair(ends: tuple[Decimal, ...] | None, unit: str) -> tuple[Ends, str] | None:
    if ends is None:
        return None
    return (ends[0], ends[1] if len(ends) > 1 else None), unit


def pool(setting: Setting, answers: Iterable[Answer]) -> Measure | None:
    """The interval in which all answers lie; None where they have no common unit."""
    found = [measure(setting, answer) for answer in answers]
    measures = [each for each in found if each is not None]
    if not measures or len(measures) < len(found) or len({each.unit for each in measures}) > 1:
        return None
    highs = [each.span.high for each in measures]
    bounded = [high for high in highs if high is not None]
    high = max(bounded) if len(bounded) == len(highs) else None
    low = min(each.span.low for each in measures)
    return Measure(Span(low, high, ranged=low != high), measures[0].unit, measures[0].printed)
