"""Reads, checks and parses the typed value of a statement."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import Basis, Period, Qualifier, State, TermType
from reports.facts import Term, Value
from reports.value_problems import BadValueError, Problem
from reports.value_reader import Reader
from reports.value_shapes import (
    INCLUDES as INCLUDES,
)
from reports.value_shapes import (
    PAYERS as PAYERS,
)
from reports.value_shapes import (
    WHEN as WHEN,
)
from reports.value_shapes import (
    Choice as Choice,
)
from reports.value_shapes import (
    Choices as Choices,
)
from reports.value_shapes import (
    Cost as Cost,
)
from reports.value_shapes import (
    Count as Count,
)
from reports.value_shapes import (
    Day as Day,
)
from reports.value_shapes import (
    Duration as Duration,
)
from reports.value_shapes import (
    Hours as Hours,
)
from reports.value_shapes import (
    Location as Location,
)
from reports.value_shapes import (
    Money as Money,
)
from reports.value_shapes import (
    MoneyLine as MoneyLine,
)
from reports.value_shapes import (
    MoneyLines as MoneyLines,
)
from reports.value_shapes import (
    Parsed as Parsed,
)
from reports.value_shapes import (
    Percentage as Percentage,
)
from reports.value_shapes import (
    Words as Words,
)
from reports.value_shapes import (
    YesNo as YesNo,
)

MAX_AMOUNT = Decimal(10) ** 13


def check_value(
    term: Term,
    value: Value | None,
    qualifier: Qualifier = Qualifier.EXACT,
    codes: Collection[str] | None = None,
) -> list[Problem]:
    """Everything that is wrong with a value; ``codes`` are those of the term's list, if known."""
    return list(_read(term, value, qualifier, codes)[1])


def check_answer(
    term: Term,
    state: State,
    value: Value | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    *,
    reason: str = "",
    asked: bool = False,
    passed_from: bool = False,
    codes: Collection[str] | None = None,
) -> list[Problem]:
    """Everything that is wrong with an answer in any state; silence is never a problem (law 4)."""
    if state is State.STATED:
        return check_value(term, value, qualifier, codes)
    needs = {
        # A citation is not among them: without one the answer is taken, and is vague (D7).
        State.NOT_APPLICABLE: ("reason_missing", "reason", bool(reason.strip())),
        State.UNKNOWN_TO_FILER: ("asked_missing", "asked", asked),
        State.PASSED_ON: ("source_missing", "passed_from", passed_from),
    }
    problems = []
    if state in needs:
        code, part, given = needs[state]
        if not given:
            problems.append(Problem(code, part, {"term": term.code}))
    if value is not None and state is not State.PASSED_ON:
        problems.append(Problem("value_not_expected", "value", {"term": term.code}))
    return problems


def parse(term: Term, value: Value | None, qualifier: Qualifier = Qualifier.EXACT) -> Parsed:
    """The typed value; raises ``BadValueError`` with every problem when it cannot be read."""
    parsed, problems = _read(term, value, qualifier, None)
    if parsed is None or problems:
        raise BadValueError(tuple(problems))
    return parsed


def _read(
    term: Term, value: Any, qualifier: Qualifier, codes: Collection[str] | None
) -> tuple[Parsed | None, list[Problem]]:
    if value is None:
        return None, [Problem("value_missing", "value", {"term": term.code})]
    if not isinstance(value, Mapping):
        return None, [Problem("not_an_object", "value", {"term": term.code})]
    known = codes if codes is not None else (term.order or None)
    reader = Reader(term.code, value, qualifier, known)
    parsed = READERS[term.type](reader)
    reader.close()
    return (None if reader.problems else parsed), reader.problems


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


def _duration(reader: Reader) -> Duration:
    n, n_to = reader.span("n", "n_to", Decimal(100_000))
    unit = reader.choice("unit", ("days", "weeks", "months", "years"))
    calendars = ("gregorian", "hijri", "bikram_sambat")
    return Duration(n, n_to, unit, reader.choice("calendar", calendars, default="gregorian"))


def _yes_no(reader: Reader) -> YesNo:
    reader.no_figure()
    return YesNo(reader.flag("yes", required=True) is True)


def _choice(reader: Reader) -> Choice:
    reader.no_figure()
    other = reader.text("other")
    return Choice(reader.code("code", required=not other), other)


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
    reader.one_of("percent", "money")
    money = reader.nested("money", _hourly)
    if money is None and reader.qualifier is Qualifier.RANGE:
        reader.problem("range_without_end", "percent")
    return Percentage(reader.number("percent", Decimal(1000), required=False), money)


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
    TermType.MONEY: _money,
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
