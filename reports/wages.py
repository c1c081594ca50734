"""Judges two amounts: currency, period, what they include, before or after deductions (2.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.vocabulary import Basis, Direction, Period
from reports.figures import about_text, amount_text, percent_text
from reports.finding import Step
from reports.normalise import NOTHING, ROUNDING, Span, monthly, span
from reports.rates import Conversion
from reports.reference_facts import Term
from reports.setting import Setting
from reports.sides import Side, judge_spans
from reports.standing import Answer
from reports.values import Money
from reports.verdict import Outcome, Verdict, incomparable

IN_KIND = frozenset({"food", "housing", "transport"})
RATE_TOLERANCE = "2.2 rule 1: 1.5 % at a peg or for rounding, 3 % at a floating rate"
NO_RATE = "no_rate"
BASIS_DIFFERS = "basis_differs"
NEEDS_CONFIRMATION = "needs_confirmation"
GROSS_NET = "gross_net"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as an interval for a period that both sides share."""

    span: Span
    money: Money
    period: Period
    steps: tuple[Step, ...] = ()
    tolerance: Decimal = Decimal(0)


def judge_money(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two amounts, with the arithmetic from the originals on."""
    first, second = below.value, above.value
    if not isinstance(first, Money) or not isinstance(second, Money):
        # 2.1: "none" is zero, in every currency and for every period.
        one = _zero_or_more(first, below, term)
        return judge_spans(term, one, _zero_or_more(second, above, term), Decimal(0))
    brought = _same_period(setting, term, below, above)
    if isinstance(brought, str):
        return incomparable(brought)
    verdict = _converted(setting, term, brought, below, above)
    if term.direction is not Direction.HIGHER:
        return verdict
    return _same_footing(setting, term, (below, above), verdict)


def _zero_or_more(value: object, side: Side, term: Term) -> Span:
    if not isinstance(value, Money):
        return NOTHING
    return span(value.amount, value.amount_to, side.qualifier, term.direction)


def _same_period(
    setting: Setting, term: Term, below: Side, above: Side
) -> tuple[Amount, Amount] | str:
    first, second = below.value, above.value
    assert isinstance(first, Money) and isinstance(second, Money)  # noqa: S101, PT018 - by judge_money
    if first.period is second.period:
        return (
            Amount(_zero_or_more(first, below, term), first, first.period),
            Amount(_zero_or_more(second, above, term), second, second.period),
        )
    one, two = _a_month(setting, term, below, first), _a_month(setting, term, above, second)
    if isinstance(one, str):
        return one
    return two if isinstance(two, str) else (one, two)


def _a_month(setting: Setting, term: Term, side: Side, money: Money) -> Amount | str:
    found = monthly(money.period, side.time, setting.divisor)
    if isinstance(found, str):
        return found
    stated = _zero_or_more(money, side, term)
    if money.period is Period.MONTH:
        return Amount(stated, money, Period.MONTH)
    scaled = stated.times(found.factor)
    written = about_text(money.amount * found.factor, money.currency)
    step = found.step(amount_text(money.amount, money.currency), written)
    return Amount(scaled, money, Period.MONTH, (step,), ROUNDING)


def _converted(
    setting: Setting, term: Term, amounts: tuple[Amount, Amount], below: Side, above: Side
) -> Verdict:
    one, two = amounts
    into, source = one.money.currency, two.money.currency
    # D10: a difference counts only if it holds at the rates of both statements' days.
    found = [setting.exchange.convert(source, into, day) for day in (above.day, below.day)]
    rates = [each for each in found if each is not None]
    if len(rates) < len(found):
        return incomparable(NO_RATE)
    tolerance = max(one.tolerance, two.tolerance)
    verdicts = [_at(term, one, two, rate, tolerance) for rate in rates]
    here, there = verdicts
    if here.outcome is not there.outcome:
        return Verdict(Outcome.AGREES, reason="only_by_rate", steps=here.steps)
    return here


def _at(term: Term, one: Amount, two: Amount, rate: Conversion, tolerance: Decimal) -> Verdict:
    into, source = one.money.currency, two.money.currency
    converted = two.span.times(rate.factor)
    verdict = judge_spans(term, one.span, converted, max(tolerance, rate.tolerance), into)
    figure = two.span.low if two.span.low or two.span.high is None else two.span.high
    steps = (*one.steps, *two.steps, *rate.steps(figure, source), *verdict.steps)
    changed = into != source or bool(two.steps)
    about = about_text(figure * rate.factor, into) if changed else ""
    return Verdict(verdict.outcome, verdict.reason, steps, verdict.share, verdict.lower, about)


def closeness(setting: Setting, below: Answer, above: Answer) -> tuple[Step, ...]:
    """How far apart two agreeing amounts of different currencies are, and what is allowed."""
    first, second = setting.parsed(below), setting.parsed(above)
    if not isinstance(first, Money) or not isinstance(second, Money):
        return ()
    if first.currency == second.currency or first.period is not second.period:
        return ()
    rate = setting.exchange.convert(second.currency, first.currency, above.day or date.min)
    if rate is None or not first.amount:
        return ()
    converted = second.amount * rate.factor
    apart = percent_text(abs(converted - first.amount) / max(converted, first.amount))
    allowed = percent_text(rate.tolerance)
    text = (
        f"{amount_text(first.amount, first.currency)} ≈ {about_text(converted, first.currency)}: "
        f"{apart} ≤ {allowed}"
    )
    return (*rate.steps(second.amount, second.currency), Step(text, RATE_TOLERANCE))


def _same_footing(
    setting: Setting, term: Term, sides: tuple[Side, Side], verdict: Verdict
) -> Verdict:
    """What remains of a verdict when one figure holds more than the other."""
    below, above = sides
    first, second = below.value, above.value
    assert isinstance(first, Money) and isinstance(second, Money)  # noqa: S101, PT018 - by judge_money
    more_below, more_above = _holds_more(first, second), _holds_more(second, first)
    if not more_below and not more_above:
        return _sum_and_cash(setting, term, sides, verdict)
    if more_below and not more_above and verdict.outcome in {Outcome.BETTER, Outcome.AGREES}:
        return verdict  # even the part is no less than the sum
    if more_above and not more_below and verdict.outcome is Outcome.WORSE:
        return verdict  # even the sum is less than the part
    return _unlike(more_below | more_above, verdict)


def _unlike(why: frozenset[str], verdict: Verdict) -> Verdict:
    if why & IN_KIND:  # rule 4
        return incomparable(BASIS_DIFFERS, verdict.steps)
    if "overtime" in why:  # rule 6
        return Verdict(
            Outcome.WORSE, NEEDS_CONFIRMATION, verdict.steps, about=verdict.about, unsure=True
        )
    return Verdict(Outcome.UNCLEAR, GROSS_NET, verdict.steps)  # rule 5


def _holds_more(one: Money, other: Money) -> frozenset[str]:
    """What makes a figure larger than the same pay counted the other's way."""
    extra = set(one.includes - other.includes)
    if one.basis is Basis.GROSS and other.basis is Basis.NET:
        extra.add("gross")
    return frozenset(extra)


def _sum_and_cash(
    setting: Setting, term: Term, sides: tuple[Side, Side], verdict: Verdict
) -> Verdict:
    # Rule 4: "220" beside 125 in cash and 95 in kind is the same pay counted in two ways.
    below, above = sides
    if term.code != "basic_wage" or not verdict.differs:
        return verdict
    cash, whole = (above, below) if verdict.lower else (below, above)
    kind = _in_kind(setting, cash)
    if kind is None or not isinstance(cash.value, Money) or not isinstance(whole.value, Money):
        return verdict
    if {cash.value.currency, whole.value.currency, kind.currency} != {kind.currency}:
        return verdict
    if not (cash.value.period is whole.value.period is kind.period):
        return verdict
    total = cash.value.amount + kind.amount
    if abs(total - whole.value.amount) > ROUNDING * whole.value.amount:
        return verdict
    text = (
        f"{amount_text(cash.value.amount, kind.currency)} + "
        f"{amount_text(kind.amount, kind.currency)} = {amount_text(total, kind.currency)}"
    )
    return incomparable(BASIS_DIFFERS, (Step(text),))


def _in_kind(setting: Setting, side: Side) -> Money | None:
    answer = setting.chosen("in_kind_in_wage", side.answer.place, side.answer.scope)
    value = setting.parsed(answer) if answer is not None else None
    return value if isinstance(value, Money) else None
