"""One chain on one day: picture, differences, timeline, matrix."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models import Chain
from models.vocabulary import UserRole
from registry.access import Reader, may, permission
from registry.exceptions import NotFoundError
from registry.history import ChainView, view_chain
from registry.pages.chain_page import chain_page
from registry.pages.days import Asked, asked_day
from registry.pages.finding_case import ways_in
from registry.pages.gate import reader
from registry.pages.services import session, today
from registry.pages.unchanged import unless_unchanged
from registry.queries import get_chain, sheets_of
from registry.states import chain_state

blueprint = Blueprint("chains", __name__)


@blueprint.get("/chains/<public_id>")
@permission("chain:read")
@unless_unchanged(chain_state)
def show(public_id: str) -> str | Response:
    """The chain as it stood at the end of the day that was asked for."""
    asked = asked_day(request.args, today())
    chain = get_chain(session(), reader(), public_id)
    if chain.public_id != public_id:
        return redirect(asked.address(".show", chain.public_id))
    view = view_on(chain, asked)
    only, every = request.args.get("only") == "differences", request.args.get("open") == "all"
    # D18: the sheets of a household are handed out; nobody finds them in a list.
    issued = [] if view.facts.household else sheets_of(session(), chain, today())
    return render_template(
        "chain/show.html",
        **chain_page(view, asked, only=only, every=every),
        issued=issued,
        **ways_in(chain, view, now=asked.today and not asked.by_source),
        prints=may(reader(), "sheet:issue") and may_issue(reader(), view),
    )


def view_on(chain: Chain, asked: Asked) -> ChainView:
    """The chain for this reader; says so when it was not yet public on that day."""
    try:
        return view_chain(session(), reader(), chain, on=asked.on, by_source_date=asked.by_source)
    except NotFoundError as problem:
        if asked.today:
            raise
        sentence = _("On %(day)s nothing about this chain was published yet.", day=asked.on)
        raise NotFoundError(sentence) from problem


def may_issue(who: Reader, view: ChainView) -> bool:
    """A filer for the chains of its own parties; unions and inspectors for what they may read."""
    own = any(place.party in who.party_ids for place in view.facts.places if place.party)
    return own or who.role in {UserRole.UNION, UserRole.INSPECTOR}
