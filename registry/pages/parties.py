"""A party: its licences, its chains, and what it owns and has not stated."""

from flask import Blueprint, render_template

from registry.access import permission
from registry.pages.gate import reader
from registry.pages.services import reference, session
from registry.pages.unchanged import unless_unchanged
from registry.queries import PAGE, chains_of, get_party
from registry.silences import silences_of
from registry.states import party_state

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
