"""What a measurement is, and how two sides are timed fairly."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """One thing as a multiple of another; ``limit`` is the most (or, ``least``, the least)."""

    name: str
    value: float
    limit: float | None = None
    least: bool = False
    note: str = ""

    @property
    def held(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def line(self) -> str:
        """One line for a terminal."""
        bound = "" if self.limit is None else f"{'≥' if self.least else '≤'} {self.limit:g}"
        mark = "" if self.held else "OVER"
        note = f" ({self.note})" if self.note else ""
        return f"{self.value:8.2f}  {bound:8} {mark:5} {self.name}{note}"


def side_by_side(
    one: Callable[[], object], other: Callable[[], object], *, times: int = 7
) -> float:
    """Processor time of ``one`` over that of ``other``, in turns, medians of several."""
    first, second = [], []
    one(), other()
    for _ in range(times):
        first.append(processor_time(one))
        second.append(processor_time(other))
    return statistics.median(first) / statistics.median(second)


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of this process's own work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
