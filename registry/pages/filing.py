"""Filing what a link states: task list, one group a page, check answers, receipt."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from registry.access import permission
from registry.exceptions import NotFoundError, RegistryError
from registry.forms.declaration import DeclarationForm
from registry.forms.group import read_answers, typed_answers
from registry.forms.summary import Problem, general_problems, problems_of
from registry.operations.drafts import drop_draft, keep_draft
from registry.pages.asked_of_us import questions_to_us
from registry.pages.filing_desk import Desk, file_draft, open_desk, read_receipt
from registry.pages.filing_words import filing_words
from registry.pages.gate import reader
from registry.pages.rendering import lexicon, say_problem
from registry.pages.saying import say_all
from registry.pages.services import committing, now, session, settings, today
from registry.queries import get_disclosure, places_held
from registry.receipts import receipt_pdf

blueprint = Blueprint("filing", __name__)
blueprint.context_processor(filing_words)


@blueprint.get("/filing")
@permission("disclosure:file")
def index() -> str:
    """The places that this person may file for."""
    held = places_held(session(), current_user.user_id)
    return render_template("filing/index.html", held=held, questions=questions_to_us())


@blueprint.get("/filing/<place_id>")
@permission("disclosure:file")
def tasks(place_id: str) -> str:
    """The groups of terms, and how far each is."""
    return render_template("filing/tasks.html", desk=open_desk(place_id))


@blueprint.get("/filing/<place_id>/terms/<group>")
@permission("disclosure:file")
def show_group(place_id: str, group: str) -> str:
    """One group of terms."""
    desk = open_desk(place_id)
    return group_page(desk, group, [])


@blueprint.post("/filing/<place_id>/terms/<group>")
@permission("disclosure:file")
def keep_group(place_id: str, group: str) -> Response | tuple[str, int]:
    """Keep what was typed, whatever it is; then say what cannot be read."""
    desk = open_desk(place_id)
    terms = desk.terms_of(group)
    typed = typed_answers(terms.values(), request.form)
    desk.answers.update(typed)
    with committing() as writer:
        keep_draft(writer, current_user.user_id, desk.place.id, desk.draft, at=now())
    _statements, wrong = read_answers(terms, typed, say_problem)
    if wrong:
        problems = [Problem(w.sentence, w.input_id) for w in wrong]
        return group_page(desk, group, problems), 422
    following = desk.group_after(group)
    if request.form.get("then") == "list" or following is None:
        return redirect(url_for(".tasks", place_id=place_id), 303)
    return redirect(url_for(".show_group", place_id=place_id, group=following), 303)


def group_page(desk: Desk, group: str, problems: list[Problem]) -> str:
    """The page of one group."""
    terms = desk.terms_of(group)
    if not terms:
        raise NotFoundError(_("There is no such group of terms."))
    return render_template(
        "filing/group.html", desk=desk, group=group, terms=terms, problems=problems
    )


@blueprint.get("/filing/<place_id>/check")
@permission("disclosure:file")
def check(place_id: str) -> str:
    """Everything as it would be filed."""
    desk = open_desk(place_id)
    return check_page(desk, DeclarationForm(formdata=None, act=desk.usual_act), [])


@blueprint.post("/filing/<place_id>/check")
@permission("disclosure:file")
def file(place_id: str) -> Response | tuple[str, int]:
    """Put the draft on record, whole or not at all."""
    desk, form = open_desk(place_id), DeclarationForm()
    if not form.validate():
        return check_page(desk, form, problems_of(form)), 422
    try:
        public_id = file_draft(desk, form)
    except RegistryError as problem:
        return check_page(desk, form, general_problems(say_all(problem))), problem.status
    return redirect(url_for(".receipt", place_id=place_id, public_id=public_id), 303)


def check_page(desk: Desk, form: DeclarationForm, problems: list[Problem]) -> str:
    """The page of all answers, with what is wrong in them first."""
    statements, wrong = read_answers(desk.terms, desk.answers, say_problem)
    return render_template(
        "filing/check.html",
        desk=desk,
        form=form,
        statements=statements,
        wrong=wrong,
        problems=problems,
    )


@blueprint.post("/filing/<place_id>/drop")
@permission("disclosure:file")
def drop(place_id: str) -> Response:
    """Throw the draft away."""
    desk = open_desk(place_id)
    with committing() as writer:
        drop_draft(writer, current_user.user_id, desk.place.id)
    return redirect(url_for(".tasks", place_id=place_id), 303)


@blueprint.get("/filing/<place_id>/receipts/<public_id>")
@permission("disclosure:file")
def receipt(place_id: str, public_id: str) -> str:
    """What was filed, when, and the digest that proves it."""
    return render_template("filing/receipt.html", **read_receipt(place_id, public_id))


@blueprint.get("/filing/<place_id>/receipts/<public_id>/receipt.pdf")
@permission("disclosure:file")
def receipt_paper(place_id: str, public_id: str) -> Response:
    """The receipt as a file that proves itself; it waits for the log's next checkpoint."""
    desk = open_desk(place_id)
    filed = get_disclosure(session(), desk.chain, public_id)
    if filed.place_id != desk.place.id:
        raise NotFoundError(_("There is no such receipt."))
    pdf = receipt_pdf(
        session(), desk.chain, filed, reader(), lexicon().language, settings(), on=today()
    )
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="receipt.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
