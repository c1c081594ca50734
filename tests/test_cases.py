"""Every case file gives exactly its findings, with what each must say, and no others."""

from typing import Any

import pytest

from models.vocabulary import FindingKind
from reports.finding import Finding
from tests.chain_cases import CASES, brief, case_body, case_comparison, case_facts, english

PLAIN = ("severity", "axis", "below", "above", "batch", "reason", "stated", "words", "rule")
ORDERED = ("addressed_to", "between", "stepped_over", "references")
SAYS = "says"


def matches(finding: Finding, expected: dict[str, Any]) -> bool:
    if finding.kind != expected["kind"] or set(finding.terms) != set(expected.get("terms", ())):
        return False
    if "scope" in expected and dict(finding.scope.parts) != expected["scope"]:
        return False
    for field in PLAIN:
        given = getattr(finding, field)
        if field in expected and given != expected[field]:
            return False
    for field in ORDERED:
        given = getattr(finding, field)
        wanted = expected.get(field, ...)
        if wanted is None and given is not None:
            return False
        if isinstance(wanted, list) and list(given or ()) != wanted:
            return False
    return True


@pytest.mark.parametrize("name", CASES)
def test_a_case_gives_exactly_its_findings(name: str) -> None:
    remaining = list(case_comparison(name).findings)
    missing = []
    for expected in case_body(name)["expected"]:
        found = next((each for each in remaining if matches(each, expected)), None)
        if found is None:
            missing.append(expected)
        else:
            remaining.remove(found)
    left = [brief(finding) for finding in remaining]
    assert (missing, left) == ([], [])


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_it_must(name: str) -> None:
    wording = english(case_facts(name))
    findings = case_comparison(name).findings
    for expected in case_body(name)["expected"]:
        found = next(each for each in findings if matches(each, expected))
        text = " ".join((wording.sentence(found), *(step.text for step in found.arithmetic)))
        for words in expected.get(SAYS, ()):
            assert words in text, text


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_routed_to_an_inspector_only_as_expected(name: str) -> None:
    expected = case_body(name).get("routed_to_inspector", False)
    assert case_comparison(name).routed_to_inspector is expected


def test_every_kind_of_finding_has_a_case() -> None:
    seen = {each["kind"] for name in CASES for each in case_body(name)["expected"]}
    assert seen == {kind.value for kind in FindingKind}


def test_every_case_says_what_it_is_about() -> None:
    for name in CASES:
        assert case_body(name)["about"].endswith("."), name
