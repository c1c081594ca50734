"""Reads parts of a JSON form and says in one sentence where a part cannot be read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar

E = TypeVar("E", bound=Enum)
Body = Mapping[str, Any]


class ChainFormError(ValueError):
    """A chain form that cannot be read; says what, where and what to do."""


class Part:
    """One object of the form, with the name of its place in the file."""

    def __init__(self, body: Any, where: str) -> None:
        if not isinstance(body, Mapping):
            raise ChainFormError(f"{where}: this must be an object; see docs/chain-form.md.")
        self.body: Body = body
        self.where = where

    def wrong(self, field: str, why: str) -> ChainFormError:
        """The error for one field."""
        return ChainFormError(f"{self.where}, {field}: {why}")

    def text(self, field: str, *, required: bool = False) -> str:
        """Words, or an empty string."""
        given = self.body.get(field)
        if given is None or given == "":
            if required:
                raise self.wrong(field, "it is missing; fill it in.")
            return ""
        if not isinstance(given, str):
            raise self.wrong(field, f"{given!r} is not text; put it in quotation marks.")
        return given

    def one(self, field: str, kind: type[E], default: E | None = None) -> E:
        """One value of a closed list."""
        given = self.text(field, required=default is None)
        try:
            return kind(given) if given else default or kind(given)
        except ValueError:
            choices = ", ".join(str(member.value) for member in kind)
            raise self.wrong(field, f"“{given}” is not one of: {choices}.") from None

    def day(self, field: str, *, required: bool = False) -> date | None:
        """A calendar day."""
        given = self.text(field, required=required)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            raise self.wrong(
                field, f"“{given}” is not a day; write it as year-month-day."
            ) from None

    def on(self, field: str) -> date:
        """A calendar day that must be there."""
        found = self.day(field, required=True)
        assert found is not None  # noqa: S101 - a required day is there or has raised
        return found

    def number(self, field: str) -> Decimal:
        """A decimal written as text."""
        given = self.text(field, required=True)
        try:
            return Decimal(given)
        except InvalidOperation:
            raise self.wrong(field, f"“{given}” is not a number.") from None

    def flag(self, field: str, *, default: bool) -> bool:
        """A yes or no."""
        given = self.body.get(field, default)
        if not isinstance(given, bool):
            raise self.wrong(field, "it must be true or false.")
        return given

    def parts(self, field: str) -> list["Part"]:
        """A list of objects."""
        given = self.body.get(field) or []
        if not isinstance(given, list):
            raise self.wrong(field, "it must be a list.")
        return [Part(each, f"{field}[{number}]") for number, each in enumerate(given)]

    def part(self, field: str) -> "Part | None":
        """One object within, if it is there."""
        given = self.body.get(field)
        return None if given is None else Part(given, f"{self.where}.{field}")

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of words."""
        given = self.body.get(field) or []
        if not isinstance(given, list) or any(not isinstance(each, str) for each in given):
            raise self.wrong(field, "it must be a list of words.")
        return tuple(given)

    def known(self, field: str, names: Mapping[str, Any], what: str) -> str:
        """A local name that the file has introduced."""
        given = self.text(field, required=True)
        if given not in names:
            raise self.wrong(field, f"“{given}” is not {what} of this file; check its key.")
        return given
