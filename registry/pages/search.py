"""Search for a party, a chain, a reference number or an occupation."""

from flask import Blueprint, render_template, request

from registry.access import permission
from registry.forms.texts import readable
from registry.pages.gate import reader
from registry.pages.services import session
from registry.queries import PAGE, newest_chains, search_chains, search_parties

LONGEST = 200

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@permission("public")
def show() -> str:
    """What was found, chains by date and parties by name; never by findings (R12)."""
    asked = readable(request.args.get("q", ""), LONGEST)
    if asked:
        chains = search_chains(session(), reader(), asked)
        parties = search_parties(session(), asked)
    else:
        chains, parties = newest_chains(session(), reader()), []
    return render_template("search.html", asked=asked, chains=chains, parties=parties, most=PAGE)
