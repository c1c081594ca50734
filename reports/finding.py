"""A difference that a rule saw: a value, before it is put on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from models.vocabulary import Axis, FindingKind, Milestone, Severity
from reports.facts import WHOLE_OFFER, Scope

# Kinds that list several terms, or none; which terms they list may change from day to day.
GROUPED_KINDS = frozenset(
    {
        FindingKind.NEVER_STATED,
        FindingKind.OMITTED,
        FindingKind.LATE,
        FindingKind.NOT_TOLD_IN_LANGUAGE,
        FindingKind.GAP_IN_CHAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic, fit to print: ``30,000 BDT ÷ 122 BDT per USD = 245.90 USD``."""

    text: str
    source: str = ""  # of a rate, a divisor or a formula


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between statements, or one silence, with whom it is addressed to.

    ``below`` and ``above`` are place ids; "" where the kind has no such side. ``between`` is
    the pair of places between which the difference first appears (lower, upper).
    """

    kind: FindingKind
    severity: Severity
    terms: tuple[str, ...]
    rule: str  # id of the rule, e.g. "2.3a"
    rule_version: str
    addressed_to: tuple[str, ...]
    axis: Axis | None = None
    scope: Scope = WHOLE_OFFER
    below: str = ""
    above: str = ""
    between: tuple[str, str] | None = None
    stepped_over: tuple[str, ...] = ()  # links whose answer could not be compared
    statements: tuple[str, ...] = ()
    batch: str = ""
    telling: str = ""
    milestone: Milestone | None = None
    on: date | None = None
    reason: str = ""  # why not comparable, why vague
    stated: bool = False  # a stated, not inferred, answer (2.5)
    arithmetic: tuple[Step, ...] = ()
    indicators: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    words: str = ""  # code of the sentence in the catalogue
    params: Mapping[str, Any] = field(default_factory=dict)

    def identity(self, chain: str) -> str:
        """What makes it the same finding on another day (D16), as a hex digest."""
        below = self.telling or self.below
        parts = (chain, repr(self.scope.parts), self.kind.value, below, self.above, self.batch)
        grouped = self.kind in GROUPED_KINDS or len(self.terms) > 1
        terms = (self.reason,) if grouped else self.terms
        return sha256("\x1f".join((*parts, *terms, *self.addressed_to)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed figure with its formula; never filed (1, derived)."""

    code: str
    place: str
    scope: Scope
    text: str
    value: str
    unit: str
    formula: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything a comparison of one chain on one day yields."""

    chain: str
    on: date
    findings: tuple[Finding, ...]
    derived: tuple[Derived, ...]
    routed_to_inspector: bool  # 2.5 top rung: never public
    asked_terms: tuple[str, ...]
    unstated_terms: tuple[str, ...]
    checked: tuple[str, ...]  # sentence codes: what was checked
    not_checked: tuple[str, ...]
    reference_version: str
    rule_version: str
