"""Who may see and do what: one table, readable beside domain.md 3.1 as amended by D18-D25.

Pages and queries ask here and nowhere else. ``registry/masking.py`` masks the facts of a chain for
a reader, ``registry/visible_findings.py`` says which findings they see, and ``registry/queries.py``
uses ``may_list`` so that a list or a search cannot leak what a page hides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.vocabulary import (
    EMPLOYER_ROLES,
    UserRole,
)
from reports.facts import ChainFacts


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
