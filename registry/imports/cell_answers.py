"""What the shapes share: a stated value, plain words, and reading the cells of one part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import Qualifier, State
from registry.imports.cells import to_number
from registry.imports.mapping import Answer, RegisterMapping
from registry.imports.tables import Row

Statement = dict[str, Any]


class UnclearCellError(ValueError):
    """A cell that does not say what its column promises."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True)
class Reading:
    """What every shape needs besides the row."""

    mapping: RegisterMapping
    occupations: Mapping[str, str] = field(default_factory=dict)  # folded title → ISCO-08 code


def stated(value: Mapping[str, Any], qualifier: Qualifier = Qualifier.EXACT) -> Statement:
    """A stated value."""
    said: Statement = {"state": State.STATED.value, "value": dict(value)}
    return said if qualifier is Qualifier.EXACT else {**said, "qualifier": qualifier.value}


IN_WORDS: Statement = {"state": State.STATED_IN_WORDS.value}
NONE: Statement = {"state": State.NONE.value}


def cell(row: Row, answer: Answer, part: str) -> str:
    """The first cell of a part that says something."""
    return next((row[column] for column in answer.named(part) if row[column]), "")


def figure(row: Row, answer: Answer, part: str) -> str:
    """A figure of a part as decimal text; "" where the cell is blank."""
    for column in answer.named(part):
        if row[column]:
            try:
                return to_number(row[column])
            except ValueError as error:
                raise UnclearCellError(column, str(error)) from error
    return ""
