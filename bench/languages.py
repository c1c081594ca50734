"""A sheet in each language of launch against English, in one process; cold against warm."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.documents import typesetter
from bench.measuring import Ratio, side_by_side
from registry.documents import Printed, sheet_document, to_html, to_pdf
from registry.press.client import ensure_press
from registry.press.fonts import prepare_fonts
from seeds.reference_data import Use, languages
from tests.paper import sheet_of, worked_example

TIMES = 3


def run() -> Iterator[Ratio]:
    """All ratios of languages."""
    launch = languages(Use.LAUNCH)
    with tempfile.TemporaryDirectory() as directory:
        prepare_fonts(Path(directory))
        make = typesetter()
        english = to_html(sheet("en"))
        for language in launch:
            page = to_html(sheet(language))
            ratio = side_by_side(partial(make, page), partial(make, english), times=TIMES)
            yield Ratio(f"sheet in {language} against English", ratio, 2.5)
    for language in ("en", *launch):
        yield cold_against_warm(language)


def sheet(language: str) -> Printed:
    """The worked example in one language."""
    facts, compared = worked_example()
    return sheet_document(sheet_of(facts, (language,), comparison=compared))


def cold_against_warm(language: str) -> Ratio:
    """Seconds until a press that has to be started has made a sheet, over those of its next."""
    document = sheet(language)
    begun = time.monotonic()
    with ensure_press() as press:
        to_pdf(document, press)
        cold = time.monotonic() - begun
        begun = time.monotonic()
        for _ in range(TIMES):
            to_pdf(document, press)
        warm = (time.monotonic() - begun) / TIMES
    return Ratio(f"sheet in {language}, cold process against warm", cold / warm)
