"""The tree that a reading aid follows: the language of each part, and what is a table at all.

WeasyPrint tags a page but says nothing of its languages, and tags a table that only sets things
beside each other as if it held data (ISO 14289-1, 7.2 and 7.5).
"""

from collections.abc import Callable, Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_OF_TABLES = ("Table", "THead", "TBody", "TFoot", "TR", "TH", "TD")


def tell_structure() -> None:
    """Have the tree and the streams of every document written as said here; once, at first."""
    tags._build_box_tree = _Tree(tags._build_box_tree)
    pydyf.Stream.data = property(_with_a_clear_end(pydyf.Stream.data.fget))


class _Tree:
    """Builds the elements of a box and of all that is in it; called again for each part."""

    def __init__(self, build: Callable[..., Iterator[Any]]) -> None:
        self._build = build
        self._language: str | None = None
        self._set_beside: list[Any] | None = None  # what has come of a table without data

    def __call__(
        self, box: Any, parent: Any, pdf: Any, page: int, nums: Any, notes: Any, marks: Any
    ) -> Iterator[Any]:
        box = getattr(box, "_box", box)  # an absolutely placed box stands behind a placeholder
        around = self._language, self._set_beside
        outside = self._language or _said(pdf.catalog.get("Lang"))
        self._language = box.style["lang"] or outside
        if _is_table(box):
            self._set_beside = [] if box.element.get("role") == "presentation" else None
        try:
            found = list(self._build(box, parent, pdf, page, nums, notes, marks))
            self._finish(found, outside, whole=_is_table(box))
        finally:
            self._language, self._set_beside = around
        yield from found

    def _finish(self, found: list[Any], outside: str | None, *, whole: bool) -> None:
        for element in found:
            if self._language != outside and "Lang" not in element:
                element["Lang"] = pydyf.String(self._language)
        if self._set_beside is None:
            return
        self._set_beside += found
        # Not before the table is whole: its cells are told their heads at the very end.
        for element in self._set_beside if whole else ():
            if element["S"].removeprefix("/") in _OF_TABLES:
                element["S"] = "/Div"
                element.pop("A", None)


def _is_table(box: Any) -> bool:
    return box.element is not None and box.element_tag == "table"


def _said(language: Any) -> str | None:
    return None if language is None else str(language.string)


def _with_a_clear_end(write: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """End a stream so that its last byte is not taken for a part of the end of its line.

    Where the last byte is a carriage return, a reader that looks for the end finds two characters
    of which one is content, and calls the length wrong (ISO 19005-3, 6.1.7.1).
    """

    def write_with_a_clear_end(stream: Any) -> bytes:
        written = write(stream)
        if not written.endswith(b"\r\nendstream"):
            return written
        return written.removesuffix(b"\nendstream") + b"\r\nendstream"

    return write_with_a_clear_end
