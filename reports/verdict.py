"""What comes of setting two answers beside each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from reports.finding import Step


class Outcome(StrEnum):
    """Seen from the lower answer: what was said nearer to the worker comes first."""

    AGREES = "agrees"
    WORSE = "worse"
    BETTER = "better"
    DIFFERENT = "different"  # neither better nor worse
    BURDEN = "burden"  # something to bear that the lower answer does not name
    UNCLEAR = "unclear"  # gross beside net (2.2 rule 5)
    INCOMPARABLE = "incomparable"


WORST_FIRST = (
    Outcome.BURDEN,
    Outcome.WORSE,
    Outcome.DIFFERENT,
    Outcome.UNCLEAR,
    Outcome.INCOMPARABLE,
    Outcome.BETTER,
)
DIFFERENCES = frozenset({Outcome.WORSE, Outcome.BETTER, Outcome.DIFFERENT, Outcome.BURDEN})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, with the arithmetic that leads to it."""

    outcome: Outcome
    reason: str = ""  # why it cannot be compared, or what needs confirming
    steps: tuple[Step, ...] = ()
    share: Decimal | None = None  # of the difference in the lower answer's figure
    lower: bool = False  # whether the upper answer's figure is the lower one
    about: str = ""  # the upper answer in the lower one's currency and period
    unsure: bool = False  # true only if a human confirms it (2.2 rule 6)
    added: tuple[str, ...] = ()  # codes that only the upper answer names

    @property
    def differs(self) -> bool:
        """Whether there is a difference to report."""
        return self.outcome in DIFFERENCES


AGREES = Verdict(Outcome.AGREES)


def incomparable(reason: str, steps: tuple[Step, ...] = ()) -> Verdict:
    """An honest third result, with its reason."""
    return Verdict(Outcome.INCOMPARABLE, reason=reason, steps=steps)


def worst_of(parts: Iterable[Verdict]) -> Verdict:
    """The verdict on an answer of several parts: the worst, with the arithmetic of all."""
    differing = [each for each in parts if each.outcome is not Outcome.AGREES]
    if not differing:
        return AGREES
    worst = min(differing, key=lambda each: WORST_FIRST.index(each.outcome))
    return replace(worst, steps=tuple(step for each in differing for step in each.steps))
