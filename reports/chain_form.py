"""Reads the JSON form of a chain (docs/chain-form.md) into its facts for a day; pure."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models.vocabulary import EdgeKind, Milestone, Role, Sector, SizeBand
from reports.chain_acts import Acts
from reports.facts import Batch, ChainFacts, Edge, Place, Remit
from reports.form_reading import ChainFormError, Part
from reports.reference_facts import Rate

FORM = "recruitment-chain/1"


def read_chain(text: str, on: date | None = None) -> ChainFacts:
    """The facts of a chain from the text of a file, on a day or on the file's own ``as_of``."""
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise ChainFormError(
            f"line {error.lineno}: the file is not complete JSON ({error.msg}); send it again."
        ) from None
    return chain_facts(body, on)


def chain_facts(body: Any, on: date | None = None) -> ChainFacts:
    """The facts of a chain from its form, as they stood at the end of a day."""
    form = Part(body, "file")
    if form.text("form") != FORM:
        raise form.wrong("form", f"it must say “{FORM}”.")
    chain = form.part("chain")
    if chain is None:
        raise form.wrong("chain", "it is missing; the file says nothing about the job.")
    day = on or form.on("as_of")
    parties = {part.text("key", required=True): part for part in form.parts("parties")}
    places = _places(form, parties, day)
    acts = Acts(
        form.parts("acts"),
        {p.text("key", required=True): p for p in form.parts("places")},
        parties,
        day,
    )
    shown = acts.folded_places(places)
    edges = acts.folded_edges(_edges(form, places, day))
    batches = tuple(
        batch for part in form.parts("batches") if (batch := _batch(part, day)) is not None
    )
    acts.read({batch.id: batch for batch in batches})
    household = any(place.role is Role.HOUSEHOLD_EMPLOYER for place in shown.values())
    return replace(
        _offer(chain, day),
        published_on=acts.published_on(household=household),
        places=tuple(shown.values()),
        edges=tuple(edge for edge in edges if edge.above in shown and edge.below in shown),
        batches=batches,
        disclosures=tuple(acts.disclosures.values()),
        statements=tuple(acts.statements()),
        tellings=tuple(acts.tellings),
        servings=tuple(acts.servings),
    )


def _offer(chain: Part, day: date) -> ChainFacts:
    """What the form says about the job itself, before anything was done."""
    return ChainFacts(
        id=chain.text("key", required=True),
        title=chain.text("title"),
        sector=chain.one("sector", Sector),
        occupation=chain.text("occupation"),
        occupation_title=chain.text("occupation_title"),
        origin=chain.text("origin"),
        destination=chain.text("destination"),
        positions=chain.body.get("positions"),
        numbers=tuple((n.text("scheme"), n.text("number")) for n in chain.parts("numbers")),
        official_status=chain.text("official_status"),
        official_status_on=chain.day("official_status_on"),
        on=day,
        published_on=None,
        places=(),
        edges=(),
        batches=(),
        disclosures=(),
        statements=(),
        tellings=(),
        servings=(),
        remit=_remit(chain.part("remit")),
    )


def _places(form: Part, parties: Mapping[str, Part], day: date) -> dict[str, Place]:
    keys = {part.text("key", required=True): part for part in form.parts("places")}
    found: dict[str, Place] = {}
    for key, part in keys.items():
        filed = part.day("filed_on")
        if filed is not None and filed > day:
            continue
        party = part.known("party", parties, "a party") if part.body.get("party") else ""
        engaged = part.known("engaged_by", keys, "a place") if part.body.get("engaged_by") else ""
        found[key] = Place(
            id=key,
            role=part.one("role", Role),
            label=parties[party].text("name") if party else "",
            party=party,
            country=part.text("country"),
            division=part.text("division"),
            district=part.text("district"),
            engaged_by=engaged,
            asserted_on=filed,
            asserted_by=part.text("asserted_by"),
            people_count=int(part.body.get("people_count") or 0),
        )
    # Somebody may be engaged by a link that the picture of the day does not know yet.
    return {
        key: place if place.engaged_by in found else replace(place, engaged_by="")
        for key, place in found.items()
    }


def _edges(form: Part, places: Mapping[str, Place], day: date) -> list[Edge]:
    keys = {str(part.body.get("key")): part for part in form.parts("places")}
    edges = []
    for part in form.parts("edges"):
        below, above = part.known("below", keys, "a place"), part.known("above", keys, "a place")
        filed = part.day("filed_on")
        if filed is None or filed <= day:
            kind = part.one("kind", EdgeKind, EdgeKind.PASSES_TO)
            edges.append(Edge(above=above, below=below, kind=kind, asserted_on=filed))
    _refuse_circles(edges)
    return edges


def _refuse_circles(edges: list[Edge]) -> None:
    above: dict[str, set[str]] = {}
    for edge in edges:
        if edge.kind is not EdgeKind.ORDER_UNKNOWN:
            above.setdefault(edge.below, set()).add(edge.above)
    for start in above:
        seen: set[str] = set()
        row = set(above[start])
        while row:
            if start in row:
                raise ChainFormError(
                    f"edges: “{start}” stands above itself; take one edge of the circle out."
                )
            seen |= row
            row = {up for place in row for up in above.get(place, ())} - seen


def _batch(part: Part, day: date) -> Batch | None:
    filed = part.day("filed_on")
    if filed is not None and filed > day:
        return None
    milestones: dict[Milestone, date] = {}
    for step in part.parts("milestones"):
        recorded = step.day("filed_on")
        if recorded is None or recorded <= day:
            milestones[step.one("milestone", Milestone)] = step.on("on")
    return Batch(
        id=part.text("key", required=True),
        label=part.text("label"),
        size=part.one("size", SizeBand),
        languages=part.texts("languages"),
        milestones=milestones,
    )


def _remit(part: Part | None) -> Remit:
    if part is None:
        return Remit()
    return Remit(
        terms=part.texts("terms") if part.body.get("terms") is not None else None,
        references=part.flag("references", default=True),
        benchmarks=part.flag("benchmarks", default=True),
        rates=tuple(
            Rate(
                base=rate.text("base", required=True),
                quote=rate.text("quote", required=True),
                rate=rate.number("rate"),
                on=rate.on("on"),
                until=rate.day("until"),
                peg=rate.flag("peg", default=False),
                source=rate.text("source"),
            )
            for rate in part.parts("rates")
        ),
    )
