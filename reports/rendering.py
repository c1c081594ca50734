"""Which of the two renderings a sheet is, and what each leaves out (D18, D28)."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from models.vocabulary import Role
from reports.facts import ChainFacts, Place, Statement
from reports.reference_facts import Value


class Rendering(StrEnum):
    """For the worker's own hands, or for whoever comes by the code."""

    WORKER = "worker"
    PUBLIC = "public"


# D18: who pays is public; between whom how much is not, on any paper.
AGENCIES = frozenset({"origin_agency", "destination_agency", "local_intermediary"})
# D18: these never leave the chain of a household.
HOUSEHOLD_ONLY = frozenset({"employer_name", "care_load"})


def for_rendering(facts: ChainFacts, rendering: Rendering) -> ChainFacts:
    """The facts as a rendering may print them.

    The snapshot has masked them for their reader already; this holds for paper whoever asks.
    """
    statements = tuple(_statement(one, facts, rendering) for one in facts.statements)
    places = tuple(_place(one, facts, rendering) for one in facts.places)
    return replace(facts, statements=statements, places=places)


def _statement(statement: Statement, facts: ChainFacts, rendering: Rendering) -> Statement:
    value = statement.value
    if value and value.get("payer") in AGENCIES and "money" in value:
        statement = replace(statement, value=_without(value, "money"), as_stated="")
    if rendering is Rendering.PUBLIC and facts.household:
        return _without_household(statement)
    return statement


def _without_household(statement: Statement) -> Statement:
    if statement.term in HOUSEHOLD_ONLY and statement.value:
        return replace(statement, value=None, as_stated="", reason="", redacted=True)
    value = statement.value
    if value and statement.term == "workplace_location":
        value = _without(value, "site")
    return replace(statement, value=_without(value, "text", "other"), as_stated="", reason="")


def _without(value: Value | None, *parts: str) -> Value | None:
    if value is None:
        return None
    kept: Mapping[str, object] = {name: part for name, part in value.items() if name not in parts}
    return kept or None


def _place(place: Place, facts: ChainFacts, rendering: Rendering) -> Place:
    if place.role is Role.LOCAL_INTERMEDIARY:
        return replace(place, label="", party="")  # D19: never a name, on any paper
    if place.role is Role.HOUSEHOLD_EMPLOYER and rendering is Rendering.PUBLIC:
        return replace(place, label="", party="", district="")
    return place
