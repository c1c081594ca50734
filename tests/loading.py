"""Loading forms in tests, as ``flask load`` does."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from registry.operations.acting import REGISTRY
from registry.operations.loading import Loaded, load_chain
from registry.operations.reference_data import load_release
from registry.reference_data import catalogue
from registry.sealing import Sealer
from seeds.release import release_lists

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
SEALER = Sealer("5e" * 32)


@cache
def lists() -> dict[str, list[dict[str, Any]]]:
    """The reference data, read once."""
    return release_lists()


def load_reference(session: Session) -> None:
    """The reference data in force."""
    load_release(session, lists(), by=REGISTRY, at=AT)
    session.flush()


def load(session: Session, form: dict[str, Any], *, at: datetime = AT) -> Loaded:
    """Load one form on top of the reference data."""
    load_reference(session)
    terms = catalogue(session).reference_set.terms
    return load_chain(session, form, terms=terms, sealer=SEALER, at=at)
