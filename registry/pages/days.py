"""Which day, and by which clock, a page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from registry.exceptions import FormError
from registry.forms.numbers import read_day


@dataclass(frozen=True)
class Asked:
    """The day of the page: the end of ``on``, by filing or by the source's own dates (D4)."""

    on: date
    by_source: bool
    today: bool

    @property
    def parameters(self) -> dict[str, str]:
        """What an address carries so that it shows the same again."""
        found = {} if self.today else {"on": self.on.isoformat()}
        return found | ({"clock": "source"} if self.by_source else {})

    def address(self, endpoint: str, public_id: str) -> str:
        """The address of a page that shows this day."""
        given: dict[str, Any] = {"public_id": public_id, **self.parameters}
        return url_for(endpoint, **given)


def asked_day(arguments: MultiDict[str, str], today: date) -> Asked:
    """The day that was asked for; today where none was.

    Raises:
        FormError: there is no such day, or it has not come yet.
    """
    clock = arguments.get("clock", "")
    if clock not in {"", "source", "filed"}:
        raise FormError(_("Clock: choose the day of filing or the source's own date."))
    text = arguments.get("on", "").strip()
    if not text:
        return Asked(today, clock == "source", today=True)
    day = read_day(text)
    if day is None:
        sentence = _("Day: “%(text)s” is not a day. Write it like 2026-04-06.", text=text[:40])
        raise FormError(sentence)
    if day > today:
        raise FormError(_("Day: %(day)s has not come yet.", day=day.isoformat()))
    return Asked(day, clock == "source", today=day == today)
