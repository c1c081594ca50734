"""Views into pages, and pages into PDFs: the one place where a document gets its markup."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import name as character_name

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from registry.press.client import render
from registry.press.errors import MissingGlyphsError
from registry.press.job import Attachment
from reports.comparison_document import ComparisonView
from reports.locales import direction_of
from reports.questions import QuestionsView
from reports.receipt import ReceiptView
from reports.sheet import SheetView
from reports.sheet_side import SheetSide
from reports.views import Difference, Line, Row

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "print"

# A figure with its unit, a code or a Latin name: what must keep its own order in a line that
# runs from right to left. An amount turned round is another amount.
_LATIN = r"[0-9A-Za-z\u00c0-\u024f]"
_LATIN_RUN = re.compile(
    rf"[+\-−]?{_LATIN}(?:[0-9A-Za-z\u00c0-\u024f .,:;/%×÷=≈+\-−–—'’&@_#()\[\]]*(?:{_LATIN}|[%)]))?"
)
# Two times with a dash between them are two things: "07:30–16:30" follows its line.
_BETWEEN_THINGS = re.compile(r"[:;] |(?<=\d:\d\d)\s?[-–—]\s?(?=\d{1,2}:\d\d)")
_LOOSE_ENDS = " .,:;/×÷=≈+-−–—'’&@_#"
_CIRCLED_ONE = 0x2460
LONGEST_UNBROKEN = 20
LAST_CIRCLED = 20
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RTL_RUN = re.compile(rf"[{_RTL}](?:[{_RTL}\s،؛]*[{_RTL}])?")
# Explicit directions in somebody's words would turn round what stands after them.
_DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as a page, and what the file says of itself."""

    template: str
    view: Any
    title: str
    language: str
    on: date
    identifier: str


def sheet_document(view: SheetView) -> Printed:
    """A job-condition sheet."""
    language = view.sides[0].language
    return Printed("sheet.html", view, view.title, language, view.issued_on, f"sheet {view.code}")


def comparison_document(view: ComparisonView, *, identifier: str) -> Printed:
    """The comparison of a chain; ``identifier`` tells one such file from another."""
    return Printed("comparison.html", view, view.title, view.language, view.as_of, identifier)


def receipt_document(view: ReceiptView) -> Printed:
    """The receipt for a filing."""
    name = f"receipt {view.filing}"
    return Printed("receipt.html", view, view.title, view.language, view.filed_on, name)


def questions_document(view: QuestionsView, *, on: date) -> Printed:
    """The question sheet; ``on`` is the day on which the file is made."""
    language, name = view.sides[0].language, f"questions {view.version}"
    return Printed("questions.html", view, view.title, language, on, name)


def to_html(document: Printed, unprintable: Iterable[str] = ()) -> str:
    """The page of a document; ``unprintable`` characters of quotations are named instead."""
    template = _environment().get_template(document.template)
    return template.render(
        view=document.view,
        title=document.title,
        language=document.language,
        direction=direction_of(document.language),
        named={ord(one): f"[{_name(one)}]" for one in unprintable},
    )


def to_pdf(document: Printed, press: Path, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of a document, made by the press that listens at ``press``.

    A character that no font can print is named in brackets where it stands in somebody's own
    words: nobody can stop a sheet by filing one. Anywhere else it is an error.
    """

    def make(unprintable: str = "") -> bytes:
        return render(
            to_html(document, unprintable),
            press=press,
            title=document.title,
            language=document.language,
            on=document.on,
            identifier=document.identifier,
            attachments=attachments,
        )

    try:
        return make()
    except MissingGlyphsError as missing:
        return make(missing.characters)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bidi": bidi,
        "direction": words_direction,
        "own_words": own_words,
        "term_by_term": term_by_term,
        "behind": behind,
        "about": about,
    }
    environment.tests["more"] = has_more
    environment.globals |= {"qr_image": qr_image, "circled": circled, "pictograms": pictograms()}
    return environment


def bidi(text: str, direction: str) -> Markup:
    """Text with an explicit direction round every run that goes against its line.

    A bare ``<bdi>`` and ``dir=auto`` print "QAR 1,800" for "1,800 QAR". A short run is not
    broken over two lines, where its halves would stand in the wrong order.
    """
    run, against = (_LATIN_RUN, "ltr") if direction == "rtl" else (_RTL_RUN, "rtl")
    parts: list[str] = []
    end = 0
    while found := run.search(text, end):
        written = _one_thing(found[0])
        parts += [escape(text[end : found.start()])]
        whole = ' class="w"' if len(written) <= LONGEST_UNBROKEN else ""
        parts += [f'<bdi dir="{against}"{whole}>{escape(written)}</bdi>']
        end = found.start() + len(written)
    return Markup("").join([*map(Markup, parts), escape(text[end:])])


def _one_thing(run: str) -> str:
    """The run up to where the line, and not the run, decides what comes next.

    A colon joins a name and a figure, and a bracket that opens or closes outside the run belongs
    to the line: "Faridpur: 14" is two things, "Convention, 2011 (No. 189)" is one.
    """
    run = _BETWEEN_THINGS.split(run, maxsplit=1)[0]
    opened: list[int] = []
    for place, character in enumerate(run):
        if character in "([":
            opened.append(place)
        elif character in ")]" and not opened:
            return run[:place].rstrip(_LOOSE_ENDS)
        elif character in ")]":
            opened.pop()
    return (run[: opened[0]] if opened else run).rstrip(_LOOSE_ENDS)


def own_words(text: str, named: dict[int, str]) -> str:
    """A quotation, fit to print: no hidden directions, what has no glyph by its name."""
    return text.translate(_DIRECTION_MARKS).translate(named)


def words_direction(text: str, language: str) -> str:
    """The direction of words whose language may not be known: that of their first letter."""
    if language:
        return direction_of(language)
    first = next((one for one in text if one.isalpha()), "")
    return "rtl" if re.match(f"[{_RTL}]", first) else "ltr"


def term_by_term(row: Row) -> list[Row]:
    """A row of several terms as a row for each; what stands below its answers is its note."""
    if row.label:
        return [row]
    starts = [place for place, line in enumerate(row.lines) if line.lead]
    ends = [*starts[1:], len(row.lines)]
    return [_led(row.lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _led(lines: Sequence[Line]) -> Row:
    bare = tuple(replace(line, lead="", below=()) for line in lines)
    below = tuple(note for line in lines for note in line.below)
    return Row(lines[0].lead, bare, below, lines[0].code)


def behind(sides: Sequence[SheetSide]) -> list[list[Row]]:
    """Side by side, the answers of the first two parts that have days or own words to show."""
    every = [[part for row in rows_of(side) for part in term_by_term(row)] for side in sides]
    return [list(rows) for rows in zip(*every, strict=True) if any(map(_has_more, rows))]


def rows_of(side: SheetSide) -> list[Row]:
    """The rows of the first two parts."""
    return [*side.headline, *(row for section in side.sections for row in section.rows)]


def _has_more(row: Row) -> bool:
    return any(map(has_more, row.lines))


def has_more(line: Line) -> bool:
    """Whether an answer has days, or own words that do not stand beside it already."""
    return line.notes != line.brief or bool(line.quotes and not line.worded)


def about(differences: Sequence[Difference], code: str) -> list[int]:
    """The numbers of the differences that are about a term."""
    return [one.number for one in differences if code in one.codes]


# The headline eight, term by term.
PICTOGRAMS = {
    "employer_name": "employer",
    "workplace_location": "place",
    "basic_wage": "wage",
    "hours_per_day": "hours",
    "days_per_week": "week",
    "weekly_rest": "rest",
    "contract_duration": "contract",
    "total_cost_to_worker": "costs",
    "passport_custody": "passport",
    "leave_premises": "going_out",
    "phone_contact": "phone",
    "complaint_channel": "complaint",
}


def pictograms() -> Markup:
    """Rules that set a pictogram beside a term: drawn as decoration, so that none is read out."""
    rules = []
    for term, name in PICTOGRAMS.items():
        drawn = b64encode((TEMPLATES / "pictograms" / f"{name}.svg").read_bytes()).decode()
        rules.append(f'.i-{term}{{background-image:url("data:image/svg+xml;base64,{drawn}")}}')
    return Markup("\n".join(rules))  # noqa: S704 -- our own files


def circled(numbers: Iterable[int]) -> str:
    """Numbers of links as signs of their own: one run of text, where a box each costs time."""
    signs = [chr(_CIRCLED_ONE + one - 1) if one <= LAST_CIRCLED else f"({one})" for one in numbers]
    return "\u202f".join(signs)


def qr_image(address: str) -> str:
    """The address as a picture that a phone can read, inside the page itself."""
    return str(segno.make(address, error="m").svg_data_uri(border=2, scale=1, omitsize=True))


def _name(character: str) -> str:
    return character_name(character, f"U+{ord(character):04X}")
