"""Reading one cell of a register's table, and making names comparable."""

import html
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from registry.names import fold

_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")
_LINES = re.compile(r" ?\n[\n ]*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(:(?P<minute>[0-5][0-9]))?\s*(?P<half>[AaPp])\.?[Mm]\.?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d-])(\+?1[\s.-]?)?(\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\d)")
CONTACT_REMOVED = "[contact removed]"
LONGEST = 3900


def clean(cell: Any) -> str:
    """The cell as text: no markup, no doubled blanks, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    text = str(cell)
    if "&" in text or "<" in text:
        text = html.unescape(_TAGS.sub(" ", text))
    text = _LINES.sub("\n", _BLANKS.sub(" ", text)).strip().removesuffix(" 00:00:00")
    # A spreadsheet puts an apostrophe before what it must not take for a formula.
    return text[1:].strip() if text.startswith("' ") else text


def words(text: str) -> str:
    """Free text fit to be shown: e-mail addresses and telephone numbers are taken out."""
    shown = _PHONE.sub(CONTACT_REMOVED, _MAIL.sub(CONTACT_REMOVED, text))
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]} […]"


def match_key(name: str) -> str:
    """A name reduced to what two spellings of it share: letters and digits, no accents."""
    return fold(name.replace("&", " and ")).replace(" ", "")


def tidy_name(name: str) -> str:
    """A place's name without stray punctuation, in mixed case."""
    name = name.replace("\n", " ").strip(" .,;")
    return name.title() if name.isupper() or name.islower() else name


def to_number(text: str) -> str:
    """The figure as decimal text without trailing zeros; raises ``ValueError``."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error
    if number < 0:
        raise ValueError("the number is negative")
    whole = number == number.to_integral_value()
    return f"{number.to_integral_value():f}" if whole else f"{number.normalize():f}"


def to_day(text: str) -> date:
    """The day of a date or moment in ISO form; raises ``ValueError``."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise ValueError("this is not a date in the form YYYY-MM-DD") from error


def to_clock(text: str) -> str:
    """``7:30 AM`` as ``07:30``; 12:00 AM is midnight, also as the end of a shift."""
    found = _CLOCK.fullmatch(text)
    if not found or not 1 <= int(found["hour"]) <= 12:
        raise ValueError("this is not a time of day such as 7:30 AM")
    hour = int(found["hour"]) % 12 + (12 if found["half"] in "Pp" else 0)
    return f"{hour:02d}:{found['minute'] or '00'}"
