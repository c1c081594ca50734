"""Telling workers, serving a disclosure on a link, and answering for words recorded (D1, D2)."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from models import Batch, Chain, Disclosure, Place
from models.vocabulary import ActKind, Medium
from registry.exceptions import Code, FormError, NotAllowedError, RefusedError
from registry.operations.acting import Actor, When
from registry.operations.acts import record_act


def tell_workers(
    session: Session,
    chain: Chain,
    place: Place,
    batch: Batch,
    disclosure: Disclosure,
    *,
    terms: Sequence[str] | None,
    on: date,
    medium: Medium,
    language: str,
    by: Actor,
    when: When,
) -> None:
    """Record that a link told a batch what a disclosure states, whole or some terms of it."""
    if disclosure.chain_id != chain.id or batch.chain_id != chain.id:
        raise RefusedError("The batch and the disclosure must belong to this chain.")
    if not language:
        raise FormError("Language: say in which language the workers were told.")
    numbers = _statement_numbers(disclosure, terms)
    record_act(
        session,
        chain,
        ActKind.WORKERS_TOLD,
        by=by,
        when=when,
        place=place,
        batch=batch,
        disclosure=disclosure,
        happened_on=on,
        medium=medium,
        language=language,
        body={"statements": numbers},
    )


def serve_disclosure(
    session: Session,
    chain: Chain,
    disclosure: Disclosure,
    *,
    to: Place,
    by_place: Place | None,
    on: date,
    by: Actor,
    when: When,
) -> None:
    """Record that a disclosure was given to a link (D4)."""
    if to.chain_id != chain.id or disclosure.chain_id != chain.id:
        raise RefusedError("A disclosure is served on a place of its own chain.")
    if on < disclosure.filed_on and disclosure.filed_on == when.at.date():
        raise RefusedError("A disclosure cannot have been served before it was filed here.")
    record_act(
        session,
        chain,
        ActKind.DISCLOSURE_SERVED,
        by=by,
        when=when,
        place=to,
        above=by_place,
        disclosure=disclosure,
        happened_on=on,
    )


def answer_statement(
    session: Session,
    chain: Chain,
    disclosure: Disclosure,
    speaker: Place,
    kind: ActKind,
    *,
    terms: Sequence[str] | None,
    by: Actor,
    when: When,
    reason: str = "",
) -> None:
    """The speaker confirms or disputes what somebody else recorded for it (D1)."""
    if disclosure.place_id != speaker.id:
        raise NotAllowedError("Only the link whose words these are may confirm or dispute them.")
    if not by.takes_over and (by.party_id is None or by.party_id != speaker.party_id):
        raise NotAllowedError("Only the speaker may confirm or dispute words recorded for it.")
    body = {"statements": _statement_numbers(disclosure, terms), "reason": reason}
    record_act(
        session, chain, kind, by=by, when=when, place=speaker, disclosure=disclosure, body=body
    )


def redact_statement(
    session: Session,
    chain: Chain,
    disclosure: Disclosure,
    *,
    term: str,
    ground: str,
    by: Actor,
    when: When,
) -> None:
    """Lay a redaction over a statement: who, when, on what ground; the original is kept."""
    if not ground:
        raise FormError("Ground: say on what ground the statement is redacted.")
    body = {"statements": _statement_numbers(disclosure, [term]), "ground": ground}
    kind = ActKind.STATEMENT_REDACTED
    record_act(session, chain, kind, by=by, when=when, disclosure=disclosure, body=body)


def _statement_numbers(disclosure: Disclosure, terms: Sequence[str] | None) -> list[int]:
    """Ordinals of the statements about these terms; all of them where none is named."""
    stated = [s["term"] for s in json.loads(disclosure.document)["statements"]]
    if terms is None:
        return list(range(len(stated)))
    if absent := sorted(set(terms) - set(stated)):
        raise RefusedError(
            "Disclosure %(filing)s says nothing about %(terms)s, so that cannot"
            " have been told, confirmed or redacted from it.",
            filing=disclosure.key,
            terms=tuple(Code("term", term) for term in absent),
        )
    return [n for n, term in enumerate(stated) if term in set(terms)]
