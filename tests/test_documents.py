"""Views as markup and as PDF: order of figures, own words, hostile words, nothing off the page."""

import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from models.vocabulary import State, TermType
from registry.documents import (
    PICTOGRAMS,
    TEMPLATES,
    Printed,
    bidi,
    comparison_document,
    own_words,
    qr_image,
    receipt_document,
    sheet_document,
    to_html,
    to_pdf,
    words_direction,
)
from registry.press.client import ensure_press
from registry.press.errors import MissingGlyphsError
from reports.comparison import compare
from reports.comparison_document import ComparisonView, comparison_view
from reports.receipt import Proof, receipt_view
from tests.paper import (
    ADDRESS,
    CODE,
    chain_of,
    money,
    sheet_of,
    shown,
    sources,
    stated,
    worked_example,
)

HOSTILE = "</td><script>alert(1)</script><img src=file:///etc/passwd> & \"quotes\" 'and' {{ 7*7 }}"


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as address:
        yield address


def example(*languages: str) -> Printed:
    facts, comparison = worked_example()
    return sheet_document(sheet_of(facts, languages, comparison=comparison))


def pages_of(pdf: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded().replace("\r", ""))
            text.close()
            page.close()
    return pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("140 JOD (١٤٠) في الشهر", "[140 JOD] (١٤٠) في الشهر"),
        ("الأجر 1,800 QAR في الشهر", "الأجر [1,800 QAR] في الشهر"),
        ("من 8 إلى 10 ساعات", "من [8] إلى [10] ساعات"),
        ("وسيط محلي، Faridpur: 14 آذار 2026", "وسيط محلي، [Faridpur]: [14] آذار [2026]"),
        ("الهاتف (phone card): 10 JOD", "الهاتف ([phone card]): [10 JOD]"),
        (
            "(Domestic Workers Convention, 2011 (No. 189)، المادة 9(c))",
            "([Domestic Workers Convention, 2011 (No. 189)]، المادة [9(c)])",
        ),
        ("أقل بنسبة 19.7 %.", "أقل بنسبة [19.7 %]."),
        ("اتصل: +962 6 000 0000", "اتصل: [+962 6 000 0000]"),
        ("-5 JOD", "[-5 JOD]"),
    ],
)
def test_figures_with_their_units_and_latin_names_keep_their_order_in_arabic(
    text: str, expected: str
) -> None:
    marked = str(bidi(text, "rtl"))
    assert re.sub("<bdi[^>]*>", "[", marked).replace("</bdi>", "]") == expected
    assert 'dir="ltr"' in marked


def test_short_run_is_not_broken_over_two_lines_and_a_long_one_may_be() -> None:
    assert bidi("في 1,800 QAR", "rtl") == 'في <bdi dir="ltr" class="w">1,800 QAR</bdi>'
    assert bidi("a long name of a firm", "rtl") == '<bdi dir="ltr">a long name of a firm</bdi>'


def test_arabic_name_keeps_its_order_in_an_english_line() -> None:
    assert bidi("by شركة الأمل today", "ltr") == (
        'by <bdi dir="rtl" class="w">شركة الأمل</bdi> today'
    )


@given(
    st.text(alphabet="aZ9 .,:;()[]<>&\"'%-+/ أبج،কখ\n", max_size=40),
    st.sampled_from(["rtl", "ltr"]),
)
def test_directions_change_no_word(text: str, direction: str) -> None:
    assert unescape(re.sub(r"</?bdi[^>]*>", "", str(bidi(text, direction)))) == text


def test_hostile_words_are_printed_as_words(press: Path) -> None:
    facts = chain_of(
        {
            "A": {"basic_wage": money("200", "USD") | {"as_stated": HOSTILE, "language": "en"}},
            "E": {
                "employer_name": stated(text=HOSTILE),
                "duties": {"state": State.NOT_APPLICABLE, "reason": HOSTILE},
            },
        }
    )
    named = replace(facts.places[0], label=HOSTILE)
    view = sheet_of(replace(facts, places=(named, facts.places[1])), ("ar", "en"))
    page = to_html(sheet_document(view))
    assert "<script" not in page
    assert "<img src=file" not in page
    assert "{{ 7*7 }}" in unescape(re.sub(r"</?bdi[^>]*>", "", page))
    printed = "".join(pages_of(to_pdf(sheet_document(view), press)))
    assert "alert(1)" in printed


def test_hidden_directions_in_somebodys_words_are_taken_out() -> None:
    assert own_words("wage \u202e041\u202c JOD \u2067x\u2069", {}) == "wage 041 JOD x"


def test_words_of_an_unknown_language_run_as_their_first_letter_does() -> None:
    assert words_direction("230 دينار", "") == "rtl"
    assert words_direction("230 JOD", "") == "ltr"
    assert words_direction("230 JOD", "ar") == "rtl"


def test_character_without_a_glyph_is_named_in_somebodys_words(press: Path) -> None:
    wage = money("200", "USD") | {"as_stated": "200 dollars 😀 汉", "language": "en"}
    view = sheet_of(chain_of({"A": {"basic_wage": wage}, "E": {}}))
    printed = "".join(pages_of(to_pdf(sheet_document(view), press))).replace("\n", " ")
    assert "[GRINNING FACE]" in printed
    assert "[CJK UNIFIED IDEOGRAPH-6C49]" in printed


def test_character_without_a_glyph_in_our_own_words_is_an_error(press: Path) -> None:
    document = example("en")
    broken = replace(document.view, code="K-😀")
    with pytest.raises(MissingGlyphsError, match=r"U\+1F600"):
        to_pdf(replace(document, view=broken), press)


def test_template_that_asks_for_what_is_not_there_fails() -> None:
    with pytest.raises(UndefinedError):
        to_html(replace(example("en"), view=object()))


@pytest.mark.parametrize(
    "languages", [("en",), ("bn", "en"), ("ne", "ar"), ("hi", "ar"), ("ar", "en")]
)
def test_worked_example_is_printed_with_all_its_figures(
    press: Path, languages: tuple[str, ...]
) -> None:
    pages = pages_of(to_pdf(example(*languages), press))
    whole = "\n".join(pages)
    for figure in ("30,000 BDT", "200 USD", "140 JOD", "20,000 BDT"):
        amount, currency = figure.split()
        assert figure in whole or f"{currency} {amount}" in whole, figure
    for page in pages:
        assert CODE in page
        assert sources().catalogue["standing.watermark"]["en"] in page or "en" not in languages
    assert ADDRESS in whole.replace("\n", "")


@pytest.mark.parametrize("languages", [("ar",), ("ne", "ar")])
def test_currency_stands_to_the_right_of_its_amount_in_arabic_too(
    press: Path, languages: tuple[str, ...]
) -> None:
    facts = chain_of(
        {
            "A": {"basic_wage": money("30000", "BDT"), "contract_duration": months("24")},
            "E": {"basic_wage": money("140", "JOD"), "contract_duration": months("36")},
        }
    )
    pdf = to_pdf(sheet_document(sheet_of(facts, languages, findings=())), press)
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        text = page.get_textpage()
        for amount, currency in (("30,000", "BDT"), ("140", "JOD")):
            pairs = list(_on_one_line(text, amount, currency))
            assert len(pairs) == len(languages)
            assert all(left < right for left, right in pairs), (amount, currency, pairs)
        text.close()


def months(number: str) -> dict[str, Any]:
    return stated(n=number, unit="months")


def _on_one_line(
    text: pypdfium2.PdfTextPage, first: str, second: str
) -> Iterator[tuple[float, float]]:
    """Where two words begin that stand beside each other, wherever they stand in the file."""
    whole = text.get_text_range()
    places = {
        word: [text.get_charbox(found.start()) for found in re.finditer(re.escape(word), whole)]
        for word in (first, second)
    }
    for one in places[first]:
        for other in places[second]:
            if abs(one[1] - other[1]) < 3 and abs(one[0] - other[0]) < 60:
                yield one[0], other[0]


@pytest.mark.parametrize("language", ["en", "ar", "bn"])
def test_nothing_runs_off_a_page(press: Path, language: str) -> None:
    for pdf in (
        to_pdf(example(language), press),
        to_pdf(example("ne", "ar"), press) if language == "ar" else b"",
        to_pdf(comparison_document(wide_comparison(language), identifier="wide"), press),
    ):
        if pdf:
            assert list(_outside(pdf)) == []


def wide_comparison(language: str) -> ComparisonView:
    answers: dict[str, Any] = {
        f"A{n:02}": {
            "basic_wage": money(str(200 + n), "USD"),
            "duties": stated(codes=["cleaning"], other=["a very long description of work " * 4]),
        }
        for n in range(13)
    }
    facts = chain_of(answers | {"E": {"basic_wage": money("200", "USD")}})
    compared = compare(facts, sources().references)
    return comparison_view(facts, compared, shown(compared), sources(), language)


def _outside(pdf: bytes) -> Iterator[tuple[int, str]]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                if left < 20 or right > width - 20 or bottom < 10 or top > height - 20:
                    character = text.get_text_range(place, 1)
                    if character.strip():
                        yield number, character
            text.close()
            page.close()


def test_every_part_of_a_wide_comparison_has_its_heads(press: Path) -> None:
    pages = pages_of(to_pdf(comparison_document(wide_comparison("en"), identifier="wide"), press))
    whole = "\n".join(pages)
    for part in wide_comparison("en").parts:
        assert part.title in whole
    for number in range(13):
        assert f"Firm A{number:02}" in whole


def test_benchmark_stands_below_the_term_that_it_is_about() -> None:
    hours = {"hours_per_day": stated(hours="8", per="day"), "days_per_week": stated(n="6")}
    page = to_html(sheet_document(sheet_of(chain_of({"A": hours, "E": hours}))))
    row = re.search(r"<tr>(?:(?!</tr>).)*Normal working hours per day.*?</tr>", page, re.DOTALL)
    assert row
    assert "at most 8 hours a day" in row[0]
    assert "Working days per week" not in row[0]


def test_heads_of_a_long_comparison_stand_on_every_page_of_it(press: Path) -> None:
    terms = [t for t in sources().references.terms.values() if t.type is TermType.BOOL]
    terms += [t for t in sources().references.terms.values() if t.type is TermType.DURATION]
    answers: dict[str, Any] = {
        t.code: stated(yes=True) if t.type is TermType.BOOL else months("2") for t in terms
    }
    facts = chain_of({"A": answers | {"probation": months("3")}, "E": answers})
    compared = compare(facts, sources().references)
    view = comparison_view(facts, compared, (), sources(), "en")
    pages = pages_of(to_pdf(comparison_document(view, identifier="long"), press))
    matrix = [page for page in pages if page.count("no difference found") > 2]
    assert len(matrix) >= 2
    for page in matrix:
        assert "Term" in page
        assert "Firm A" in page
        assert "Firm E" in page


def test_receipt_is_printed(press: Path) -> None:
    facts, _ = worked_example()
    view = receipt_view(facts, "d-H", sources(), "en", Proof("ab" * 32, "17"), asked=9)
    (page,) = pages_of(to_pdf(receipt_document(view), press))
    assert "Receipt for a filing" in page
    assert "140 JOD a month" in page
    assert "ab" * 20 in page.replace("\n", "")


def test_same_view_gives_the_same_file(press: Path) -> None:
    assert to_pdf(example("bn", "en"), press) == to_pdf(example("bn", "en"), press)


def test_h8_file_says_nothing_about_a_person() -> None:
    document = example("bn", "en")
    assert document.title == sources().catalogue["print.sheet"]["bn"]
    assert document.identifier == f"sheet {CODE}"


def test_code_is_a_picture_inside_the_page() -> None:
    assert qr_image(ADDRESS).startswith("data:image/svg+xml")
    assert f'alt="{ADDRESS}"' in to_html(example("en"))


def test_paper_uses_no_layout_that_turns_round_and_no_colour() -> None:
    style = (TEMPLATES / "print.css").read_text(encoding="utf-8")
    assert not re.search(r"display:\s*(inline-)?(flex|grid)", style)
    assert not re.search(
        r"\b(left|right)\s*:\s*[\d.]+mm", re.sub(r"\.watermark \{[^}]*\}", "", style)
    )
    for colour in re.findall(r"#([0-9a-fA-F]{3,6})\b", style):
        parts = [colour[n : n + len(colour) // 3] for n in range(0, len(colour), len(colour) // 3)]
        assert len(set(parts)) == 1, f"#{colour} is not a grey"


def test_style_sheet_is_understood_as_it_is_written() -> None:
    # In a process of its own, as in the press: WeasyPrint is not loaded where pages are served.
    program = (
        "import logging, sys; logging.basicConfig(stream=sys.stdout)\n"
        "from registry.press.typeset import read_stylesheet\n"
        f"read_stylesheet(open({str(TEMPLATES / 'print.css')!r}, encoding='utf-8').read())\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout + done.stderr == ""


def test_documents_are_made_without_the_render_library_in_this_process() -> None:
    program = "import sys, registry.documents; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0


def test_eight_have_a_pictogram_each_and_name_the_differences_about_them() -> None:
    page = to_html(example("bn", "en"))
    for term in PICTOGRAMS:
        drawn = TEMPLATES / "pictograms" / f"{PICTOGRAMS[term]}.svg"
        assert b64encode(drawn.read_bytes()).decode() in page
    row = re.search(r"i-basic_wage new.*?</tr>", page, re.DOTALL)
    assert row
    side = example("bn", "en").view.sides[0]
    numbers = [d.number for d in side.differences if "basic_wage" in d.codes]
    assert numbers
    assert row[0].count(f"▲ {', '.join(map(str, numbers))}<") == 2


def test_d28_days_and_own_words_stand_behind_the_first_two_parts_and_none_is_lost() -> None:
    wage = money("200", "USD") | {"as_stated": "two hundred dollars", "language": "en"}
    view = sheet_of(chain_of({"A": {"basic_wage": wage}, "E": {}}, told={"A": date(2026, 3, 2)}))
    page = to_html(sheet_document(view))
    first, annex = page.split('<section class="part">')
    assert "two hundred dollars" not in first
    assert "two hundred dollars" in annex
    assert "told to workers" not in first.split('class="terms chain"')[0]
    assert "told to workers 2 March 2026" in annex


def test_answer_in_words_alone_stands_on_the_first_page_in_those_words() -> None:
    rest = {"state": State.STATED_IN_WORDS, "as_stated": "Fridays, if no order", "language": "en"}
    page = to_html(sheet_document(sheet_of(chain_of({"A": {"weekly_rest": rest}, "E": {}}))))
    assert "Fridays, if no order" in page.split('<section class="part">')[0]


def test_many_terms_of_one_difference_are_listed_in_the_annex() -> None:
    facts, _ = worked_example()
    (side,) = sheet_of(facts).sides
    (late,) = [one for one in side.differences if one.short]
    assert "and 2 more, listed in the annex" in late.short
    first, annex = to_html(sheet_document(sheet_of(facts))).split('<section class="part">')
    assert late.short in unescape(first)
    assert late.sentence in unescape(annex)


def test_line_is_left_for_a_contact_by_hand_and_none_is_invented() -> None:
    page = to_html(example("en"))
    assert "holds no contact of its own" in page
    assert "A contact written by hand" in page
    assert page.count('<p class="rule">') == 2
