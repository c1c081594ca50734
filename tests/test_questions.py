"""The question sheet: what matters most about any job, for people who have not yet decided."""

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.vocabulary import Requirement, Sector
from registry.config import Settings, read_settings
from registry.documents import questions_document, to_html, to_pdf
from registry.exceptions import FormError
from registry.press.client import ensure_press
from registry.questions import questions_pdf
from reports.headline import HEADLINE_TERMS, TOTAL_COST
from reports.questions import QuestionsView, asked_first, questions_view
from seeds.reference_data import languages
from tests.loading import load_reference
from tests.paper import ADDRESS, DAY, sources, words_of

LANGUAGES = languages()


def view_of(*languages: str, sector: Sector = Sector.GENERAL) -> QuestionsView:
    return questions_view(sources(), languages, sector, address=ADDRESS)


@pytest.mark.parametrize("sector", list(Sector))
def test_d15_every_term_of_the_first_tier_is_asked_once(sector: Sector) -> None:
    (side,) = view_of("en", sector=sector).sides
    codes = [one.code for one in side.headline]
    codes += [one.code for group in side.groups for one in group.questions]
    terms = sources().references.terms.values()
    expected = {
        term.code
        for term in terms
        if term.tier_in(sector) == 1 and term.requirement_in(sector) is not Requirement.NOT_ASKED
    }
    assert sorted(codes) == sorted(expected | {TOTAL_COST})


def test_forty_of_any_work_and_more_where_a_kind_of_work_raises_them() -> None:
    terms = sources().references.terms
    assert len([term for term in terms.values() if term.tier == 1]) == 40
    general, household = (
        {term.code for term in asked_first(terms, sector)}
        for sector in (Sector.GENERAL, Sector.DOMESTIC_WORK)
    )
    assert "room_lock_privacy" in household - general


def test_headline_eight_come_first_in_their_order() -> None:
    (side,) = view_of("en").sides
    codes = [one.code for one in side.headline]
    assert set(codes) == HEADLINE_TERMS
    assert codes[0] == "employer_name"
    assert codes[-1] == "complaint_channel"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_neither_to_go_nor_to_stay_and_is_about_no_job(language: str) -> None:
    (side,) = view_of(language).sides
    said = sources().catalogue["print.questions_purpose"][language]
    assert said in words_of(side)
    assert "{" not in words_of(side)


def test_it_fits_one_leaf_in_one_language_and_in_two() -> None:
    with ensure_press() as press:
        for languages in (("en",), ("bn", "en"), ("ar", "en")):
            document = questions_document(view_of(*languages), on=DAY)
            with closing(pypdfium2.PdfDocument(to_pdf(document, press))) as pdf:
                assert len(pdf) == 2, languages


def test_each_question_has_room_for_an_answer_who_gave_it_and_writing() -> None:
    page = to_html(questions_document(view_of("bn", "en"), on=DAY))
    (side, _) = view_of("bn", "en").sides
    number = len(side.headline) + sum(len(group.questions) for group in side.groups)
    assert len(re.findall("</th><td></td><td></td><td>☐</td></tr>", page)) == number


@pytest.fixture
def settings(tmp_path: Path, session: Session) -> Settings:
    load_reference(session)
    return replace(read_settings(), var=tmp_path, press_socket=tmp_path / "press.sock")


def test_file_is_made_once(session: Session, settings: Settings) -> None:
    first = questions_pdf(session, ("hi",), "garment", settings=settings, on=DAY)
    (kept,) = (settings.var / "questions").iterdir()
    kept.write_bytes(b"kept")
    assert first.startswith(b"%PDF")
    assert questions_pdf(session, ("hi",), "garment", settings=settings, on=DAY) == b"kept"


def test_page_is_for_anybody_and_is_not_sent_twice(
    session: Session, settings: Settings, client: FlaskClient
) -> None:
    answer = client.get("/questions.pdf?languages=en&sector=domestic_work")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert "Set-Cookie" not in answer.headers
    again = client.get(
        "/questions.pdf?languages=en&sector=domestic_work",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304
    assert client.get("/questions.pdf?languages=xx").status_code == 422


def test_what_cannot_be_printed_is_named_at_once(session: Session, settings: Settings) -> None:
    with pytest.raises(FormError) as refused:
        questions_pdf(session, ("xx", "en"), "mining", settings=settings, on=DAY)
    assert len(refused.value.problems) == 2
