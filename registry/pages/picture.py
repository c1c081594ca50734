"""The chain as a picture: a list when it is straight, a drawing when it branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.vocabulary import EdgeKind
from reports.facts import ChainFacts, Edge, Place

BOX_WIDTH, BOX_HEIGHT = 208, 62
GAP_ACROSS, GAP_DOWN = 26, 64
MARGIN = 14
MOST_ACROSS = 5  # boxes beside each other before a row is broken


@dataclass(frozen=True)
class Box:
    """One place of the chain, where it stands in the drawing."""

    place: Place
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Where lines meet the box, across."""
        return self.x + BOX_WIDTH // 2

    @property
    def foot(self) -> int:
        """Where lines leave the box, below."""
        return self.y + BOX_HEIGHT


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

    places: tuple[Place, ...]  # in the order of the columns: worker's end first
    line: tuple[Place, ...]
    drawing: Drawing | None


def draw(facts: ChainFacts) -> Picture:
    """The picture for the day of the facts."""
    rows = layers(facts.places, facts.edges)
    ordered = tuple(place for row in rows for place in row)
    if is_straight(rows, facts.edges):
        return Picture(ordered, ordered, None)
    return Picture(ordered, (), _drawing(rows, facts.edges))


def is_straight(rows: Sequence[Sequence[Place]], edges: Sequence[Edge]) -> bool:
    """One place a row, and every edge joins two that stand next to each other."""
    if any(len(row) != 1 for row in rows):
        return False
    steps = {(low[0].id, high[0].id) for low, high in pairwise(rows)}
    joined = {(edge.below, edge.above) for edge in edges if edge.kind is not EdgeKind.ORDER_UNKNOWN}
    return joined == steps and len(joined) == len(edges)


def layers(places: Sequence[Place], edges: Sequence[Edge]) -> list[list[Place]]:
    """Places by their longest way from the worker's end; equals by name, then identifier."""
    known = {place.id for place in places}
    below: dict[str, list[str]] = {place.id: [] for place in places}
    for edge in edges:
        if edge.kind is not EdgeKind.ORDER_UNKNOWN and {edge.below, edge.above} <= known:
            below[edge.above].append(edge.below)
    depth = _depths(below)
    rows: list[list[Place]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for place in sorted(places, key=lambda place: (place.label, place.id)):
        rows[depth[place.id]].append(place)
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
    widest = max((len(line) for line in lines), default=1)
    width = 2 * MARGIN + widest * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS
    boxes = tuple(
        Box(place, x, MARGIN + number * (BOX_HEIGHT + GAP_DOWN))
        for number, line in enumerate(lines)
        for place, x in zip(line, _across(len(line), width), strict=True)
    )
    height = 2 * MARGIN + len(lines) * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN
    return Drawing(width, height, boxes, _arcs(boxes, edges))


def _across(count: int, width: int) -> list[int]:
    taken = count * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS
    start = (width - taken) // 2
    return [start + number * (BOX_WIDTH + GAP_ACROSS) for number in range(count)]


def _arcs(boxes: Sequence[Box], edges: Sequence[Edge]) -> tuple[Arc, ...]:
    by_place = {box.place.id: box for box in boxes}
    found = []
    for edge in sorted(edges, key=lambda edge: (edge.above, edge.below)):
        upper, lower = by_place.get(edge.above), by_place.get(edge.below)
        if upper and lower:
            found.append(Arc(_path(upper, lower), edge.kind is EdgeKind.ORDER_UNKNOWN))
    return tuple(found)


def _path(upper: Box, lower: Box) -> str:
    """A soft line down; side by side, from edge to edge."""
    if upper.y == lower.y:
        left, right = sorted((upper, lower), key=lambda box: box.x)
        y = left.y + BOX_HEIGHT // 2
        return f"M{left.x + BOX_WIDTH} {y}H{right.x}"
    bend = (lower.y - upper.foot) // 2
    return (
        f"M{upper.middle} {upper.foot}c0 {bend} {lower.middle - upper.middle} {bend}"
        f" {lower.middle - upper.middle} {lower.y - upper.foot}"
    )
