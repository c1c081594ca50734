"""Sheets: issue, supersede, withdraw. An issued sheet stays on record whatever happens (D28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Chain, Place, Sheet, SheetAct, SheetBody
from models.vocabulary import SheetKind, SheetStatus
from registry.exceptions import FormError, RefusedError
from registry.log.kinds import VIEW_FROZEN
from registry.operations.acting import Actor, When, record_event, record_untold

# H5: a sheet says until when it may be relied on as a copy of what was stated.
VALID_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it was made: its code, its bytes, and the frozen values behind it."""

    code: str
    kind: SheetKind
    languages: Sequence[str]
    as_of: date
    pdf: bytes
    view: dict[str, Any]


def issue_sheet(
    session: Session,
    chain: Chain,
    place: Place | None,
    printed: Printed,
    *,
    by: Actor,
    when: When,
) -> Sheet:
    """Record an issued document; it supersedes those issued for the same day or earlier."""
    if place is not None and place.chain_id != chain.id:
        raise RefusedError("The link that hands the sheet out must belong to this chain.")
    earlier = current_sheets(session, chain, place, printed)
    body = SheetBody(view=printed.view)
    sheet = Sheet(
        code=printed.code,
        kind=printed.kind.value,
        chain_id=chain.id,
        place_id=place.id if place else None,
        languages=",".join(printed.languages),
        as_of=printed.as_of,
        issued_on=when.filed_on,
        issued_at=when.at,
        expires_on=when.filed_on + VALID_FOR,
        digest=sha256(printed.pdf).hexdigest(),
        body=body,
        acts=[],
    )
    session.add(sheet)
    session.flush()
    record_event(
        session, "sheet:issued", sheet.code, row=sheet, by=by, at=when.at, chain_id=chain.id
    )
    record_untold(session, VIEW_FROZEN, body)
    for old in earlier:
        _end(session, old, SheetStatus.SUPERSEDED, "", by=by, when=when, successor=sheet)
    return sheet


def current_sheets(
    session: Session, chain: Chain, place: Place | None, printed: Printed
) -> list[Sheet]:
    """Earlier sheets of the same link and languages that still stand and look no further ahead."""
    query = (
        select(Sheet)
        .where(
            Sheet.chain_id == chain.id,
            Sheet.place_id == (place.id if place else None),
            Sheet.kind == printed.kind.value,
            Sheet.languages == ",".join(printed.languages),
            Sheet.as_of <= printed.as_of,
        )
        .options(selectinload(Sheet.acts))
        .order_by(Sheet.id)
    )
    return [sheet for sheet in session.scalars(query) if not sheet.acts]


def withdraw_sheet(session: Session, sheet: Sheet, *, reason: str, by: Actor, when: When) -> None:
    """Withdraw a sheet with a reason; its code keeps answering and says so."""
    if not reason.strip():
        raise FormError("Reason: say why the sheet is withdrawn; its holders will read it.")
    if any(act.status == SheetStatus.WITHDRAWN for act in sheet.acts):
        raise RefusedError("This sheet has been withdrawn already.")
    _end(session, sheet, SheetStatus.WITHDRAWN, reason.strip(), by=by, when=when)


def sheet_status(sheet: Sheet, *, on: date) -> tuple[SheetStatus, str]:
    """Whether a sheet stands on a day, and the reason or the successor's absence of one."""
    for status in (SheetStatus.WITHDRAWN, SheetStatus.SUPERSEDED):
        for act in sheet.acts:
            if act.status == status and act.on <= on:
                return status, act.reason
    if on > sheet.expires_on:
        return SheetStatus.EXPIRED, ""
    return SheetStatus.CURRENT, ""


def _end(
    session: Session,
    sheet: Sheet,
    status: SheetStatus,
    reason: str,
    *,
    by: Actor,
    when: When,
    successor: Sheet | None = None,
) -> None:
    act = SheetAct(
        status=status.value,
        on=when.filed_on,
        reason=reason,
        successor_id=successor.id if successor else None,
        recorded_at=when.at,
    )
    sheet.acts.append(act)
    session.flush()
    kind, chain_id = f"sheet:{status.value}", sheet.chain_id
    record_event(session, kind, sheet.code, row=act, by=by, at=when.at, chain_id=chain_id)
