"""Every kind of document that leaves the registry, in a language: what judges are handed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from models.vocabulary import Sector
from registry.documents import (
    Printed,
    comparison_document,
    questions_document,
    receipt_document,
    sheet_document,
    to_pdf,
)
from registry.press.job import Attachment
from registry.signing import DocumentKey, document_key, sign_pdf
from reports.comparison_document import comparison_view
from reports.questions import questions_view
from reports.receipt import Proof, receipt_view
from reports.rendering import Rendering
from tests.paper import ADDRESS, DAY, sheet_of, shown, sources, worked_example

RECORD = Attachment("record.json", b'{"kind":"sheet"}', "What this sheet rests on", "Source")
SIGNED = ("sheet.html", "receipt.html")
BESIDE = {"en": "ar"}  # whatever else stands beside English


def documents(language: str) -> Iterator[tuple[str, Printed]]:
    """Each kind by its name: the worked example, and the questions about any job."""
    facts, compared = worked_example()
    both = (language, BESIDE.get(language, "en"))
    yield "sheet", sheet_document(sheet_of(facts, (language,), comparison=compared))
    for rendering in Rendering:
        view = sheet_of(facts, both, comparison=compared, rendering=rendering)
        yield f"sheet in two languages, {rendering}", sheet_document(view)
    told = comparison_view(facts, compared, shown(compared), sources(), language)
    yield "comparison", comparison_document(told, identifier="comparison")
    receipt = receipt_view(facts, "d-H", sources(), language, Proof("ab" * 32, "17"), asked=9)
    yield "receipt", receipt_document(receipt)
    asked = questions_view(sources(), both, Sector.GENERAL, address=ADDRESS)
    yield "questions", questions_document(asked, on=DAY)


def as_handed_out(document: Printed, press: Path) -> bytes:
    """The file; of a sheet and a receipt with something attached, and signed."""
    if document.template not in SIGNED:
        return to_pdf(document, press)
    return sign_pdf(to_pdf(document, press, [RECORD]), _key())


@cache
def _key() -> DocumentKey:
    with TemporaryDirectory() as directory:
        return document_key(Path(directory) / "key", "http://localhost:8000")
