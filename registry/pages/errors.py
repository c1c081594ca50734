"""What went wrong, in one sentence, with the status to match."""

from flask import Flask, current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from registry.exceptions import RegistryError
from registry.pages.saying import say_all

TITLES = {
    400: _l("That request cannot be read"),
    401: _l("You are signed out"),
    403: _l("That is not possible with your account"),
    404: _l("Nothing is here"),
    405: _l("That is not possible at this address"),
    409: _l("The record does not allow that"),
    413: _l("That is too large"),
    415: _l("That form is not known"),
    422: _l("Something needs to be put right"),
    429: _l("Too many tries"),
    500: _l("Something broke on our side"),
    503: _l("The registry is not ready"),
}
SENTENCES = {
    400: _l("Go back, look at what you entered, and send it again."),
    401: _l("Sign in in another window, then go back here and send again: nothing is lost."),
    403: _l("Ask whoever looks after your organisation's accounts."),
    404: _l(
        "Check the address or the number that you typed."
        " Some things are shown only to those who hold a sheet."
    ),
    405: _l("Go back and use the buttons of the page."),
    413: _l("Send less at a time."),
    429: _l("Wait a quarter of an hour, then try again."),
    500: _l("Nothing was stored. Try again in a moment."),
    503: _l(
        "What you asked for could not be made just now. Nothing is lost: try again in a few"
        " minutes, and tell whoever runs this registry if it happens again."
    ),
}  # fmt: skip


def install(app: Flask) -> None:
    """Every error has a page of its own; none shows a trace."""
    app.register_error_handler(RegistryError, answer_registry_error)
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_unexpected)


def error_page(status: int, sentences: list[str]) -> tuple[str, int]:
    """The page of a status."""
    title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    said = sentences or [SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])]
    page = render_template("error.html", title=title, sentences=said, status=status)
    return page, status


def answer_registry_error(problem: RegistryError) -> tuple[str, int]:
    """What the act itself said; what only an operator can mend goes to the journal instead."""
    if problem.for_operator:
        current_app.logger.error("%s: %s", type(problem).__name__, problem)
    return error_page(problem.status, [] if problem.for_operator else say_all(problem))


def answer_stale_form(_problem: CSRFError) -> tuple[str, int]:
    """A form whose hidden token is missing or old."""
    sentence = _(
        "The form was opened in another session, so it was not taken. Go back: what you typed is"
        " still there. Load the page again and send it."
    )
    return error_page(400, [sentence])


def answer_http_error(problem: HTTPException) -> tuple[str, int] | HTTPException:
    """Werkzeug's own errors, in our words; a redirect is none."""
    status = problem.code or 500
    return problem if status < 400 else error_page(status, [])


def answer_unexpected(problem: Exception) -> tuple[str, int]:
    """A fault of ours: logged without the address, the query or the body."""
    if current_app.testing or current_app.debug:
        raise problem
    current_app.logger.error("fault in %s", request.endpoint, exc_info=problem)
    return error_page(500, [])
