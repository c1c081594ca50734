"""Questions to ask before a decision, on paper: for anybody, about no job, kept as a file."""

from hashlib import sha256

from flask import Blueprint, Response, request

from models.vocabulary import Sector
from registry.access import permission
from registry.pages.rendering import lexicon
from registry.pages.services import session, settings, today
from registry.questions import questions_pdf

LONGEST = 40  # of what is asked for in the address

blueprint = Blueprint("questions", __name__)


@blueprint.get("/questions.pdf")
@permission("public")
def pdf() -> Response:
    """The question sheet; in the reader's language beside English unless others are named."""
    asked = request.args.get("languages", f"{lexicon().language},en")[:LONGEST]
    sector = request.args.get("sector", Sector.GENERAL.value)[:LONGEST]
    content = questions_pdf(session(), asked.split(","), sector, settings=settings(), on=today())
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="questions.pdf"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    answer.set_etag(sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    return answer
