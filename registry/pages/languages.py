"""Which language a page is in, which way it runs, and how a reader chooses another.

The choice stands in the address, ``?lang=bn``, and is carried from link to link: a page can be
sent to somebody as it was read, and nothing is kept on the phone.
"""

from collections.abc import Iterator
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import Babel, get_locale

SOURCE: Final = "en"


def install(app: Flask) -> Babel:
    """Choose by address first, by the browser's wish second."""
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    babel: Babel = Babel(app, locale_selector=choose)
    app.extensions["page_languages"] = offered(babel, app)
    app.url_defaults(carry)
    app.jinja_env.globals.update(asked_language=asked, other_languages=others, comma=comma)
    return babel


def offered(babel: Babel, app: Flask) -> tuple[str, ...]:
    """English, and every language that has a catalogue."""
    with app.app_context():
        found = {str(locale).replace("_", "-") for locale in babel.list_translations()}
    return (SOURCE, *sorted(found - {SOURCE}))


def choose() -> str:
    """The language asked for in the address, or the best that the browser accepts."""
    languages: tuple[str, ...] = current_app.extensions["page_languages"]
    best = asked() or request.accept_languages.best_match(languages, SOURCE) or SOURCE
    return best.replace("-", "_")


def asked() -> str:
    """The language that the address asks for; empty where it asks for none that is offered."""
    found = request.args.get("lang", "")
    return found if found in current_app.extensions["page_languages"] else ""


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Put the language of this address into the addresses of its links."""
    if has_request_context() and endpoint != "static" and (found := asked()):
        values.setdefault("lang", found)


def others() -> Iterator[tuple[str, str, str]]:
    """Tag, own name and address of this page for every language but its own."""
    # A page that answers a form has no address of its own in another language.
    if request.method == "GET" and request.endpoint:
        here = page_language()
        named: dict[str, Any] = {**request.args, **(request.view_args or {})}
        for tag in current_app.extensions["page_languages"]:
            if tag != here:
                name = Locale.parse(tag, sep="-").get_display_name(tag.replace("-", "_")) or tag
                yield tag, name, url_for(request.endpoint, **(named | {"lang": tag}))


def page_language() -> str:
    """The language of this page as a BCP 47 tag."""
    return str(get_locale() or SOURCE).replace("_", "-")


def direction(tag: str) -> str:
    """``rtl`` or ``ltr`` for a language tag; an unknown tag runs as the letters decide."""
    locale = _locale(tag)
    if locale is None:
        return "auto"
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def comma() -> str:
    """What stands between two things in a list, in the script of the page."""
    return "، " if direction(page_language()) == "rtl" else ", "


def language_name(tag: str) -> str:
    """The name of a language in the language of the page."""
    locale = _locale(tag)
    return tag if locale is None else locale.get_display_name(get_locale()) or tag


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
