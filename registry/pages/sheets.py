"""A sheet by its code: no account, no cookie, no script, nothing logged about who asked (R1)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from registry.access import permission
from registry.documents import bidi
from registry.exceptions import FormError, NotFoundError
from registry.forms.texts import readable
from registry.operations.sheets import sheet_status
from registry.pages.languages import SOURCE, asked, page_language
from registry.pages.services import session, settings, today
from registry.pages.shelf import Shelf
from registry.queries import chain_of_sheet, get_sheet
from registry.recognising import MOST_BYTES, recognise
from registry.voices import kept_words
from reports.sheet import SheetView
from reports.sheet_side import SheetSide
from reports.views import revive

blueprint = Blueprint("sheets", __name__)
blueprint.add_app_template_filter(bidi)


@blueprint.record_once
def take_without_token(state: BlueprintSetupState) -> None:
    """A stranger's file is looked at and forgotten: no cookie is set for that, so no token."""
    csrf: CSRFProtect = state.app.extensions["csrf"]
    csrf.exempt(f"{check.__module__}.{check.__name__}")


@blueprint.record
def keep_papers(state: BlueprintSetupState) -> None:
    """Each application has a shelf of its own."""
    state.app.extensions["sheets_in_memory"] = Shelf()


@blueprint.get("/s")
@permission("sheet:read")
def find() -> AnyResponse | str:
    """From the field on the first page to the sheet's own address; else the form for a file."""
    if "code" not in request.args:
        return render_template("sheet/check.html", found=None)
    sheet = get_sheet(session(), readable(request.args["code"], 100))
    return redirect(url_for(".show", code=sheet.code), 303)


@blueprint.post("/s")
@permission("sheet:read")
def check() -> str:
    """Is this file one that we issued, byte for byte? It is read in memory and never kept."""
    request.max_content_length = MOST_BYTES
    given = request.files.get("file")
    if given is None or not given.filename:
        raise FormError(_("Choose the file of a sheet or a receipt first."))
    found = recognise(session(), given.read())
    status = sheet_status(found.sheet, on=today())[0] if found.sheet else None
    return render_template("sheet/check.html", found=found, status=status)


@blueprint.get("/s/<code>")
@permission("sheet:read")
def show(code: str) -> str | AnyResponse:
    """Is this sheet ours, does it still stand, and what did each link state?"""
    sheet = get_sheet(session(), code)
    if sheet.code != code:
        return redirect(url_for(".show", code=sheet.code), 303)
    status, reason = sheet_status(sheet, on=today())
    view = revive(SheetView, sheet.body.view) if sheet.body else None
    if view is not None:
        view = replace(view, sides=sides_for_reader(view, sheet.languages.split(",")))
    return render_template(
        "sheet/show.html",
        sheet=sheet,
        status=status,
        reason=reason,
        view=view,
        on_paper_only=chain_of_sheet(session(), sheet).household,
    )


def sides_for_reader(view: SheetView, printed: Sequence[str]) -> tuple[SheetSide, ...]:
    """The reader's language first, then what is printed on the paper.

    English is what a browser says that nobody has set: it comes first only where it was asked for.
    """
    wished = asked() or ("" if page_language() == SOURCE else page_language())
    order = dict.fromkeys((wished, *printed))
    sides = {side.language: side for side in view.sides}
    return tuple(sides[tag] for tag in order if tag in sides)


@blueprint.get("/s/<code>/sheet.pdf")
@permission("sheet:read")
def pdf(code: str) -> Response:
    """The document as it was issued, byte for byte, under a neutral name (H8)."""
    shelf: Shelf = current_app.extensions["sheets_in_memory"]
    paper = shelf.find(code) or shelf.put(code, _paper(code))
    answer = Response(paper.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.set_etag(paper.path.stem)
    answer.make_conditional(request)
    return answer


@blueprint.get("/s/<code>/<language>/<any(aloud, sms):form>.txt")
@permission("sheet:read")
def words(code: str, language: str, form: str) -> Response:
    """The headline eight to be read aloud, or to be sent, as the sheet was issued."""
    sheet = get_sheet(session(), code)
    text = kept_words(sheet, language, form)
    if not text:
        raise NotFoundError(_("There is no such text of this sheet in this language."))
    answer = Response(text, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="{form}.txt"'
    return answer


def _paper(code: str) -> Path:
    """Where the paper of a sheet is kept, if it may be shown by code."""
    sheet = get_sheet(session(), code)
    path = settings().sheets / f"{sheet.digest}.pdf"
    # D18: a household's name and place stand on the worker's paper and are not shown by code.
    # What a sheet is about and what its chain is never change: the answer may be remembered.
    if chain_of_sheet(session(), sheet).household or not path.is_file():
        raise NotFoundError(_("This sheet exists on paper only. Its page shows what it states."))
    return path
