"""Erasing what may be erased: words, a household's values, a sealed name (D19, D25).

The record stays sound, because it only ever committed to them. Each erasing is an act with an
entry of its own, and names what was erased without saying it, so that a restored backup can erase
it again before it serves anybody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from models import (
    Chain,
    Disclosure,
    ErasableText,
    Erasure,
    LogOpening,
    Place,
    SealedName,
    Sheet,
    SheetBody,
)
from registry.exceptions import FormError, RefusedError
from registry.identifiers import new_public_id
from registry.log.kinds import NAME_ERASED, RECORD_ERASED
from registry.operations.acting import Actor, When, record_event

Item = dict[str, Any]
Eraser = Callable[[Session, Sequence[Any]], int]


def erase_statement(
    session: Session,
    chain: Chain,
    disclosure: Disclosure,
    ordinal: int,
    *,
    ground: str,
    by: Actor,
    when: When,
) -> Erasure:
    """Erase the words of one statement, and of a household's statement its values too."""
    begins = f"/statements/{ordinal}/"
    held = select(ErasableText).where(ErasableText.disclosure_id == disclosure.id)
    texts = [text for text in session.scalars(held) if text.pointer.startswith(begins)]
    items = [_text_item(disclosure.public_id, text.pointer) for text in texts]
    return _erase(session, RECORD_ERASED, items, chain, ground, by, when)


def erase_household(
    session: Session, chain: Chain, *, ground: str, by: Actor, when: When
) -> tuple[Erasure, list[str]]:
    """Erase every word, value and name of a private household's offer, and its sheets' values.

    Returns also the digests of the printed sheets, whose files the caller deletes after the commit.
    """
    if not chain.household:
        raise RefusedError("This is not a private household's offer: erase single statements.")
    named = (
        select(Disclosure.public_id, ErasableText.pointer)
        .join(ErasableText, ErasableText.disclosure_id == Disclosure.id)
        .where(Disclosure.chain_id == chain.id)
        .order_by(ErasableText.id)
    )
    items = [_text_item(*row) for row in session.execute(named)]
    sheets = session.scalars(select(Sheet).where(Sheet.chain_id == chain.id).order_by(Sheet.id))
    held = [sheet for sheet in sheets if sheet.body is not None]
    items += [_sealed_item(session, "sheet_body", sheet.body.id) for sheet in held if sheet.body]
    names = select(SealedName.id).join(Place, Place.id == SealedName.place_id)
    for row_id in session.scalars(names.where(Place.chain_id == chain.id)):
        items.append(_sealed_item(session, "sealed_name", row_id))
    erasure = _erase(session, RECORD_ERASED, items, chain, ground, by, when)
    return erasure, [sheet.digest for sheet in held]


def erase_name(
    session: Session, name: SealedName, *, ground: str, by: Actor, when: When
) -> Erasure:
    """Erase one name that was sealed; nothing is kept by which it could be found again."""
    chain = session.get_one(Chain, session.get_one(Place, name.place_id).chain_id)
    item = _sealed_item(session, "sealed_name", name.id)
    return _erase(session, NAME_ERASED, [item], chain, ground, by, when)


def all_erasures(session: Session) -> list[Item]:
    """Everything that was ever erased, to be erased again in a restored backup."""
    found = session.scalars(select(Erasure.items).order_by(Erasure.id))
    return [item for items in found for item in items]


def erase_again(session: Session, items: Iterable[Mapping[str, Any]]) -> int:
    """Erase what is there of these items; returns how many were. It leaves no act of its own."""
    return sum(_ERASERS[item["table"]](session, item["key"]) for item in items)


def _erase(
    session: Session,
    kind: str,
    items: Sequence[Item],
    chain: Chain,
    ground: str,
    by: Actor,
    when: When,
) -> Erasure:
    if not ground.strip():
        raise FormError("Ground: say on what ground this is erased.")
    if not items or erase_again(session, items) == 0:
        raise RefusedError("There is nothing of this left to erase.")
    erasure = Erasure(
        public_id=new_public_id("E"),
        chain_id=chain.id,
        ground=ground.strip(),
        items=list(items),
        erased_at=when.at,
        by_party_id=by.party_id,
    )
    session.add(erasure)
    session.flush()
    subject, at = erasure.public_id, when.at
    record_event(session, kind, subject, row=erasure, by=by, at=at, chain_id=chain.id)
    return erasure


def _text_item(disclosure: str, pointer: str) -> Item:
    return {"table": "erasable_text", "key": [disclosure, pointer]}


def _sealed_item(session: Session, table: str, row_id: int) -> Item:
    of = select(LogOpening.sealed).where(LogOpening.source == table, LogOpening.row_id == row_id)
    sealed = session.scalar(of.where(LogOpening.sealed.is_not(None)))
    return {"table": table, "key": [row_id], "sealed": sealed}


def _erase_text(session: Session, key: Sequence[str]) -> int:
    public_id, pointer = key
    of = select(Disclosure.id).where(Disclosure.public_id == public_id).scalar_subquery()
    query = delete(ErasableText).where(ErasableText.disclosure_id == of)
    return _count(session, query.where(ErasableText.pointer == pointer))


def _erase_sealed(table: str, row: type[SheetBody | SealedName]) -> Eraser:
    """Its salt goes with it: the commitment in the log can never be tried out again."""

    def erase(session: Session, key: Sequence[Any]) -> int:
        opening = delete(LogOpening).where(LogOpening.source == table)
        _count(session, opening.where(LogOpening.row_id == key[0], LogOpening.sealed.is_not(None)))
        return _count(session, delete(row).where(row.id == key[0]))

    return erase


def _count(session: Session, query: Any) -> int:
    found = session.execute(query.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], found).rowcount


_ERASERS: dict[str, Eraser] = {
    "erasable_text": _erase_text,
    "sheet_body": _erase_sealed("sheet_body", SheetBody),
    "sealed_name": _erase_sealed("sealed_name", SealedName),
}
