"""The promoted facts against the documents that they were made from."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Chain, Disclosure, ErasableText, Statement
from registry.exceptions import SettingError
from registry.operations.disclosures import fact_rows
from registry.reference_data import catalogue

_WINDOW = 1000


def wrong_facts(session: Session) -> list[str]:
    """A sentence for every promoted fact that is missing, extra, or not what its document says."""
    newest = session.scalar(select(func.max(Disclosure.id))) or 0
    try:
        terms = catalogue(session).reference_set.terms if newest else {}
    except SettingError as error:
        return [f"The promoted facts cannot be checked: {error}"]
    wrong: list[str] = []
    for first in range(1, newest + 1, _WINDOW):
        held = _held(session, first)
        query = select(Disclosure, Chain.household).join(Chain, Chain.id == Disclosure.chain_id)
        window = query.where(Disclosure.id >= first, Disclosure.id < first + _WINDOW)
        for disclosure, household in session.execute(window.order_by(Disclosure.id)):
            found = held.pop(disclosure.id, {})
            try:
                statements = json.loads(disclosure.document)["statements"]
                expected = fact_rows(disclosure.id, statements, terms, household=household)
            except (ValueError, KeyError, TypeError):
                wrong.append(f"{disclosure.public_id}: its document cannot be read.")
                continue
            wrong += [
                f"{disclosure.public_id}.{row['ordinal']} differs from its document."
                for row in expected
                if found.pop(row["ordinal"], None) != row
            ]
            wrong += [f"{disclosure.public_id}.{n} stands in no document." for n in found]
        wrong += [f"Facts are kept of disclosure {gone}, which is gone." for gone in held]
        session.expunge_all()
    return wrong + _astray(session)


def _astray(session: Session) -> list[str]:
    """Words whose chain is not that of their disclosure: its page would no longer show them."""
    query = (
        select(Disclosure.public_id, ErasableText.pointer)
        .join(ErasableText, ErasableText.disclosure_id == Disclosure.id)
        .where(ErasableText.chain_id != Disclosure.chain_id)
        .order_by(Disclosure.id, ErasableText.id)
    )
    rows = session.execute(query)
    return [f"{disclosure}{pointer} is kept under another chain." for disclosure, pointer in rows]


def _held(session: Session, first: int) -> dict[int, dict[int, dict[str, object]]]:
    table = Statement.__table__
    columns = [column for column in table.c if column.name != "id"]
    query = select(*columns).where(
        table.c.disclosure_id >= first, table.c.disclosure_id < first + _WINDOW
    )
    held: dict[int, dict[int, dict[str, object]]] = {}
    for row in session.execute(query).mappings():
        held.setdefault(row["disclosure_id"], {})[row["ordinal"]] = dict(row)
    return held
