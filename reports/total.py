"""The sum of what a worker pays, as a row: computed, and said to be."""

from collections.abc import Iterable

from reports.finding import Derived
from reports.headline import TOTAL_COST
from reports.phrasing import Phrasing
from reports.views import Line, Row


def total_cost(phrasing: Phrasing, sums: Iterable[Derived]) -> Row:
    """What all links together state that the worker pays; silent where nothing can be added."""
    lexicon = phrasing.lexicon
    computed = lexicon.say("standing.computed")
    lines = [
        Line(
            phrasing.figure(one.value, one.unit),
            (),
            everyone=computed,
            notes=(one.text,) if len(one.statements) > 1 else (),
        )
        for one in sums
    ]
    if not lines:
        lines = [Line(lexicon.say("print.cost_not_computable"), (), silent=True)]
    notes = (lexicon.say("standing.costs_definition"),)
    return Row(lexicon.label("derived", TOTAL_COST), tuple(lines), notes, TOTAL_COST)
