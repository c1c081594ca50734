"""Drafts of filings: kept for their writer, no part of the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Draft


def find_draft(session: Session, user_id: int, place_id: int) -> Draft | None:
    """What this writer has kept for this place, if anything."""
    return session.scalars(
        select(Draft).where(Draft.user_id == user_id, Draft.place_id == place_id)
    ).one_or_none()


def keep_draft(
    session: Session, user_id: int, place_id: int, body: Mapping[str, Any], *, at: datetime
) -> Draft:
    """Keep the draft as it is now; an older state is not kept."""
    draft = find_draft(session, user_id, place_id)
    if draft is None:
        draft = Draft(user_id=user_id, place_id=place_id, note="")
        session.add(draft)
    draft.body = dict(body)
    draft.updated_at = at
    session.flush()
    return draft


def drop_draft(session: Session, user_id: int, place_id: int) -> None:
    """Forget the draft: it was filed, or its writer threw it away."""
    session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.place_id == place_id))
