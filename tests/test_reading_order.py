"""A wage in a line from right to left is read as that wage: tested on where its letters stand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from models.vocabulary import Qualifier, SheetKind
from registry.documents import bidi, sheet_document, to_pdf
from registry.finding_form import jsonable
from registry.identifiers import new_sheet_code
from registry.operations.acting import REGISTRY, When
from registry.operations.sheets import Printed, issue_sheet
from registry.press.client import ensure_press, render
from reports.facts import ChainFacts
from tests.factories import chain_form
from tests.loading import load
from tests.paper import DAY, chain_of, money, sheet_of, stated
from tests.reading_order import letters_on_page, letters_on_paper, reads

NOW = datetime.now(UTC)
AROUND = {"ar": ("يدفع", "قبل"), "ur": ("مقرر", "نقد")}
PIECES = [
    "1,800 QAR",
    "30 days",
    "8–10 hours",
    "200–250 JOD",
    "7.5 %",
    "2026-04-06",
    "+962 6 580 2666",
    "S-7QF2-M9PK",
    "Jordan River Trading Co. (W.L.L.)",
]
LANGUAGES = sorted(AROUND)


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as address:
        yield address


def lines(language: str, *, isolated: bool) -> str:
    """A page with a line for each piece."""
    first, last = AROUND[language]
    texts = [f"{first} {piece} {last}" for piece in PIECES]
    made = [bidi(text, "rtl") if isolated else escape(text) for text in texts]
    body = "".join(f"<p style='font-size:16px;line-height:3'>{one}</p>" for one in made)
    return f"<!doctype html><html lang={language} dir=rtl><title>t</title><body>{body}</body>"


def on_paper(press: Path, page: str, language: str) -> bytes:
    return render(page, press=press, title="t", language=language, on=DAY, identifier="x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_paper_every_piece_is_read_after_the_word_before_it(press: Path, language: str) -> None:
    letters = letters_on_paper(on_paper(press, lines(language, isolated=True), language))
    first, last = AROUND[language]
    assert [piece for piece in PIECES if not reads(letters, first, piece, last)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_page_every_piece_is_read_after_the_word_before_it(page: Page, language: str) -> None:
    page.set_content(lines(language, isolated=True))
    letters = letters_on_page(page)
    first, last = AROUND[language]
    assert [piece for piece in PIECES if not reads(letters, first, piece, last)] == []


@pytest.mark.parametrize("dash", ["-", "–", " – "])
def test_from_when_to_when_is_read_in_the_order_of_the_line(
    press: Path, page: Page, dash: str
) -> None:
    text = f"يدفع 07:30{dash}16:30 قبل"
    html = f"<!doctype html><html lang=ar dir=rtl><title>t</title><p>{bidi(text, 'rtl')}</p>"
    page.set_content(html)
    for letters in (letters_on_page(page), letters_on_paper(on_paper(press, html, "ar"))):
        assert reads(letters, "يدفع", "07:30", "16:30", "قبل")


def test_without_isolation_amounts_and_days_are_read_wrongly_and_the_test_says_so(
    press: Path, page: Page
) -> None:
    bare = lines("ar", isolated=False)
    page.set_content(bare)
    for letters in (letters_on_page(page), letters_on_paper(on_paper(press, bare, "ar"))):
        wrong = [piece for piece in PIECES if not reads(letters, "يدفع", piece, "قبل")]
        assert {"1,800 QAR", "30 days", "+962 6 580 2666", "200–250 JOD", "7.5 %"} <= set(wrong)


def gulf_chain() -> ChainFacts:
    """Every kind of figure of a headline, and a firm with a Latin name."""
    answers = {
        "basic_wage": money("1800", "QAR"),
        "contract_duration": stated(n="30", unit="days"),
        "hours_per_day": stated(hours="8", hours_to="10", begin="07:30", end="16:30")
        | {"qualifier": Qualifier.RANGE},
        "employer_name": stated(text="Doha Pearl Services (W.L.L.)"),
    }
    return chain_of({"A": {}, "E": answers}, destination="QA", numbers=(("BMET", "RL-0123"),))


# Read from right to left: the reader's own figure, the one of the contract, what it is counted in.
READ_IN_ARABIC = [
    ("١٬٨٠٠", "1,800 QAR"),
    ("٣٠", "30"),
    ("٨", "8", "١٠", "10"),
    ("من", "07:30", "16:30"),
    ("Doha Pearl Services (W.L.L.)",),
    ("RL-0123",),
]


@pytest.mark.parametrize("languages", [("ar",), ("bn", "ar"), ("ar", "en")])
def test_the_headline_of_a_sheet_is_read_rightly_in_arabic(
    press: Path, languages: tuple[str, ...]
) -> None:
    pdf = to_pdf(sheet_document(sheet_of(gulf_chain(), languages)), press)
    letters = letters_on_paper(pdf)
    assert [pieces for pieces in READ_IN_ARABIC if not reads(letters, *pieces)] == []


def test_the_page_of_a_sheet_is_read_rightly_in_arabic(
    client: FlaskClient, session: Session, page: Page
) -> None:
    view = jsonable(sheet_of(gulf_chain(), ("ar",)))
    chain = load(session, chain_form()).chain
    printed = Printed(new_sheet_code(), SheetKind.WORKER, ("ar",), DAY, b"", view)
    sheet = issue_sheet(session, chain, None, printed, by=REGISTRY, when=When.now(NOW))
    session.commit()
    page.set_content(client.get(f"/s/{sheet.code}").text)
    letters = letters_on_page(page)
    assert [pieces for pieces in READ_IN_ARABIC if not reads(letters, *pieces)] == []
