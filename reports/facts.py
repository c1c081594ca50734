"""The frozen facts that every rule and every document is given.

``registry/snapshot.py`` makes them from the tables for one chain on one day; the case files in
``tests/cases`` make them from JSON. Nothing here reads a clock or a database, so any past day
can be computed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary import (
    ActKind,
    DisclosureAct,
    EdgeKind,
    Medium,
    Milestone,
    Qualifier,
    Role,
    Sector,
    SizeBand,
    Source,
    State,
)
from reports.reference_facts import Rate, Value


@dataclass(frozen=True, slots=True)
class Scope:
    """What a statement is about, when not the whole offer (D8): sorted (kind, name) pairs.

    Kinds: worksite, housing, crop, client, occupation, crew.
    """

    parts: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the statement is about the whole offer."""
        return not self.parts


WHOLE_OFFER = Scope()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a filer asked, and when, for a term it does not know (D6)."""

    place: str
    on: date
    disputed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A law or collective agreement that an answer refers to."""

    instrument: str
    article: str = ""
    as_of: date | None = None
    where: str = ""  # where a collective agreement can be read

    @property
    def resolvable(self) -> bool:
        """A law needs instrument, article and day; an agreement, where to read it (2.1)."""
        return bool(self.instrument and ((self.article and self.as_of) or self.where))


@dataclass(frozen=True, slots=True)
class Statement:
    """One link's answer about one term of one scope: the atom of the registry (law 1)."""

    id: str  # stable: "<disclosure>.<ordinal>"
    disclosure: str
    place: str  # the speaker's place in the chain
    term: str
    state: State
    value: Value | None = None
    qualifier: Qualifier = Qualifier.EXACT
    scope: Scope = WHOLE_OFFER
    as_stated: str = ""
    language: str = ""  # BCP 47, of ``as_stated``
    said_on: date | None = None  # as claimed by the speaker
    filed_on: date | None = None  # the server's
    source: Source = Source.SELF_DECLARATION
    recorder: str = ""  # party that entered it
    recorder_name: str = ""
    recorded_for_speaker: bool = False  # recorder is not the speaker (D1)
    confirmed_on: date | None = None  # by the speaker, when recorded for it
    disputed_on: date | None = None
    asked: Asked | None = None
    citation: Citation | None = None
    reason: str = ""
    passed_from: str = ""  # statement that a passed-on answer stands for
    document: str = ""  # which document of the speaker, for rule (f)
    has_evidence: bool = False
    redacted: bool = False

    @property
    def own(self) -> bool:
        """Whether this counts as the speaker's own declaration (D1)."""
        return not self.recorded_for_speaker or self.confirmed_on is not None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The header of what a link filed at one time."""

    id: str
    place: str
    act: DisclosureAct
    filed_on: date
    said_on: date | None
    source: Source
    document: str
    previous: str = ""  # what it corrects, updates, confirms or withdraws
    reason: str = ""
    recorder: str = ""
    recorder_name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A party's place in this chain, as the picture for the day shows it."""

    id: str
    role: Role
    label: str  # what this reader may be shown as its name
    party: str = ""
    country: str = ""
    division: str = ""
    district: str = ""
    engaged_by: str = ""  # place id
    asserted_on: date | None = None
    asserted_by: str = ""
    confirmed_on: date | None = None
    disputed_on: date | None = None
    licences: tuple[str, ...] = ()
    people_count: int = 0  # sealed individual recruiters under this place (D5)


@dataclass(frozen=True, slots=True)
class Edge:
    """``above`` is towards the employer, ``below`` towards the worker."""

    above: str
    below: str
    kind: EdgeKind = EdgeKind.PASSES_TO
    asserted_on: date | None = None
    confirmed_on: date | None = None
    disputed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Workers of one offer who accept, sign and leave on the same days (D3)."""

    id: str
    label: str
    size: SizeBand
    languages: tuple[str, ...] = ()  # that its workers read or understand
    milestones: Mapping[Milestone, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told to a batch, by which link, when and how (D2)."""

    id: str
    place: str
    batch: str
    on: date
    medium: Medium
    language: str
    statements: tuple[str, ...]  # ids of the statements that were told
    asserted_by: str = ""
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """A disclosure given to a link (D4: ``served_on``)."""

    disclosure: str
    to_place: str
    on: date
    by_place: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One dated act, for the timeline; names resolved for this reader."""

    on: date
    kind: ActKind | DisclosureAct | str
    place: str = ""
    other: str = ""
    note: str = ""
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Remit:
    """What a comparison of this chain is confined to (exercises and case files)."""

    terms: tuple[str, ...] | None = None  # None: all that the sector's profile asks
    references: bool = True
    benchmarks: bool = True
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """One chain as it stood at the end of one day, as one reader may see it."""

    id: str
    title: str
    sector: Sector
    occupation: str  # ISCO-08 code
    occupation_title: str
    origin: str  # ISO 3166-1 alpha-2, or "" when not known
    destination: str
    positions: int | None
    numbers: tuple[tuple[str, str], ...]  # (scheme, number)
    official_status: str
    official_status_on: date | None
    on: date
    published_on: date | None
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]
    batches: tuple[Batch, ...]
    disclosures: tuple[Disclosure, ...]
    statements: tuple[Statement, ...]
    tellings: tuple[Telling, ...]
    servings: tuple[Serving, ...]
    timeline: tuple[TimelineEntry, ...] = ()
    remit: Remit = Remit()

    @property
    def household(self) -> bool:
        """Whether the offer is a private household's (D18)."""
        return any(place.role is Role.HOUSEHOLD_EMPLOYER for place in self.places)
