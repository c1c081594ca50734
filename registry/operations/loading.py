"""Taking a chain over from its JSON form (docs/chain-form.md): whole or not at all.

Loading the same form twice makes nothing twice: chains are matched by reference number, parties
by official identifier, and places, batches and disclosures by their key within the chain.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Batch, Chain, Disclosure, Party, Place
from models.vocabulary import ActKind, EdgeKind, Milestone, Role, Sector, SizeBand
from registry.exceptions import FormError, RegistryError
from registry.operations import batches, chains, parties
from registry.operations.acting import REGISTRY, Actor, When
from registry.operations.loading_acts import LOADERS
from registry.operations.loading_parties import load_party
from registry.sealing import Sealer
from reports.reference_facts import Term

FORM = "recruitment-chain/1"


@dataclass
class Loaded:
    """What loading one form has to hand, and what it made."""

    session: Session
    at: datetime
    terms: Mapping[str, Term]
    sealer: Sealer
    chain: Chain
    parties: dict[str, Party] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    disclosures: dict[str, Disclosure] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    def when(self, body: Mapping[str, Any]) -> When:
        """The act's days: the record's own where it is taken over, else today."""
        filed_on = read_day(body.get("filed_on")) or self.at.date()
        if filed_on > self.at.date():
            raise FormError(f"filed_on {filed_on} lies in the future.")
        return When(self.at, filed_on, read_day(body.get("said_on")))

    def actor(self, key: str | None) -> Actor:
        """Who acted, by the key of a place or a party; the registry itself for none."""
        if key is None:
            return REGISTRY
        if key in self.places:
            return Actor(party_id=self.places[key].party_id, takes_over=True)
        party = self.parties.get(key)
        if party is None:
            raise FormError(f"{key!r} is neither a party nor a place of this file.")
        return Actor(party_id=party.id, takes_over=True)

    def place(self, key: str) -> Place:
        """A place by its key, or a sentence that says which key is missing."""
        if key not in self.places:
            raise FormError(f"{key!r} is not a place of this chain.")
        return self.places[key]


def load_chain(
    session: Session,
    form: Mapping[str, Any],
    *,
    terms: Mapping[str, Term],
    sealer: Sealer,
    at: datetime,
) -> Loaded:
    """Load one form through the operations; every refusal names where in the form it stands."""
    if form.get("form") != FORM:
        raise FormError(f'form: this file is not a chain in the form "{FORM}".')
    if not isinstance(form.get("chain"), Mapping):
        raise FormError("chain: the file says nothing about the chain itself.")
    known = {body["key"]: load_party(session, body, at=at) for body in form.get("parties", [])}
    chain = _load_offer(session, form, at)
    loaded = Loaded(session, at, terms, sealer, chain, parties=known)
    _read_held(loaded)
    for number, body in _engagers_first(form.get("places", []), set(loaded.places)):
        _at(f"places {number}", _load_place, loaded, body)
    for name, load in (("edges", _load_edge), ("batches", _load_batch)):
        for number, body in enumerate(form.get(name, []), start=1):
            _at(f"{name} {number}", load, loaded, body)
    for number, body in enumerate(form.get("acts", []), start=1):
        _at(f"acts {number} ({body.get('act')})", _load_act, loaded, body)
    return loaded


def _engagers_first(
    places: list[Mapping[str, Any]], known: set[str]
) -> list[tuple[int, Mapping[str, Any]]]:
    """Numbered places, each after the place that engaged it, in the file's order otherwise."""
    waiting = list(enumerate(places, start=1))
    ordered: list[tuple[int, Mapping[str, Any]]] = []
    while waiting:
        ready = [(n, p) for n, p in waiting if p.get("engaged_by") in {None, "", *known}]
        if not ready:
            return ordered + waiting  # the first of them says what is missing
        ordered += ready
        known |= {str(p.get("key")) for _, p in ready}
        waiting = [pair for pair in waiting if pair not in ready]
    return ordered


def _at(where: str, load: Any, loaded: Loaded, body: Mapping[str, Any]) -> None:
    try:
        load(loaded, body)
    except FormError as error:
        raise FormError(*[f"{where}: {problem}" for problem in error.problems]) from error
    except RegistryError as error:
        raise type(error)(f"{where}: {error}") from error
    except KeyError as error:
        raise FormError(f"{where}: the key {error} is missing.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise FormError(f"{where}: {error}.") from error


def read_day(text: str | None) -> date | None:
    """A day as YYYY-MM-DD, or None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise FormError(f"{text!r} is not a day in the form YYYY-MM-DD.") from error


def _load_offer(session: Session, form: Mapping[str, Any], at: datetime) -> Chain:
    body = form["chain"]
    numbers = [(n["scheme"], n["number"]) for n in body.get("numbers", [])]
    if body.get("key"):
        numbers.append(("key", body["key"]))
    if not numbers:
        raise FormError("chain: it needs a key or a reference number, to be found again.")
    own = select(Chain).where(Chain.public_id == body.get("key"))
    held = session.scalars(own).one_or_none() or chains.find_chain(session, numbers)
    if held is not None:
        return held
    roles = {place.get("role") for place in form.get("places", [])}
    offer = chains.Offer(
        title=body.get("title", ""),
        sector=Sector(body["sector"]),
        occupation=body.get("occupation", ""),
        occupation_title=body.get("occupation_title", ""),
        origin=body.get("origin", ""),
        destination=body.get("destination", ""),
        positions=body.get("positions"),
        numbers=numbers,
        household=Role.HOUSEHOLD_EMPLOYER in roles,
        official_status=body.get("official_status", ""),
        official_status_on=read_day(body.get("official_status_on")),
        register=body.get("register", ""),
        remit=body.get("remit"),
    )
    when = When(at, read_day(body.get("registered_on")) or _first_day(form) or at.date())
    return chains.register_chain(session, offer, by=REGISTRY, when=when)


def _first_day(form: Mapping[str, Any]) -> date | None:
    dated = [*form.get("places", []), *form.get("edges", []), *form.get("acts", [])]
    days = sorted(str(body["filed_on"]) for body in dated if body.get("filed_on"))
    # A day that cannot be read is refused where it stands, with its place.
    try:
        return date.fromisoformat(days[0]) if days else None
    except ValueError:
        return None


def _read_held(loaded: Loaded) -> None:
    """What the chain holds already, by key."""
    chain_id, session = loaded.chain.id, loaded.session
    for place in session.scalars(select(Place).where(Place.chain_id == chain_id)):
        loaded.places[place.key] = place
    for batch in session.scalars(select(Batch).where(Batch.chain_id == chain_id)):
        loaded.batches[batch.key] = batch
    for filed in session.scalars(select(Disclosure).where(Disclosure.chain_id == chain_id)):
        loaded.disclosures[filed.key] = filed


def _load_place(loaded: Loaded, body: Mapping[str, Any]) -> None:
    key = body["key"]
    names = [_person(person) for person in body.get("sealed_people", [])]
    if key not in loaded.places:
        party_key = body.get("party")
        if party_key is not None and party_key not in loaded.parties:
            raise FormError(f"{party_key!r} is not a party of this file.")
        loaded.places[key] = chains.assert_place(
            loaded.session,
            loaded.chain,
            role=Role(body["role"]),
            party=loaded.parties[party_key] if party_key else None,
            by=loaded.actor(body.get("asserted_by")),
            when=loaded.when(body),
            key=key,
            country=body.get("country", ""),
            division=body.get("division", ""),
            district=body.get("district", ""),
            engaged_by=loaded.place(body["engaged_by"]) if body.get("engaged_by") else None,
            people_count=body.get("people_count", len(set(names))),
        )
        loaded.made["places"] += 1
    if names:
        loaded.made["sealed"] += parties.seal_names(
            loaded.session,
            loaded.places[key].id,
            names,
            sealer=loaded.sealer,
            by=REGISTRY,
            at=loaded.at,
        )


def _person(person: Mapping[str, str]) -> str:
    keys = ("last", "first", "middle", "city", "state", "country")
    return " | ".join(person.get(key, "").strip() for key in keys)


def _load_edge(loaded: Loaded, body: Mapping[str, Any]) -> None:
    below, above = loaded.place(body["below"]), loaded.place(body["above"])
    held = select(Act.id).where(
        Act.chain_id == loaded.chain.id,
        Act.kind == ActKind.EDGE_ASSERTED,
        Act.place_id == below.id,
        Act.above_id == above.id,
    )
    if loaded.session.scalars(held).first() is not None:
        return
    chains.assert_edge(
        loaded.session,
        loaded.chain,
        below=below,
        above=above,
        kind=EdgeKind(body.get("kind", "passes_to")),
        by=loaded.actor(body.get("asserted_by")),
        when=loaded.when(body),
    )
    loaded.made["edges"] += 1


def _load_batch(loaded: Loaded, body: Mapping[str, Any]) -> None:
    key = body["key"]
    if key not in loaded.batches:
        first = (body.get("milestones") or [{}])[0]
        loaded.batches[key] = batches.register_batch(
            loaded.session,
            loaded.chain,
            label=body.get("label", key),
            size=SizeBand(body["size"]),
            languages=body.get("languages", []),
            by=loaded.actor(body.get("asserted_by")),
            when=loaded.when(body if body.get("filed_on") else first),
            key=key,
        )
        loaded.made["batches"] += 1
    for step in body.get("milestones", []):
        batches.record_milestone(
            loaded.session,
            loaded.chain,
            loaded.batches[key],
            milestone=Milestone(step["milestone"]),
            on=read_day(step["on"]) or loaded.at.date(),
            by=loaded.actor(step.get("asserted_by")),
            when=loaded.when(step),
        )


def _load_act(loaded: Loaded, body: Mapping[str, Any]) -> None:
    load = LOADERS.get(body.get("act", ""))
    if load is None:
        raise FormError(f"{body.get('act')!r} is not an act; see docs/chain-form.md.")
    load(loaded, body)
