"""Passing on: a link makes its own what another link's statement, served on it, said (D7)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Chain, Disclosure, ErasableText, Place
from models.vocabulary import ActKind, State
from registry.canonical import open_document
from registry.exceptions import Code, FormError, RefusedError
from registry.operations.acting import Actor, When
from registry.operations.filed import find_disclosure


def resolve_passed_on(
    session: Session,
    chain: Chain,
    place: Place,
    statement: Mapping[str, Any],
    *,
    by: Actor,
    when: When,
) -> dict[str, Any]:
    """The statement with the value it passes on copied in, and the source named exactly."""
    if statement.get("state") != State.PASSED_ON or not statement.get("passed_from"):
        return dict(statement)
    named = statement["passed_from"]
    term = named.get("term") or statement.get("term")
    disclosure = find_disclosure(session, chain, str(named.get("disclosure")))
    if disclosure.filed_on > when.filed_on:
        raise RefusedError(
            "%(filing)s was filed later than this; it cannot be passed on.", filing=disclosure.key
        )
    if not by.takes_over and not _was_served(session, disclosure, place):
        raise RefusedError(
            "%(filing)s was not served on this place, so it cannot be passed on as served."
            " Have it served first, or state the term in your own words.",
            filing=disclosure.key,
        )
    ordinal, original = _original(session, disclosure, str(term), statement.get("scope"))
    copied = {k: original[k] for k in ("value", "qualifier", "citation") if original.get(k)}
    if not copied.get("value"):
        raise FormError(
            "%(term)s: what %(filing)s answers carries no value to pass on.",
            term=Code("term", str(term)),
            filing=disclosure.key,
        )
    source = {"disclosure": disclosure.public_id, "n": ordinal, "term": term}
    return {**copied, **statement, "value": copied["value"], "passed_from": source}


def _was_served(session: Session, disclosure: Disclosure, place: Place) -> bool:
    served = select(Act.id).where(
        Act.kind == ActKind.DISCLOSURE_SERVED,
        Act.disclosure_id == disclosure.id,
        Act.place_id == place.id,
    )
    return session.scalars(served).first() is not None


def _original(
    session: Session, disclosure: Disclosure, term: str, scope: Mapping[str, str] | None
) -> tuple[int, dict[str, Any]]:
    held = select(ErasableText).where(ErasableText.disclosure_id == disclosure.id)
    texts = {text.pointer: text.body for text in session.scalars(held)}
    opened = open_document(disclosure.document, texts)
    for n, statement in enumerate(opened["statements"]):
        if statement["term"] == term and (statement.get("scope") or {}) == (scope or {}):
            return n, statement
    raise RefusedError(
        "%(filing)s says nothing about %(term)s, so there is nothing to pass on.",
        filing=disclosure.key,
        term=Code("term", term),
    )
