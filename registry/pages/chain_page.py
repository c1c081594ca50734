"""Everything that the page of a chain shows, made from one view of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.vocabulary import FindingKind, FindingStatus, Severity
from registry.history import ChainView
from registry.pages.days import Asked
from registry.pages.languages import language_name
from registry.pages.matrix import (
    DIFFERENCES,
    DIFFERING,
    Matrix,
    build_matrix,
    differences_first,
    only_differences,
)
from registry.pages.picture import broken, draw
from registry.pages.rendering import lexicon
from registry.pages.timeline import days_of
from registry.visible_findings import ShownFinding
from reports.facts import Place, TimelineEntry
from reports.finding import Finding, Step
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.saying import Saying
from reports.standing import Standing, fold
from reports.wording import Wording

RANK = {Severity.SERIOUS: 0, None: 0, Severity.QUESTION: 1, Severity.NOTE: 2}
SHORT = 30  # answered terms
FIRST = 6  # findings that stand open; the rest unfold


@dataclass(frozen=True)
class Alike:
    """A finding, and those that say the same of other links."""

    shown: ShownFinding
    others: tuple[ShownFinding, ...]


@dataclass(frozen=True)
class Link:
    """A place and whether it has answered."""

    place: Place
    stated: int
    spoke: bool


def chain_page(view: ChainView, asked: Asked, *, only: bool, every: bool) -> dict[str, Any]:
    """What the template is given."""
    facts, standing = view.facts, fold(view.facts)
    naming = Naming(facts, lexicon())
    terms = view.catalogue.reference_set.terms
    matrix = build_matrix(
        facts, standing, view.comparison, view.findings, terms=terms, order=naming.order
    )
    found = alike_together(in_order(view.findings))
    asked_terms = view.comparison.asked_terms
    return {
        "comparison": view.comparison,
        "asked": asked,
        "only": only,
        "open_groups": only or every or is_short(matrix),
        "spoke": standing.spoke,
        "picture": draw(facts),
        "broken": broken,
        "links": [link_of(place, standing, asked_terms) for place in naming.order],
        "first": found[:FIRST],
        "rest": found[FIRST:],
        "matrix": only_differences(matrix) if only else differences_first(matrix),
        "differing_group": DIFFERING,
        "differing": sum(row.differs for row in matrix.rows),
        "days": days_of((*facts.timeline, *asked_and_replied(view))),
        **words_of(view, naming, standing),
    }


def is_short(matrix: Matrix) -> bool:
    """Whether the whole matrix can stand open: nothing differs, and little is answered."""
    rows = matrix.rows
    return not any(row.differs for row in rows) and sum(row.stated for row in rows) <= SHORT


def words_of(view: ChainView, naming: Naming, standing: Standing) -> dict[str, Any]:
    """What puts the facts into the words of the language of the page."""
    # D19: beside a reply only a name is said that the reader is shown in the chain.
    authors = {place.label: naming.name(place.id) for place in view.facts.places if place.label}
    return {
        "facts": view.facts,
        "terms": view.catalogue.reference_set.terms,
        "answers": standing.every,
        "authors": authors,
        "naming": naming,
        "sentence": sentence_of(view),
        "saying": Saying(view.facts, Phrasing(lexicon()), naming),
        "arithmetic": arithmetic_by_statement(view.findings),
        "not_differences": set(FindingKind) - DIFFERENCES,
        "places": {place.id: place for place in view.facts.places},
        "statements": {statement.id: statement for statement in view.facts.statements},
        "sheet_links": [(place.id, naming.name(place.id)) for place in naming.order],
        "sheet_languages": [(tag, language_name(tag)) for tag in view.catalogue.languages],
    }


def in_order(findings: Sequence[ShownFinding]) -> list[ShownFinding]:
    """Differences before silences, what weighs most first; then as the comparison has them."""

    def rank(shown: ShownFinding) -> tuple[int, bool]:
        silent = shown.finding.kind in {FindingKind.NEVER_STATED, FindingKind.GAP_IN_CHAIN}
        return (RANK[shown.severity], silent)

    return sorted(findings, key=rank)


def alike_together(findings: Sequence[ShownFinding]) -> list[Alike]:
    """Findings that say the same of several links stand as one, with the other links named."""
    found: dict[tuple[object, ...], list[ShownFinding]] = {}
    for shown in findings:
        one = shown.finding
        life = (shown.life.status, shown.life.asked_on, shown.life.due_on, shown.life.replies)
        same = (one.kind, shown.severity, one.terms, one.above, one.words, life)
        # Two findings about the same links differ by something that the sentence says.
        key = same if one.below else (*same, shown.identity)
        found.setdefault(key, []).append(shown)
    return [Alike(group[0], tuple(group[1:])) for group in found.values()]


def asked_and_replied(view: ChainView) -> list[TimelineEntry]:
    """What was asked, replied and settled about the findings that the reader is shown."""
    named = {place.label: place.id for place in view.facts.places if place.label}
    entries = []
    for shown in view.findings:
        life = shown.life
        if life.asked_on:
            addressed = shown.finding.addressed_to or ("",)
            asked = FindingStatus.ASKED
            entries += [TimelineEntry(life.asked_on, asked, place) for place in addressed]
        for on, who, *_ in life.replies:
            entries.append(TimelineEntry(on, FindingStatus.REPLIED, named.get(who, "")))
        if life.settled_on:
            entries.append(TimelineEntry(life.settled_on, life.status))
    return entries


def link_of(place: Place, standing: Standing, asked: Sequence[str]) -> Link:
    """How many of the asked terms a link has answered."""
    stated = sum(any(a.disclosed for a in standing.of(code, place.id)) for code in asked)
    return Link(place, stated, place.id in standing.spoke)


def arithmetic_by_statement(findings: Sequence[ShownFinding]) -> dict[str, tuple[Step, ...]]:
    """The lines of arithmetic that a statement's figure went through."""
    steps: dict[str, dict[Step, None]] = {}
    for shown in findings:
        for statement in shown.finding.statements:
            steps.setdefault(statement, {}).update(dict.fromkeys(shown.finding.arithmetic))
    return {statement: tuple(found) for statement, found in steps.items()}


def sentence_of(view: ChainView) -> Callable[[Finding], str]:
    """What puts a finding of this view into a sentence of the language of the page."""
    held = view.catalogue
    words = Wording(view.facts, held.reference_set, held.wording, lexicon().language, held.codes)
    return words.sentence
