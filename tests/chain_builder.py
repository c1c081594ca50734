"""Small chains for tests of rules, told in the form of docs/chain-form.md."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from reports.chain_form import chain_facts
from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Finding
from tests.chain_cases import reference_set

ROLES = {
    "S": "local_intermediary",
    "A": "origin_agency",
    "B": "destination_agency",
    "X": "destination_agency",
    "Y": "destination_agency",
    "H": "employer",
    "R": "representative",
    "U": "unknown",
}
DAY = "2026-02-20"
Body = dict[str, Any]


def stated(term: str, value: Mapping[str, Any], **more: Any) -> Body:
    """One stated answer."""
    return {"term": term, "state": "stated", "value": value, **more}


def answered(term: str, state: str, **more: Any) -> Body:
    """One answer in another state."""
    return {"term": term, "state": state, **more}


def wage(amount: str, currency: str = "USD", period: str = "month", **more: Any) -> Body:
    """A stated basic wage."""
    value = {"amount": amount, "currency": currency, "period": period}
    scope = {"scope": more.pop("scope")} if "scope" in more else {}
    return {**stated("basic_wage", {**value, **more}), **scope}


def filed(place: str, *statements: Body, on: str = "2026-02-01", **more: Any) -> Body:
    """What a link files on a day; its key is the place and the day unless one is given."""
    return {
        "act": "file",
        "key": f"{place}-{on}",
        "place": place,
        "filed_on": on,
        "statements": list(statements),
        **more,
    }


def told(place: str, disclosure: str, on: str = "2026-02-01", **more: Any) -> Body:
    """A telling to the one batch."""
    body = {
        "act": "tell",
        "place": place,
        "batch": "batch",
        "disclosure": disclosure,
        "on": on,
        "medium": "oral",
        "language": "ne",
        "asserted_by": "office",
        "filed_on": on,
    }
    return {**body, **more}


def chain(
    acts: Iterable[Body],
    *,
    terms: Iterable[str] | None = None,
    links: str = "AH",
    edges: Iterable[tuple[str, str]] | None = None,
    on: str = DAY,
    milestones: Mapping[str, str] | None = None,
    **more: Any,
) -> ChainFacts:
    """A chain whose links stand one above the other, and one batch if milestones are given."""
    ordered = pairwise(links) if edges is None else edges
    body = {
        "form": "recruitment-chain/1",
        "parties": [{"key": f"party-{link}", "name": f"Link {link}"} for link in links]
        + [{"key": "office", "name": "Registry office"}],
        "chain": {
            "key": "chain",
            "sector": more.pop("sector", "general"),
            "origin": more.pop("origin", "NP"),
            "destination": more.pop("destination", "QA"),
            "remit": {
                "terms": list(terms) if terms is not None else None,
                "references": more.pop("references", False),
                "benchmarks": more.pop("benchmarks", False),
                "rates": more.pop("rates", []),
            },
        },
        "places": [
            {"key": link, "role": more.get(link, ROLES[link]), "party": f"party-{link}"}
            for link in links
        ],
        "edges": [{"below": below, "above": above} for below, above in ordered],
        "batches": [
            {
                "key": "batch",
                "label": "Batch",
                "size": "10-49",
                "languages": ["ne"],
                "milestones": [{"milestone": m, "on": day} for m, day in milestones.items()],
            }
        ]
        if milestones is not None
        else [],
        "acts": list(acts),
        "as_of": on,
    }
    return chain_facts(body)


def findings(facts: ChainFacts) -> tuple[Finding, ...]:
    """What the rules find, with the reference data that ships."""
    return compare(facts, reference_set()).findings


def kinds(facts: ChainFacts) -> list[str]:
    """The kinds of finding, in order."""
    return [finding.kind.value for finding in findings(facts)]
