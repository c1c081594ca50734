"""A sheet by its code: no account, no cookie, no script, nothing logged about who asked (R1)."""

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models import Sheet
from registry.access import permission
from registry.exceptions import NotFoundError
from registry.forms.texts import readable
from registry.operations.sheets import sheet_status
from registry.pages.services import session, settings, today
from registry.queries import get_sheet
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
    if sheet.body is None:
        raise NotFoundError(_("What this sheet stated has been erased; the code is ours."))
    view = revive(SheetView, sheet.body.view)
    return render_template("sheet/show.html", sheet=sheet, status=status, reason=reason, view=view)


@blueprint.get("/s/<code>/sheet.pdf")
@permission("sheet:read")
def pdf(code: str) -> Response:
    """The document as it was issued, byte for byte, under a neutral name (H8)."""
    sheet = get_sheet(session(), code)
    answer = send_file(
        _kept(sheet), mimetype="application/pdf", download_name="sheet.pdf", etag=sheet.digest
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def _kept(sheet: Sheet) -> str:
    path = settings().sheets / f"{sheet.digest}.pdf"
    if not path.is_file():
        raise NotFoundError(_("The document of this sheet is not kept here; its page is."))
    return str(path)
