"""Working hours: one figure for each weekday, Sunday first."""

from decimal import Decimal
from typing import Any

from registry.imports.cell_answers import (
    IN_WORDS,
    Reading,
    Statement,
    UnclearCellError,
    cell,
    stated,
)
from registry.imports.cells import to_clock, to_number
from registry.imports.mapping import Answer
from registry.imports.tables import Row


def weekdays(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """Hours of each weekday, Sunday first, with the clock times of the shift."""
    hours = _weekday_hours(row, answer)
    if hours is None:
        return dict(IN_WORDS)
    value: dict[str, Any] = {"weekdays": hours}
    for part in ("begin", "end"):
        if given := cell(row, answer, part):
            try:
                value[part] = to_clock(given)
            except ValueError as error:
                raise UnclearCellError(answer.named(part)[0], str(error)) from error
    return stated(value)


def _weekday_hours(row: Row, answer: Answer) -> list[str] | None:
    columns = answer.named("days")
    if not all(row[column] for column in columns):
        return None
    hours = []
    for column in columns:
        try:
            hours.append(to_number(row[column]))
        except ValueError as error:
            raise UnclearCellError(column, str(error)) from error
        if Decimal(hours[-1]) > 24:
            raise UnclearCellError(column, "a day has 24 hours")
    return hours if any(Decimal(entry) for entry in hours) else None


def working_days(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """How many of the seven weekdays have working hours."""
    hours = _weekday_hours(row, answer)
    if hours is None:
        return None
    return stated({"n": str(sum(1 for entry in hours if Decimal(entry)))})


def days_off(row: Row, answer: Answer, reading: Reading) -> Statement | None:
    """In words, where at least one weekday is given without working hours."""
    hours = _weekday_hours(row, answer)
    return dict(IN_WORDS) if hours and any(not Decimal(entry) for entry in hours) else None
