"""Search for a party, a chain, a reference number or an occupation."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.access import permission
from registry.forms.texts import readable
from registry.pages.gate import reader
from registry.pages.services import session
from registry.queries import PAGE, newest_chains
from registry.searching import Close, close_to, exact_chain, search_chains, search_parties

LONGEST = 200

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@permission("public")
def show() -> str | Response:
    """What was found, chains by date and parties by name; never by findings (R12)."""
    asked = readable(request.args.get("q", ""), LONGEST)
    if not asked:
        newest = newest_chains(session(), reader())
        return render_template("search.html", asked="", chains=newest, most=PAGE)
    if number := exact_chain(session(), reader(), asked):
        return redirect(url_for("chains.show", public_id=number), 303)
    chains, parties = search_chains(session(), reader(), asked), search_parties(session(), asked)
    close = Close((), ())
    if len(chains) < PAGE and len(parties) < PAGE:
        found = [one.public_id for one in chains], [one.public_id for one in parties]
        close = close_to(session(), reader(), asked, chains=found[0], parties=found[1])
    page = {"asked": asked, "chains": chains, "parties": parties, "close": close, "most": PAGE}
    return render_template("search.html", **page)
