"""Paper from the page of a chain: its comparison for whoever reads it, and a worker's sheet."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from registry.access import permission
from registry.exceptions import NotFoundError
from registry.operations.acting import Actor
from registry.pages.chains import may_issue, view_on
from registry.pages.days import asked_day
from registry.pages.gate import reader
from registry.pages.rendering import lexicon
from registry.pages.services import committing, now, session, settings, today
from registry.queries import get_chain
from registry.ready_sheets import ready_sheet
from registry.sheets import comparison_pdf, print_worker_sheet, record_sheet

blueprint = Blueprint("printing", __name__)


@blueprint.get("/chains/<public_id>/comparison.pdf")
@permission("chain:read")
def comparison(public_id: str) -> Response:
    """The comparison as this reader may see it; it is printed anew and not put on record."""
    asked = asked_day(request.args, today())
    view = view_on(get_chain(session(), reader(), public_id), asked)
    answer = Response(
        comparison_pdf(view, settings(), lexicon().language), mimetype="application/pdf"
    )
    answer.headers["Content-Disposition"] = 'inline; filename="comparison.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


@blueprint.post("/chains/<public_id>/sheets")
@permission("sheet:issue")
def issue(public_id: str) -> AnyResponse:
    """Hand out the sheet of a day: the one that lies ready, or a new one that goes on record."""
    asked = asked_day(request.form, today())
    view = view_on(get_chain(session(), reader(), public_id), asked)
    if not may_issue(reader(), view):
        raise NotFoundError(_("You can print sheets for chains that your organisation is in."))
    chosen = (request.form.get("first", ""), request.form.get("second", ""))
    languages = tuple(dict.fromkeys(tag for tag in chosen if tag))
    link, at = request.form.get("link", ""), now()
    held = get_chain(session(), reader(), public_id)
    # D24: where one lies ready, asking for a sheet leaves no trace.
    if ready := ready_sheet(session(), held, link=link, languages=languages, on=asked.on):
        return redirect(url_for("sheets.show", code=ready.code), 303)
    printed = print_worker_sheet(
        session(),
        held,
        link=link,
        languages=languages,
        on=asked.on,
        settings=settings(),
        at=at,
    )
    with committing() as writer:
        chain = get_chain(writer, reader(), public_id)
        by = Actor(user_id=current_user.user_id)
        sheet = record_sheet(writer, chain, printed, link=link, at=at, by=by)
    return redirect(url_for("sheets.show", code=sheet.code), 303)
