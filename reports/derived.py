"""Figures computed from statements, each with its formula; never filed (1, derived)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from models.vocabulary import Direction, Owner, Period, TermType
from reports.facts import WHOLE_OFFER, Scope
from reports.figures import about_text, amount_text, figure_text, money_figure, percent_text
from reports.finding import Derived, Step
from reports.normalise import WorkingTime, monthly, span
from reports.reference_facts import Term
from reports.setting import Setting
from reports.standing import Answer
from reports.values import Cost, Money

TOTAL = "total_cost_to_worker"
HOURS_PER_WEEK = "hours_per_day × days_per_week"
EFFECTIVE_HOURLY = "basic_wage ÷ (hours_per_day × days_per_week × 52/12)"
TOTAL_COST = "sum over costs of the highest amount that any link states the worker pays"
MONTHS_TO_REPAY = "total_cost_to_worker ÷ basic_wage a month"
CASH_SHARE = "basic_wage ÷ (basic_wage + in_kind_in_wage)"

# Some legal ceilings are on the sum of all charges; it is read like a cost, and never filed.
TOTAL_TERM = Term(
    code=TOTAL,
    group="derived",
    position=0,
    type=TermType.COST,
    unit="once",
    direction=Direction.LOWER,
    owner=Owner.RECRUITER,
    tier=1,
    codelist="payer",
)


@dataclass(frozen=True, slots=True)
class Hourly:
    """Cash for an hour of work, with the arithmetic."""

    amount: Decimal
    currency: str
    step: Step


def monthly_cash(setting: Setting, wage: Answer, time: WorkingTime) -> Money | None:
    """The cash wage for a month; None where the period cannot be brought to one."""
    value = setting.parsed(wage)
    if not isinstance(value, Money):
        return None
    found = monthly(value.period, time, setting.divisor)
    if isinstance(found, str):
        return None
    bottom = span(value.amount, value.amount_to, wage.qualifier, Direction.HIGHER).low
    amount = bottom * found.factor
    return Money(amount, None, value.currency, Period.MONTH, value.basis, value.includes)


def hourly_cash(setting: Setting, wage: Answer, time: WorkingTime) -> Hourly | None:
    """Effective hourly cash; None without hours, days or a monthly wage (2.2 rules 2 and 3)."""
    money = monthly_cash(setting, wage, time)
    if money is None or not time.known:
        return None
    amount = money.amount / time.hours_per_month
    return Hourly(amount, money.currency, hourly_step(money.amount, money.currency, time))


def hourly_step(amount: Decimal, currency: str, time: WorkingTime) -> Step:
    """The line of arithmetic for an hour's cash."""
    each = about_text(amount / time.hours_per_month, currency)
    text = f"{about_text(amount, currency)} ÷ ({time.formula()}) = {each} an hour"
    return Step(text, EFFECTIVE_HOURLY)


def derive(setting: Setting) -> tuple[Derived, ...]:
    """Every derived figure of a chain, in the order of its places."""
    found: list[Derived] = []
    for place in setting.picture.places:
        for scope in _scopes(setting, place):
            found += _of_place(setting, place, scope)
    return (*found, *_costs(setting))


def _scopes(setting: Setting, place: str) -> Iterable[Scope]:
    terms = ("basic_wage", "hours_per_day", "days_per_week")
    scopes = {a.scope for term in terms for a in setting.standing.of(term, place)}
    return sorted(scopes, key=lambda scope: scope.parts)


def _of_place(setting: Setting, place: str, scope: Scope) -> list[Derived]:
    found = []
    time = setting.working_time(place, scope)
    if time.known:
        hours = (time.hours_per_day or Decimal(0)) * (time.days_per_week or Decimal(0))
        figure = figure_text(hours, 1)
        text = (
            f"{figure_text(time.hours_per_day or Decimal(0), 2)} h × "
            f"{figure_text(time.days_per_week or Decimal(0), 2)} d = {figure} h a week"
        )
        found.append(
            Derived(
                "hours_per_week", place, scope, text, figure, "h", HOURS_PER_WEEK, time.statements
            )
        )
    wage = setting.chosen("basic_wage", place, scope)
    if wage is None:
        return found
    hourly = hourly_cash(setting, wage, time)
    if hourly is not None:
        found.append(
            Derived(
                "effective_hourly_cash",
                place,
                scope,
                hourly.step.text,
                money_figure(hourly.amount, 2),
                hourly.currency,
                EFFECTIVE_HOURLY,
                (wage.id, *time.statements),
            )
        )
    share = _cash_share(setting, wage, place, scope)
    return [*found, share] if share else found


def _cash_share(setting: Setting, wage: Answer, place: str, scope: Scope) -> Derived | None:
    answer = setting.chosen("in_kind_in_wage", place, scope)
    kind = setting.parsed(answer) if answer else None
    cash = setting.parsed(wage)
    if answer is None or not isinstance(kind, Money) or not isinstance(cash, Money):
        return None
    if (kind.currency, kind.period) != (cash.currency, cash.period):
        return None
    whole = cash.amount + kind.amount
    if not whole:
        return None
    share = percent_text(cash.amount / whole)
    money = cash.currency
    text = (
        f"{amount_text(cash.amount, money)} ÷ ({amount_text(cash.amount, money)} + "
        f"{amount_text(kind.amount, money)}) = {share}"
    )
    figure = figure_text(cash.amount / whole * 100, 1)
    statements = (wage.id, answer.id)
    return Derived("cash_share_of_wage", place, scope, text, figure, "%", CASH_SHARE, statements)


@dataclass(frozen=True, slots=True)
class _Charge:
    term: str
    answer: Answer
    money: Money


@dataclass(frozen=True, slots=True)
class TotalCost:
    """What workers are said to pay in all, in the currency of the first charge."""

    amount: Decimal
    currency: str
    text: str
    answers: tuple[Answer, ...]


def total_cost(setting: Setting) -> TotalCost | None:
    """The sum of the charges on the worker; None where no amount is stated."""
    charges = [charge for term in setting.terms for charge in _highest(setting, term)]
    if not charges:
        return None
    currency = charges[0].money.currency
    total, parts = Decimal(0), []
    for charge in charges:
        rate = setting.exchange.convert(charge.money.currency, currency, setting.facts.on)
        if rate is None:
            continue  # without a sourced rate it is left out, and its statement is not listed
        total += charge.money.amount * rate.factor
        parts.append((charge, amount_text(charge.money.amount, charge.money.currency)))
    text = " + ".join(written for _, written in parts) + f" = {about_text(total, currency)}"
    return TotalCost(total, currency, text, tuple(charge.answer for charge, _ in parts))


def _costs(setting: Setting) -> list[Derived]:
    found = total_cost(setting)
    if found is None:
        return []
    ids = tuple(answer.id for answer in found.answers)
    cost = Derived(
        TOTAL,
        "",
        WHOLE_OFFER,
        found.text,
        money_figure(found.amount, 2),
        found.currency,
        TOTAL_COST,
        ids,
    )
    return [cost, *_months(setting, found.amount, found.currency, ids)]


def _highest(setting: Setting, code: str) -> list[_Charge]:
    if setting.terms[code].type is not TermType.COST or code == "health_cover":
        return []
    found = []
    for place in setting.picture.places:
        for answer in setting.standing.of(code, place):
            value = setting.parsed(answer)
            if isinstance(value, Cost) and value.worker_pays and value.money is not None:
                found.append(_Charge(code, answer, value.money))
    # Amounts in one currency can be ranked; the first stated one stands for another currency.
    if not found:
        return []
    same = [each for each in found if each.money.currency == found[0].money.currency]
    return [max(same, key=lambda each: each.money.amount)]


def _months(setting: Setting, total: Decimal, currency: str, ids: tuple[str, ...]) -> list[Derived]:
    for place in (*setting.picture.employers, *setting.picture.places):
        wage = setting.chosen("basic_wage", place, WHOLE_OFFER)
        money = (
            monthly_cash(setting, wage, setting.working_time(place, WHOLE_OFFER)) if wage else None
        )
        if wage is None or money is None or not money.amount:
            continue
        rate = setting.exchange.convert(money.currency, currency, setting.facts.on)
        if rate is None:
            continue
        months = total / (money.amount * rate.factor)
        figure = figure_text(months, 1)
        text = (
            f"{about_text(total, currency)} ÷ "
            f"{about_text(money.amount * rate.factor, currency)} a month = {figure}"
        )
        code = "months_of_cash_wage_to_repay"
        return [
            Derived(
                code, place, WHOLE_OFFER, text, figure, "months", MONTHS_TO_REPAY, (*ids, wage.id)
            )
        ]
    return []
