"""Conditional GET: a reader who has a page already is told so before anything is computed.

The tag is keyed, so that nobody can learn from it, or guess from outside, what stands in a chain.
It holds everything a page depends on: what was recorded, who reads, in which language, at which
address, on which day, and which edition of this program wrote the page.
"""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import blake2b, sha256
from typing import Any

from flask import make_response, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from registry.config import CHECKOUT
from registry.pages.gate import reader
from registry.pages.languages import page_language
from registry.pages.services import session, settings, today
from registry.states import State

READ = ("templates", "registry", "reports", "models")
SOURCES = {".html", ".py", ".css", ".js", ".svg", ".mo"}
VARIES = ("Accept-Encoding", "Accept-Language", "Cookie")


def unless_unchanged(state_of: Callable[[Session, str], State | None]) -> Callable[[Any], Any]:
    """Answer 304 where the tag that the reader sent is still the tag of the page."""

    def mark(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def answered(*arguments: Any, **named: str) -> Response:
            (subject,) = named.values()
            state = state_of(session(), subject)
            tag = tag_of(state) if state else ""
            if tag and request.if_none_match.contains_weak(tag):
                answer = Response(status=304)
            else:
                answer = make_response(view(*arguments, **named))
            if tag and answer.status_code in {200, 304}:
                answer.set_etag(tag, weak=True)
                answer.vary.update(VARIES)
            return answer

        return answered

    return mark


def tag_of(state: State) -> str:
    """The tag of the page that this reader would be given now."""
    who = reader()
    standing = (who.role, who.user_id, sorted(who.party_ids), sorted(who.countries))
    login = current_user.get_id() if current_user.is_authenticated else None
    shown = (request.full_path, page_language(), today().isoformat())
    told = repr((edition(), state, standing, login, shown)).encode()
    key = settings().secret_key.encode()
    return blake2b(told, key=sha256(key).digest(), digest_size=16).hexdigest()


@cache
def edition() -> str:
    """A digest of the program's own files: another edition may write the same page otherwise."""
    found = sha256()
    for folder in READ:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.suffix in SOURCES:
                found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()
