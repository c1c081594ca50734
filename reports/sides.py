"""One of two answers that are set beside each other, with what is needed to read it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.vocabulary import Direction, Qualifier, State
from reports.figures import figure_text, money_figure, percent_text
from reports.finding import Step
from reports.normalise import Span, WorkingTime, gap, only_the_bottom
from reports.reference_facts import Term
from reports.standing import Answer
from reports.values import Parsed
from reports.verdict import AGREES, Outcome, Verdict

BOTTOM = "bottom_of_range"


@dataclass(frozen=True, slots=True)
class Side:
    """An answer with its typed value and its own link's working time."""

    answer: Answer
    value: Parsed | None  # None for an answer of "none"
    time: WorkingTime

    @property
    def none(self) -> bool:
        """Whether the answer is that there is no such thing."""
        return self.answer.state is State.NONE

    @property
    def qualifier(self) -> Qualifier:
        """How exactly the value is meant."""
        return self.answer.qualifier

    @property
    def day(self) -> date:
        """The day whose exchange rate counts."""
        return self.answer.day or date.min


def outcome_of(direction: Direction, *, lower: bool) -> Outcome:
    """Whether a lower or a higher figure above is worse for the worker (1, Dir)."""
    if direction in {Direction.HIGHER, Direction.YES}:
        return Outcome.WORSE if lower else Outcome.BETTER
    if direction in {Direction.LOWER, Direction.NO}:
        return Outcome.BETTER if lower else Outcome.WORSE
    return Outcome.DIFFERENT


def judge_spans(
    term: Term, below: Span, above: Span, tolerance: Decimal, unit: str = ""
) -> Verdict:
    """The verdict on two intervals in the same unit."""
    if only_the_bottom(below, above, term.direction):
        return Verdict(Outcome.WORSE, reason=BOTTOM)
    found = gap(below, above, tolerance)
    if found is None:
        return AGREES
    first = below.low if found.lower else (below.high or below.low)
    second = (above.high if found.lower else above.low) or Decimal(0)
    return Verdict(
        outcome_of(term.direction, lower=found.lower),
        steps=(difference_step(first, second, unit),),
        share=found.share if first else None,
        lower=found.lower,
    )


def difference_step(first: Decimal, second: Decimal, unit: str = "") -> Step:
    """The line that says how far the second figure is from the first, as a share of the first."""
    upper, under = (first, second) if first >= second else (second, first)
    a, b = _written(upper, unit), _written(under, unit)
    named = f" {unit}" if unit else ""
    if not first:
        return Step(f"{a}{named} − {b}{named} = {a}{named}")
    share = percent_text((upper - under) / first)
    return Step(f"({a} − {b}) ÷ {_written(first, unit)}{named} = {share}")


def _written(number: Decimal, unit: str) -> str:
    # Small figures keep what their shares are counted from.
    places = 0 if number >= 1000 else 2 if number >= 10 else 4
    currency = len(unit) == 3 and unit.isupper()
    return money_figure(number, places) if currency else figure_text(number, places)
