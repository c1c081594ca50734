"""A sheet by its code: no account, no cookie, no script, nothing logged about who asked (R1)."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from registry.access import permission
from registry.exceptions import NotFoundError
from registry.forms.texts import readable
from registry.operations.sheets import sheet_status
from registry.pages.services import session, settings, today
from registry.queries import chain_of_sheet, get_sheet
from reports.sheet import SheetView
from reports.views import revive

blueprint = Blueprint("sheets", __name__)


@blueprint.get("/s")
@permission("sheet:read")
def find() -> AnyResponse:
    """From the field on the first page to the sheet's own address."""
    sheet = get_sheet(session(), readable(request.args.get("code", ""), 100))
    return redirect(url_for(".show", code=sheet.code), 303)


@blueprint.get("/s/<code>")
@permission("sheet:read")
def show(code: str) -> str | AnyResponse:
    """Is this sheet ours, does it still stand, and what did each link state?"""
    sheet = get_sheet(session(), code)
    if sheet.code != code:
        return redirect(url_for(".show", code=sheet.code), 303)
    status, reason = sheet_status(sheet, on=today())
    view = revive(SheetView, sheet.body.view) if sheet.body else None
    return render_template(
        "sheet/show.html",
        sheet=sheet,
        status=status,
        reason=reason,
        view=view,
        on_paper_only=chain_of_sheet(session(), sheet).household,
    )


@blueprint.get("/s/<code>/sheet.pdf")
@permission("sheet:read")
def pdf(code: str) -> Response:
    """The document as it was issued, byte for byte, under a neutral name (H8)."""
    sheet = get_sheet(session(), code)
    path = settings().sheets / f"{sheet.digest}.pdf"
    # D18: a household's name and place stand on the worker's paper and are not shown by code.
    if chain_of_sheet(session(), sheet).household or not path.is_file():
        raise NotFoundError(_("This sheet exists on paper only. Its page shows what it states."))
    answer = Response(path.read_bytes(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.set_etag(sheet.digest)
    answer.make_conditional(request)
    return answer
