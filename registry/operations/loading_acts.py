"""One small function for each act of the JSON form of a chain."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from models.vocabulary import ActKind, Audience, DisclosureAct, Medium, Source
from registry.exceptions import FormError, RefusedError
from registry.operations import chains, disclosures, findings, tellings

if TYPE_CHECKING:
    from models import Disclosure
    from registry.operations.loading import Loaded

Body = Mapping[str, Any]


def _load_disclosure(loaded: "Loaded", body: Body) -> None:
    key = body["key"]
    if key in loaded.disclosures:
        return
    recorder = body.get("recorded_by")
    if recorder is not None and recorder not in loaded.parties:
        raise FormError(f"recorded_by: {recorder!r} is not a party of this file.")
    place = loaded.place(body["place"])
    filing = disclosures.Filing(
        act=DisclosureAct(body["act"]),
        statements=[_without_key(statement) for statement in body.get("statements", [])],
        previous=_disclosure(loaded, body["previous"]) if body.get("previous") else None,
        reason=body.get("reason", ""),
        paper=body.get("document", ""),
        source=Source(body.get("source", "self_declaration")),
        audience=Audience(body.get("audience", "registry")),
        key=key,
        for_speaker=recorder is not None,
        recorder=loaded.parties[recorder] if recorder else None,
    )
    loaded.disclosures[key] = disclosures.file_disclosure(
        loaded.session,
        loaded.chain,
        place,
        filing,
        terms=loaded.terms,
        by=loaded.actor(body["place"]),
        when=loaded.when(body),
    )
    loaded.made["disclosures"] += 1
    loaded.made["statements"] += len(filing.statements)


def _without_key(statement: Body) -> dict[str, Any]:
    return {k: v for k, v in statement.items() if k != "key" and v is not None}


def _disclosure(loaded: "Loaded", key: str) -> "Disclosure":
    if key not in loaded.disclosures:
        raise RefusedError(f"there is no disclosure {key!r} in this chain.")
    return loaded.disclosures[key]


def _serve(loaded: "Loaded", body: Body) -> None:
    tellings.serve_disclosure(
        loaded.session,
        loaded.chain,
        _disclosure(loaded, body["disclosure"]),
        to=loaded.place(body["to"]),
        by_place=loaded.place(body["by"]) if body.get("by") else None,
        on=date.fromisoformat(body["on"]),
        by=loaded.actor(body.get("asserted_by") or body.get("by")),
        when=loaded.when(body),
    )


def _tell(loaded: "Loaded", body: Body) -> None:
    if body["batch"] not in loaded.batches:
        raise FormError(f"{body['batch']!r} is not a batch of this chain.")
    tellings.tell_workers(
        loaded.session,
        loaded.chain,
        loaded.place(body["place"]),
        loaded.batches[body["batch"]],
        _disclosure(loaded, body["disclosure"]),
        terms=body.get("terms"),
        on=date.fromisoformat(body["on"]),
        medium=Medium(body["medium"]),
        language=body["language"],
        by=loaded.actor(body.get("asserted_by")),
        when=loaded.when(body),
    )


def _answer_place(kind: ActKind) -> Callable[["Loaded", Body], None]:
    def load(loaded: "Loaded", body: Body) -> None:
        chains.answer_place(
            loaded.session,
            loaded.chain,
            loaded.place(body["place"]),
            kind,
            by=loaded.actor(body.get("by")),
            when=loaded.when(body),
            reason=body.get("reason", ""),
        )

    return load


def _answer_edge(kind: ActKind) -> Callable[["Loaded", Body], None]:
    def load(loaded: "Loaded", body: Body) -> None:
        chains.answer_edge(
            loaded.session,
            loaded.chain,
            loaded.place(body["below"]),
            loaded.place(body["above"]),
            kind,
            by=loaded.actor(body.get("by")),
            when=loaded.when(body),
            reason=body.get("reason", ""),
        )

    return load


def _answer_statement(kind: ActKind) -> Callable[["Loaded", Body], None]:
    def load(loaded: "Loaded", body: Body) -> None:
        disclosure = _disclosure(loaded, body["disclosure"])
        speaker = next(p for p in loaded.places.values() if p.id == disclosure.place_id)
        tellings.answer_statement(
            loaded.session,
            loaded.chain,
            disclosure,
            speaker,
            kind,
            terms=body.get("terms"),
            by=loaded.actor(body.get("by")),
            when=loaded.when(body),
            reason=body.get("reason", ""),
        )

    return load


def _redact(loaded: "Loaded", body: Body) -> None:
    tellings.redact_statement(
        loaded.session,
        loaded.chain,
        _disclosure(loaded, body["disclosure"]),
        term=body["term"],
        ground=body.get("ground", ""),
        by=loaded.actor(None if body.get("by") == "registrar" else body.get("by")),
        when=loaded.when(body),
    )


def _publish(loaded: "Loaded", body: Body) -> None:
    chains.publish_offer(
        loaded.session, loaded.chain, by=loaded.actor(body.get("by")), when=loaded.when(body)
    )


def _ask(loaded: "Loaded", body: Body) -> None:
    when = loaded.when(body)
    finding = findings.observed(loaded.session, loaded.chain, body["finding"], when=when)
    if findings.life_of(finding).asked_on is None:
        actor = loaded.actor(body.get("by"))
        findings.ask(loaded.session, loaded.chain, finding, by=actor, when=when)


def _reply(loaded: "Loaded", body: Body) -> None:
    when = loaded.when(body)
    finding = findings.observed(loaded.session, loaded.chain, body["finding"], when=when)
    findings.reply(
        loaded.session,
        loaded.chain,
        finding,
        text=body["text"],
        language=body.get("language", "en"),
        by=loaded.actor(body["by"]),
        when=when,
    )


LOADERS: dict[str, Callable[["Loaded", Body], None]] = {
    **{act.value: _load_disclosure for act in DisclosureAct},
    "serve": _serve,
    "tell": _tell,
    "confirm_place": _answer_place(ActKind.PLACE_CONFIRMED),
    "dispute_place": _answer_place(ActKind.PLACE_DISPUTED),
    "retract_place": _answer_place(ActKind.PLACE_RETRACTED),
    "confirm_edge": _answer_edge(ActKind.EDGE_CONFIRMED),
    "dispute_edge": _answer_edge(ActKind.EDGE_DISPUTED),
    "retract_edge": _answer_edge(ActKind.EDGE_RETRACTED),
    "confirm_statement": _answer_statement(ActKind.STATEMENT_CONFIRMED),
    "dispute_statement": _answer_statement(ActKind.STATEMENT_DISPUTED),
    "redact": _redact,
    "publish": _publish,
    "ask": _ask,
    "reply": _reply,
}
