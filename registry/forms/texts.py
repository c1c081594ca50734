"""Text as people type it, without the signs that no page and no database can hold."""

import unicodedata


def readable(text: str, longest: int) -> str:
    """The text without control signs and lone surrogates, its line ends alike, cut to a length."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in _UNKEPT)
    return "".join(kept).strip()[:longest]


_UNKEPT = {"Cc", "Cs", "Cn"}
