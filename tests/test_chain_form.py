"""The JSON form of a chain is read into facts for a day, or refused in one clear sentence."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.vocabulary import EdgeKind, Milestone
from reports.chain_form import chain_facts, read_chain
from reports.form_reading import ChainFormError
from tests.chain_builder import answered, chain, filed, told, wage
from tests.chain_cases import FOLDER, case_body, case_facts

Change = Callable[[Any], object]


def test_any_past_day_can_be_asked_for() -> None:
    body = case_body("worked-example")
    early, late = chain_facts(body, date(2026, 3, 21)), chain_facts(body)
    assert [place.id for place in early.places] == ["S", "A", "B"]
    assert {statement.place for statement in early.statements} == {"S", "A"}
    assert len(early.tellings) == len(late.tellings) == 2
    assert late.servings[0].to_place == "B"
    assert early.servings == ()


def test_a_milestone_is_known_from_the_day_on_which_it_was_filed() -> None:
    body = case_body("worked-example")
    (before,), (after,) = (chain_facts(body, date(2026, 3, day)).batches for day in (19, 20))
    assert before.milestones == {}
    assert after.milestones[Milestone.ACCEPTANCE] == date(2026, 3, 18)


def test_statements_are_named_by_their_filing_and_number() -> None:
    facts = case_facts("worked-example")
    first = facts.statements[0]
    assert (first.id, first.place, first.term) == ("d-S.0", "S", "basic_wage")
    assert first.recorded_for_speaker
    assert not facts.statements[2].recorded_for_speaker


def test_d18_an_offer_is_public_once_published_or_told_and_a_household_never_by_telling() -> None:
    acts = [filed("A", wage("1"), key="a"), told("A", "a", on="2026-02-03")]
    publish = {"act": "publish", "by": "A", "filed_on": "2026-02-02"}
    milestones = {"acceptance": "2026-02-09"}
    assert chain(acts, milestones=milestones).published_on == date(2026, 2, 3)
    assert chain([*acts, publish], milestones=milestones).published_on == date(2026, 2, 2)
    household = chain(acts, milestones=milestones, H="household_employer")
    assert household.published_on is None


def test_places_and_edges_are_a_fold_over_assertions() -> None:
    acts = [
        {"act": "confirm_place", "place": "A", "filed_on": "2026-02-02"},
        {"act": "dispute_place", "place": "H", "filed_on": "2026-02-03"},
        {"act": "confirm_edge", "below": "A", "above": "H", "filed_on": "2026-02-04"},
    ]
    facts = chain(acts)
    assert facts.places[0].confirmed_on == date(2026, 2, 2)
    assert facts.places[1].disputed_on == date(2026, 2, 3)
    assert facts.edges[0].confirmed_on == date(2026, 2, 4)
    assert facts.edges[0].kind is EdgeKind.PASSES_TO
    retracted = chain([{"act": "retract_place", "place": "H", "filed_on": "2026-02-05"}])
    assert [place.id for place in retracted.places] == ["A"]
    assert retracted.edges == ()
    unlinked = {"act": "retract_edge", "below": "A", "above": "H", "filed_on": "2026-02-05"}
    assert chain([unlinked]).edges == ()


def test_marks_on_statements_are_kept_beside_them() -> None:
    acts = [
        filed("H", wage("1"), answered("hours_per_day", "none"), key="h", recorded_by="office"),
        {"act": "confirm_statement", "disclosure": "h", "terms": ["basic_wage"],
         "filed_on": "2026-02-05"},
        {"act": "dispute_statement", "disclosure": "h", "terms": ["hours_per_day"],
         "filed_on": "2026-02-06"},
        {"act": "redact", "disclosure": "h", "term": "hours_per_day", "filed_on": "2026-02-07"},
    ]  # fmt: skip
    first, second = chain(acts).statements
    assert (first.confirmed_on, first.redacted) == (date(2026, 2, 5), False)
    assert (second.disputed_on, second.redacted) == (date(2026, 2, 6), True)


def test_acts_about_findings_are_no_facts_of_the_chain() -> None:
    acts = [{"act": "reply", "finding": {"kind": "worsened"}, "by": "H", "filed_on": "2026-02-05"}]
    assert chain(acts) == chain([])


BROKEN: list[tuple[Change, str]] = [
    (lambda b: b.update(form="other"), "file, form"),
    (lambda b: b.pop("chain"), "says nothing about the job"),
    (lambda b: b.update(as_of="yesterday"), "“yesterday” is not a day"),
    (lambda b: b["chain"].update(sector="mining"), "“mining” is not one of"),
    (lambda b: b["places"][0].update(role="dalal"), "places[0], role"),
    (lambda b: b["places"][1].update(party="nobody"), "“nobody” is not a party of this file"),
    (lambda b: b["edges"][0].update(above="X"), "edges[0], above: “X” is not a place"),
    (lambda b: b["edges"].append({"below": "H", "above": "S"}), "stands above itself"),
    (lambda b: b["acts"][0].update(act="whisper"), "acts[0], act: “whisper” is not an act"),
    (lambda b: b["acts"][0].update(place="X"), "acts[0], place"),
    (lambda b: b["acts"][0].pop("filed_on"), "acts[0], filed_on: it is missing"),
    (lambda b: b["acts"][0].update(filed_on="2026-02-31"), "“2026-02-31” is not a day"),
    (lambda b: b["acts"][1].update(disclosure="d-X"), "“d-X” is not a filing"),
    (lambda b: b["acts"][1].update(batch="b"), "“b” is not a batch"),
    (lambda b: b["acts"][2].update(act="correct"), "name the filing that this act"),
    (lambda b: b["acts"][2].update(act="correct", previous="d-S"), "another link's filing"),
    (lambda b: b["acts"][2].update(act="update", previous="d-X"), "was not filed before"),
    (lambda b: b["acts"][2]["statements"][0].update(state="perhaps"), "statement 1, state"),
    (lambda b: b["acts"][2]["statements"].append("words"), "this must be an object"),
    (lambda b: b["chain"]["remit"]["rates"][0].update(rate="much"), "“much” is not a number"),
]


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_what_cannot_be_read_is_named_with_its_place(change: Change, words: str) -> None:
    body = copy.deepcopy(case_body("worked-example"))
    change(body)
    with pytest.raises(ChainFormError) as error:
        chain_facts(body)
    assert words in str(error.value)


def test_a_file_cut_in_half_is_said_to_be_incomplete() -> None:
    text = (FOLDER / "worked-example.json").read_text(encoding="utf-8")
    with pytest.raises(ChainFormError, match="not complete JSON"):
        read_chain(text[: len(text) // 2])
    with pytest.raises(ChainFormError, match="must be an object"):
        read_chain(json.dumps([1]))
