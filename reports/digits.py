"""Figures in the digits that a reader grew up with, to stand beside the Latin ones.

Bank slips and contracts use Latin digits; hands and shop signs often do not. No library in use
changes digits, and one that changes the separators alone makes a wage harder to read.
"""

import re

ZERO = {"bn": "০", "ne": "०", "ar": "٠"}
LAKH = frozenset({"bn", "ne", "hi"})  # 12,34,567
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def local_figures(text: str, language: str) -> str:
    """The same text with every figure in the language's own digits and grouping."""
    language = language.partition("-")[0]
    return _FIGURE.sub(lambda found: local_figure(found[0], language), text)


def local_figure(figure: str, language: str) -> str:
    """One figure, written ``1,234,567.5``, as the language writes it."""
    whole, point, rest = figure.partition(".")
    if language in LAKH and "," in whole:
        whole = _group_by_lakh(whole.replace(",", ""))
    if language == "ar":
        whole, point = whole.replace(",", "٬"), "٫" if point else ""
    zero = ZERO.get(language)
    written = f"{whole}{point}{rest}"
    return written if zero is None else written.translate(_digits(zero))


def _group_by_lakh(digits: str) -> str:
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while len(head) > 2:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*([head] if head else []), *groups, tail])


def _digits(zero: str) -> dict[int, str]:
    return {ord("0") + number: chr(ord(zero) + number) for number in range(10)}
