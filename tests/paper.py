"""Chains and words for the tests of documents: the worked example, and chains made to measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.vocabulary import (
    DisclosureAct,
    FindingStatus,
    Medium,
    Role,
    Sector,
    Severity,
    SizeBand,
    Source,
    State,
)
from reports.chain_form import read_chain
from reports.comparison import compare
from reports.facts import Batch, ChainFacts, Disclosure, Edge, Place, Statement, Telling
from reports.finding import Comparison, Finding
from reports.rendering import Rendering
from reports.sheet import SheetView, last_day, sheet_view
from reports.sheet_side import SheetOrder
from reports.sources import Sources
from seeds.reference_data import load_codelists, load_reference_set, load_wording

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 4, 6)
CODE = "S-7QF2-M9PK"
ADDRESS = f"http://localhost:8000/s/{CODE}"


@dataclass(frozen=True)
class Life:
    """What was done about a finding."""

    status: FindingStatus = FindingStatus.OPEN
    asked_on: date | None = None
    due_on: date | None = None
    replies: tuple[tuple[date, str, str, str], ...] = ()


@dataclass(frozen=True)
class Shown:
    """A finding as a reader sees it."""

    finding: Finding
    life: Life = Life()
    severity: Severity | None = None


@cache
def sources() -> Sources:
    return Sources(load_reference_set(), load_wording(), load_codelists())


@cache
def worked_example() -> tuple[ChainFacts, Comparison]:
    facts = read_chain((CASES / "worked-example.json").read_text(encoding="utf-8"))
    return facts, compare(facts, sources().references)


def shown(comparison: Comparison, life: Life = Life()) -> tuple[Shown, ...]:
    return tuple(Shown(finding, life, finding.severity) for finding in comparison.findings)


def sheet_of(
    facts: ChainFacts,
    languages: Sequence[str] = ("en",),
    *,
    rendering: Rendering = Rendering.WORKER,
    comparison: Comparison | None = None,
    findings: Sequence[Shown] | None = None,
    made_with: Sources | None = None,
) -> SheetView:
    compared = comparison or compare(facts, sources().references)
    order = SheetOrder(
        place=facts.places[0].id,
        languages=tuple(languages),
        rendering=rendering,
        code=CODE,
        address=ADDRESS,
        issued_on=DAY,
        expires_on=last_day(DAY),
    )
    told = shown(compared) if findings is None else findings
    return sheet_view(facts, compared, told, made_with or sources(), order)


Answers = dict[str, Any]


def stated(**value: Any) -> Answers:
    return {"value": value}


def money(amount: str, currency: str, period: str = "month") -> Answers:
    return stated(amount=amount, currency=currency, period=period)


def chain_of(
    answers: Mapping[str, Mapping[str, Answers | Sequence[Answers]]],
    *,
    roles: Mapping[str, Role] | None = None,
    told: Mapping[str, date] | None = None,
    sector: Sector = Sector.GARMENT,
    on: date = DAY,
    **facts: Any,
) -> ChainFacts:
    """A straight chain of the places named, from the worker's side up, and what each states."""
    keys = list(answers)
    known = {keys[-1]: Role.EMPLOYER} | dict(roles or {})
    statements = [one for key in keys for one in _statements(key, answers[key])]
    filed = tuple(
        Disclosure(f"d-{key}", key, DisclosureAct.FILE, date(2026, 3, 1), None, SELF, "")
        for key in keys
    )
    tellings = tuple(
        Telling(
            f"t-{key}", key, "b", day, Medium.PAPER, "bn",
            tuple(s.id for s in statements if s.place == key),
        )
        for key, day in (told or {}).items()
    )  # fmt: skip
    made = ChainFacts(
        id="made", title="A job", sector=sector, occupation="8153",
        occupation_title="Sewing machine operator", origin="BD", destination="JO",
        positions=10, numbers=(), official_status="", official_status_on=None, on=on,
        published_on=None,
        places=tuple(
            Place(key, known.get(key, Role.ORIGIN_AGENCY), f"Firm {key}", party=f"p-{key}")
            for key in keys
        ),
        edges=tuple(Edge(above, below) for below, above in pairwise(keys)),
        batches=(Batch("b", "Batch 1", SizeBand.TEN_TO_FORTY_NINE, ("bn",)),),
        disclosures=filed, statements=tuple(statements), tellings=tellings, servings=(),
    )  # fmt: skip
    return replace(made, **facts)


SELF = Source.SELF_DECLARATION


def _statements(
    key: str, answers: Mapping[str, Answers | Sequence[Answers]]
) -> Iterator[Statement]:
    for term, given in answers.items():
        for number, one in enumerate([given] if isinstance(given, dict) else given):
            plain: Answers = {"state": State.STATED, "filed_on": date(2026, 3, 1)} | one
            yield Statement(f"d-{key}.{term}{number}", f"d-{key}", key, term, **plain)


def words_of(view: Any) -> str:
    """Every word of a view, one after the other."""
    if isinstance(view, str):
        return view
    if isinstance(view, Mapping):
        return "\n".join(words_of(one) for one in view.values())
    if isinstance(view, tuple | list):
        return "\n".join(words_of(one) for one in view)
    if is_dataclass(view):
        return "\n".join(words_of(getattr(view, each.name)) for each in fields(view))
    return str(view)
