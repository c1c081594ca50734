"""The shared column types and the declarative base."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# Constraint names become sentences for people in ``registry/exceptions.py``: keep them stable.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

APPEND_ONLY: dict[str, Any] = {"append_only": "rows"}
"""``Table.info`` of the record: a row is never changed and never deleted."""

ERASABLE: dict[str, Any] = {"append_only": "values"}
"""``Table.info`` of what may be erased (D25) but never rewritten."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive one is refused, because nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware moment; SQLite keeps none."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of ten-thousandths, so that both engines sort it alike.

    Only for promoted facts: the exact figure is the string in the disclosure's document.
    """

    impl = BigInteger
    cache_ok = True
    factor = 10_000

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Round half up to four decimals."""
        return None if value is None else int((value * self.factor).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return the decimal."""
        return None if value is None else Decimal(value) / self.factor


class Base(DeclarativeBase):
    """Every table of the registry."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), str: String(), Decimal: Scaled()}


Key = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
PublicId = Annotated[str, mapped_column(String(24), unique=True)]
Code = Annotated[str, mapped_column(String(64))]
ShortText = Annotated[str, mapped_column(String(300))]
LongText = Annotated[str, mapped_column(Text)]
Country = Annotated[str, mapped_column(String(2))]
Language = Annotated[str, mapped_column(String(35))]
Digest = Annotated[str, mapped_column(String(64))]


def link(target: str, *, index: bool = True) -> Any:
    """A foreign key column to another table's key."""
    kind = BigInteger().with_variant(Integer, "sqlite")
    return mapped_column(kind, ForeignKey(target), index=index)


__all__ = [
    "APPEND_ONLY",
    "ERASABLE",
    "Base",
    "Code",
    "Country",
    "Digest",
    "Key",
    "Language",
    "LongText",
    "Mapped",
    "PublicId",
    "Scaled",
    "ShortText",
    "UtcDateTime",
    "date",
    "link",
]
