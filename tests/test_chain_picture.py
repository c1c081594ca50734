"""The chain as a picture: straight chains are lists, others drawings without crossings of boxes."""

from collections.abc import Sequence

import pytest

from models.vocabulary import EdgeKind, Role
from registry.pages.picture import BOX_HEIGHT, BOX_WIDTH, MOST_ACROSS, Box, draw
from reports.facts import Edge, Place
from tests.test_access import chain


def places(names: str) -> tuple[Place, ...]:
    """One place for each letter."""
    return tuple(Place(name, Role.ORIGIN_AGENCY, f"Firm {name}") for name in names)


def edges(pairs: Sequence[str], kind: EdgeKind = EdgeKind.PASSES_TO) -> tuple[Edge, ...]:
    """``AB``: A stands below B."""
    return tuple(Edge(above=pair[1], below=pair[0], kind=kind) for pair in pairs)


def boxes(names: str, pairs: Sequence[str]) -> dict[str, Box]:
    """Where each place stands in the drawing."""
    drawing = draw(chain(places=places(names), edges=edges(pairs))).drawing
    assert drawing is not None
    return {box.place.id: box for box in drawing.boxes}


def test_a_straight_chain_is_a_line_from_the_worker_s_end() -> None:
    picture = draw(chain(places=places("HBAS"), edges=edges(["SA", "AB", "BH"])))
    assert [place.id for place in picture.line] == ["S", "A", "B", "H"]
    assert picture.drawing is None


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        ("HAB", ["AH", "BH"]),
        ("HBA", ["AB", "BH", "AH"]),
        ("HA", []),
        ("HABC", ["AB", "CH"]),
    ],
)
def test_anything_else_is_drawn(names: str, pairs: list[str]) -> None:
    assert set(boxes(names, pairs)) == set(names)


def test_d5_links_of_unknown_order_are_drawn_and_marked() -> None:
    unknown = edges(["AH"], EdgeKind.ORDER_UNKNOWN)
    drawing = draw(chain(places=places("HA"), edges=unknown)).drawing
    assert drawing is not None
    assert [arc.unordered for arc in drawing.arcs] == [True]


def test_who_stands_above_is_drawn_above() -> None:
    at = boxes("HBACD", ["AB", "CB", "BH", "DH"])
    assert at["H"].y < at["B"].y < at["A"].y == at["C"].y


def test_no_two_boxes_touch_and_many_break_into_rows() -> None:
    names = "HABCDEFGIJKLM"
    at = list(boxes(names, [f"{name}H" for name in names[1:]]).values())
    for n, one in enumerate(at):
        for other in at[n + 1 :]:
            apart = abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT
            assert apart, (one.place.id, other.place.id)
    rows = [[box for box in at if box.y == y] for y in {box.y for box in at}]
    assert max(len(row) for row in rows) == MOST_ACROSS


def test_a_line_that_passes_a_row_has_room_of_its_own() -> None:
    """A is tied to H past B: its line stands beside B, not behind it."""
    skipping = draw(chain(places=places("HBA"), edges=edges(["AB", "BH", "AH"]))).drawing
    assert skipping is not None
    (middle,) = [box for box in skipping.boxes if box.place.id == "B"]
    (passing,) = [arc for arc in skipping.arcs if "v" in arc.path]
    start = int(passing.path[1:].split()[0])
    across = int(passing.path.split("c0 ")[1].split()[1])
    assert not middle.x <= start + across <= middle.x + BOX_WIDTH


def test_the_order_of_loading_changes_nothing() -> None:
    pairs = ["AH", "BH", "CB", "DH"]
    forward = draw(chain(places=places("HABCD"), edges=edges(pairs)))
    backward = draw(chain(places=places("DCBAH"), edges=edges(pairs)))
    assert forward == backward
