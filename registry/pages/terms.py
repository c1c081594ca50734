"""The terms that links are asked about: what each means, why it is asked, how it is compared."""

from itertools import groupby

from flask import Blueprint, render_template
from flask_babel import gettext as _

from models.vocabulary import Confidence
from registry.access import permission
from registry.exceptions import NotFoundError
from registry.pages.matrix import DIFFERENCES
from registry.pages.services import reference, session
from registry.pages.unchanged import unless_unchanged
from registry.states import term_state
from registry.tallies import differing_between
from reports.reference_facts import Reference

blueprint = Blueprint("terms", __name__)


@blueprint.get("/terms")
@permission("term:read")
def index() -> str:
    """All terms, by group."""
    terms = sorted(reference().reference_set.terms.values(), key=lambda term: term.position)
    groups = [(name, list(found)) for name, found in groupby(terms, key=lambda term: term.group)]
    return render_template("terms.html", groups=groups, count=len(terms))


@blueprint.get("/terms/<code>")
@permission("term:read")
@unless_unchanged(term_state)
def show(code: str) -> str:
    """One term."""
    held = reference().reference_set
    term = held.terms.get(code)
    if term is None:
        raise NotFoundError(_("There is no term of that name."))
    return render_template(
        "term.html",
        term=term,
        references=references_of(code),
        benchmarks=[figure for figure in held.benchmarks if figure.term == code],
        tallies=differing_between(session(), code, DIFFERENCES),
    )


def references_of(code: str) -> list[Reference]:
    """The legal figures of a term; one that nobody has checked is never shown as law (6)."""
    return [
        figure
        for figure in reference().reference_set.references
        if figure.term == code and figure.confidence is not Confidence.UNCHECKED
    ]
