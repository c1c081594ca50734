"""A party: its licences, its chains, and what it owns and has not stated."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from models import Party
from registry.access import permission
from registry.pages.exports import as_csv, as_file, as_table
from registry.pages.gate import reader
from registry.pages.services import reference, session
from registry.pages.unchanged import unless_unchanged
from registry.queries import PAGE, chains_of, get_party
from registry.silences import silences_of
from registry.states import party_state

HEAD = (
    "chain", "number", "title", "sector", "origin", "destination", "registered_on",
    "terms_owned", "owned_and_not_stated",
)  # fmt: skip

LICENCE_HEAD = (
    "scheme", "number", "authority", "category", "valid_from", "valid_to",
    "status", "since", "checked_on", "source",
)  # fmt: skip

blueprint = Blueprint("parties", __name__)


@blueprint.get("/parties/<public_id>")
@permission("party:read")
@unless_unchanged(party_state)
def show(public_id: str) -> str:
    """One party; its chains by date, never by findings (R12)."""
    party = get_party(session(), public_id)
    chains = chains_of(session(), reader(), party)
    terms = reference().reference_set.terms
    silences = silences_of(session(), party, [chain.public_id for chain in chains], terms)
    return render_template("party.html", party=party, chains=chains, silences=silences, most=PAGE)


@blueprint.get("/parties/<public_id>/chains.csv")
@permission("party:read")
def chains_csv(public_id: str) -> Response:
    """The table of its chains, one line a chain."""
    return as_file(as_csv(HEAD, lines_of(public_id)), "text/csv", f"{public_id}.csv")


@blueprint.get("/parties/<public_id>/chains.json")
@permission("party:read")
def chains_json(public_id: str) -> Response:
    """The same as JSON."""
    rows = [dict(zip(HEAD, line, strict=True)) for line in lines_of(public_id)]
    body = json.dumps({"party": public_id, "chains": rows}, ensure_ascii=False, indent=1)
    return as_file(body.encode(), "application/json", f"{public_id}.json")


@blueprint.get("/parties/<public_id>/licences.<any(csv, json):form>")
@permission("party:read")
def licences(public_id: str, form: str) -> Response:
    """Its licences, one line for each status that a register gave them."""
    party = get_party(session(), public_id)
    name = f"{party.public_id}-licences"
    return as_table(form, name, LICENCE_HEAD, licence_lines(party), party=party.public_id)


def licence_lines(party: Party) -> Iterator[tuple[str, ...]]:
    """Licences in the order of the page; one without a status has a line of its own."""
    for licence in party.licences:
        valid = tuple(str(day or "") for day in (licence.valid_from, licence.valid_to))
        said = (licence.scheme, licence.number, licence.authority, licence.category, *valid)
        for entry in licence.statuses:
            checked = entry.checked_on.isoformat()
            yield (*said, entry.status, entry.on.isoformat(), checked, entry.source)
        if not licence.statuses:
            yield (*said, "", "", "", "")


def lines_of(public_id: str) -> Iterator[tuple[str, ...]]:
    """The rows of the files: what this reader may list, by date (R12, R13)."""
    party = get_party(session(), public_id)
    chains = chains_of(session(), reader(), party)
    terms = reference().reference_set.terms
    silences = silences_of(session(), party, [chain.public_id for chain in chains], terms)
    for chain in chains:
        held = silences.get(chain.public_id)
        silent = (str(held.owned), " ".join(held.silent)) if held else ("0", "")
        places = (chain.sector, chain.origin, chain.destination)
        day = chain.registered_on.isoformat()
        yield (chain.public_id, chain.number, chain.title, *places, day, *silent)
