"""The chain as a graph for the day: who stands above whom, as far as anybody has said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from models.vocabulary import (
    EMPLOYER_ROLES,
    LICENSED_ROLES,
    OWES_NOTHING_ROLES,
    EdgeKind,
    Role,
)
from reports.facts import ChainFacts, Place

RECRUITING = LICENSED_ROLES - EMPLOYER_ROLES
ORDERED = frozenset({EdgeKind.PASSES_TO, EdgeKind.ENGAGES})
MAX_PATHS = 64  # a registry of ten parallel agencies has ten; more is a net, not a way


@dataclass(frozen=True, slots=True)
class Step:
    """A link found above another, and the links passed over on the way."""

    place: str
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Places, and for each the places directly above and below, in a stable order."""

    places: Mapping[str, Place]
    above: Mapping[str, tuple[str, ...]]
    below: Mapping[str, tuple[str, ...]]
    employers: tuple[str, ...]  # own the conditions of work (law 3)
    recruiters: tuple[str, ...]  # licensed, own the fees (law 3)

    def placed(self, place: str) -> bool:
        """Whether anybody has said what stands above or below a place."""
        return bool(self.above.get(place) or self.below.get(place))

    def owes(self, place: str) -> bool:
        """Whether a place owes any term (D5)."""
        return place in self.places and self.places[place].role not in OWES_NOTHING_ROLES

    def licensed(self, place: str) -> bool:
        """Whether a place can be asked to answer for itself."""
        return self.places[place].role in LICENSED_ROLES | EMPLOYER_ROLES

    def answering(self, place: str) -> str:
        """The link that answers for what was said in its name (law 6, D11)."""
        seen: set[str] = set()
        while place in self.places and not self.licensed(place) and place not in seen:
            seen.add(place)
            here = self.places[place]
            above = [here.engaged_by, *self.above.get(place, ())]
            place = next((each for each in above if each in self.places), place)
        return place

    def all_above(self, place: str) -> tuple[str, ...]:
        """Every place above another, nearest first."""
        found: dict[str, None] = {}
        row = [place]
        while row:
            row = [up for here in row for up in self.above.get(here, ()) if up not in found]
            found.update(dict.fromkeys(row))
        found.pop(place, None)
        return tuple(found)

    def paths(self, lower: str, upper: str) -> tuple[tuple[str, ...], ...]:
        """Every way from one place up to another, both ends included."""
        found = []
        for path in self._walk((lower,), upper):
            found.append(path)
            if len(found) == MAX_PATHS:
                break
        return tuple(found)

    def _walk(self, path: tuple[str, ...], upper: str) -> Iterator[tuple[str, ...]]:
        if path[-1] == upper:
            yield path
            return
        for place in self.above.get(path[-1], ()):
            if place not in path:
                yield from self._walk((*path, place), upper)

    def nearest_above(self, place: str, fits: Callable[[str], bool]) -> tuple[Step, ...]:
        """The nearest fitting link on every way up, stepping over the others."""
        found: dict[str, Step] = {}
        seen = {place}
        row = [Step(up, ()) for up in self.above.get(place, ())]
        while row:
            following = []
            for step in row:
                if step.place in seen:
                    continue
                seen.add(step.place)
                if fits(step.place):
                    found[step.place] = step
                    continue
                passed = (*step.passed_over, step.place)
                following += [Step(up, passed) for up in self.above.get(step.place, ())]
            row = following
        return tuple(found.values())


def draw(facts: ChainFacts) -> Picture:
    """The graph of a chain's places; edges whose order nobody knows join nothing."""
    places = {place.id: place for place in sorted(facts.places, key=_rank)}
    above: dict[str, set[str]] = {}
    below: dict[str, set[str]] = {}
    for edge in facts.edges:
        if edge.kind in ORDERED and edge.above in places and edge.below in places:
            above.setdefault(edge.below, set()).add(edge.above)
            below.setdefault(edge.above, set()).add(edge.below)
    order = {place: position for position, place in enumerate(places)}
    return Picture(
        places,
        _sorted(above, order),
        _sorted(below, order),
        employers=tuple(p.id for p in places.values() if p.role in EMPLOYER_ROLES),
        recruiters=tuple(p.id for p in places.values() if p.role in RECRUITING),
    )


ROLE_ORDER = {
    role: position
    for position, role in enumerate(
        (
            Role.LOCAL_INTERMEDIARY,
            Role.ORIGIN_AGENCY,
            Role.ORIGIN_STATE_AGENCY,
            Role.DESTINATION_AGENCY,
            Role.UNKNOWN,
            Role.REPRESENTATIVE,
            Role.STATE_OFFICE,
            Role.OUTSOURCING_EMPLOYER,
            Role.USER_ENTERPRISE,
            Role.EMPLOYER,
            Role.HOUSEHOLD_EMPLOYER,
        )
    )
}


def _rank(place: Place) -> tuple[int, str]:
    # Never by number of findings (R12): by what the place does, then by its id.
    return (ROLE_ORDER[place.role], place.id)


def _sorted(
    edges: Mapping[str, set[str]], order: Mapping[str, int]
) -> Mapping[str, tuple[str, ...]]:
    return {place: tuple(sorted(ups, key=order.__getitem__)) for place, ups in edges.items()}
