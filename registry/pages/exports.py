"""What a page shows, as CSV and as JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from registry.access import permission
from registry.chain_export import compared_form
from registry.finding_form import jsonable
from registry.history import ChainView
from registry.pages.chain_page import sentence_of
from registry.pages.chains import view_on
from registry.pages.days import asked_day
from registry.pages.gate import reader
from registry.pages.matrix import NOT_ASKED, Cell, Row, build_matrix
from registry.pages.rendering import lexicon, term_label
from registry.pages.services import session, today
from registry.queries import get_chain
from reports.facts import Place
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.saying import Saying
from reports.standing import fold

HEAD = (
    "term", "label", "owner", "link", "role", "scope", "answer", "value_in_words", "value",
    "qualifier", "as_stated", "language", "said_on", "filed_on", "source", "recorded_by",
    "mark", "findings",
)  # fmt: skip
# What a spreadsheet would run; also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

blueprint = Blueprint("exports", __name__)


@blueprint.get("/chains/<public_id>/matrix.csv")
@permission("chain:read")
def matrix_csv(public_id: str) -> Response:
    """The matrix, one line a statement or silence."""
    view = _view(public_id)
    return as_file(as_csv(HEAD, lines_of(view)), "text/csv", f"{view.facts.id}.csv")


@blueprint.get("/chains/<public_id>/chain.json")
@permission("chain:read")
def chain_json(public_id: str) -> Response:
    """Everything that this reader may see, in the form that can be loaded again."""
    view = _view(public_id)
    said = sentence_of(view)
    words = {n: said(found) for n, found in enumerate(view.comparison.findings)}
    body = compared_form(view.facts, view.comparison, view.findings, words)
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return as_file(text.encode(), "application/json", f"{view.facts.id}.json")


def as_csv(head: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Lines as CSV that spreadsheets read as text, in every script."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([harmless(text) for text in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_table(
    form: str, name: str, head: Sequence[str], lines: Iterable[Sequence[str]], **about: str
) -> Response:
    """A table as a file, in the form that was asked for: ``csv`` or ``json``."""
    if form == "csv":
        return as_file(as_csv(head, lines), "text/csv", f"{name}.csv")
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    text = json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=1)
    return as_file(text.encode(), "application/json", f"{name}.json")


def harmless(text: str) -> str:
    """The same text where no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def lines_of(view: ChainView) -> Iterator[tuple[str, ...]]:
    """The cells of the matrix, row by row."""
    facts, standing = view.facts, fold(view.facts)
    naming = Naming(facts, lexicon())
    saying = Saying(facts, Phrasing(lexicon()), naming)
    terms = view.catalogue.reference_set.terms
    matrix = build_matrix(
        facts, standing, view.comparison, view.findings, terms=terms, order=naming.order
    )
    for row in matrix.rows:
        for place, cells in zip(matrix.columns, row.cells, strict=True):
            for cell in cells:
                yield _line(row, place, cell, naming, saying)


def _line(row: Row, place: Place, cell: Cell, naming: Naming, saying: Saying) -> tuple[str, ...]:
    term = (row.term.code, term_label(row.term.code), row.term.owner.value)
    link = (*term, naming.name(place.id), place.role.value)
    end = (cell.mark.value, " ".join(kind.value for kind in cell.kinds))
    if cell.answer is None:
        silence = _("not asked of this link") if cell.state == NOT_ASKED else ""
        words = silence or lexicon().label("state", cell.state)
        return (*link, "", cell.state, words, *[""] * 8, *end)
    said, answer = cell.answer.statement, cell.answer
    body = (saying.scope(answer), cell.state, saying.value(row.term, answer), _json(answer.value))
    words = (answer.qualifier.value, said.as_stated, said.language)
    days = (str(said.said_on or ""), str(said.filed_on or ""))
    return (*link, *body, *words, *days, said.source.value, said.recorder_name, *end)


def _json(value: Any) -> str:
    return json.dumps(jsonable(value), ensure_ascii=False, sort_keys=True) if value else ""


def _view(public_id: str) -> ChainView:
    asked = asked_day(request.args, today())
    return view_on(get_chain(session(), reader(), public_id), asked)


def as_file(body: bytes, kind: str, name: str) -> Response:
    """A body as a file to keep."""
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
