"""What a comparison is handed besides the chain: terms, legal figures, benchmarks and rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import (
    Axis,
    Confidence,
    Direction,
    Owner,
    Qualifier,
    ReferenceSide,
    Requirement,
    Sector,
    TermType,
)

Value = Mapping[str, Any]
"""A value as filed; its keys depend on the term's type (``reports/values.py``)."""


@dataclass(frozen=True, slots=True)
class Term:
    """One of the terms that links are asked about (``seeds/data/terms.csv``)."""

    code: str
    group: str
    position: int
    type: TermType
    unit: str
    direction: Direction
    owner: Owner
    tier: int
    order: tuple[str, ...] = ()  # best to worst, for Direction.ORDERED
    codelist: str = ""
    requirement: Mapping[Sector, Requirement] = field(default_factory=dict)
    raised_in: frozenset[Sector] = frozenset()  # Tier 2 counts as Tier 1 here
    headline: bool = False
    axis: Axis | None = None
    indicators: tuple[str, ...] = ()
    source: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def tier_in(self, sector: Sector) -> int:
        """The tier that counts in a sector (1, sector profiles)."""
        return 1 if sector in self.raised_in else self.tier

    def requirement_in(self, sector: Sector) -> Requirement:
        """Whether the sector must answer this term."""
        return self.requirement.get(sector, Requirement.EXPECTED)


@dataclass(frozen=True, slots=True)
class Reference:
    """A dated, sourced legal figure (6)."""

    code: str
    jurisdiction: str
    origin: str
    sector: Sector | None
    term: str
    value: Value
    qualifier: Qualifier
    side: ReferenceSide
    instrument: str
    article: str
    effective_from: date | None
    effective_to: date | None
    source: str
    read_on: date
    confidence: Confidence
    applies_to_migrants: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A dated ILO benchmark: what to ask, never "the law that was broken" (D14)."""

    code: str
    term: str
    value: Value
    qualifier: Qualifier
    instrument: str
    article: str
    adopted_on: date
    source: str
    confidence: Confidence
    sector: Sector | None = None
    note: str = ""
    says: str = ""  # where a code would say less than the instrument does


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of ``quote`` for one ``base``, on a day or from a day on (pegs)."""

    base: str
    quote: str
    rate: Decimal
    on: date
    until: date | None  # None: until the next rate; a peg runs on
    peg: bool
    source: str


@dataclass(frozen=True, slots=True)
class Divisor:
    """How many days a monthly wage is divided by in a jurisdiction (2.2 rule 2)."""

    jurisdiction: str
    days: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """Everything a comparison is handed besides the chain."""

    terms: Mapping[str, Term]
    references: tuple[Reference, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    rates: tuple[Rate, ...] = ()
    divisors: tuple[Divisor, ...] = ()
    version: str = ""
