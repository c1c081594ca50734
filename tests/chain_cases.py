"""The case files of tests/cases, read once: data beside the expected findings."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from reports.chain_form import chain_facts
from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Comparison, Finding
from reports.reference_facts import ReferenceSet
from reports.wording import Wording
from seeds.reference_data import load_codelists, load_reference_set, load_wording

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def reference_set() -> ReferenceSet:
    """The reference data that ships."""
    return load_reference_set()


@cache
def case_body(name: str) -> Any:
    """One case file; never to be changed."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def case_facts(name: str) -> ChainFacts:
    """The chain of a case on its day."""
    return chain_facts(case_body(name))


@cache
def case_comparison(name: str) -> Comparison:
    """What the rules find in a case."""
    return compare(case_facts(name), reference_set())


def english(facts: ChainFacts) -> Wording:
    """The English sentences of a chain."""
    return Wording(facts, reference_set(), load_wording(), "en", load_codelists())


def brief(finding: Finding) -> str:
    """A finding in one line, for the message of a test that fails."""
    terms = "+".join(finding.terms)
    return (
        f"{finding.kind.value} {finding.severity.value} {terms} "
        f"{finding.below}→{finding.above} to {','.join(finding.addressed_to)} {finding.reason}"
    )
