"""Disclosures: file, correct, update, confirm unchanged, withdraw (law 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import Chain, Disclosure, ErasableText, Party, Place, Statement
from models.vocabulary import (
    SCHEMA_VERSION,
    Audience,
    DisclosureAct,
    Qualifier,
    Source,
    State,
    TermType,
)
from registry.canonical import is_price_between_agencies, seal_document
from registry.exceptions import FormError, NotAllowedError
from registry.identifiers import new_public_id
from registry.log.kinds import DISCLOSED
from registry.operations.acting import Actor, When, record_event
from registry.operations.acts import check_day
from registry.operations.checking import check_statements
from registry.operations.passing import resolve_passed_on
from registry.promotion import NO_FACTS, promote, scope_text
from reports.reference_facts import Term


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed: a header and its statements, as in the JSON form of a chain."""

    act: DisclosureAct
    statements: Sequence[Mapping[str, Any]] = ()
    previous: Disclosure | None = None
    reason: str = ""
    paper: str = ""
    source: Source = Source.SELF_DECLARATION
    audience: Audience = Audience.REGISTRY
    key: str = ""
    for_speaker: bool = False  # recorded by somebody else for the speaker (D1)
    recorder: Party | None = field(default=None)  # only where a record is taken over


def file_disclosure(
    session: Session,
    chain: Chain,
    place: Place,
    filing: Filing,
    *,
    terms: Mapping[str, Term],
    by: Actor,
    when: When,
) -> Disclosure:
    """Put what one link states on record, whole or not at all."""
    check_day(when, None)
    _check_speaker(place, filing, by)
    _check_previous(place, filing, by)
    statements = [
        resolve_passed_on(session, chain, place, s, by=by, when=when) for s in filing.statements
    ]
    if problems := check_statements(statements, terms):
        raise FormError(*problems)
    disclosure, texts = _document(chain, place, filing, statements, by, when)
    session.add(disclosure)
    session.flush()
    _add_texts(session, disclosure, texts)
    _add_facts(session, chain, disclosure, statements, terms)
    subject = disclosure.public_id
    _record(session, disclosure, DISCLOSED[filing.act], subject, by, when)
    for statement in statements:
        if statement["state"] == State.UNKNOWN_TO_FILER and statement.get("asked"):
            # D6: the question is served on the link that was asked.
            asked = f"{subject}/{statement['term']}"
            _record(session, disclosure, "term:asked", asked, by, when)
    session.flush()
    return disclosure


def _record(
    session: Session, disclosure: Disclosure, kind: str, subject: str, by: Actor, when: When
) -> None:
    chain_id = disclosure.chain_id
    record_event(session, kind, subject, row=disclosure, by=by, at=when.at, chain_id=chain_id)


def _check_speaker(place: Place, filing: Filing, by: Actor) -> None:
    holds = place.party_id is not None and place.party_id == by.party_id
    if holds or by.takes_over:
        return
    if not filing.for_speaker:
        raise NotAllowedError(
            "This place in the chain is not yours, so you cannot file for it in your own name."
            " If you write down what its holder said or signed, mark it as recorded for them."
        )
    if filing.source is Source.SELF_DECLARATION:
        raise FormError(
            "Source: say where you have the words from: a document shown, or told to workers."
        )


def _check_previous(place: Place, filing: Filing, by: Actor) -> None:
    previous = filing.previous
    if filing.act is DisclosureAct.FILE:
        if previous is not None:
            raise FormError("Act: a new filing replaces nothing; choose correct or update.")
        return
    if previous is None:
        raise FormError("Act: name the disclosure that this is about.")
    if previous.place_id != place.id:
        raise NotAllowedError(
            "That disclosure is another link's. Only the link that stated something can correct,"
            " update, confirm or withdraw it; dispute it instead."
        )
    if not by.takes_over and by.party_id not in {place.party_id, previous.recorder_id}:
        raise NotAllowedError("Only the speaker or whoever recorded this for it may change it.")
    if filing.act in {DisclosureAct.CORRECT, DisclosureAct.UPDATE} and not filing.statements:
        raise FormError("Statements: say what is to stand now; nothing was given.")
    if filing.act is DisclosureAct.CORRECT and not filing.reason:
        raise FormError("Reason: say in a few words what was wrong.")


def _document(
    chain: Chain,
    place: Place,
    filing: Filing,
    statements: list[dict[str, Any]],
    by: Actor,
    when: When,
) -> tuple[Disclosure, Sequence[tuple[str, str, str]]]:
    public_id = new_public_id("D")
    recorder_id = filing.recorder.id if filing.recorder else by.party_id
    header = {
        "id": public_id,
        "chain": chain.public_id,
        "place": place.public_id,
        "act": filing.act.value,
        "previous": filing.previous.public_id if filing.previous else None,
        "paper": filing.paper,
        "source": filing.source.value,
        "audience": filing.audience.value,
        "said_on": when.said_on.isoformat() if when.said_on else None,
        "filed_on": when.filed_on.isoformat(),
    }
    sealed = seal_document(header, statements, household=chain.household)
    disclosure = Disclosure(
        public_id=public_id,
        chain_id=chain.id,
        key=filing.key or public_id,
        place_id=place.id,
        act=filing.act.value,
        previous_id=filing.previous.id if filing.previous else None,
        paper=filing.paper,
        source=filing.source.value,
        audience=filing.audience.value,
        recorder_id=recorder_id,
        reason=filing.reason,
        said_on=when.said_on,
        filed_on=when.filed_on,
        recorded_at=when.at,
        schema_version=SCHEMA_VERSION,
        document=sealed.document,
        digest=sealed.digest,
    )
    return disclosure, sealed.texts


def _add_texts(
    session: Session, disclosure: Disclosure, texts: Sequence[tuple[str, str, str]]
) -> None:
    rows = [
        {
            "chain_id": disclosure.chain_id,
            "disclosure_id": disclosure.id,
            "pointer": pointer,
            "salt": salt,
            "body": body,
        }
        for pointer, salt, body in texts
    ]
    if rows:
        session.execute(insert(ErasableText), rows)


def _add_facts(
    session: Session,
    chain: Chain,
    disclosure: Disclosure,
    statements: Sequence[Mapping[str, Any]],
    terms: Mapping[str, Term],
) -> None:
    rows = fact_rows(disclosure.id, statements, terms, household=chain.household)
    if rows:
        # Without it the rows are cut into batches wherever another column is empty.
        session.execute(insert(Statement), rows, execution_options={"render_nulls": True})


def fact_rows(
    disclosure_id: int,
    statements: Sequence[Mapping[str, Any]],
    terms: Mapping[str, Term],
    *,
    household: bool,
) -> list[dict[str, Any]]:
    """The promoted rows of a disclosure; a household's figures and prices never are (D18, D25)."""
    rows = []
    for ordinal, statement in enumerate(statements):
        kind = terms[statement["term"]].type if statement["term"] in terms else TermType.TEXT
        value = statement.get("value")
        apart = household or is_price_between_agencies(value) or "commitment" in (value or {})
        facts = NO_FACTS if apart else promote(kind, value)
        rows.append(
            {
                "disclosure_id": disclosure_id,
                "ordinal": ordinal,
                "term": statement["term"],
                "scope": "" if household else scope_text(statement.get("scope")),
                "state": statement["state"],
                "qualifier": statement.get("qualifier") or Qualifier.EXACT.value,
                "low": facts.low,
                "high": facts.high,
                "currency": facts.currency,
                "period": facts.period,
                "code": facts.code,
            }
        )
    return rows
