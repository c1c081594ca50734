"""What every page must be, whatever it shows."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

# Arrows between countries and dashes between parts of a name are not cells.
EMPTY_CELL = re.compile(r"^[\s\-–—]*$")
WITHOUT_LABEL = {"hidden", "submit", "button"}


def read_page(response: TestResponse) -> Element:
    """The page, after every check that does not depend on what it is about."""
    text = response.get_data(as_text=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page: Element = parser.parse(text)
    problems = list(problems_of(page))
    assert not problems, problems
    return page


def problems_of(page: Element) -> Iterator[str]:
    """Everything that is wrong with a page, as sentences."""
    yield from _frame(page)
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    yield from (f"the id {name!r} stands {n} times" for name, n in ids.items() if n > 1)
    yield from _links(page, set(ids))
    yield from _inputs(page)
    yield from _cells(page)
    for element in page.iter():
        inline = element.tag == "script" and not element.get("src")
        if inline or element.tag == "style" or any(_runs(name) for name in element.attrib):
            yield f"a script or a style stands in the page itself: <{element.tag}>"


def _runs(name: object) -> bool:
    return str(name) == "style" or str(name).startswith("on")


def _frame(page: Element) -> Iterator[str]:
    if not page.get("lang") or page.get("dir") not in {"ltr", "rtl"}:
        yield "the page does not say its language and direction"
    if len(list(page.iter("h1"))) != 1:
        yield f"{len(list(page.iter('h1')))} h1"
    if len(list(page.iter("main"))) != 1:
        yield "not exactly one main"
    if not text_of(next(page.iter("title"))):
        yield "no title"


def _links(page: Element, ids: set[str | None]) -> Iterator[str]:
    for link in page.iter("a"):
        href = link.get("href", "")
        if not text_of(link):
            yield f"the link to {href} has no words"
        if href.startswith("#") and href[1:] not in ids:
            yield f"nothing has the id of the link {href}"
    for element in page.iter():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for target in element.get(name, "").split():
                if target not in ids:
                    yield f"{name}={target} leads nowhere"


def _inputs(page: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.iter(tag):
            if field.get("type") not in WITHOUT_LABEL and field.get("id") not in labelled:
                yield f"{field.get('name')} has no label"


def _cells(page: Element) -> Iterator[str]:
    for tag in ("td", "th", "dd", "dt"):
        for cell in page.iter(tag):
            if EMPTY_CELL.match(text_of(cell)) and not list(cell.iter("input")):
                yield f"an empty <{tag}>"


def text_of(element: Element) -> str:
    """All words of an element, with single blanks."""
    return " ".join("".join(element.itertext()).split())


def texts(page: Element, tag: str, css_class: str = "") -> list[str]:
    """The words of every element of a kind."""
    return [text_of(one) for one in page.iter(tag) if css_class in one.get("class", "").split(" ")
            or not css_class]  # fmt: skip
