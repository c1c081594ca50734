"""How cells become one answer: each shape takes a row and says what it states, or nothing.

A cell that cannot be read never becomes a guess: the answer is kept in the register's own words
and the cell is reported.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.vocabulary import Qualifier, State
from registry.imports.cell_answers import (
    IN_WORDS,
    NONE,
    Reading,
    Statement,
    UnclearCellError,
    cell,
    figure,
    stated,
)
from registry.imports.cells import match_key, tidy_name, to_day, words
from registry.imports.deductions import read_deductions
from registry.imports.hours import days_off, weekdays, working_days
from registry.imports.mapping import Answer
from registry.imports.tables import Row

EMPTY = frozenset({"0", "N/A", "n/a", "NA"})  # how a form's free text says that it is left blank


def answer_row(row: Row, answer: Answer, reading: Reading) -> tuple[Statement | None, str, str]:
    """The answer of a row to one term, with the column and reason of a cell that is unclear."""
    if any(row[column] != wanted for column, wanted in answer.only_if.items()):
        return None, "", ""
    if not any(row[column] for column in (*answer.all_named(), *answer.words)):
        return None, "", ""
    column = reason = ""
    try:
        said = SHAPES[answer.shape](row, answer, reading)
    except UnclearCellError as error:
        said, column, reason = dict(IN_WORDS), error.column, error.reason
    if said is None:
        return None, "", ""
    own = original_words(row, answer)
    if not own and said["state"] == State.STATED_IN_WORDS:
        return None, "", ""
    given = {"as_stated": own, "language": reading.mapping.language} if own else {}
    return {"term": answer.term, **said, **given}, column, reason


def original_words(row: Row, answer: Answer) -> str:
    """The cells as they stand; a single free text without its column's name."""
    columns = list(dict.fromkeys((*_used(row, answer), *answer.words)))
    if answer.shape in {"deductions", "text"} and len(columns) == 1:
        return words(row[columns[0]])
    beside = set(answer.words)
    named = (
        f"{column_words(column)}: {row[column]}"
        for column in columns
        if row[column] and not (column in beside and row[column] in EMPTY)
    )
    return words("; ".join(named))


def _used(row: Row, answer: Answer) -> list[str]:
    """The columns of the value; of those that stand in for each other, the one that was read."""
    if answer.shape not in {"date", "span"}:
        return answer.all_named()
    parts = ([c for c in answer.named(part) if row[c]][:1] for part in answer.columns)
    return [column for part in parts for column in part]


def column_words(column: str) -> str:
    """``BASIC_WAGE_RATE_FROM`` as it can be read aloud."""
    return column.replace("_", " ").capitalize()


def in_words(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """Words for which no value can be made."""
    return dict(IN_WORDS)


def text(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """A name or other text, as it stands."""
    given = words(cell(row, answer, "text"))
    return stated({"text": given}) if given else None


def occupation(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """The job's title, with the ISCO-08 code whose title it is, if there is exactly one."""
    title = words(cell(row, answer, "text"))
    code = isco_code(row, answer.all_named(), reading)
    return stated({"text": title, **({"code": code} if code else {})}) if title else None


def isco_code(row: Row, columns: list[str], reading: Reading) -> str:
    """The code of the first title that is exactly one of the classification's titles."""
    titles = (match_key(row[column]) for column in columns if row[column])
    return next((reading.occupations[t] for t in titles if t in reading.occupations), "")


def place(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """A place of work by country, state and site."""
    sites = (row[column] for column in answer.named("site"))
    site = ", ".join(tidy_name(site) for site in sites if site)
    state = cell(row, answer, "region")
    value: dict[str, Any] = {"country": reading.mapping.country}
    value |= {"region": reading.mapping.code("state", state) or state} if state else {}
    value |= {"site": words(site)} if site else {}
    moves = cell(row, answer, "may_change")
    value |= {"may_change": moves == "Y"} if moves in {"Y", "N"} else {}
    return stated(value) if site or state else None


def day(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """A date."""
    given = _day(row, answer, "date")
    return stated({"date": given}) if given else None


def span(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """The days from the first to the last, both counted."""
    begin, end = _day(row, answer, "begin"), _day(row, answer, "end")
    if not begin or not end:
        return dict(IN_WORDS)
    days = (to_day(end) - to_day(begin)).days + 1
    if days < 1:
        raise UnclearCellError(answer.named("end")[0], "the end is before the beginning")
    return stated({"n": str(days), "unit": "days"})


def _day(row: Row, answer: Answer, part: str) -> str:
    for column in answer.named(part):
        if row[column]:
            try:
                return to_day(row[column]).isoformat()
            except ValueError as error:
                raise UnclearCellError(column, str(error)) from error
    return ""


def money(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """An amount for a period, or a range of them."""
    if not cell(row, answer, "from"):
        return dict(IN_WORDS)
    amount = _amount(row, answer)
    period = reading.mapping.code("period", cell(row, answer, "per"))
    if not period:
        raise UnclearCellError(answer.named("per")[0], "the period of the amount is not given")
    return _ranged(amount, {"currency": reading.mapping.currency, "period": period})


def _amount(row: Row, answer: Answer) -> tuple[str, str]:
    low, high = figure(row, answer, "from"), figure(row, answer, "to")
    if Decimal(low) == 0:
        raise UnclearCellError(answer.named("from")[0], "an amount of nothing is given")
    # The forms print an empty upper end as 0.
    if not high or Decimal(high) in {Decimal(0), Decimal(low)}:
        return low, ""
    if Decimal(high) < Decimal(low):
        raise UnclearCellError(answer.named("to")[0], "the upper end is below the lower one")
    return low, high


def _ranged(amount: tuple[str, str], rest: Mapping[str, str]) -> Statement:
    low, high = amount
    if not high:
        return stated({"amount": low, **rest})
    return stated({"amount": low, "amount_to": high, **rest}, Qualifier.RANGE)


def overtime(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """An hourly rate of pay for overtime; not applicable where none is available."""
    rate = figure(row, answer, "from")
    if not rate or Decimal(rate) == 0:
        if cell(row, answer, "available") == "N":
            return {"state": State.NOT_APPLICABLE.value, "reason": "no overtime is available"}
        return dict(IN_WORDS)
    amount = _amount(row, answer)
    if reading.mapping.code("period", cell(row, answer, "per")) != "hour":
        raise UnclearCellError(answer.named("per")[0], "the rate is not said to be an hourly one")
    said = _ranged(amount, {"currency": reading.mapping.currency, "period": "hour"})
    return {**said, "value": {"money": said["value"]}}


def code(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """A code of ours for the register's word; its words where it has another one."""
    given = cell(row, answer, "code")
    known = reading.mapping.code(answer.codes, given)
    return stated({"code": known}) if known else dict(IN_WORDS)


def yes_no(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """What the mapping says that a Y or an N states."""
    said = {"Y": answer.yes, "N": answer.no}.get(cell(row, answer, "yes_no"))
    return dict(said) if said else None


def pay_basis(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """Time, piece, or both where a piece rate is offered beside a wage."""
    piece = figure(row, answer, "piece")
    if piece and Decimal(piece):
        return stated({"code": "mixed"})
    basis = reading.mapping.code("pay_basis", cell(row, answer, "per"))
    return stated({"code": basis}) if basis else None


def housing(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """In words; free of charge only where the words say so."""
    said_free = reading.mapping.patterns["says_free"].search(cell(row, answer, "words"))
    return stated({"code": "free"}) if said_free else dict(IN_WORDS)


def meals(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """At cost where meals are given with a charge; else in words."""
    if cell(row, answer, "provided") == "Y" and Decimal(figure(row, answer, "charge") or 0):
        return stated({"code": "at_cost"})
    return dict(IN_WORDS)


def deductions(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """The reasons that the words plainly name; none where the words are that there are none."""
    given = words(cell(row, answer, "text"))
    if not given:
        return None
    if reading.mapping.fits("says_none", given):
        return dict(NONE)
    found = read_deductions(given, reading.mapping)
    return stated(found) if found else dict(IN_WORDS)


Shape = Callable[[Row, Answer, Reading], Statement | None]
SHAPES: Mapping[str, Shape] = {
    "words": in_words, "text": text, "occupation": occupation, "place": place, "date": day,
    "span": span, "money": money, "overtime": overtime, "weekdays": weekdays,
    "working_days": working_days, "days_off": days_off, "code": code, "yes_no": yes_no,
    "pay_basis": pay_basis, "housing": housing, "meals": meals, "deductions": deductions,
}  # fmt: skip
