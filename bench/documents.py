"""Documents: a sheet against the same words plainer, two renderings at once, memory over time."""

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from bench.measuring import Ratio, side_by_side
from models.vocabulary import State, TermType
from registry.documents import TEMPLATES, sheet_document, to_html, to_pdf
from registry.press.client import ensure_press, process_of
from registry.press.fonts import prepare_fonts
from registry.press.job import Job
from reports.sheet import SheetView
from reports.views import Row
from tests.paper import chain_of, sheet_of, sources, stated

LANGUAGES = ("bn", "en")
SHEETS = 12


def run() -> Iterator[Ratio]:
    """All ratios of documents."""
    view = sheet_of_sixty_rows()
    yield from shapes(view)
    yield two_at_once(view)
    yield memory(view)


def sheet_of_sixty_rows() -> SheetView:
    """A sheet that has something to say about every term."""
    terms = sources().references.terms.values()
    first: dict[str, Any] = {term.code: {"state": State.NONE} for term in terms}
    second = dict(first)
    for term in terms:
        if term.type is TermType.BOOL:
            first[term.code], second[term.code] = stated(yes=True), stated(yes=False)
        elif term.order:
            first[term.code] = stated(code=term.order[0])
            second[term.code] = stated(code=term.order[-1])
        elif term.type is TermType.DURATION:
            first[term.code] = second[term.code] = stated(n="14", unit="days")
    chain = chain_of({"A": first, "B": second, "E": second})
    return sheet_of(chain, LANGUAGES, findings=())


def shapes(view: SheetView) -> Iterator[Ratio]:
    """The sheet beside a plain fixed table and beside paragraphs of the same words."""
    with tempfile.TemporaryDirectory() as directory:
        prepare_fonts(Path(directory))
        make = typesetter()
        page = to_html(sheet_document(view))
        long = replace(view, sides=tuple(replace(s, sections=s.sections * 8) for s in view.sides))
        longer = to_html(sheet_document(long))
        cells = [*same_cells(view), *script(view)]
        table, text = as_table(cells), as_paragraphs(cells)
        note = f"{len(cells)} rows"
        yield Ratio(
            "sheet against a plain fixed table of the same cells",
            side_by_side(lambda: make(page), lambda: make(table)), 1.0, note=note,
        )  # fmt: skip
        yield Ratio(
            "sheet against the same words as paragraphs",
            side_by_side(lambda: make(page), lambda: make(text)), 3.0, note=note,
        )  # fmt: skip
        yield Ratio(
            "sheet with its second part eight times over, against once",
            side_by_side(lambda: make(longer), lambda: make(page), times=3), 7.5,
        )  # fmt: skip


def typesetter() -> Callable[[str], bytes]:
    """The press's own function in this process; its library loads after the fonts are chosen."""
    from registry.press import typeset

    typeset.warm_up("<p>a")
    gc.disable()  # as in a child of the press
    style = typeset.read_stylesheet((TEMPLATES / "print.css").read_text(encoding="utf-8"))

    def make(page: str) -> bytes:
        job = Job(page, "t", "bn", date(2026, 4, 6), "x", ("print",))
        return typeset.typeset(job, {"print": style}, pages=1000)

    return make


def same_cells(view: SheetView) -> Iterator[Sequence[str]]:
    """What the sheet says, piece by piece: label, answer and who gave it, in each language."""
    for words in zip(*[side.words.values() for side in view.sides], strict=True):
        yield [cell for word in words for cell in ("", word, "")]
    for links in zip(*[side.links for side in view.sides], strict=True):
        yield [c for link in links for c in (link.name, link.role, " · ".join(link.notes))]
    for rows in zip(*[[*s.headline, *rows_of(s)] for s in view.sides], strict=True):
        for lines in zip(*[list(pieces(row)) for row in rows], strict=True):
            yield [cell for line in lines for cell in line]


def script(view: SheetView) -> Iterator[Sequence[str]]:
    """What is to be read aloud, in the worker's language."""
    yield ["", "\n".join(view.sides[0].aloud), ""] + [""] * 3 * (len(view.sides) - 1)


def rows_of(side: Any) -> list[Row]:
    """The rows of the second part and of the annex."""
    return [row for section in (*side.sections, *side.annex) for row in section.rows]


def pieces(row: Row) -> Iterator[tuple[str, str, str]]:
    """Each answer of a row with its label and those who gave it."""
    for number, line in enumerate(row.lines):
        label = line.lead or ("" if number else row.label)
        who = (line.everyone, " ".join(map(str, line.who)), *line.notes, *line.below)
        yield label, line.value, " · ".join(part for part in who if part)
    for note in row.notes:
        yield "", note, ""


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """A fixed table: a column for each piece."""
    tongues = ("", "", "", " lang=en", " lang=en", " lang=en")
    body = "".join(
        f"<tr>{''.join(f'<td{t}>{escape(c)}' for t, c in zip(tongues, row, strict=True))}"
        for row in rows
    )
    return _page(f"<table style='table-layout:fixed;width:100%'>{body}</table>")


def as_paragraphs(rows: Sequence[Sequence[str]]) -> str:
    """The same words without any table: a paragraph for each row and language."""
    halves = [half for row in rows for half in (row[:3], row[3:])]
    return _page("".join(f"<p>{escape(' '.join(half))}" for half in halves if any(half)))


def _page(body: str) -> str:
    return f"<!doctype html><html lang=bn><title>t</title><body class=sheet>{body}"


def two_at_once(view: SheetView) -> Ratio:
    """How much more two renderings at once get done than one after the other."""
    seconds = [_seconds_for(view, at_once) for at_once in (1, 2)]
    return Ratio("two render processes against one", seconds[0] / seconds[1], 1.4, least=True)


def _seconds_for(view: SheetView, at_once: int) -> float:
    document = sheet_document(view)
    with ensure_press(at_once=at_once) as press, ThreadPoolExecutor(4) as pool:
        to_pdf(document, press)
        begun = time.monotonic()
        list(pool.map(lambda _: to_pdf(document, press), range(SHEETS)))
        return time.monotonic() - begun


def memory(view: SheetView) -> Ratio:
    """Resident memory of the press after a hundred sheets, over that after ten."""
    document = sheet_document(view)
    sizes = []
    with ensure_press() as press, ThreadPoolExecutor(2) as pool:
        for more in (10, 90):
            list(pool.map(lambda _: to_pdf(document, press), range(more)))
            sizes.append(_resident(process_of(press)))
    return Ratio("memory of the press after 100 sheets against after 10", sizes[1] / sizes[0], 1.05)


def _resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    sys.exit("This machine does not tell how much memory a process holds.")
