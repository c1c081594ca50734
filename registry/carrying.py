"""What the paper of a chain carries of each disclosure: no more than the paper itself says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Disclosure, ErasableText
from registry.canonical import HOUSEHOLD_VALUES
from registry.evidence import Carried
from reports.facts import ChainFacts, Statement
from reports.standing import fold

# Words may be cut on paper; so much of them must stand there.
_ENOUGH = 60
_PRINTED = (*HOUSEHOLD_VALUES, "as_stated", "reason")  # notes on evidence never are


def carried_by(
    session: Session,
    chain: Chain,
    full: ChainFacts,
    shown: ChainFacts,
    words: str,
    *,
    replaced_too: bool = False,
) -> list[Carried]:
    """The disclosures behind ``shown``, which is printed and says ``words``, oldest first.

    A document that holds something in clear which the reader may not see stays behind: its entry
    proves that it was filed, and no more (D18, redaction). A value or a word that it only commits
    to is opened where it stands on the paper (D25).
    """
    seen = {statement.id: statement for statement in shown.statements}
    stands = fold(shown)
    printed = stands.every.keys() - (() if replaced_too else stands.replaced.keys())
    filed: dict[str, list[Statement]] = {one.id: [] for one in full.disclosures}
    for statement in full.statements:
        filed[statement.disclosure].append(statement)
    carried = []
    for row_id, key, sealed in _rows(session, chain):
        statements = filed.get(key)
        if statements is None or any(one.id not in seen for one in statements):
            continue  # later than the day, or an account that stays with its union (R7)
        parts = _sealed_parts(key, sealed)
        carried.append(
            Carried(
                row_id,
                key,
                whole=all(_same(one, seen[one.id], parts.get(one.id, {})) for one in statements),
                pointers=frozenset(
                    pointer
                    for one in statements
                    if one.id in printed
                    for name, pointer in parts.get(one.id, {}).items()
                    if _opens(one, seen[one.id], name, words)
                ),
            )
        )
    return carried


def words_of(view: Any) -> Iterator[str]:
    """Every text of a view that was made plain."""
    if isinstance(view, str):
        yield view
    elif isinstance(view, Mapping | list):
        for part in view.values() if isinstance(view, Mapping) else view:
            yield from words_of(part)


def _sealed_parts(key: str, pointers: Sequence[str]) -> dict[str, dict[str, str]]:
    """Statement to the parts of it that its document only commits to, with their pointers."""
    parts: dict[str, dict[str, str]] = {}
    for pointer in pointers:
        _, _, ordinal, name = pointer.split("/")
        parts.setdefault(f"{key}.{ordinal}", {})[name] = pointer
    return parts


def _same(full: Statement, shown: Statement, sealed: Mapping[str, str]) -> bool:
    """Whether the reader sees all that the document says of a statement in clear."""
    clear = [name for name in HOUSEHOLD_VALUES if name not in sealed]
    return not shown.redacted and all(getattr(full, n) == getattr(shown, n) for n in clear)


def _opens(full: Statement, shown: Statement, name: str, words: str) -> bool:
    """Whether the paper says this part of a statement, and all of it."""
    if shown.redacted or name not in _PRINTED or getattr(full, name) != getattr(shown, name):
        return False
    if name in HOUSEHOLD_VALUES:
        return True
    text = str(getattr(shown, name)).strip()
    return bool(text) and text[:_ENOUGH] in words


def _rows(session: Session, chain: Chain) -> list[tuple[int, str, list[str]]]:
    """The disclosures of a chain, oldest first: number, key, pointers of what is sealed."""
    named = select(Disclosure.id, Disclosure.key).where(Disclosure.chain_id == chain.id)
    texts = select(ErasableText.disclosure_id, ErasableText.pointer)
    held: dict[int, list[str]] = {}
    for row_id, pointer in session.execute(texts.where(ErasableText.chain_id == chain.id)):
        held.setdefault(row_id, []).append(pointer)
    rows = session.execute(named.order_by(Disclosure.id))
    return [(row.id, row.key, held.get(row.id, [])) for row in rows]
