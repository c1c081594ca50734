"""Who is asking, and whether the view is for them. Deny by default."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import (
    Flask,
    Request,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from models import User
from models.vocabulary import UserRole
from registry.access import PERMISSIONS, PUBLIC, Reader, may
from registry.exceptions import SettingError
from registry.operations.acting import Actor
from registry.operations.signing_in import find_login, is_due, parties_of, touch_login
from registry.pages.services import committing, now, session

NOT_PREFIXED = "registry"
# The browser itself refuses this name over http, from another path or from a subdomain.
PREFIXED = "__Host-registry"


@dataclass
class Visitor(UserMixin):  # type: ignore[misc]
    """The signed-in person, as pages know them."""

    user_id: int
    login_id: int
    name: str
    reader: Reader
    parties: tuple[tuple[int, str, str], ...]  # (row, public id, name)

    def get_id(self) -> str:
        """Flask-Login's name for the identity; it is the session's, not the person's."""
        return str(self.login_id)


def install(app: Flask) -> None:
    """Read the session of every request, and stop what is not for its reader."""
    manager = LoginManager(app)
    # The session row is the only truth: Flask-Login's own cookie and protection are not used.
    manager.session_protection = None
    manager.request_loader(load_visitor)
    app.before_request(stop_who_may_not)


def cookie_name(app: Flask) -> str:
    """The name of the session cookie."""
    return PREFIXED if app.config["SESSION_COOKIE_SECURE"] else NOT_PREFIXED


def load_visitor(asked: Request) -> Visitor | None:
    """The visitor whose live session this request carries."""
    token = asked.cookies.get(cookie_name(current_app))
    # What anybody may read without an account is answered without looking who asks (R1).
    if not token or needed_permission(asked) == "sheet:read":
        return None
    found = find_login(session(), token, at=now())
    if found is None:
        return None
    login, user = found
    if is_due(login, at=now()):
        with committing() as writer:
            touch_login(writer, login.id, at=now())
    return make_visitor(login.id, user)


def make_visitor(login_id: int, user: User) -> Visitor:
    """A visitor with the parties acted for."""
    held = parties_of(session(), user.id)
    parties = tuple((party.id, party.public_id, party.name) for party in held)
    reader = Reader(
        role=UserRole(user.role),
        user_id=user.id,
        party_ids=frozenset(public_id for _, public_id, _ in parties),
        countries=frozenset(user.countries),
    )
    return Visitor(user.id, login_id, user.name, reader, parties)


def reader() -> Reader:
    """Who is looking."""
    return current_user.reader if current_user.is_authenticated else PUBLIC


def actor(party_id: int) -> Actor:
    """Who acts: the signed-in person, for one of their parties."""
    if all(party_id != row for row, _, _ in current_user.parties):
        abort(404)
    return Actor(party_id=party_id, user_id=current_user.user_id)


def needed_permission(asked: Request) -> str | None:
    """The permission of the view that was asked for."""
    return permission_of(current_app.view_functions.get(asked.endpoint or ""))


def stop_who_may_not() -> Response | None:
    """404 for a stranger who is signed in, sign-in for one who is not."""
    if not request.path.isprintable():
        return abort(404)
    name = needed_permission(request)
    if request.endpoint is None or (name and may(reader(), name)):
        return None
    if name and not current_user.is_authenticated and PERMISSIONS[name]:
        if request.method == "GET":
            return redirect(url_for("signin.show", next=request.full_path.rstrip("?")), 303)
        return resume_page()
    return abort(404)


def resume_page() -> Response:
    """Sign-in again, with everything that was sent kept in the page (nothing is lost)."""
    kept = [("to", request.full_path.rstrip("?"))]
    kept += [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    page = render_template("signin/again.html", kept=kept)
    return make_response(page, 401)


def refuse_unmarked(app: Flask) -> None:
    """Refuse to start when a view names no permission."""
    unmarked = sorted(
        name for name, view in app.view_functions.items() if permission_of(view) is None
    )
    if unmarked:
        raise SettingError(f"These views name no permission: {', '.join(unmarked)}.")


def permission_of(view: Callable[..., Any] | None) -> str | None:
    """The permission that a view is marked with, if it is one of the table's."""
    name = getattr(view, "permission", None)
    return name if name in PERMISSIONS else None
