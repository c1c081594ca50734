"""Reads the value of each type of term, and the little more that some terms carry."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from models.vocabulary import Basis, Period, Qualifier, TermType
from reports.value_reader import Reader
from reports.value_shapes import (
    CAUSES,
    INCLUDES,
    PAYERS,
    WHEN,
    Choice,
    Choices,
    Cost,
    Count,
    Day,
    Duration,
    Hours,
    Loan,
    Location,
    Money,
    MoneyLine,
    MoneyLines,
    Parsed,
    Percentage,
    TimeAndSum,
    Words,
    YesNo,
)

MAX_AMOUNT = Decimal(10) ** 13
CALENDARS = ("gregorian", "hijri", "bikram_sambat")
# docs/chain-form.md, "Terms whose value carries a little more".
TIME_OR_SUM = frozenset({"pay_holdback", "end_of_service"})
EVERY_SO_MANY_YEARS = frozenset({"annual_leave", "sick_leave"})
WITH_WORDS = frozenset({"maternity_pregnancy", "osh_ppe", "overtime_voluntary"})
BY_CAUSE = "repatriation_early"
COVER = "social_security"
LOAN = "loan_advance"
MEALS = "food_provided"


def _money(reader: Reader, period: Period | None = None) -> Money:
    amount, amount_to = reader.span("amount", "amount_to", MAX_AMOUNT)
    return Money(
        amount,
        amount_to,
        reader.currency("currency"),
        Period(reader.choice("period", tuple(Period), default=period)),
        Basis(reader.choice("basis", tuple(Basis), default=Basis.UNSPECIFIED)),
        frozenset(reader.choices("includes", INCLUDES)),
    )


def _amount(reader: Reader) -> Money:
    return _loan(reader) if reader.term == LOAN else _money(reader)


def _loan(reader: Reader) -> Loan:
    money = _money(reader, Period.ONCE)
    interest = reader.number("interest_percent", Decimal(1000), required=False)
    return Loan(
        money.amount,
        money.amount_to,
        money.currency,
        money.period,
        money.basis,
        money.includes,
        interest,
        reader.choice("interest_per", ("month", "year"), default="" if interest is None else None),
        reader.code("lender", required=False),
        reader.choice("repaid", WHEN, default=""),
        reader.text("text"),
    )


def _once(reader: Reader) -> Money:
    return _money(reader, Period.ONCE)


def _monthly(reader: Reader) -> Money:
    return _money(reader, Period.MONTH)


def _hourly(reader: Reader) -> Money:
    return _money(reader, Period.HOUR)


def _money_lines(reader: Reader) -> MoneyLines:
    lines = []
    for part in reader.parts("lines"):
        code, text = part.code("code", required=False), part.text("text")
        money = part.nested("money", _monthly)
        percent = part.number("percent", Decimal(1000), required=False)
        lines.append(MoneyLine(code, text, money, percent, part.day("until", required=False)))
        part.close()
    text = reader.text("text")
    if not lines and not text:
        reader.problem("nothing_chosen", "lines")
    reader.no_figure()
    return MoneyLines(tuple(lines), text)


def _hours(reader: Reader) -> Hours:
    weekdays = reader.weekdays("weekdays")
    reader.one_of("hours", "weekdays")
    hours, hours_to = reader.span("hours", "hours_to", Decimal(744), required=not weekdays)
    per = reader.choice("per", ("day", "week", "month"), default="day")
    limit = {"day": Decimal(24), "week": Decimal(168), "month": Decimal(744)}[per]
    for field, given in (("hours", hours), ("hours_to", hours_to)):
        if given is not None and given > limit:
            reader.problem("too_large", field, given=str(given), limit=f"{limit} a {per}")
    begin, end = reader.clock("begin"), reader.clock("end")
    return Hours(None if weekdays else hours, hours_to, per, weekdays, begin, end)


def _duration(reader: Reader) -> Duration | TimeAndSum:
    if reader.term in TIME_OR_SUM and reader.value.get("money") is not None:
        return _time_and_sum(reader)
    return _length(reader)


def _time_and_sum(reader: Reader) -> TimeAndSum:
    # The qualifier is that of the first figure: of the time, where there is one.
    timed = any(reader.value.get(part) is not None for part in ("n", "n_to", "unit"))
    length = _length(reader) if timed else None
    if length is None:
        reader.choice("calendar", CALENDARS, default="gregorian")
    qualifier = Qualifier.EXACT if timed else reader.qualifier
    return TimeAndSum(length, reader.nested("money", _once, qualifier))


def _length(reader: Reader) -> Duration:
    n, n_to = reader.span("n", "n_to", Decimal(100_000))
    unit = reader.choice("unit", ("days", "weeks", "months", "years"))
    calendar = reader.choice("calendar", CALENDARS, default="gregorian")
    return Duration(n, n_to, unit, calendar, _years(reader))


def _years(reader: Reader) -> Decimal:
    if reader.term not in EVERY_SO_MANY_YEARS:
        return Decimal(1)
    years = reader.number("every_years", Decimal(50), required=False)
    if years is not None and not years:
        reader.problem("zero", "every_years")
    return years or Decimal(1)


def _yes_no(reader: Reader) -> YesNo:
    reader.no_figure()
    yes = reader.flag("yes", required=True) is True
    return YesNo(yes, reader.text("text") if reader.term in WITH_WORDS else "")


def _choice(reader: Reader) -> Choice:
    reader.no_figure()
    other = reader.text("other")
    causes = reader.code_map("causes", CAUSES) if reader.term == BY_CAUSE else ()
    code = reader.code("code", required=not (other or causes))
    if reader.term != MEALS:
        return Choice(code, other, causes)
    meals = reader.number("meals", Decimal(20), required=False, whole=True)
    return Choice(code, other, meals=meals, diet=reader.text("diet"))


def _words(reader: Reader) -> Words:
    reader.no_figure()
    code = reader.text("code")
    return Words(reader.text("text", required=not code), code)


def _choices(reader: Reader) -> Choices:
    reader.no_figure()
    codes, other = reader.codes("codes"), reader.texts("other")
    if not codes and not other:
        reader.problem("nothing_chosen", "codes")
    return Choices(frozenset(codes), other)


def _count(reader: Reader) -> Count:
    limit = Decimal(7) if reader.term == "days_per_week" else Decimal(1_000_000)
    n, n_to = reader.span("n", "n_to", limit, whole=True)
    return Count(n, n_to)


def _percentage(reader: Reader) -> Percentage:
    covered = reader.flag("covered") if reader.term == COVER else None
    amounts = [part for part in ("percent", "money") if reader.value.get(part) is not None]
    if amounts or covered is None:
        reader.one_of("percent", "money")
    money = reader.nested("money", _hourly)
    if not amounts:
        reader.no_figure()
    elif money is None and reader.qualifier is Qualifier.RANGE:
        reader.problem("range_without_end", "percent")
    percent = reader.number("percent", Decimal(1000), required=False)
    return Percentage(percent, money, covered)


def _location(reader: Reader) -> Location:
    reader.no_figure()
    country, region, site = reader.country("country"), reader.text("region"), reader.text("site")
    if not (country or region or site):
        reader.problem("part_missing", "country")
    return Location(country, region, site, reader.flag("may_change"))


def _day(reader: Reader) -> Day:
    reader.no_figure()
    return Day(reader.day("date") or date.min)


def _cost(reader: Reader) -> Cost:
    return Cost(
        reader.choice("payer", PAYERS),
        reader.nested("money", _once),
        reader.choice("when", WHEN, default=""),
        reader.flag("refundable"),
        reader.number("share", Decimal(100), required=False),
    )


READERS: Mapping[TermType, Callable[[Reader], Parsed]] = {
    TermType.MONEY: _amount,
    TermType.MONEY_LIST: _money_lines,
    TermType.HOURS: _hours,
    TermType.DURATION: _duration,
    TermType.BOOL: _yes_no,
    TermType.ENUM: _choice,
    TermType.TEXT: _words,
    TermType.LIST: _choices,
    TermType.INT: _count,
    TermType.PERCENT: _percentage,
    TermType.PLACE: _location,
    TermType.DATE: _day,
    TermType.COST: _cost,
}
