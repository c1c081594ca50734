"""Reference data by release: terms, codelists, words, legal figures, benchmarks, rates.

A release is a whole: rows of an older one stay, so that a comparison of a past day can be
repeated with what the registry held then.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import APPEND_ONLY, Base, Code, Digest, Key, ShortText, link


class ReferenceRelease(Base):
    """One loading of ``seeds/data``; the newest is in force."""

    __tablename__ = "reference_release"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[Key]
    digest: Mapped[Digest] = mapped_column(unique=True)
    released_on: Mapped[date]
    loaded_at: Mapped[datetime]


class ReferenceRow(Base):
    """One row of one list of a release, as read from its file."""

    __tablename__ = "reference_row"
    __table_args__ = (
        UniqueConstraint("release_id", "list", "code"),
        {"info": APPEND_ONLY},
    )

    id: Mapped[Key]
    release_id: Mapped[int] = link("reference_release.id", index=False)
    list: Mapped[Code]  # terms, codes, wording, references, benchmarks, rates, divisors
    code: Mapped[ShortText]
    position: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
