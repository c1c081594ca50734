"""Which language a page is in, and which way it runs."""

from typing import Final

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, request
from flask_babel import Babel, get_locale

SOURCE: Final = "en"


def install(app: Flask) -> Babel:
    """Choose by address first, by the browser's wish second."""
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    babel: Babel = Babel(app, locale_selector=choose)
    app.extensions["page_languages"] = offered(babel, app)
    return babel


def offered(babel: Babel, app: Flask) -> tuple[str, ...]:
    """English, and every language that has a catalogue."""
    with app.app_context():
        found = {str(locale).replace("_", "-") for locale in babel.list_translations()}
    return (SOURCE, *sorted(found - {SOURCE}))


def choose() -> str:
    """The language asked for in the address, or the best that the browser accepts."""
    languages: tuple[str, ...] = current_app.extensions["page_languages"]
    asked = request.args.get("lang", "")
    if asked in languages:
        return asked.replace("-", "_")
    best = request.accept_languages.best_match(languages, SOURCE) or SOURCE
    return best.replace("-", "_")


def page_language() -> str:
    """The language of this page as a BCP 47 tag."""
    return str(get_locale() or SOURCE).replace("_", "-")


def direction(tag: str) -> str:
    """``rtl`` or ``ltr`` for a language tag; an unknown tag runs as the letters decide."""
    locale = _locale(tag)
    if locale is None:
        return "auto"
    return "rtl" if locale.text_direction == "rtl" else "ltr"


def language_name(tag: str) -> str:
    """The name of a language in the language of the page."""
    locale = _locale(tag)
    return tag if locale is None else locale.get_display_name(get_locale()) or tag


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
