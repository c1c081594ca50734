"""Reads, checks and parses the typed value of a statement."""

from collections.abc import Collection, Mapping
from typing import Any

from models.vocabulary import Qualifier, State
from reports.reference_facts import Term, Value
from reports.value_problems import BadValueError, Problem
from reports.value_reader import Reader
from reports.value_shapes import (
    CAUSES as CAUSES,
)
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
    Loan as Loan,
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
    TimeAndSum as TimeAndSum,
)
from reports.value_shapes import (
    Words as Words,
)
from reports.value_shapes import (
    YesNo as YesNo,
)
from reports.value_types import READERS as READERS


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
