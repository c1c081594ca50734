"""What templates may use: words, names, days and addresses. No template computes."""

from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from models.vocabulary import Role
from registry.access import may
from registry.pages.assets import asset
from registry.pages.gate import reader
from registry.pages.languages import direction, language_name, page_language
from registry.pages.services import reference
from reports.facts import Place


def install(app: Flask) -> None:
    """Globals and filters of every template."""
    app.jinja_env.globals.update(
        asset=asset,
        country_name=country_name,
        direction=direction,
        label=label,
        language_name=language_name,
        page_language=page_language,
        place_name=place_name,
        standing=standing,
        term_label=term_label,
        why_asked=why_asked,
    )
    app.jinja_env.filters.update(day=day)
    app.context_processor(about_reader)


def about_reader() -> dict[str, Any]:
    """Who is signed in, and what they may do."""
    visitor = current_user if current_user.is_authenticated else None
    return {"signed_in": visitor, "may": lambda name: may(reader(), name)}


def label(codelist: str, code: str) -> str:
    """The word for a code in the language of the page."""
    return reference().label(codelist, str(code), _tag())


def term_label(code: str) -> str:
    """What a term is called on this page."""
    labels = reference().reference_set.terms[code].labels
    return labels.get(_tag()) or labels["en"]


def why_asked(code: str) -> str:
    """Why a term is asked, from the catalogue."""
    return reference().notes.get(code, {}).get("asked_why", "")


def country_name(code: str) -> str:
    """A country's name in the language of the page, from CLDR."""
    return Locale.parse(str(get_locale())).territories.get(code, code) if code else _("not known")


def place_name(place: Place) -> str:
    """What a place is called for this reader: its holder's name, or its role and where."""
    if place.label:
        return place.label
    words = label("role", place.role)
    where = place.district or place.division or (
        country_name(place.country) if place.country else ""
    )
    if place.role is Role.UNKNOWN or not where:
        return _sentence_case(words)
    return f"{_sentence_case(words)}, {where}"


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def day(moment: date | datetime | None) -> Markup:
    """A day in words, with its ISO form for machines; an unknown one says so."""
    if moment is None:
        return Markup("<span>{}</span>").format(_("day not known"))
    plain = moment.date() if isinstance(moment, datetime) else moment
    words = format_date(plain, "d MMMM y", locale=get_locale())
    return Markup('<time datetime="{}">{}</time>').format(plain.isoformat(), words)


STANDING = {
    "not_approval": "Being recorded here is not an approval. A complete chain is not a safe chain.",
}


def standing(code: str) -> str:
    """A sentence that stands on every page."""
    return STANDING[code]


def _tag() -> str:
    return page_language().partition("-")[0]
