"""Frozen statements from an opened document."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import Qualifier, State
from reports.facts import WHOLE_OFFER, Asked, Citation, Disclosure, Remit, Scope, Statement
from reports.reference_facts import Rate


def read_statements(
    header: Disclosure,
    document: Mapping[str, Any],
    recorded_for_speaker: bool,
    marks: Mapping[str, Mapping[str, Any]],
    keys: Mapping[str, str],
) -> list[Statement]:
    """The statements of one disclosure; ``keys`` maps public ids of disclosures to their keys."""
    statements = []
    for n, body in enumerate(document["statements"]):
        statement_id = f"{header.id}.{n}"
        statement = _read_statement(statement_id, header, body, recorded_for_speaker, keys)
        statements.append(replace(statement, **marks.get(statement_id, {})))
    return statements


def _read_statement(
    statement_id: str,
    header: Disclosure,
    body: Mapping[str, Any],
    recorded_for_speaker: bool,
    keys: Mapping[str, str],
) -> Statement:
    return Statement(
        id=statement_id,
        disclosure=header.id,
        place=header.place,
        term=body["term"],
        state=State(body["state"]),
        value=body.get("value") or None,
        qualifier=Qualifier(body.get("qualifier") or "exact"),
        scope=read_scope(body.get("scope")),
        as_stated=body.get("as_stated") or "",
        language=body.get("language") or "",
        said_on=header.said_on,
        filed_on=header.filed_on,
        source=header.source,
        recorder=header.recorder,
        recorder_name=header.recorder_name,
        recorded_for_speaker=recorded_for_speaker,
        asked=_asked(body.get("asked")),
        citation=_citation(body.get("citation")),
        reason=body.get("reason") or "",
        passed_from=_passed_from(body.get("passed_from"), keys),
        document=header.document,
        has_evidence=bool(body.get("evidence")),
        redacted="value" in body.get("erased", ()),
    )


def read_scope(body: Mapping[str, str] | None) -> Scope:
    """A scope from its JSON form; an empty one is the whole offer."""
    return Scope(tuple(sorted(body.items()))) if body else WHOLE_OFFER


def _asked(body: Mapping[str, str] | None) -> Asked | None:
    return Asked(body["place"], date.fromisoformat(body["on"])) if body else None


def _citation(body: Mapping[str, Any] | None) -> Citation | None:
    if not body:
        return None
    as_of = body.get("as_of")
    return Citation(
        instrument=body.get("instrument") or "",
        article=body.get("article") or "",
        as_of=date.fromisoformat(as_of) if as_of else None,
        where=body.get("where") or "",
    )


def _passed_from(body: Mapping[str, Any] | None, keys: Mapping[str, str]) -> str:
    if not body:
        return ""
    named = str(body["disclosure"])
    return f"{keys.get(named, named)}.{body.get('n', 0)}"


def read_remit(body: Mapping[str, Any] | None) -> Remit:
    """What a comparison is confined to, from its JSON form."""
    if not body:
        return Remit()
    terms = body.get("terms")
    return Remit(
        terms=tuple(terms) if terms is not None else None,
        references=body.get("references", True),
        benchmarks=body.get("benchmarks", True),
        rates=tuple(_rate(rate) for rate in body.get("rates", [])),
    )


def _rate(body: Mapping[str, Any]) -> Rate:
    until = body.get("until")
    return Rate(
        base=body["base"],
        quote=body["quote"],
        rate=Decimal(body["rate"]),
        on=date.fromisoformat(body["on"]),
        until=date.fromisoformat(until) if until else None,
        peg=bool(body.get("peg")),
        source=body.get("source", ""),
    )
