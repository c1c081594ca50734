"""The acts of a chain form, replayed up to a day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.vocabulary import DisclosureAct, Medium, Qualifier, Source, State
from reports.facts import (
    Asked,
    Batch,
    Citation,
    Disclosure,
    Edge,
    Place,
    Scope,
    Serving,
    Statement,
    Telling,
)
from reports.form_reading import Part

FILING = {act.value for act in DisclosureAct}
MARKS = {"confirm_statement": "confirmed_on", "dispute_statement": "disputed_on"}
OTHERS = {"ask", "reply"}  # what was done about a finding is not part of a chain's facts
PLACE_ACTS = {"confirm_place", "dispute_place", "retract_place"}
EDGE_ACTS = {"confirm_edge", "dispute_edge", "retract_edge"}


class Acts:
    """Everything that was done about one chain up to a day."""

    def __init__(
        self,
        parts: list[Part],
        places: Mapping[str, Part],
        parties: Mapping[str, Part],
        day: date,
    ) -> None:
        self._places, self._parties, self._day = places, parties, day
        self._parts = [part for part in parts if part.on("filed_on") <= day]
        self._every = {part.body.get("key"): part for part in parts}
        self._marks: dict[tuple[str, int], dict[str, Any]] = {}
        self.disclosures: dict[str, Disclosure] = {}
        self.tellings: list[Telling] = []
        self.servings: list[Serving] = []
        self._published: list[date] = []

    def folded_places(self, places: Mapping[str, Place]) -> dict[str, Place]:
        """The places that stand on the day, with what was confirmed and disputed."""
        found = dict(places)
        for part in self._of(PLACE_ACTS):
            key = part.known("place", self._places, "a place")
            if key not in found:
                continue
            act, on = part.text("act"), part.on("filed_on")
            if act == "retract_place":
                del found[key]
            elif act == "confirm_place":
                found[key] = replace(found[key], confirmed_on=on)
            else:
                found[key] = replace(found[key], disputed_on=on)
        return found

    def folded_edges(self, edges: list[Edge]) -> list[Edge]:
        """The edges that stand on the day."""
        found = {(edge.below, edge.above): edge for edge in edges}
        for part in self._of(EDGE_ACTS):
            key = (part.text("below", required=True), part.text("above", required=True))
            if key not in found:
                continue
            act, on = part.text("act"), part.on("filed_on")
            if act == "retract_edge":
                del found[key]
            elif act == "confirm_edge":
                found[key] = replace(found[key], confirmed_on=on)
            else:
                found[key] = replace(found[key], disputed_on=on)
        return list(found.values())

    def published_on(self, *, household: bool) -> date | None:
        """The first day on which the offer was public: published, or told to workers (D18)."""
        told = [] if household else [t.filed_on for t in self.tellings if t.filed_on]
        return min((*self._published, *told), default=None)

    def _of(self, acts: set[str]) -> Iterator[Part]:
        return (part for part in self._parts if part.text("act") in acts)

    def read(self, batches: Mapping[str, Batch]) -> None:
        """Replay the acts in the order in which they stand."""
        others: Mapping[str, Callable[[Part], None]] = {
            "redact": lambda part: self._mark(part, {"redacted": True}),
            "serve": self._serve,
            "tell": lambda part: self._tell(part, batches),
            "publish": lambda part: self._published.append(part.on("filed_on")),
        }
        for part in self._parts:
            act = part.text("act", required=True)
            if act in FILING:
                self._file(part)
            elif act in MARKS:
                self._mark(part, {MARKS[act]: part.on("filed_on")})
            elif act in others:
                others[act](part)
            elif act not in PLACE_ACTS | EDGE_ACTS | OTHERS:
                raise part.wrong("act", f"“{act}” is not an act; see docs/chain-form.md.")

    def _file(self, part: Part) -> None:
        key = part.text("key", required=True)
        place = part.known("place", self._places, "a place")
        previous = part.text("previous")
        if previous and previous not in self.disclosures:
            raise part.wrong("previous", f"“{previous}” was not filed before; check its key.")
        if previous and self.disclosures[previous].place != place:
            raise part.wrong("previous", f"“{previous}” is another link's filing.")
        act = DisclosureAct(part.text("act"))
        if not previous and act is not DisclosureAct.FILE:
            raise part.wrong("previous", f"name the filing that this act ({act.value}) is about.")
        recorder = part.body.get("recorded_by")
        if recorder is not None:
            part.known("recorded_by", self._parties, "a party")
        self.disclosures[key] = Disclosure(
            id=key,
            place=place,
            act=act,
            filed_on=part.on("filed_on"),
            said_on=part.day("said_on"),
            source=part.one("source", Source, Source.SELF_DECLARATION),
            document=part.text("document"),
            previous=previous,
            reason=part.text("reason"),
            recorder=recorder or "",
            recorder_name=self._parties[recorder].text("name") if recorder else "",
        )

    def _mark(self, part: Part, mark: dict[str, Any]) -> None:
        key = part.known("disclosure", self.disclosures, "a filing")
        one = part.text("term")
        named = {one} if one else set(part.texts("terms")) if part.body.get("terms") else None
        for number, body in enumerate(self._every[key].parts("statements")):
            if named is None or body.text("term") in named:
                self._marks.setdefault((key, number), {}).update(mark)

    def _serve(self, part: Part) -> None:
        key = part.known("disclosure", self.disclosures, "a filing")
        to = part.known("to", self._places, "a place")
        by = part.known("by", self._places, "a place") if part.body.get("by") else ""
        self.servings.append(Serving(key, to, part.on("on"), by))

    def _tell(self, part: Part, batches: Mapping[str, Batch]) -> None:
        key = part.known("disclosure", self.disclosures, "a filing")
        terms = part.body.get("terms")
        told = tuple(
            f"{key}.{number}"
            for number, body in enumerate(self._every[key].parts("statements"))
            if terms is None or body.text("term") in terms
        )
        self.tellings.append(
            Telling(
                id=f"t{len(self.tellings)}",
                place=part.known("place", self._places, "a place"),
                batch=part.known("batch", batches, "a batch"),
                on=part.on("on"),
                medium=part.one("medium", Medium),
                language=part.text("language", required=True),
                statements=told,
                asserted_by=self._party_of(part.text("asserted_by")),
                filed_on=part.on("filed_on"),
            )
        )

    def _party_of(self, key: str) -> str:
        """A party by its own key, or by that of the place it holds."""
        if key in self._places:
            return self._places[key].text("party") or key
        return key

    def statements(self) -> Iterator[Statement]:
        """Every statement of every filing."""
        for key, disclosure in self.disclosures.items():
            holder = self._places[disclosure.place].body.get("party")
            recorded = bool(disclosure.recorder) and disclosure.recorder != holder
            for number, part in enumerate(self._every[key].parts("statements")):
                part.where = f"filing {key}, statement {number + 1}"
                made = self._statement(f"{key}.{number}", disclosure, part, recorded)
                yield replace(made, **self._marks.get((key, number), {}))

    def _statement(
        self, identifier: str, disclosure: Disclosure, part: Part, recorded: bool
    ) -> Statement:
        scope = part.body.get("scope") or {}
        return Statement(
            id=identifier,
            disclosure=disclosure.id,
            place=disclosure.place,
            term=part.text("term", required=True),
            state=part.one("state", State),
            value=part.body.get("value") or None,
            qualifier=part.one("qualifier", Qualifier, Qualifier.EXACT),
            scope=Scope(tuple(sorted((str(k), str(v)) for k, v in scope.items()))),
            as_stated=part.text("as_stated"),
            language=part.text("language"),
            said_on=disclosure.said_on,
            filed_on=disclosure.filed_on,
            source=disclosure.source,
            recorder=disclosure.recorder,
            recorder_name=disclosure.recorder_name,
            recorded_for_speaker=recorded,
            asked=_asked(part.part("asked")),
            citation=_citation(part.part("citation")),
            reason=part.text("reason"),
            passed_from=self._passed_from(part),
            document=disclosure.document,
            has_evidence=bool(part.text("evidence")),
        )

    def _passed_from(self, part: Part) -> str:
        source = part.part("passed_from")
        if source is None:
            return ""
        key = source.known("disclosure", self.disclosures, "a filing")
        term = source.text("term") or part.text("term")
        for number, body in enumerate(self._every[key].parts("statements")):
            if body.text("term") == term:
                return f"{key}.{number}"
        raise source.wrong("term", f"“{key}” says nothing about “{term}”.")


def _asked(part: Part | None) -> Asked | None:
    return None if part is None else Asked(part.text("place", required=True), part.on("on"))


def _citation(part: Part | None) -> Citation | None:
    if part is None:
        return None
    return Citation(
        instrument=part.text("instrument"),
        article=part.text("article"),
        as_of=part.day("as_of"),
        where=part.text("where"),
    )
