"""Any two of a chain beside each other: links, days of one link, filings and contracts."""

import json

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from registry.access import permission
from registry.exceptions import FormError
from registry.pages.chains import view_on
from registry.pages.compared import Compared, build_compared, lines_of
from registry.pages.days import Asked, asked_day
from registry.pages.exports import as_csv, as_file
from registry.pages.gate import reader
from registry.pages.services import session, today
from registry.queries import get_chain

blueprint = Blueprint("compare", __name__)

HEAD = (
    "term", "label", "scope", "left", "left_answer", "left_filed_on", "right", "right_answer",
    "right_filed_on", "result", "arithmetic",
)  # fmt: skip


@blueprint.get("/chains/<public_id>/compare")
@permission("chain:read")
def show(public_id: str) -> str:
    """What two sides state, term by term, and how the second stands to the first."""
    return render_template("chain/compare.html", compared=compared(public_id))


@blueprint.get("/chains/<public_id>/compare.csv")
@permission("chain:read")
def csv_file(public_id: str) -> Response:
    """The same, one line a term."""
    body = as_csv(HEAD, lines_of(compared(public_id)))
    return as_file(body, "text/csv", f"{public_id}-compared.csv")


@blueprint.get("/chains/<public_id>/compare.json")
@permission("chain:read")
def json_file(public_id: str) -> Response:
    """The same as JSON."""
    rows = [dict(zip(HEAD, line, strict=True)) for line in lines_of(compared(public_id))]
    body = json.dumps({"chain": public_id, "rows": rows}, ensure_ascii=False, indent=1)
    return as_file(body.encode(), "application/json", f"{public_id}-compared.json")


def compared(public_id: str) -> Compared:
    """The comparison that the address asks for; 404 where the reader may not open the chain."""
    chain = get_chain(session(), reader(), public_id)
    days = _day("left_on"), _day("right_on")
    views = view_on(chain, days[0]), view_on(chain, days[1])
    chosen = request.args.get("left", ""), request.args.get("right", "")
    found = build_compared(views, days, chosen, reader())
    if found is None:
        raise FormError(_("Choose two sides that were on record on those days."))
    return found


def _day(name: str) -> Asked:
    given = request.args.copy()
    given["on"] = request.args.get(name, "") or request.args.get("on", "")
    return asked_day(given, today())
