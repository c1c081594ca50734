"""Taking a chain over from its JSON form, and giving it back."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Act, Chain, Disclosure, Event, Party, Place, SealedName
from registry.chain_export import chain_form as export
from registry.exceptions import FormError, RegistryError
from registry.finding_form import jsonable
from registry.snapshot import snapshot
from tests.factories import DAY, chain_form, disclosure_form, statement_form
from tests.loading import AT, load

ACTS: list[dict[str, Any]] = [
    disclosure_form(
        key="d-H",
        place="H",
        statements=[statement_form(as_stated="140 dinars", language="en")],
    ),
    {"act": "serve", "disclosure": "d-H", "to": "B", "by": "H", "on": DAY, "filed_on": DAY},
    disclosure_form(
        key="d-S", place="S", recorded_by="R", source="told_to_workers", said_on="2026-03-19"
    ),
    {
        "act": "tell",
        "place": "S",
        "batch": "batch",
        "disclosure": "d-S",
        "terms": None,
        "on": "2026-03-19",
        "medium": "oral",
        "language": "bn",
        "asserted_by": "A",
        "filed_on": DAY,
    },
    disclosure_form(key="d-A", place="A"),
    disclosure_form(act="correct", key="d-A2", place="A", previous="d-A", reason="typing error"),
    {"act": "confirm_place", "place": "A", "by": "A", "filed_on": DAY},
    {"act": "dispute_edge", "below": "A", "above": "B", "by": "B", "filed_on": DAY},
    {"act": "confirm_statement", "disclosure": "d-S", "by": "S", "filed_on": DAY},
    {"act": "publish", "by": "H", "filed_on": DAY},
]
COUNTED = (Chain, Party, Place, Act, Disclosure, Event)


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED]


def test_loading_twice_makes_nothing_twice(session: Session) -> None:
    load(session, chain_form(*ACTS))
    before = counts(session)
    load(session, chain_form(*ACTS))
    assert counts(session) == before


@pytest.mark.parametrize("household", [False, True])
def test_what_is_given_back_can_be_loaded_and_is_the_same(
    session: Session, household: bool
) -> None:
    acts = ACTS[:-1] if household else ACTS
    loaded = load(session, chain_form(*acts, household=household))
    first, _ = snapshot(session, loaded.chain.id, on=AT.date())
    form = json.loads(json.dumps(export(first)))
    form["chain"] |= {"key": "a-copy", "numbers": []}
    copy = load(session, form)
    second, _ = snapshot(session, copy.chain.id, on=AT.date())
    left, right = jsonable(first), jsonable(second)
    for body in (left, right):
        for key in ("id", "numbers", "timeline"):
            del body[key]
        for telling in body["tellings"]:
            telling["id"] = telling["asserted_by"] = ""
        body["statements"].sort(key=lambda s: s["id"])
    assert left == right
    assert [entry.on for entry in first.timeline] == [entry.on for entry in second.timeline]


def test_a_chain_that_came_from_here_is_found_again(session: Session) -> None:
    loaded = load(session, chain_form(*ACTS))
    facts, _ = snapshot(session, loaded.chain.id, on=AT.date())
    assert load(session, export(facts)).chain.id == loaded.chain.id


def broken(change: Any) -> dict[str, Any]:
    form = chain_form(*json.loads(json.dumps(ACTS)))
    change(form)
    return form


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.pop("form"), "not a chain in the form"),
        (lambda f: f.pop("chain"), "says nothing about the chain"),
        (lambda f: f["chain"].pop("key"), "needs a key or a reference number"),
        (lambda f: f["places"][0].update(role="boss"), r"places 1: 'boss' is not a valid Role"),
        (lambda f: f["places"][0].update(party="X"), "places 1: 'X' is not a party"),
        (lambda f: f["edges"][0].update(above="X"), "edges 1: 'X' is not a place"),
        (lambda f: f["edges"].append({"below": "H", "above": "S"}), "edges 4: .*circle"),
        (lambda f: f["acts"][0].update(act="shout"), r"acts 1 \(shout\): 'shout' is not an act"),
        (lambda f: f["acts"][0].update(filed_on="31.3.2026"), "acts 1 .*not a day"),
        (lambda f: f["acts"][0].update(filed_on="2027-01-01"), "acts 1 .*in the future"),
        (lambda f: f["acts"][0].pop("place"), "acts 1 .*'place' is missing"),
        (lambda f: f["acts"][1].update(disclosure="d-X"), "acts 2 .*no disclosure 'd-X'"),
        (lambda f: f["acts"][3].update(medium="dream"), "acts 4 .*not a valid Medium"),
        (lambda f: f["acts"][5].update(previous="d-H"), "acts 6 .*another link's"),
        (lambda f: f["acts"][0]["statements"][0].update(term="x"), "acts 1 .*Statement 1"),
    ],
)
def test_a_broken_form_is_refused_with_its_place_and_leaves_nothing(
    session: Session, change: Any, sentence: str
) -> None:
    load(session, chain_form(key="another-chain"))
    before = counts(session)
    with pytest.raises(RegistryError, match=sentence), session.begin_nested():
        load(session, broken(change))
    assert counts(session) == before


def test_a_remit_comes_back(session: Session) -> None:
    remit = {"terms": ["basic_wage"], "references": False, "benchmarks": False}
    loaded = load(session, chain_form(remit=remit))
    facts, _ = snapshot(session, loaded.chain.id, on=AT.date())
    assert (facts.remit.terms, facts.remit.references) == (("basic_wage",), False)


def test_law_6_recruiters_are_sealed_and_counted(session: Session) -> None:
    form = chain_form()
    form["places"][2]["sealed_people"] = [
        {"last": "Nobody", "first": "N."},
        {"last": "Somebody", "first": "S."},
        {"last": "Nobody", "first": "N."},
    ]
    loaded = load(session, form)
    load(session, form)
    sealed = session.scalars(select(SealedName)).all()
    assert len(sealed) == 2
    assert not any("Nobody" in row.sealed + row.fingerprint for row in sealed)
    facts, _ = snapshot(session, loaded.chain.id, on=AT.date())
    assert {p.id: p.people_count for p in facts.places}["A"] == 2


def test_an_unknown_party_of_this_registry_is_named(session: Session) -> None:
    form = chain_form()
    form["parties"][0]["id"] = "P-00000000"
    with pytest.raises(FormError, match="P-00000000"):
        load(session, form)
