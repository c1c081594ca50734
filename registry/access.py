"""Who may see and do what: one table, readable beside domain.md 3.1 as amended by D18-D25.

Pages and queries ask here and nowhere else. ``shown_to`` masks a chain's facts for a reader;
``registry/queries.py`` uses ``may_list`` so that a list or a search cannot leak what a page hides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from models.vocabulary import (
    EMPLOYER_ROLES,
    FindingStatus,
    Milestone,
    Role,
    Severity,
    Source,
    State,
    UserRole,
)
from reports.facts import ChainFacts, Place, Statement
from reports.finding import Finding
from reports.value_shapes import without_words


class Standing(StrEnum):
    """The columns of the table in 3.1; ``operator`` is the command line of the registry."""

    PUBLIC = "P"
    HOLDER = "W"
    AGENCY = "A"
    EMPLOYER = "E"
    UNION = "U"
    INSPECTOR = "I"
    REGISTRAR = "G"
    RESEARCHER = "X"
    OPERATOR = "O"


class Sight(StrEnum):
    """How much of a class of data somebody sees."""

    YES = "yes"
    NO = "no"
    OWN_CHAIN = "own chain"
    OWN = "own"
    DIVISION = "role and division"
    COUNT = "count"
    PUBLISHED = "after publication"
    REPLY_WINDOW = "after the reply window, never the top rung"
    JURISDICTION = "within the jurisdiction"
    SEALED = "sealed"
    AGGREGATE = "aggregate"


S = Standing
V = Sight


def _row(p: V, w: V, a: V, e: V, u: V, i: V, g: V, x: V) -> dict[S, V]:
    cells = zip((S.PUBLIC, S.HOLDER, S.AGENCY, S.EMPLOYER), (p, w, a, e), strict=True)
    rest = zip((S.UNION, S.INSPECTOR, S.REGISTRAR, S.RESEARCHER), (u, i, g, x), strict=True)
    return {**dict(cells), **dict(rest), S.OPERATOR: V.YES}


# One line a data class, columns P W A E U I G X as in domain.md 3.1.
DATA_CLASSES: dict[str, dict[S, V]] = {
    "agency_record": _row(V.YES, V.YES, V.YES, V.YES, V.YES, V.YES, V.YES, V.YES),
    "corporate_employer": _row(V.YES, V.YES, V.YES, V.YES, V.YES, V.YES, V.YES, V.YES),
    # D18: a household is reached by sheet code only; its name and place stand on the paper alone.
    "household_offer": _row(
        V.NO, V.OWN, V.OWN_CHAIN, V.OWN, V.NO, V.JURISDICTION, V.SEALED, V.AGGREGATE
    ),
    # D19: by division to those outside the chain.
    "local_intermediary": _row(
        V.DIVISION, V.DIVISION, V.OWN_CHAIN, V.COUNT, V.DIVISION, V.JURISDICTION, V.SEALED, V.COUNT
    ),
    "sealed_name": _row(V.NO, V.NO, V.NO, V.NO, V.NO, V.NO, V.NO, V.NO),
    # D18: who pays is public, between whom how much is not.
    "price_between_agencies": _row(V.NO, V.NO, V.OWN, V.OWN, V.NO, V.JURISDICTION, V.NO, V.NO),
    "disclosed_terms": _row(
        V.PUBLISHED,
        V.OWN,
        V.OWN_CHAIN,
        V.OWN_CHAIN,
        V.PUBLISHED,
        V.JURISDICTION,
        V.YES,
        V.PUBLISHED,
    ),
    "findings": _row(
        V.REPLY_WINDOW, V.YES, V.OWN, V.OWN, V.YES, V.JURISDICTION, V.YES, V.AGGREGATE
    ),
    "top_rung": _row(V.NO, V.NO, V.NO, V.NO, V.NO, V.JURISDICTION, V.NO, V.NO),
    # R7, D21: only released aggregates leave the union that wrote an account down.
    "workers_account": _row(V.NO, V.NO, V.NO, V.NO, V.OWN, V.NO, V.NO, V.NO),
    "worker_identity": _row(V.NO, V.NO, V.NO, V.NO, V.NO, V.NO, V.NO, V.NO),
    # D22, R2: nobody is told who looked.
    "read_log": _row(V.NO, V.NO, V.NO, V.NO, V.OWN, V.OWN, V.YES, V.NO),
}
# Sealed names and workers are nobody's to see, the command line included.
for _name in ("sealed_name", "worker_identity"):
    DATA_CLASSES[_name][S.OPERATOR] = V.NO


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is looking: a role, the parties acted for, an inspector's countries."""

    role: UserRole | None = None
    user_id: int | None = None
    party_ids: frozenset[str] = frozenset()  # public ids
    countries: frozenset[str] = frozenset()
    sheet_of: str = ""  # public id of the chain whose sheet code was given
    operator: bool = False


PUBLIC = Reader()
OPERATOR = Reader(operator=True)


# What a view may be marked with, and who passes. None is anybody, signed in or not.
PERMISSIONS: dict[str, frozenset[UserRole] | None] = {
    "public": None,
    "chain:read": None,
    "party:read": None,
    "term:read": None,
    "sheet:read": None,
    "log:read": None,
    "signed-in": frozenset(UserRole),
    "disclosure:file": frozenset({UserRole.FILER}),
    "sheet:issue": frozenset({UserRole.FILER, UserRole.UNION, UserRole.INSPECTOR}),
    "finding:ask": frozenset({UserRole.INSPECTOR, UserRole.REGISTRAR}),
    "finding:reply": frozenset({UserRole.FILER}),
    "finding:settle": frozenset({UserRole.INSPECTOR, UserRole.REGISTRAR}),
    "party:admit": frozenset({UserRole.REGISTRAR}),
}


def permission(name: str) -> Callable[[Any], Any]:
    """Mark a view with the permission it needs; the application refuses to start without one."""
    if name not in PERMISSIONS:
        raise KeyError(f"{name!r} is not one of the permissions in registry/access.py")

    def mark(view: Any) -> Any:
        view.permission = name
        return view

    return mark


def may(reader: Reader, name: str) -> bool:
    """Whether the reader passes a permission."""
    roles = PERMISSIONS[name]
    return roles is None or reader.role in roles


def standing(reader: Reader, facts: ChainFacts) -> Standing:
    """The column of 3.1 that a reader stands in, for one chain."""
    if reader.operator:
        return S.OPERATOR
    own = [place for place in facts.places if place.party and place.party in reader.party_ids]
    if reader.role is UserRole.FILER and own:
        return S.EMPLOYER if all(p.role in EMPLOYER_ROLES for p in own) else S.AGENCY
    if reader.role is UserRole.INSPECTOR and reader.countries & _countries(facts):
        return S.INSPECTOR
    if reader.role is UserRole.UNION:
        return S.UNION
    if reader.role is UserRole.REGISTRAR:
        return S.REGISTRAR
    if reader.sheet_of == facts.id:
        return S.HOLDER
    return S.RESEARCHER if reader.role is UserRole.RESEARCHER else S.PUBLIC


def _countries(facts: ChainFacts) -> set[str]:
    return {facts.origin, facts.destination, *(p.country for p in facts.places)} - {""}


def may_read(reader: Reader, facts: ChainFacts) -> bool:
    """Whether a reader may open this chain at all; if not, it does not exist for them (404)."""
    seat = standing(reader, facts)
    name = "household_offer" if facts.household else "disclosed_terms"
    sight = DATA_CLASSES[name][seat]
    if sight is V.PUBLISHED:
        return facts.published_on is not None and facts.published_on <= facts.on
    return sight in {V.YES, V.OWN, V.OWN_CHAIN, V.JURISDICTION}


def shown_to(reader: Reader, facts: ChainFacts) -> ChainFacts:
    """The facts as this reader may see them: names, places and sums that are not theirs masked."""
    seat = standing(reader, facts)
    if seat is S.OPERATOR:
        return facts
    own = frozenset(p.id for p in facts.places if p.party and p.party in reader.party_ids)
    statements = tuple(
        shown for s in facts.statements if (shown := _shown_statement(s, facts, seat, own, reader))
    )
    places = tuple(_shown_place(p, facts, seat) for p in facts.places)
    kept = {s.id for s in statements}
    tellings = tuple(
        replace(t, statements=tuple(s for s in t.statements if s in kept)) for t in facts.tellings
    )
    return replace(facts, places=places, statements=statements, tellings=tellings)


def shown_on_paper(facts: ChainFacts) -> ChainFacts:
    """The facts for the worker's own paper: as for a sheet's holder, with the household's own
    name and place, which stand on that paper only (D18)."""
    held = {s.id: s for s in facts.statements}
    shown = shown_to(Reader(sheet_of=facts.id), facts)
    statements = tuple(
        held[s.id] if facts.household and not held[s.id].redacted else s for s in shown.statements
    )
    return replace(shown, statements=statements)


def _shown_place(place: Place, facts: ChainFacts, seat: Standing) -> Place:
    if place.role is Role.LOCAL_INTERMEDIARY:
        sight = DATA_CLASSES["local_intermediary"][seat]
        if sight in {V.DIVISION, V.COUNT, V.SEALED}:
            return replace(place, party="", district="", label="")
        return replace(place, label="")
    if place.role is Role.HOUSEHOLD_EMPLOYER:
        return replace(place, label="", party="", district="")
    return place


def _shown_statement(
    statement: Statement, facts: ChainFacts, seat: Standing, own: frozenset[str], reader: Reader
) -> Statement | None:
    if statement.redacted and seat not in {S.INSPECTOR, S.REGISTRAR}:
        statement = replace(statement, value=None, as_stated="", reason="", citation=None)
    if statement.source is Source.WORKERS_ACCOUNT and statement.recorder not in reader.party_ids:
        return None
    if _is_price_between_agencies(statement):
        sight = DATA_CLASSES["price_between_agencies"][seat]
        if sight is V.NO or (sight is V.OWN and statement.place not in own):
            value = {k: v for k, v in (statement.value or {}).items() if k != "money"}
            statement = replace(statement, value=value, as_stated="")
    if facts.household and seat not in {S.AGENCY, S.EMPLOYER, S.INSPECTOR}:
        # D18: free text, exact zone and care load of a household never leave its chain.
        statement = _without_household_detail(statement)
    return statement


_AGENCIES = frozenset({"origin_agency", "destination_agency", "local_intermediary"})
_HOUSEHOLD_DETAIL = frozenset({"employer_name", "care_load"})


def _is_price_between_agencies(statement: Statement) -> bool:
    value = statement.value or {}
    return value.get("payer") in _AGENCIES and "money" in value


def _without_household_detail(statement: Statement) -> Statement:
    value = statement.value
    if statement.term in _HOUSEHOLD_DETAIL and value:
        value = None
        return replace(statement, value=value, as_stated="", state=State.STATED, redacted=True)
    if statement.term == "workplace_location" and value:
        value = {k: v for k, v in value.items() if k in {"country", "region"}}
    return replace(statement, as_stated="", value=without_words(value) if value else value)


@dataclass(frozen=True, slots=True)
class FindingLife:
    """What has been done about a finding: its status, when asked, what was replied."""

    status: FindingStatus = FindingStatus.OPEN
    asked_on: date | None = None
    due_on: date | None = None
    replies: tuple[tuple[date, str, str, str], ...] = ()  # (day, party public id, text, language)
    settled_on: date | None = None
    decision: tuple[str, str] = ("", "")  # its reason, and the language of it
    public_id: str = ""


UNASKED = FindingLife()


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as a reader sees it: ``severity`` is None while its word waits (D20)."""

    finding: Finding
    life: FindingLife
    severity: Severity | None
    identity: str = field(default="")


REPLY_WINDOW = timedelta(days=14)
URGENT_WINDOW = timedelta(hours=72)
URGENT_WITHIN = timedelta(days=21)


def reply_window(facts: ChainFacts, asked_on: date) -> timedelta:
    """14 days, or 72 hours where a batch departs within 21 days (D20)."""
    for batch in facts.batches:
        leaves = batch.milestones.get(Milestone.DEPARTURE)
        if leaves and asked_on <= leaves <= asked_on + URGENT_WITHIN:
            return URGENT_WINDOW
    return REPLY_WINDOW


def finding_is_public(finding: Finding, life: FindingLife, facts: ChainFacts) -> bool:
    """Notes and questions at once; a serious one when asked and the window has passed (3.7)."""
    if life.status is FindingStatus.WITHDRAWN:
        return False
    if finding.severity is not Severity.SERIOUS:
        return True
    if life.asked_on is None:
        return False
    due = life.due_on or life.asked_on + reply_window(facts, life.asked_on)
    # The day until which a reply is awaited belongs to those who were asked, to its end: else 72
    # hours that begin in an evening would be two days.
    return facts.on > due


def shown_findings(
    reader: Reader,
    facts: ChainFacts,
    findings: tuple[Finding, ...],
    lives: dict[str, FindingLife],
) -> tuple[ShownFinding, ...]:
    """The findings of a chain that this reader may see, in the order given."""
    seat = standing(reader, facts)
    sight = DATA_CLASSES["findings"][seat]
    own = frozenset(p.id for p in facts.places if p.party and p.party in reader.party_ids)
    shown = []
    for finding in findings:
        identity = finding.identity(facts.id)
        life = lives.get(identity, UNASKED)
        public = finding_is_public(finding, life, facts)
        touched = bool(own & {finding.below, finding.above, *finding.addressed_to})
        if sight in {V.YES, V.JURISDICTION} or public or (sight is V.OWN and touched):
            waits = sight is V.REPLY_WINDOW and not public
            severity = None if waits else finding.severity
            shown.append(ShownFinding(_as_asked(finding, life), life, severity, identity))
    return tuple(shown)


# A sentence that says that no link was asked, and what is said once one was (law 12).
_ONCE_ASKED = {"never_stated.register_only": "never_stated.register_asked"}


def _as_asked(finding: Finding, life: FindingLife) -> Finding:
    if life.asked_on is None or finding.words not in _ONCE_ASKED:
        return finding
    return replace(finding, words=_ONCE_ASKED[finding.words])


def sees_findings_at_once(reader: Reader, facts: ChainFacts) -> bool:
    """Whether nothing about a chain waits for a reply before this reader is told of it (D20)."""
    return DATA_CLASSES["findings"][standing(reader, facts)] in {V.YES, V.JURISDICTION}


def sees_routing(reader: Reader, facts: ChainFacts) -> bool:
    """Whether the reader is shown that a chain is routed to an inspector; never public (2.5)."""
    return DATA_CLASSES["top_rung"][standing(reader, facts)] in {V.YES, V.JURISDICTION}
