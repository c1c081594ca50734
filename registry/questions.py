"""The question sheet as a file: made once for what it says, and then served as it is."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.orm import Session

from models.vocabulary import Sector
from registry.config import Settings
from registry.documents import TEMPLATES, questions_document, to_html, to_pdf
from registry.exceptions import Code, FormError, Said, Sentence
from registry.history import document_sources
from registry.press.client import ensure_press
from registry.reference_data import catalogue
from reports.questions import questions_view


def questions_pdf(
    session: Session, languages: Sequence[str], sector: str, *, settings: Settings, on: date
) -> bytes:
    """The sheet in one language, or two beside each other, for a kind of work."""
    held = catalogue(session)
    asked = tuple(dict.fromkeys(languages))
    problems: list[Said] = []
    if not 1 <= len(asked) <= 2 or set(asked) - set(held.languages):
        problems.append(
            Sentence("Languages: choose one or two of %(choices)s.", choices=held.languages)
        )
    if sector not in set(Sector):
        choices = tuple(Code("sector", sector.value) for sector in Sector)
        problems.append(Sentence("Kind of work: choose one of %(choices)s.", choices=choices))
    if problems:
        raise FormError(*problems)
    view = questions_view(
        document_sources(held), asked, Sector(sector), address=f"{settings.base_url}/s"
    )
    document = questions_document(view, on=on)
    path = settings.var / "questions" / f"{_fingerprint(to_html(document))}.pdf"
    if path.is_file():
        return path.read_bytes()
    with ensure_press(settings.press_socket) as press:
        pdf = to_pdf(document, press)
    _keep(path, pdf)
    return pdf


def _fingerprint(page: str) -> str:
    """Of the words and of how they are set: another release is another file."""
    style = (TEMPLATES / "print.css").read_bytes()
    return sha256(page.encode() + b"\0" + style).hexdigest()


def _keep(path: Path, pdf: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two readers may ask for it for the first time at once.
    with NamedTemporaryFile(dir=path.parent, delete=False) as out:
        out.write(pdf)
    Path(out.name).replace(path)
