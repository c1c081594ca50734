"""The way back: an answer on record as what would be typed for it."""

from typing import Any

from models.vocabulary import Qualifier, State
from registry.forms.fields import Field, Kind, fields_of
from registry.forms.numbers import plain_number
from reports.reference_facts import Term
from reports.standing import Answer


def typed_from(term: Term, answer: Answer, *, same_chain: bool) -> dict[str, Any]:
    """What somebody would type to state this again; links of another chain are left out."""
    said = answer.statement
    typed: dict[str, Any] = {"state": answer.state.value}
    if answer.state is State.STATED:
        typed |= _value(term, dict(answer.value or {}))
        if answer.qualifier is not Qualifier.EXACT:
            typed["qualifier"] = answer.qualifier.value
    if answer.state is State.UNKNOWN_TO_FILER and said.asked and same_chain:
        typed |= {"asked_place": said.asked.place, "asked_on": said.asked.on.isoformat()}
    if answer.citation:
        typed |= _citation(answer)
    typed |= {"reason": said.reason, "as_stated": said.as_stated}
    typed["language"] = said.language if said.as_stated else ""
    return {name: part for name, part in typed.items() if part not in ("", None, [])}


def _value(term: Term, value: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for field in fields_of(term):
        part = _at(value, field.path.split("."))
        if field.kind is Kind.WEEKDAYS and isinstance(part, list | tuple):
            typed |= {f"{field.name}_{n}": plain_number(str(h)) for n, h in enumerate(part)}
        elif part is not None:
            typed[field.name] = _text(field, part)
    return typed


def _at(value: Any, path: list[str]) -> Any:
    for step in path:
        if isinstance(value, list | tuple):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if hasattr(value, "get") else None
    return value


def _text(field: Field, part: Any) -> Any:
    if field.kind is Kind.CHECKS:
        return [str(code) for code in part]
    if field.kind is Kind.YES_NO:
        return "yes" if part else "no"
    return plain_number(str(part)) if field.kind is Kind.NUMBER else str(part)


def _citation(answer: Answer) -> dict[str, Any]:
    cited = answer.citation
    if cited is None:
        return {}
    if answer.state is State.AS_PER_CBA:
        return {"agreement": cited.instrument, "agreement_where": cited.where}
    as_of = cited.as_of.isoformat() if cited.as_of else ""
    return {"law": cited.instrument, "article": cited.article, "law_as_of": as_of}
