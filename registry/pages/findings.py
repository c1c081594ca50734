"""One finding: what it sets beside each other, asking about it, replying to it, settling it."""

from functools import partial

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from models.vocabulary import FindingStatus
from registry.access import permission
from registry.exceptions import NotFoundError, RegistryError
from registry.forms.findings import SETTLING, DecisionForm, QuestionForm, ReplyForm
from registry.forms.summary import Problem, general_problems, problems_of
from registry.operations import findings
from registry.operations.acting import Actor
from registry.pages.choices import languages
from registry.pages.finding_case import Case, open_case
from registry.pages.finding_record import Act, put_on_record, replying_actor
from registry.pages.languages import page_language
from registry.pages.saying import say_all

blueprint = Blueprint("findings", __name__)
ROOT = "/chains/<public_id>/findings/<mark>"
Answer = Response | str | tuple[str, int]


@blueprint.get(ROOT)
@permission("chain:read")
def show(public_id: str, mark: str) -> str:
    """The finding, what was asked and replied."""
    case, done = open_case(public_id, mark), request.args.get("done", "")
    return render_template("chain/finding.html", case=case, done=done, **case.words)


@blueprint.get(f"{ROOT}/ask")
@permission("finding:ask")
def ask(public_id: str, mark: str) -> Answer:
    """Whom it would be put to, and until when a reply is awaited."""
    case = open_case(public_id, mark)
    if not allowed(case, case.asks).unasked:
        return redirect(case.address("show"), 303)
    return page("ask", case, QuestionForm(None, language=page_language()))


@blueprint.post(f"{ROOT}/ask")
@permission("finding:ask")
def put(public_id: str, mark: str) -> Answer:
    """Put the question on record; from now the window for a reply runs."""
    case, form = open_case(public_id, mark), QuestionForm()
    if not allowed(case, case.asks).unasked:
        return redirect(case.address("show"), 303)
    if not form.validate():
        return page("ask", case, form, problems_of(form)), 422
    by, (words, language) = Actor(user_id=current_user.user_id), said(form)
    act = partial(findings.ask, by=by, text=words, language=language)
    return recorded("ask", case, form, act)


@blueprint.get(f"{ROOT}/reply")
@permission("finding:reply")
def reply(public_id: str, mark: str) -> Answer:
    """What was asked, and room for a reply in own words."""
    case = open_case(public_id, mark)
    form = ReplyForm(None, language=page_language())
    return page("reply", allowed(case, bool(case.speaks_as)), form)


@blueprint.post(f"{ROOT}/reply")
@permission("finding:reply")
def answer(public_id: str, mark: str) -> Answer:
    """Show the reply as it will stand; then put it on record."""
    case, form = open_case(public_id, mark), ReplyForm()
    allowed(case, bool(case.speaks_as))
    if not form.validate():
        return page("reply", case, form, problems_of(form)), 422
    if form.step.data != "file":
        return page("reply", case, form, checking=form.step.data != "write")
    by, (words, language) = replying_actor(case), said(form)
    act = partial(findings.reply, by=by, text=words, language=language)
    return recorded("reply", case, form, act)


@blueprint.post(f"{ROOT}/longer")
@permission("finding:reply")
def longer(public_id: str, mark: str) -> Answer:
    """Seven more days for a reply, once (D20)."""
    case = open_case(public_id, mark)
    by = replying_actor(allowed(case, bool(case.speaks_as)))
    put_on_record(case, partial(findings.extend, by=by))
    return redirect(case.address("show", done="longer"), 303)


@blueprint.get(f"{ROOT}/settle")
@permission("finding:settle")
def settle(public_id: str, mark: str) -> Answer:
    """What was asked and replied, and room for a decision with its reason."""
    case = open_case(public_id, mark)
    form = DecisionForm(None, language=page_language())
    return page("settle", allowed(case, case.settles), form)


@blueprint.post(f"{ROOT}/settle")
@permission("finding:settle")
def decide(public_id: str, mark: str) -> Answer:
    """Put the decision on record; nothing is deleted by it."""
    case, form = open_case(public_id, mark), DecisionForm()
    allowed(case, case.settles)
    if not form.validate():
        return page("settle", case, form, problems_of(form)), 422
    by, status = Actor(user_id=current_user.user_id), FindingStatus(form.status.data or "")
    words, language = said(form)
    act = partial(findings.settle, by=by, status=status, reason=words, language=language)
    return recorded("settle", case, form, act)


def allowed(case: Case, may: bool) -> Case:
    """The case, or 404: what one may not do does not exist for one."""
    if not may:
        raise NotFoundError(_("There is nothing here that you can do about this difference."))
    return case


def said(form: QuestionForm | ReplyForm | DecisionForm) -> tuple[str, str]:
    """The own words of a form, and their language."""
    return form.words.data or "", form.language.data or ""


def recorded(name: str, case: Case, form: FlaskForm, act: Act) -> Answer:
    """Put it on record and show how it stands; or the form again, with why it was refused."""
    try:
        put_on_record(case, act)
    except RegistryError as problem:
        return page(name, case, form, general_problems(say_all(problem))), problem.status
    return redirect(case.address("show", done=name), 303)


def page(
    name: str,
    case: Case,
    form: FlaskForm,
    problems: list[Problem] | None = None,
    *,
    checking: bool = False,
) -> str:
    """One of the forms."""
    return render_template(
        f"chain/finding_{name}.html",
        case=case,
        form=form,
        problems=problems or [],
        checking=checking,
        languages=languages(),
        settling=SETTLING,
        **case.words,
    )
