"""The tables about terms as files: all terms, where one differs, the legal figures of one."""

from collections.abc import Iterator

from flask import Blueprint, Response
from flask_babel import gettext as _

from models.vocabulary import Sector
from registry.access import permission
from registry.exceptions import NotFoundError
from registry.pages.exports import as_table
from registry.pages.matrix import DIFFERENCES
from registry.pages.rendering import term_label, value_words, why_asked
from registry.pages.services import reference, session
from registry.pages.terms import references_of
from registry.tallies import differing_between

SECTORS = tuple(Sector)
HEAD = (
    "code", "label", "group", "owner", "tier", "type", "unit", "direction", "best_to_worst",
    "source", "why_asked", "indicators", *(f"asked_in_{sector.value}" for sector in SECTORS),
)  # fmt: skip
DIFFERS = ("nearer_to_the_worker", "nearer_to_the_employer", "chains")
FIGURES = (
    "jurisdiction", "origin", "sector", "side", "figure", "instrument", "article",
    "effective_from", "effective_to", "source", "checked_on", "confidence", "note",
)  # fmt: skip

blueprint = Blueprint("term_files", __name__)


@blueprint.get("/terms.<any(csv, json):form>")
@permission("term:read")
def every(form: str) -> Response:
    """All terms, one line each, in their order."""
    return as_table(form, "terms", HEAD, term_lines(), version=reference().reference_set.version)


@blueprint.get("/terms/<code>/differs.<any(csv, json):form>")
@permission("term:read")
def differs(code: str, form: str) -> Response:
    """Between which kinds of links a term differs, counted without names (D18)."""
    found = differing_between(session(), known(code), DIFFERENCES)
    lines = [(one.below, one.above, str(one.chains)) for one in found]
    return as_table(form, f"{code}-differs", DIFFERS, lines, term=code)


@blueprint.get("/terms/<code>/figures.<any(csv, json):form>")
@permission("term:read")
def figures(code: str, form: str) -> Response:
    """The legal figures that are held for a term, with their dates and sources."""
    return as_table(form, f"{known(code)}-figures", FIGURES, figure_lines(code), term=code)


def known(code: str) -> str:
    """The code, if there is such a term."""
    if code not in reference().reference_set.terms:
        raise NotFoundError(_("There is no term of that name."))
    return code


def term_lines() -> Iterator[tuple[str, ...]]:
    """What the page of each term says of it."""
    terms = reference().reference_set.terms.values()
    for term in sorted(terms, key=lambda term: term.position):
        kind = (term.owner.value, str(term.tier), term.type.value, term.unit, term.direction.value)
        words = (" ".join(term.order), term.source, why_asked(term.code), " ".join(term.indicators))
        asked = tuple(term.requirement_in(sector).value for sector in SECTORS)
        yield (term.code, term_label(term.code), term.group, *kind, *words, *asked)


def figure_lines(code: str) -> Iterator[tuple[str, ...]]:
    """Each figure with what makes it possible to check it."""
    for one in references_of(code):
        days = (str(one.effective_from or ""), str(one.effective_to or ""))
        words = value_words(one.term, one.value, one.qualifier)
        where = (one.jurisdiction, one.origin, str(one.sector or ""), one.side.value)
        end = (one.source, str(one.read_on or ""), one.confidence.value, one.note)
        yield (*where, words, one.instrument, one.article, *days, *end)
