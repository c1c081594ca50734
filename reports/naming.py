"""What the places of a chain are called on paper, and in which order they stand."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from models.vocabulary import Role
from reports.choices import plain
from reports.facts import ChainFacts, Place
from reports.lexicon import Lexicon
from reports.picture import Picture, draw
from reports.views import Link


class Naming:
    """Names of places in one language; a place without a name is called by what it does."""

    def __init__(self, facts: ChainFacts, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.order = in_order(draw(facts))
        self._places = {place.id: place for place in self.order}
        offices = (place for place in self.order if place.role is Role.STATE_OFFICE)
        self._registers = {place.party for place in offices if place.party}
        self._countries: dict[str, set[str]] = {}
        for place in self.order:
            self._countries.setdefault(plain(place.label), set()).add(place.country)
        self._numbers = {place.id: number for number, place in enumerate(self.order, 1)}

    def name(self, place: str) -> str:
        """The name of one place."""
        found = self._places.get(place)
        return self._name(found) if found else self._lexicon.label("role", Role.UNKNOWN.value)

    def names(self, places: tuple[str, ...]) -> str:
        """The names of several places; many are counted."""
        if len(places) > MANY:
            return self._lexicon.say("print.links", number=len(places))
        return self._lexicon.join(self.name(place) for place in places)

    def number(self, place: str) -> int:
        """The number of a place: 1 stands nearest to the worker."""
        return self._numbers[place]

    def links(self, notes: Callable[[str], tuple[str, ...]]) -> tuple[Link, ...]:
        """The whole chain, from the worker's side to the employer, with notes on each."""
        return tuple(self._link(place, notes(place.id)) for place in self.order)

    def _name(self, place: Place) -> str:
        where = self._where(place)
        if place.role is Role.LOCAL_INTERMEDIARY and where:
            return self._lexicon.say("standing.intermediary", place=where)
        if place.label:
            return self._with_country(place)
        if place.role is Role.HOUSEHOLD_EMPLOYER and where:
            return self._lexicon.say("standing.household", place=where)
        return self._lexicon.label("role", place.role.value)

    def _with_country(self, place: Place) -> str:
        """The name; with the country where a place elsewhere has the same one."""
        if not place.country or len(self._countries[plain(place.label)]) == 1:
            return place.label
        return f"{place.label} ({self._lexicon.country(place.country)})"

    def _where(self, place: Place) -> str:
        country = self._lexicon.country(place.country) if place.country else ""
        return place.district or place.division or country

    def _link(self, place: Place, more: tuple[str, ...]) -> Link:
        say, day = self._lexicon.say, self._lexicon.day
        notes = [*place.licences, *more]
        if place.people_count:
            count = place.people_count
            notes.append(self._lexicon.say_counted("print.people", Decimal(count), number=count))
        if place.disputed_on:
            notes.append(say("print.place_disputed", day=day(place.disputed_on)))
        elif place.asserted_by in self._registers and place.role not in OFFICES:
            notes.append(say("print.place_registered"))
        elif place.asserted_by and place.asserted_by != place.party and not place.confirmed_on:
            notes.append(say("print.place_not_confirmed"))
        name, role = self._name(place), self._role(place)
        return Link(self.number(place.id), name, "" if role == name else role, tuple(notes))

    def _role(self, place: Place) -> str:
        if place.role is Role.LOCAL_INTERMEDIARY and self._where(place):
            return ""  # the name says it
        role = self._lexicon.label("role", place.role.value)
        country = self._lexicon.country(place.country) if place.country else ""
        return f"{role} ({country})" if country and place.label else role


MANY = 4
OFFICES = frozenset({Role.REPRESENTATIVE, Role.STATE_OFFICE})


def in_order(picture: Picture) -> tuple[Place, ...]:
    """Places from the worker's side up; never by what was found about them (R12)."""
    heights: dict[str, int] = {}

    def height(place: str, below: tuple[str, ...] = ()) -> int:
        if place not in heights:
            under = [one for one in picture.below.get(place, ()) if one not in below]
            heights[place] = 1 + max((height(one, (*below, place)) for one in under), default=-1)
        return heights[place]

    ranks: Mapping[str, int] = {place: rank for rank, place in enumerate(picture.places)}
    top = max((height(place) for place in picture.places), default=0)

    def key(place: Place) -> tuple[bool, int, int]:
        # An employer without an edge stands at the top all the same; offices come last.
        lone = not picture.below.get(place.id) and not picture.above.get(place.id)
        level = top if lone and place.id in picture.employers else height(place.id)
        return (place.role in OFFICES, level, ranks[place.id])

    return tuple(sorted(picture.places.values(), key=key))
