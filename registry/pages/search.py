"""Search for a party, a chain, a reference number or an occupation."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models import Party
from registry.access import permission
from registry.forms.texts import readable
from registry.pages.exports import as_table
from registry.pages.gate import reader
from registry.pages.services import session
from registry.queries import PAGE, ChainLine, newest_chains
from registry.searching import Close, close_to, exact_chain, search_chains, search_parties

LONGEST = 200
HEAD = (
    "kind", "id", "number", "title_or_name", "sector", "country_or_origin", "destination",
    "registered_on", "written_nearly_so",
)  # fmt: skip

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
    page = {"asked": asked, "most": PAGE, **found_for(asked)}
    return render_template("search.html", **page)


@blueprint.get("/search.<any(csv, json):form>")
@permission("public")
def listed(form: str) -> Response:
    """The same as a file: what this reader may list, in the order of the page."""
    asked = readable(request.args.get("q", ""), LONGEST)
    return as_table(form, "search", HEAD, lines_of(asked), asked=asked)


def found_for(asked: str) -> dict[str, Any]:
    """What was found, and what is written nearly so where there is room for it."""
    chains, parties = search_chains(session(), reader(), asked), search_parties(session(), asked)
    close = Close((), ())
    if len(chains) < PAGE and len(parties) < PAGE:
        found = [one.public_id for one in chains], [one.public_id for one in parties]
        close = close_to(session(), reader(), asked, chains=found[0], parties=found[1])
    return {"chains": chains, "parties": parties, "close": close}


def lines_of(asked: str) -> Iterator[tuple[str, ...]]:
    """One line a chain or party; without a word to look for, the chains registered last."""
    if not asked:
        yield from (chain_line(one, "") for one in newest_chains(session(), reader()))
        return
    found = found_for(asked)
    yield from (chain_line(one, "") for one in found["chains"])
    yield from (party_line(one, "") for one in found["parties"])
    yield from (party_line(one, "yes") for one in found["close"].parties)
    yield from (chain_line(one, "yes") for one in found["close"].chains)


def chain_line(chain: ChainLine, nearly: str) -> tuple[str, ...]:
    """A chain as a line of the file."""
    where = (chain.sector, chain.origin, chain.destination, chain.registered_on.isoformat())
    return ("chain", chain.public_id, chain.number, chain.title, *where, nearly)


def party_line(party: Party, nearly: str) -> tuple[str, ...]:
    """A party as a line of the file."""
    return ("party", party.public_id, "", party.name, "", party.country, "", "", nearly)
