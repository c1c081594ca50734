"""Text that can be copied, searched and read aloud, in scripts whose letters join.

WeasyPrint maps each glyph to one piece of text. A Bengali or Devanagari glyph stands for several
letters, or for another letter in another place, so that no reader finds a Nepali word again.
``/ActualText`` says what a run of glyphs means (ISO 32000-2, 14.9.4).
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from unicodedata import normalize

import pydyf
import weasyprint.pdf
from fontTools.ttLib import TTFont
from weasyprint.draw import text as drawing

# Indic, Myanmar and Ethiopic. Never the right-to-left scripts: readers reverse them.
_JOINING = re.compile("[\u0900-\u0dff\u1000-\u109f\u1200-\u139f\u1c50-\u1c7f\ua8e0-\ua8ff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_NAMED = re.compile(r"uni([0-9A-F]{4})(?:\.|$)")


def keep_words() -> None:
    """Have every run of joining letters carry its own text; once, before the first page."""
    draw = drawing.draw_first_line

    def draw_with_words(stream: Any, textbox: Any, *arguments: Any) -> Any:
        words: str = textbox.text
        if not _JOINING.search(words) or _RIGHT_TO_LEFT.search(words):
            return draw(stream, textbox, *arguments)
        stream.begin_marked_content("Span", _actual_text(words, textbox.style["lang"]))
        try:
            return draw(stream, textbox, *arguments)
        finally:
            stream.end_marked_content()

    drawing.draw_first_line = draw_with_words
    weasyprint.pdf.build_fonts_dictionary = _with_whole_maps(weasyprint.pdf.build_fonts_dictionary)


def _with_whole_maps(build: Callable[..., Any]) -> Callable[..., Any]:
    """Give each glyph that continues another one's letters a text that says nothing.

    WeasyPrint writes an empty one, which no reader of the map understands (ISO 32000-2, 9.10.3).
    """

    def build_with_whole_maps(pdf: Any, fonts: Any, *arguments: Any) -> Any:
        for font in fonts.values():
            _name_arabic_letters(font)
            font.to_unicode.update({g: "\u200b" for g, text in font.to_unicode.items() if not text})
        return build(pdf, fonts, *arguments)

    return build_with_whole_maps


def _name_arabic_letters(font: Any) -> None:
    """Map each Arabic glyph to the letter of its own name.

    What a glyph stood for where it was drawn first depends on the marks beside it: the sign for a
    doubled letter would bring that letter along wherever it stands again.
    """
    if not any(map(_RIGHT_TO_LEFT.search, font.to_unicode.values())):
        return
    names = TTFont(BytesIO(font.file_content), fontNumber=0, lazy=True).getGlyphOrder()
    for glyph in font.to_unicode:
        named = _NAMED.match(names[glyph])
        if named and _RIGHT_TO_LEFT.match(sign := chr(int(named[1], 16))):
            font.to_unicode[glyph] = _letter(sign)


def _letter(sign: str) -> str:
    """The letter of a form of it; two letters in one sign stay one, or readers turn them round."""
    plain = normalize("NFKC", sign).replace(" ", "")
    return sign if sum(map(str.isalpha, plain)) > 1 else plain


def _actual_text(words: str, language: str | None) -> bytes:
    """A property list: the words as hexadecimal UTF-16 with its byte order, and their language."""
    told = f" /Lang {pydyf.String(language).data.decode()}" if language else ""
    return f"<</ActualText <FEFF{words.encode('utf-16-be').hex()}>{told}>>".encode()
