"""What templates may use: words, names, days and addresses. No template computes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import Flask, g
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from models.vocabulary import Qualifier, State
from registry.access import may
from registry.pages.assets import asset
from registry.pages.gate import reader
from registry.pages.languages import direction, language_name, page_language
from registry.pages.services import reference
from reports.facts import ChainFacts
from reports.lexicon import Lexicon
from reports.phrasing import Phrasing
from reports.reference_facts import Value
from reports.value_problems import Problem
from reports.wording import problem


def install(app: Flask) -> None:
    """Globals and filters of every template."""
    words = (
        country_name,
        label,
        labels,
        law,
        occupation,
        standing,
        term_label,
        value_words,
        why_asked,
    )
    frame = (asset, direction, language_name, page_language)
    app.jinja_env.globals.update({each.__name__: each for each in (*words, *frame)})
    app.jinja_env.filters.update(day=day, day_words=day_words, sentence_case=sentence_case)
    app.context_processor(about_reader)


def about_reader() -> dict[str, Any]:
    """Who is signed in, and what they may do."""
    visitor = current_user if current_user.is_authenticated else None
    return {"signed_in": visitor, "may": lambda name: may(reader(), name)}


def lexicon() -> Lexicon:
    """The words of the language of this page."""
    if "lexicon" not in g:
        held = reference()
        g.lexicon = Lexicon(page_language(), held.wording, held.codes)
    found: Lexicon = g.lexicon
    return found


def label(codelist: str, code: str) -> str:
    """The word for a code."""
    return lexicon().label(codelist, str(code))


def labels(codelist: str, codes: Iterable[str]) -> str:
    """The words for several codes, one after the other."""
    return lexicon().join(label(codelist, code) for code in codes)


def term_label(code: str) -> str:
    """What a term is called on this page."""
    return lexicon().pick(reference().reference_set.terms[code].labels)


def law(english: str) -> str:
    """The name of a law, what an instrument says or a note on a figure, in the page's words."""
    return lexicon().law(english)


def occupation(facts: ChainFacts) -> str:
    """The kind of work of a chain."""
    return " · ".join(lexicon().occupation(facts.occupation, facts.occupation_title))


def why_asked(code: str) -> str:
    """Why a term is asked."""
    return lexicon().say(f"asked.{code}")


def country_name(code: str) -> str:
    """A country's name, from CLDR."""
    return lexicon().country(code) if code else _("not known")


def standing(code: str, **values: object) -> str:
    """A standing sentence of the catalogue."""
    return lexicon().say(f"standing.{code}", **values)


def value_words(term: str, value: Value, qualifier: Qualifier = Qualifier.EXACT) -> str:
    """A value in words."""
    known = reference().reference_set.terms[term]
    said = Phrasing(lexicon()).value(known, value, qualifier)
    return said or str(value.get("text", "")) or label("state", State.STATED_IN_WORDS)


def day_words(moment: date) -> str:
    """A day in words alone, to stand inside a sentence."""
    return lexicon().day(moment)


def say_problem(found: Problem) -> str:
    """What is wrong with a value, with the term's name for its code."""
    named = {**found.params, "term": term_label(found.params["term"])}
    return problem(found.words, named, reference().wording, lexicon().language)


def sentence_case(words: str) -> str:
    """The first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def day(moment: date | datetime | None) -> Markup:
    """A day in words, with its ISO form for machines; an unknown one says so."""
    if moment is None:
        return Markup("<span>{}</span>").format(_("day not known"))
    plain = moment.date() if isinstance(moment, datetime) else moment
    words = lexicon().day(plain)
    return Markup('<time datetime="{}">{}</time>').format(plain.isoformat(), words)
