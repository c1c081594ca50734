"""Numbers and days as people type them: local digits, local separators."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

_SEPARATORS = str.maketrans({"٬": ",", "٫": ".", "،": ",", "−": "-"})
_GROUPED = re.compile(r"-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?")
_CONTINENTAL = re.compile(r"-?\d{1,3}(\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
LONGEST = 24


def western(text: str) -> str:
    """The same text with Western digits and separators, without blanks."""
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign
        for sign in text.translate(_SEPARATORS)
        if not sign.isspace() and sign not in "'’_"
    )


def read_number(text: str) -> str | None:
    """A decimal string from how somebody typed it; None when it is no number.

    ``1,65,000`` and ``1,234`` group; ``12,5`` and ``1.200,50`` have a decimal comma; ``1.234`` is
    a decimal, because dinars have three of them.
    """
    plain = western(text)
    if len(plain) > LONGEST:
        return None
    if _CONTINENTAL.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        return format(Decimal(plain), "f")
    except InvalidOperation:
        return None


def read_day(text: str) -> date | None:
    """A day typed as YYYY-MM-DD, also in local digits; None when there is no such day."""
    try:
        return date.fromisoformat(western(text))
    except ValueError:
        return None
