"""Sign in, sign out, and one's own open sessions."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from models import User
from models.vocabulary import UserRole
from registry.access import permission
from registry.exceptions import NotFoundError
from registry.forms.sign_in import SignInForm
from registry.forms.summary import Problem, problems_of
from registry.operations.signing_in import (
    ABSOLUTE,
    end_every_login,
    end_login,
    find_user,
    open_login,
    open_logins,
)
from registry.pages.gate import cookie_name
from registry.pages.services import committing, now, session

KEPT = "resume-"

blueprint = Blueprint("signin", __name__)


@blueprint.get("/sign-in")
@permission("public")
def show() -> str:
    """The form."""
    form = SignInForm(formdata=None, next=own_path(request.args.get("next", "")))
    return render_template("signin/form.html", form=form, problems=[])


@blueprint.post("/sign-in")
@permission("public")
def enter() -> Response | tuple[str, int]:
    """Open a session; the answer to a wrong name and to a wrong password is the same."""
    form = SignInForm()
    if not form.validate():
        return render_template("signin/form.html", form=form, problems=problems_of(form)), 422
    with committing() as writer:
        user = find_user(writer, form.login.data or "", form.password.data or "")
        token = open_login(writer, user, at=now()) if user is not None else None
    if user is None or token is None:
        problem = Problem(_("The name and the password do not belong together."), "login")
        return render_template("signin/form.html", form=form, problems=[problem]), 422
    resumed = resume_page()
    answer = resumed or redirect(own_path(form.next.data) or first_page(user), 303)
    _set_cookie(answer, token)
    return answer


def first_page(user: User) -> str:
    """Where somebody begins: a filer at what can be filed for, others at the search."""
    return url_for("filing.index" if user.role == UserRole.FILER else "home.show")


def resume_page() -> Response | None:
    """What was sent when the session had run out, to be sent again by one press of a button."""
    kept = [
        (name.removeprefix(KEPT), text)
        for name, text in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
    to = next((own_path(text) for name, text in kept if name == "to"), "")
    if not to:
        return None
    fields = [pair for pair in kept if pair[0] != "to"]
    return make_response(render_template("signin/resume.html", to=to, fields=fields))


@blueprint.post("/sign-out")
@permission("signed-in")
def leave() -> Response:
    """End this session; its cookie is dead everywhere from now on."""
    with committing() as writer:
        end_login(writer, current_user.user_id, current_user.login_id, at=now())
    answer = redirect(url_for("home.show"), 303)
    answer.delete_cookie(cookie_name(current_app), secure=_secure(), httponly=True, path="/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.get("/sessions")
@permission("signed-in")
def sessions() -> str:
    """Where this person is signed in."""
    opened = open_logins(session(), current_user.user_id, at=now())
    return render_template("signin/sessions.html", logins=opened, here=current_user.login_id)


@blueprint.post("/sessions/<int:login_id>/end")
@permission("signed-in")
def end(login_id: int) -> Response:
    """End one of one's own sessions."""
    with committing() as writer:
        if not end_login(writer, current_user.user_id, login_id, at=now()):
            raise NotFoundError(_("There is no such session of yours."))
    return redirect(url_for("signin.sessions"), 303)


@blueprint.post("/sessions/end")
@permission("signed-in")
def end_all() -> Response:
    """End all of one's own sessions."""
    with committing() as writer:
        end_every_login(writer, current_user.user_id, at=now())
    return redirect(url_for("signin.show"), 303)


def own_path(text: str | None) -> str:
    """A path on this site, or nothing: a sign-in never sends anybody elsewhere."""
    parts = urlsplit(text or "")
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    plain = text and "\\" not in text and not text.startswith("//") and text.isprintable()
    return text if text and inside and plain else ""


def _set_cookie(answer: Response, token: str) -> None:
    answer.set_cookie(
        cookie_name(current_app),
        token,
        max_age=int(ABSOLUTE.total_seconds()),
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Lax",
    )


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
