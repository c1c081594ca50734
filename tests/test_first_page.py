"""D28: what matters first stands on the first page, in every language and beside another one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from registry.documents import sheet_document, to_pdf
from registry.masking import shown_on_paper
from registry.press.client import ensure_press
from reports.chain_form import chain_facts
from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Comparison
from seeds.demo.stories import stories
from seeds.reference_data import languages
from tests.paper import sheet_of, sources

# Seven links with more differences than any other chain: what fits here fits anywhere.
FULLEST = "demo-bd-jo-garment"
TODAY = date(2026, 11, 22)
RECORD = "00112233" * 4  # as many digits as are printed below the square code
SOME = [("bn", "en"), ("ne", "ar"), ("ar",)]
BESIDE = [pair for pair in product(languages(), ("en", "ar")) if len(set(pair)) == 2]
OTHERS = [each for each in (*((one,) for one in languages()), *BESIDE) if each not in SOME]
TOP = 0.06  # of the height of a page: where its first line stands


@cache
def fullest() -> tuple[ChainFacts, Comparison]:
    story = next(one for one in stories() if one["chain"]["key"] == FULLEST)
    facts = chain_facts(story, TODAY)
    return facts, compare(facts, sources().references)


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as socket:
        yield socket


def headings(press: Path, printed: tuple[str, ...]) -> list[tuple[int, float]]:
    """The page and the height (0 at its top, 1 at its foot) of every heading of a sheet."""
    facts, comparison = fullest()
    unread = replace(sources(), unreviewed=frozenset(languages()))
    view = sheet_of(shown_on_paper(facts), printed, comparison=comparison, made_with=unread)
    document = pdfium.PdfDocument(to_pdf(sheet_document(replace(view, record=RECORD)), press, []))
    height, found = document[0].get_height(), []
    for heading in document.get_toc():
        target = heading.get_dest()
        _, (_, top, *_) = target.get_view()
        found.append((target.get_index() + 1, 1 - top / height))
    document.close()
    return found


@pytest.mark.parametrize(
    "printed",
    [*SOME, *(pytest.param(each, marks=pytest.mark.prove) for each in OTHERS)],
    ids="+".join,
)
def test_d28_the_headline_eight_end_on_the_first_page(
    press: Path, printed: tuple[str, ...]
) -> None:
    _title, headline, differences, *_ = headings(press, printed)
    assert headline[0] == 1
    page, height = differences
    assert page == 1 or (page == 2 and height < TOP)
