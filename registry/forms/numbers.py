"""Numbers and days as people type them: local digits, local separators."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

_SEPARATORS = str.maketrans("٬٫،，．−‐‑–", ",.,,.----")
_LOCAL_POINT = "٫"  # always the decimal point, whereas "." groups in some countries
_IGNORED = frozenset("'’_")
_GROUPED = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})*,\d{3})(\.\d+)?", re.ASCII)
_CONTINENTAL = re.compile(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}", re.ASCII)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}", re.ASCII)
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
# Nobody writes an empty third decimal for its own sake: it is a thousand, or a dinar with its fils.
_THOUSAND_OR_FILS = re.compile(r"-?[1-9]\d{0,2}\.\d\d0", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
LONGEST = 24


def western(text: str) -> str:
    """The same text with Western digits and separators, without blanks and hidden marks."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in text.translate(_SEPARATORS)
        if not (sign.isspace() or sign in _IGNORED or unicodedata.category(sign) == "Cf")
    )


def readings(text: str) -> tuple[str, ...]:
    """What a typed number may mean: nothing, one decimal string, or two.

    ``1,65,000`` and ``1,234`` group; ``12,5`` and ``1.200,50`` have a decimal comma; ``1.234`` is
    a decimal, because dinars have three of them; ``1.650`` may be that or a thousand and more.
    """
    plain = western(text)
    # A Bengali 4 looks like an 8: digits of two scripts in one number are nobody's intention.
    if len(plain) > LONGEST or len(set(_zeros(text))) > 1:
        return ()
    if _THOUSAND_OR_FILS.fullmatch(plain) and _LOCAL_POINT not in text:
        return (plain.replace(".", ""), plain.rstrip("0").rstrip("."))
    if _CONTINENTAL.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    return (format(Decimal(plain), "f"),) if _PLAIN.fullmatch(plain) else ()


def plain_number(number: str) -> str:
    """A number on record as it is typed: ``230.000`` as ``230``, which can be read in one way."""
    return number.rstrip("0").rstrip(".") if _PLAIN.fullmatch(number) and "." in number else number


def read_day(text: str) -> date | None:
    """A day typed year first, also in local digits; None when there is no such day."""
    found = _DAY.fullmatch(western(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _zeros(text: str) -> Iterator[int]:
    """The zero of the script of each digit."""
    return (ord(sign) - unicodedata.decimal(sign) for sign in text if sign.isdecimal())
