"""The job-condition sheet as plain strings (D28), in one language or two side by side.

Part 1 holds the headline eight and every difference; part 2 the terms of the first tier,
agreeing answers once and undisclosed ones once per owner; the annex holds the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.facts import ChainFacts
from reports.finding import Comparison
from reports.findings_in_words import Recorded
from reports.rendering import for_rendering
from reports.sheet_side import SheetOrder, SheetSide, build_side
from reports.sources import Sources

VALID_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SheetView:
    """Everything that is printed on a sheet."""

    code: str
    address: str
    rendering: str
    as_of: date
    issued_on: date
    expires_on: date
    sides: tuple[SheetSide, ...]
    record: str = ""  # digits of the hash of the record inside the file; "" carries none

    @property
    def mark(self) -> str:
        """What the square code says: where the sheet can be looked up, and the digits.

        A browser keeps what follows the # to itself.
        """
        return f"{self.address}#{self.record}" if self.record else self.address

    @property
    def record_groups(self) -> tuple[str, ...]:
        """The digits four at a time, to be compared by eye."""
        return tuple(self.record[n : n + 4] for n in range(0, len(self.record), 4))

    @property
    def title(self) -> str:
        """A neutral title: a file on a phone says nothing about a person (H8)."""
        return self.sides[0].words["print.sheet"]


def last_day(issued_on: date) -> date:
    """The day to which a sheet that is issued on a day is valid."""
    return issued_on + VALID_FOR


def sheet_view(
    facts: ChainFacts,
    comparison: Comparison,
    shown: Sequence[Recorded],
    sources: Sources,
    order: SheetOrder,
) -> SheetView:
    """The view of a sheet; ``shown`` are the findings that its reader may see."""
    printed = for_rendering(facts, order.rendering)
    return SheetView(
        code=order.code,
        address=order.address,
        rendering=order.rendering.value,
        as_of=facts.on,
        issued_on=order.issued_on,
        expires_on=order.expires_on,
        sides=tuple(
            build_side(printed, comparison, shown, sources, order, language)
            for language in order.languages
        ),
        record=order.record,
    )
