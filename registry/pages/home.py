"""The first page: what this is and is not, and the two ways in."""

from flask import Blueprint, render_template

from registry.access import permission
from registry.pages.gate import reader
from registry.pages.services import session
from registry.queries import newest_chains

NEWEST = 8

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@permission("public")
def show() -> str:
    """What this is, a search, and the field for a sheet's code."""
    chains = newest_chains(session(), reader(), limit=NEWEST)
    return render_template("home.html", chains=chains)
