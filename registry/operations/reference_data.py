"""Loading a release of the reference data; loading the same one twice changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import ReferenceRelease, ReferenceRow
from registry.canonical import digest
from registry.jcs import canonical
from registry.operations.acting import Actor, record_event


def load_release(
    session: Session, lists: Mapping[str, Sequence[dict[str, Any]]], *, by: Actor, at: datetime
) -> bool:
    """Store a whole release: list name → bodies, each with a ``code``. False if it is held."""
    mark = digest(canonical({name: list(bodies) for name, bodies in sorted(lists.items())}))
    newest = select(ReferenceRelease.digest).order_by(ReferenceRelease.id.desc()).limit(1)
    held = session.scalar(newest)
    if held == mark:
        return False
    if session.scalar(select(ReferenceRelease.id).where(ReferenceRelease.digest == mark)):
        mark = digest(f"{mark} again after {held}")
        if session.scalar(select(ReferenceRelease.id).where(ReferenceRelease.digest == mark)):
            return False
    release = ReferenceRelease(digest=mark, released_on=at.date(), loaded_at=at)
    session.add(release)
    session.flush()
    rows = [
        {
            "release_id": release.id,
            "list": name,
            "code": f"{body.get('list', '')}/{body['code']}".lstrip("/"),
            "position": position,
            "body": body,
        }
        for name, bodies in sorted(lists.items())
        for position, body in enumerate(bodies)
    ]
    session.execute(insert(ReferenceRow), rows)
    record_event(session, "reference:released", mark[:12], row=release, by=by, at=at)
    return True
