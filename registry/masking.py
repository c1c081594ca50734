"""The facts of a chain as one reader may see them: what is not theirs is masked (3.1, D18, D19)."""

from dataclasses import replace

from models.vocabulary import Role, Source, State
from registry.access import DATA_CLASSES, Reader, Sight, Standing, standing
from reports.facts import ChainFacts, Place, Statement
from reports.value_shapes import without_words


def shown_to(reader: Reader, facts: ChainFacts) -> ChainFacts:
    """The facts as this reader may see them: names, places and sums that are not theirs masked."""
    seat = standing(reader, facts)
    if seat is Standing.OPERATOR:
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
        if sight in {Sight.DIVISION, Sight.COUNT, Sight.SEALED}:
            return replace(place, party="", district="", label="")
        return replace(place, label="")
    if place.role is Role.HOUSEHOLD_EMPLOYER:
        return replace(place, label="", party="", district="")
    return place


def _shown_statement(
    statement: Statement, facts: ChainFacts, seat: Standing, own: frozenset[str], reader: Reader
) -> Statement | None:
    if statement.redacted and seat not in {Standing.INSPECTOR, Standing.REGISTRAR}:
        statement = replace(statement, value=None, as_stated="", reason="", citation=None)
    if statement.source is Source.WORKERS_ACCOUNT and statement.recorder not in reader.party_ids:
        return None
    if _is_price_between_agencies(statement):
        sight = DATA_CLASSES["price_between_agencies"][seat]
        if sight is Sight.NO or (sight is Sight.OWN and statement.place not in own):
            value = {k: v for k, v in (statement.value or {}).items() if k != "money"}
            statement = replace(statement, value=value, as_stated="")
    if facts.household and seat not in {Standing.AGENCY, Standing.EMPLOYER, Standing.INSPECTOR}:
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
