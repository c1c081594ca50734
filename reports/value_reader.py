"""Reads the parts of one value and remembers everything that is wrong with them."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from models.vocabulary import Qualifier
from reports.value_problems import Problem

# ASCII digits only: int() and Decimal() would take "१२" and "1_0" and change what is signed.
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
ZERO = Decimal(0)
T = TypeVar("T")


class Reader:
    """One value being read; asking for a part marks it as known."""

    def __init__(
        self,
        term: str,
        value: Mapping[str, Any],
        qualifier: Qualifier,
        known: Collection[str] | None,
    ) -> None:
        self.term, self.value, self.qualifier, self.known = term, value, qualifier, known
        self.problems: list[Problem] = []
        self._asked: set[str] = set()
        self._figures = 0

    def problem(self, code: str, field: str, **params: str) -> None:
        """Remember what is wrong with a part."""
        named = {"term": self.term, "field": field, **params}
        self.problems.append(Problem(code, field, named))

    def close(self) -> None:
        """Name the parts that nobody asked for."""
        for field in sorted(set(map(str, self.value)) - self._asked):
            self.problem("unknown_part", field)

    def no_figure(self) -> None:
        """Refuse a bound or a range where there is no figure to bound."""
        if self.qualifier is not Qualifier.EXACT:
            self.problem("qualifier_without_figure", "qualifier", given=self.qualifier.value)

    def _get(self, field: str, required: bool) -> Any:
        self._asked.add(field)
        given = self.value.get(field)
        if given is None or given == "":
            if required:
                self.problem("part_missing", field)
            return None
        return given

    def number(
        self, field: str, limit: Decimal, *, required: bool = True, whole: bool = False
    ) -> Decimal | None:
        """A figure from 0 to the limit, written as text."""
        given = self._get(field, required)
        if given is None:
            return None
        number = self._decimal(field, given)
        if number is None:
            return None
        if whole and number != number.to_integral_value():
            self.problem("not_whole", field, given=str(given))
        if number > limit:
            self.problem("too_large", field, given=str(given), limit=f"{limit:f}")
        return number

    def _decimal(self, field: str, given: Any) -> Decimal | None:
        if not isinstance(given, str) or not NUMBER.fullmatch(given):
            self.problem("not_a_number", field, given=str(given))
            return None
        number = Decimal(given)
        if number < ZERO:
            self.problem("negative", field, given=given)
            return None
        return number

    def span(
        self,
        field: str,
        field_to: str,
        limit: Decimal,
        *,
        required: bool = True,
        whole: bool = False,
    ) -> tuple[Decimal, Decimal | None]:
        """A figure, with its upper end where the answer is a range."""
        first = self.number(field, limit, required=required, whole=whole)
        last = self.number(field_to, limit, required=False, whole=whole)
        ranged = self.qualifier is Qualifier.RANGE
        if last is not None and not ranged:
            self.problem("end_without_range", field_to)
        if last is None and ranged and first is not None:
            self.problem("range_without_end", field_to)
        if first is not None and last is not None and last <= first:
            self.problem("range_not_rising", field_to)
        return (first if first is not None else ZERO), last

    def text(self, field: str, *, required: bool = False) -> str:
        """Words."""
        given = self._get(field, required)
        if given is None:
            return ""
        if not isinstance(given, str):
            self.problem("not_text", field)
            return ""
        return given.strip()

    def choice(self, field: str, choices: Collection[str], *, default: str | None = None) -> str:
        """One of a closed list, or the default where the part may be left out."""
        given = self._get(field, required=default is None)
        fallback = default if default is not None else next(iter(choices))
        if given is None:
            return fallback
        if given not in choices:
            listed = ", ".join(str(choice) for choice in choices)
            self.problem("not_a_choice", field, given=str(given), choices=listed)
            return fallback
        return str(given)

    def code(self, field: str, *, required: bool = True) -> str:
        """A code of the term's list; any text where the list is not known here."""
        given = self.text(field, required=required)
        if given and self.known is not None and given not in self.known and given != "other":
            listed = ", ".join(self.known)
            self.problem("not_a_choice", field, given=given, choices=listed)
        return given

    def _list(self, field: str) -> list[Any]:
        given = self._get(field, required=False)
        if given is None:
            return []
        if not isinstance(given, list | tuple):
            self.problem("not_a_list", field)
            return []
        return list(given)

    def texts(self, field: str) -> tuple[str, ...]:
        """Several words."""
        given = self._list(field)
        if any(not isinstance(entry, str) for entry in given):
            self.problem("not_text", field)
            return ()
        return tuple(entry.strip() for entry in given if entry.strip())

    def choices(self, field: str, choices: Collection[str]) -> tuple[str, ...]:
        """Several of a closed list."""
        given = self.texts(field)
        for entry in given:
            if entry not in choices:
                self.problem("not_a_choice", field, given=entry, choices=", ".join(choices))
        return given

    def codes(self, field: str) -> tuple[str, ...]:
        """Several codes of the term's list."""
        return self.texts(field) if self.known is None else self.choices(field, self.known)

    def code_map(self, field: str, keys: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Codes of the term's list, one for each of several keys, in the order of the keys."""
        given = self._get(field, required=False)
        if given is None:
            return ()
        if not isinstance(given, Mapping):
            self.problem("not_an_object", field)
            return ()
        for key in given:
            if key not in keys:
                self.problem("not_a_choice", field, given=str(key), choices=", ".join(keys))
        inner = Reader(self.term, given, self.qualifier, self.known)
        found = tuple((key, inner.code(key, required=False)) for key in keys)
        self.problems.extend(inner.problems)
        return tuple((key, code) for key, code in found if code)

    def flag(self, field: str, *, required: bool = False) -> bool | None:
        """A yes or a no."""
        given = self._get(field, required)
        if given is not None and not isinstance(given, bool):
            self.problem("not_yes_or_no", field)
            return None
        return given

    def day(self, field: str, *, required: bool = True) -> date | None:
        """A calendar day in ISO form."""
        given = self._get(field, required)
        if given is None:
            return None
        try:
            return date.fromisoformat(given)
        except (TypeError, ValueError):
            self.problem("not_a_date", field, given=str(given))
            return None

    def _matched(self, field: str, pattern: re.Pattern[str], code: str, required: bool) -> str:
        given = self._get(field, required)
        if given is None:
            return ""
        if not isinstance(given, str) or not pattern.fullmatch(given):
            self.problem(code, field, given=str(given))
            return ""
        return given

    def currency(self, field: str) -> str:
        """An ISO 4217 code."""
        return self._matched(field, CURRENCY, "not_currency", required=True)

    def country(self, field: str) -> str:
        """An ISO 3166-1 alpha-2 code."""
        return self._matched(field, COUNTRY, "not_a_country", required=False)

    def clock(self, field: str) -> str:
        """A time of day."""
        return self._matched(field, CLOCK, "not_a_time", required=False)

    def weekdays(self, field: str) -> tuple[Decimal, ...]:
        """Hours of seven days, Sunday first."""
        given = self._list(field)
        if not given:
            return ()
        hours = [self._decimal(field, entry) for entry in given]
        if len(hours) != 7:
            self.problem("seven_days", field)
        for entry in hours:
            if entry is not None and entry > 24:
                self.problem("too_large", field, given=str(entry), limit="24 a day")
        return tuple(entry or ZERO for entry in hours)

    def one_of(self, field: str, other: str) -> None:
        """Exactly one of two parts must be there."""
        if (self.value.get(field) is None) == (self.value.get(other) is None):
            self.problem("one_or_other", field, other=other)

    def nested(
        self, field: str, read: Callable[["Reader"], T], qualifier: Qualifier | None = None
    ) -> T | None:
        """A value within the value, such as the amount of a cost."""
        given = self._get(field, required=False)
        if given is None:
            return None
        if not isinstance(given, Mapping):
            self.problem("not_an_object", field)
            return None
        inner = Reader(self.term, given, qualifier or self.qualifier, None)
        found = read(inner)
        inner.close()
        self.problems.extend(inner.problems)
        return found

    def parts(self, field: str) -> list["Reader"]:
        """The lines of a list of amounts; their problems are kept with this value's."""
        readers = []
        for entry in self._list(field):
            if not isinstance(entry, Mapping):
                self.problem("not_an_object", field)
                continue
            reader = Reader(self.term, entry, Qualifier.EXACT, self.known)
            reader.problems = self.problems
            readers.append(reader)
        return readers
