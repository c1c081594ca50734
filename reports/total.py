"""The sum of what a worker pays, as a row: computed, and said to be."""

from collections.abc import Iterable

from reports.finding import Derived
from reports.headline import TOTAL_COST
from reports.phrasing import Phrasing
from reports.views import Line, Row


def total_cost(phrasing: Phrasing, sums: Iterable[Derived]) -> Row:
    """What all links together state that the worker pays; silent where nothing can be added."""
    lexicon = phrasing.lexicon
    lines = [
        Line(
            phrasing.figure(one.value, one.unit),
            (),
            notes=(one.text,) if len(one.statements) > 1 else (),
        )
        for one in sums
    ]
    notes = [lexicon.say("standing.costs_definition")]
    if lines:
        notes.insert(0, lexicon.say("standing.computed"))
    else:
        lines = [Line(lexicon.say("print.cost_not_computable"), (), silent=True)]
    return Row(lexicon.label("derived", TOTAL_COST), tuple(lines), tuple(notes), TOTAL_COST)
