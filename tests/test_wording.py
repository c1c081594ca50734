"""Every finding is said in whole sentences of the catalogue, filled from the reader's facts."""

import copy
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from models.vocabulary import FindingKind
from reports.chain_form import chain_facts
from reports.comparison import compare
from reports.finding import Finding
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.wording import Wording, problem, sentence
from seeds.reference_data import languages, load_codelists, load_wording
from tests.chain_builder import chain, filed, wage
from tests.chain_cases import (
    CASES,
    case_body,
    case_comparison,
    case_facts,
    english,
    reference_set,
)

LANGUAGES = languages()

CATALOGUE = load_wording()


def said(finding: Finding) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield finding.words, finding.params
    for each in finding.params.get("also", ()):
        yield each["words"], each["params"]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_of_a_case_is_in_the_catalogue_with_its_blanks_filled(name: str) -> None:
    for finding in case_comparison(name).findings:
        for code, params in said(finding):
            assert blanks(CATALOGUE[code]["en"]) <= set(params), code


@pytest.mark.parametrize("name", CASES)
def test_a_finding_is_said_in_whole_sentences(name: str) -> None:
    wording = english(case_facts(name))
    for finding in case_comparison(name).findings:
        sentences = wording.sentences(finding)
        assert all(each.endswith((".", "?")) for each in sentences), sentences
        assert "{" not in "".join(sentences)


def test_every_kind_of_finding_has_a_sentence() -> None:
    first = {code.partition(".")[0] for code in CATALOGUE}
    assert {kind.value for kind in FindingKind} <= first


def test_a_sentence_has_the_same_blanks_in_every_language() -> None:
    for code, texts in CATALOGUE.items():
        for language in LANGUAGES:
            if said_in := texts.get(language):
                assert blanks(said_in) == blanks(texts["en"]), (code, language)


def test_checked_and_not_checked_have_a_sentence() -> None:
    for name in CASES:
        comparison = case_comparison(name)
        for code in (*comparison.checked, *comparison.not_checked):
            assert CATALOGUE[code]["en"].endswith(".")


def test_the_same_rules_speak_every_language() -> None:
    facts, codelists = case_facts("worked-example"), load_codelists()
    for language in LANGUAGES:
        wording = Wording(facts, reference_set(), CATALOGUE, language, codelists)
        for finding in case_comparison("worked-example").findings:
            assert wording.sentence(finding)


def test_the_worked_example_reads_as_its_rules_ask() -> None:
    facts = case_facts("worked-example")
    finding = case_comparison("worked-example").findings[0]
    text = sentence(finding, facts, reference_set(), CATALOGUE, "en", load_codelists())
    assert text == (
        "Basic wage in cash, without overtime or allowances: a local intermediary, Faridpur told "
        "workers on 14 March 2026, before acceptance: “30,000 BDT a month, before deductions by "
        "law”; private household, Amman states “140 JOD a month, before deductions by law”, which "
        "is worse for the worker. That is about 24,090 BDT, 19.7 % lower. The difference first "
        "appears between a local intermediary, Faridpur and Agency A. These links agree: Agency A, "
        "Agency B, private household, Amman."
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"state": "declined"},
        {"state": "unknown_to_filer", "asked": {"place": "H", "on": "2026-04-01"}},
        {"state": "as_per_law"},
    ],
    ids=lambda answer: answer["state"],
)
def test_what_was_told_can_be_replaced_by_an_answer_without_a_figure(
    answer: dict[str, Any],
) -> None:
    body = copy.deepcopy(case_body("superseded-after-told"))
    for statement in body["acts"][-1]["statements"]:
        kept = {"term": statement["term"]}
        statement.clear()
        statement.update(kept | answer)
    facts = chain_facts(body)
    found = [one for one in compare(facts, reference_set()).findings
             if one.kind is FindingKind.SUPERSEDED_AFTER_TOLD]  # fmt: skip
    assert found
    for one in found:
        assert "cannot be compared" in english(facts).sentence(one)


def test_law_5_a_sentence_never_says_that_a_link_changed_something() -> None:
    for name in CASES:
        wording = english(case_facts(name))
        for finding in case_comparison(name).findings:
            text = wording.sentence(finding)
            for link in ("Agency A", "Agency B", "Employer H"):
                assert f"{link} changed" not in text


def test_two_places_of_one_name_are_told_apart_by_their_countries() -> None:
    facts = chain([filed("H", wage("300"))], links="ABH", edges=[], terms=["basic_wage"])
    names = {"A": ("Del Al Inc.", "MX"), "B": ("Del Al, Inc.", "US"), "H": ("Farm", "US")}
    places = (replace(p, label=names[p.id][0], country=names[p.id][1]) for p in facts.places)
    named = replace(facts, places=tuple(places))
    (gap,) = compare(named, reference_set()).findings
    text = english(named).sentence(gap)
    assert text.endswith("Del Al Inc. (Mexico); Del Al, Inc. (United States).")
    assert Naming(named, Lexicon("en", CATALOGUE, load_codelists())).name("H") == "Farm"


def test_a_reader_who_may_not_see_a_statement_is_not_told_what_it_says() -> None:
    facts = case_facts("worked-example")
    masked = replace(facts, statements=())
    finding = case_comparison("worked-example").findings[0]
    text = english(masked).sentence(finding)
    assert "30,000" not in text
    assert "an answer that is not shown here" in text


def test_a_problem_with_a_value_is_said_in_the_filers_language() -> None:
    text = problem(
        "problem.negative", {"term": "Wage", "given": "-1", "field": "amount"}, CATALOGUE, "en"
    )
    assert text == "Wage: “-1” in “amount” is below zero; write the amount without a minus."
