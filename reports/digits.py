"""Figures in the digits that a reader grew up with, to stand beside the Western ones.

Bank slips and contracts use Western digits; hands and shop signs often do not. Which digits and
separators a language has in a country is CLDR's word, taken through Babel, which changes
separators but never digits: figures with the one and without the other are harder to read.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from reports.locales import locale_of

WESTERN = "latn"
# CLDR calls a numbering system by the script of its language; of the Arabic script there are two.
_ARABIC = {"arab": "ARABIC-INDIC", "arabext": "EXTENDED ARABIC-INDIC"}
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class FigureStyle:
    """How a language writes figures in a country."""

    group: str
    point: str
    sizes: tuple[int, int]  # digits in the last group, and in each group before it
    digits: Mapping[int, str]  # empty where the digits are Western

    def write(self, figure: str) -> str:
        """A figure that is written ``1,234,567.5``, as the language writes it."""
        whole, point, rest = figure.partition(".")
        if "," in whole:
            whole = self.group.join(_groups(whole.replace(",", ""), *self.sizes))
        written = f"{whole}{self.point}{rest}" if point else whole
        return written.translate(self.digits) if self.digits else written


def local_figure(figure: str, language: str, country: str = "") -> str:
    """One figure, written ``1,234,567.5``, as the language writes it in a country."""
    return style_of(language, country).write(figure)


def local_figures(text: str, language: str, country: str = "") -> str:
    """The same text with every figure as the language writes it in a country."""
    style = style_of(language, country)
    return _FIGURE.sub(lambda found: style.write(found[0]), text)


@cache
def style_of(language: str, country: str = "") -> FigureStyle:
    """The digits, separators and groups of a language in a country."""
    locale = locale_of(language, country)
    system = locale.default_numbering_system
    symbols = {**locale.number_symbols[WESTERN], **_known(locale.number_symbols.get(system, {}))}
    last, before = locale.decimal_formats[None].grouping
    return FigureStyle(symbols["group"], symbols["decimal"], (last, before), _digits(locale))


def _known(symbols: Mapping[str, str | None]) -> dict[str, str]:
    return {name: sign for name, sign in symbols.items() if sign}


def _digits(locale: Locale) -> dict[int, str]:
    """The ten digits of a locale's own numbering system; none where it is the Western one."""
    system = locale.default_numbering_system
    if system == WESTERN:
        return {}
    script = _ARABIC.get(system) or _script(str(locale.language_name))
    zero = ord(unicodedata.lookup(f"{script} DIGIT ZERO"))
    return {ord("0") + number: chr(zero + number) for number in range(10)}


def _script(name: str) -> str:
    """The script of a word, as Unicode calls it: "BENGALI" for বাংলা."""
    return unicodedata.name(name[0]).partition(" LETTER")[0].removesuffix(" CAPITAL")


def _groups(digits: str, last: int, before: int) -> list[str]:
    head, groups = digits[:-last], [digits[-last:]]
    while head:
        groups.insert(0, head[-before:])
        head = head[:-before]
    return groups
