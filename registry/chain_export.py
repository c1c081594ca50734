"""A chain in its JSON form (docs/chain-form.md), as one reader may see it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from models.vocabulary import DisclosureAct, Qualifier, Role
from registry.finding_form import comparison_body, jsonable
from registry.visible_findings import FindingLife, ShownFinding
from reports.facts import Batch, ChainFacts, Disclosure, Edge, Place, Statement, Telling
from reports.finding import Comparison

FORM = "recruitment-chain/1"


def compared_form(
    facts: ChainFacts,
    comparison: Comparison,
    shown: Sequence[ShownFinding],
    sentences: Mapping[int, str],
) -> dict[str, Any]:
    """A chain with its comparison; beside each finding what was asked and replied (law 12)."""
    compared = comparison_body(comparison, sentences)
    # D19: a reply carries only a name that the reader is shown in the chain.
    names = {place.label for place in facts.places}
    for found, one in zip(compared["findings"], shown, strict=True):
        found |= _life(one.life, names)
    return chain_form(facts) | {"comparison": compared}


def _life(life: FindingLife, names: Collection[str]) -> dict[str, Any]:
    return {
        "status": life.status.value,
        "asked_on": jsonable(life.asked_on),
        "reply_awaited_until": jsonable(life.due_on),
        "replies": [
            {
                "on": on.isoformat(),
                "by": who if who in names else "",
                "text": text,
                "language": language,
            }
            for on, who, text, language in life.replies
        ],
        "settled_on": jsonable(life.settled_on),
        "reason": life.decision[0],
    }


def chain_form(facts: ChainFacts) -> dict[str, Any]:
    """Everything these facts hold, so that loading it elsewhere gives the same facts again."""
    chain = {
        "key": facts.id,
        "title": facts.title,
        "sector": facts.sector.value,
        "occupation": facts.occupation,
        "occupation_title": facts.occupation_title,
        "origin": facts.origin,
        "destination": facts.destination,
        "positions": facts.positions,
        "numbers": [{"scheme": s, "number": n} for s, n in facts.numbers],
        "official_status": facts.official_status,
        "official_status_on": jsonable(facts.official_status_on),
    }
    if (remit := _remit(facts)) is not None:
        chain["remit"] = remit
    return {
        "form": FORM,
        "as_of": facts.on.isoformat(),
        "parties": _parties(facts),
        "chain": chain,
        "places": [_place(place) for place in facts.places],
        "edges": [_edge(edge) for edge in facts.edges],
        "batches": [_batch(batch, facts) for batch in facts.batches],
        "acts": _acts(facts),
    }


def _remit(facts: ChainFacts) -> dict[str, Any] | None:
    remit: dict[str, Any] = jsonable(facts.remit)
    plain = remit == {"terms": None, "references": True, "benchmarks": True, "rates": []}
    return None if plain else remit


def _parties(facts: ChainFacts) -> list[dict[str, Any]]:
    parties = {
        place.party: {
            "key": place.party,
            "kind": "household" if place.role is Role.HOUSEHOLD_EMPLOYER else "organisation",
            "name": "" if place.role is Role.HOUSEHOLD_EMPLOYER else place.label,
            "country": place.country,
            "identifiers": [{"scheme": "registry", "id": place.party}],
        }
        for place in facts.places
        if place.party
    }
    for disclosure in facts.disclosures:
        if disclosure.recorder and disclosure.recorder not in parties:
            parties[disclosure.recorder] = {
                "key": disclosure.recorder,
                "kind": "organisation",
                "name": disclosure.recorder_name,
                "country": "",
                "identifiers": [{"scheme": "registry", "id": disclosure.recorder}],
            }
    return [parties[key] for key in sorted(parties)]


def _place(place: Place) -> dict[str, Any]:
    body = {
        "key": place.id,
        "role": place.role.value,
        "party": place.party or None,
        "country": place.country,
        "division": place.division,
        "district": place.district,
        "engaged_by": place.engaged_by or None,
        "people_count": place.people_count,
        "filed_on": jsonable(place.asserted_on),
    }
    return {key: value for key, value in body.items() if value not in (None, "", 0)}


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "below": edge.below,
        "above": edge.above,
        "kind": edge.kind.value,
        "filed_on": jsonable(edge.asserted_on),
    }


def _batch(batch: Batch, facts: ChainFacts) -> dict[str, Any]:
    first = min((d.filed_on for d in facts.disclosures), default=facts.on).isoformat()
    return {
        "key": batch.id,
        "label": batch.label,
        "size": batch.size.value,
        "languages": list(batch.languages),
        "filed_on": first,
        "milestones": [
            {"milestone": m.value, "on": on.isoformat(), "filed_on": first}
            for m, on in batch.milestones.items()
        ],
    }


def _acts(facts: ChainFacts) -> list[dict[str, Any]]:
    statements: dict[str, list[Statement]] = {}
    for statement in facts.statements:
        statements.setdefault(statement.disclosure, []).append(statement)
    acts = [_disclosure(d, statements.get(d.id, []), facts) for d in facts.disclosures]
    acts += [
        {
            "act": "serve",
            "disclosure": serving.disclosure,
            "to": serving.to_place,
            **({"by": serving.by_place} if serving.by_place else {}),
            "on": serving.on.isoformat(),
            "filed_on": serving.on.isoformat(),
        }
        for serving in facts.servings
    ]
    for telling in facts.tellings:
        acts += _telling(telling, facts)
    acts += _answers(facts)
    if facts.published_on and not facts.household:
        acts.append({"act": "publish", "filed_on": facts.published_on.isoformat()})
    return acts


def _disclosure(
    disclosure: Disclosure, statements: list[Statement], facts: ChainFacts
) -> dict[str, Any]:
    holder = next((p.party for p in facts.places if p.id == disclosure.place), "")
    recorded = disclosure.recorder and disclosure.recorder != holder
    body = {
        "act": disclosure.act.value,
        "key": disclosure.id,
        "place": disclosure.place,
        "previous": disclosure.previous if disclosure.act is not DisclosureAct.FILE else None,
        "reason": disclosure.reason,
        "recorded_by": disclosure.recorder if recorded else None,
        "source": disclosure.source.value,
        "document": disclosure.document,
        "said_on": jsonable(disclosure.said_on),
        "filed_on": disclosure.filed_on.isoformat(),
    }
    kept = {key: value for key, value in body.items() if value not in (None, "")}
    return {**kept, "statements": [_statement(statement) for statement in statements]}


def _statement(statement: Statement) -> dict[str, Any]:
    source, _, number = statement.passed_from.rpartition(".")
    body = {
        "term": statement.term,
        "state": statement.state.value,
        "qualifier": None if statement.qualifier is Qualifier.EXACT else statement.qualifier.value,
        "value": jsonable(statement.value),
        "scope": dict(statement.scope.parts),
        "as_stated": statement.as_stated,
        "language": statement.language,
        "citation": _without_nothing(jsonable(statement.citation)),
        "reason": statement.reason,
        "passed_from": {"disclosure": source, "n": int(number), "term": statement.term}
        if source
        else None,
    }
    if statement.asked:
        body["asked"] = {"place": statement.asked.place, "on": statement.asked.on.isoformat()}
    return {key: value for key, value in body.items() if value not in (None, "", {})}


def _without_nothing(body: dict[str, Any] | None) -> dict[str, Any] | None:
    return {k: v for k, v in body.items() if v not in (None, "")} if body else None


def _telling(telling: Telling, facts: ChainFacts) -> list[dict[str, Any]]:
    terms = {s.id: (s.disclosure, s.term) for s in facts.statements}
    told: dict[str, list[str]] = {}
    for statement in telling.statements:
        if statement in terms:
            disclosure, term = terms[statement]
            told.setdefault(disclosure, []).append(term)
    return [
        {
            "act": "tell",
            "place": telling.place,
            "batch": telling.batch,
            "disclosure": disclosure,
            "terms": list(dict.fromkeys(said)),
            "on": telling.on.isoformat(),
            "medium": telling.medium.value,
            "language": telling.language,
            "filed_on": jsonable(telling.filed_on or telling.on),
        }
        for disclosure, said in told.items()
    ]


def _answers(facts: ChainFacts) -> list[dict[str, Any]]:
    """Confirmations and disputes of places, edges and statements."""
    acts: list[dict[str, Any]] = []
    for place in facts.places:
        acts += _dated("place", {"place": place.id, "by": place.id}, place)
    for edge in facts.edges:
        named = {"below": edge.below, "above": edge.above, "by": edge.below}
        acts += _dated("edge", named, edge)
    for statement in facts.statements:
        said: dict[str, Any] = {"disclosure": statement.disclosure, "terms": [statement.term]}
        acts += _dated("statement", {**said, "by": statement.place}, statement)
    return acts


def _dated(
    subject: str, named: dict[str, Any], thing: Place | Edge | Statement
) -> list[dict[str, Any]]:
    days = (("confirm", thing.confirmed_on), ("dispute", thing.disputed_on))
    return [
        {"act": f"{verb}_{subject}", **named, "filed_on": day.isoformat()}
        for verb, day in days
        if day is not None
    ]
