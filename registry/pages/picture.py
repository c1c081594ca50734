"""The chain as a picture: a list when it is straight, a drawing when it branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from models.vocabulary import EdgeKind
from reports.facts import ChainFacts, Edge, Place

BOX_WIDTH, BOX_HEIGHT = 208, 92
THREAD = 24  # the room that a line takes where it passes between boxes
GAP_ACROSS, GAP_DOWN = 26, 40
MARGIN = 14
MOST_ACROSS = 5  # boxes beside each other before a row is broken

Slot = str | tuple[str, int]
"""What stands in a row: a place's identifier, or (place above, row) where its lines pass."""


def broken(words: str, width: int, most: int = 2) -> list[str]:
    """Words in at most so many lines of a box; what does not fit is shown by an ellipsis."""
    return wrap(words, width, max_lines=most, placeholder=" …", break_on_hyphens=False)


@dataclass(frozen=True)
class Box:
    """One place of the chain, where it stands in the drawing."""

    place: Place
    x: int
    y: int


@dataclass(frozen=True)
class Arc:
    """One edge: from the upper box's foot to the lower box's head."""

    path: str
    unordered: bool


@dataclass(frozen=True)
class Drawing:
    """A branching chain, the employer above, the worker's end below."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arcs: tuple[Arc, ...]


@dataclass(frozen=True)
class Picture:
    """What the page shows: ``line`` is filled when the chain is straight."""

    line: tuple[Place, ...]
    drawing: Drawing | None


def draw(facts: ChainFacts) -> Picture:
    """The picture for the day of the facts."""
    rows = layers(facts.places, facts.edges)
    if is_straight(rows, facts.edges):
        return Picture(tuple(place for row in rows for place in row), None)
    return Picture((), _drawing(rows, facts.edges))


def is_straight(rows: Sequence[Sequence[Place]], edges: Sequence[Edge]) -> bool:
    """One place a row, and every edge joins two that stand next to each other."""
    if any(len(row) != 1 for row in rows):
        return False
    steps = {(low[0].id, high[0].id) for low, high in pairwise(rows)}
    joined = {(edge.below, edge.above) for edge in edges if edge.kind is not EdgeKind.ORDER_UNKNOWN}
    return joined == steps and len(joined) == len(edges)


def layers(places: Sequence[Place], edges: Sequence[Edge]) -> list[list[Place]]:
    """Places by their longest way from the worker's end; equals by name, then identifier.

    A place that nothing is tied to stands beside the highest: an office is nobody's recruiter.
    """
    below: dict[str, list[str]] = {place.id: [] for place in places}
    tied: set[str] = set()
    for edge in edges:
        if {edge.below, edge.above} <= below.keys():
            below[edge.above].append(edge.below)
            tied |= {edge.below, edge.above}
    depth = _depths(below)
    top = max((depth[place] for place in tied), default=0)
    rows: list[list[Place]] = [[] for _ in range(top + 1)]
    for place in sorted(places, key=lambda place: (place.label, place.id)):
        rows[depth[place.id] if place.id in tied else top].append(place)
    return rows


def _depths(below: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Steps to the lowest place under each; the record refuses cycles, so this ends."""
    depth: dict[str, int] = {}
    waiting = list(below)
    for _ in below:
        late = []
        for place in waiting:
            under = below[place]
            if all(other in depth for other in under):
                depth[place] = max((depth[other] + 1 for other in under), default=0)
            else:
                late.append(place)
        waiting = late
    return depth | dict.fromkeys(waiting, 0)


def _drawing(rows: Sequence[Sequence[Place]], edges: Sequence[Edge]) -> Drawing:
    lines = [
        row[start : start + MOST_ACROSS]
        for row in reversed(rows)
        for start in range(0, len(row), MOST_ACROSS)
    ]
    places = {place.id: place for line in lines for place in line}
    level = {place.id: number for number, line in enumerate(lines) for place in line}
    ways = [way for edge in edges if (way := _way(edge, level))]
    slots = _ordered(lines, ways)
    width = 2 * MARGIN + max(_width(line) for line in slots)
    at = {slot: x for line in slots for slot, x in _across(line, width)}
    y = {
        slot: MARGIN + n * (BOX_HEIGHT + GAP_DOWN) for n, line in enumerate(slots) for slot in line
    }
    boxes = tuple(Box(places[s], at[s], y[s]) for s in at if isinstance(s, str))
    kinds = {(edge.above, edge.below): edge.kind for edge in edges}
    arcs = tuple(
        Arc(_path(way, at, y), kinds[str(way[0]), str(way[-1])] is EdgeKind.ORDER_UNKNOWN)
        for way in ways
    )
    height = 2 * MARGIN + len(lines) * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN
    return Drawing(width, height, boxes, arcs)


def _way(edge: Edge, level: Mapping[str, int]) -> list[Slot]:
    """The slots that an edge passes, from the upper place to the lower one."""
    if not {edge.above, edge.below} <= level.keys():
        return []
    first, last = level[edge.above], level[edge.below]
    # The lines of one place run together until they part.
    between = [(edge.above, row) for row in range(first + 1, last)]
    return [edge.above, *between, edge.below]


def _ordered(lines: Sequence[Sequence[Place]], ways: Sequence[Sequence[Slot]]) -> list[list[Slot]]:
    """Each row with the lines that pass it, in the order that crosses least from above."""
    rows: list[list[Slot]] = [[place.id for place in line] for line in lines]
    above: dict[Slot, list[Slot]] = {}
    for way in ways:
        for upper, lower in pairwise(way):
            above.setdefault(lower, []).append(upper)
            if not isinstance(lower, str) and lower not in rows[lower[1]]:
                rows[lower[1]].append(lower)
    for upper_row, row in pairwise(rows):
        stands = {slot: number / len(upper_row) for number, slot in enumerate(upper_row)}
        first = {slot: number / len(row) for number, slot in enumerate(row)}

        def middle(
            slot: Slot, stands: dict[Slot, float] = stands, first: dict[Slot, float] = first
        ) -> tuple[float, float]:
            known = [stands[other] for other in above.get(slot, ()) if other in stands]
            return (sum(known) / len(known) if known else first[slot], first[slot])

        row.sort(key=middle)
    return rows


def _width(line: Sequence[Slot]) -> int:
    return sum(_room(slot) + GAP_ACROSS for slot in line) - GAP_ACROSS


def _room(slot: Slot) -> int:
    return BOX_WIDTH if isinstance(slot, str) else THREAD


def _across(line: Sequence[Slot], width: int) -> list[tuple[Slot, int]]:
    x = (width - _width(line)) // 2
    found = []
    for slot in line:
        found.append((slot, x))
        x += _room(slot) + GAP_ACROSS
    return found


def _path(way: Sequence[Slot], at: Mapping[Slot, int], y: Mapping[Slot, int]) -> str:
    """A soft line down through the slots; side by side, from edge to edge."""
    upper, lower = way[0], way[-1]
    if y[upper] == y[lower]:
        left, right = sorted((at[upper], at[lower]))
        return f"M{left + BOX_WIDTH} {y[upper] + BOX_HEIGHT // 2}H{right}"
    if y[upper] > y[lower]:
        return _path([lower, upper], at, y)
    parts = [f"M{at[upper] + BOX_WIDTH // 2} {y[upper] + BOX_HEIGHT}"]
    for one, other in pairwise(way):
        across = at[other] + _room(other) // 2 - at[one] - _room(one) // 2
        down = y[other] - y[one] - BOX_HEIGHT
        parts.append(f"c0 {down // 2} {across} {down // 2} {across} {down}")
        if not isinstance(other, str):
            parts.append(f"v{BOX_HEIGHT}")
    return "".join(parts)
