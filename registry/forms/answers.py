"""One typed answer to one term: from inputs to a statement, with a sentence beside each input."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from models.vocabulary import Qualifier, State, TermType
from registry.forms.fields import Field, Kind, fields_of
from registry.forms.numbers import read_day, readings, western
from reports.reference_facts import Term
from reports.value_problems import Problem
from reports.values import check_answer

Typed = Mapping[str, Any]
"""What stands in the inputs of one term: name → text, or a list of texts for check boxes."""

Say = Callable[[Problem], str]
"""Puts what is wrong into the language of the page."""

SENTENCE_LIMIT = 4000


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one input."""

    term: str
    field: str
    sentence: str

    @property
    def input_id(self) -> str:
        """The element that the error summary links to."""
        return f"{self.term}-{self.field}"


def is_answered(typed: Typed) -> bool:
    """Whether the filer chose a kind of answer; silence is allowed and stays silence."""
    return bool(typed.get("state"))


def read_answer(term: Term, typed: Typed, say: Say = str) -> tuple[dict[str, Any], list[Wrong]]:
    """The statement as an operation takes it, and everything that is wrong with what was typed."""
    if unknown := _unknown_words(term, typed):
        return {}, unknown
    state = State(str(typed["state"]))
    wrong: list[Wrong] = []
    statement: dict[str, Any] = {"term": term.code, "state": state.value}
    if state is State.STATED:
        statement["qualifier"] = str(typed.get("qualifier") or Qualifier.EXACT.value)
        statement["value"] = read_value(term, typed, wrong)
    statement |= _beside(term, state, typed, wrong)
    statement |= _words(term, state, typed, wrong)
    wrong += _checked(term, state, statement, {w.field for w in wrong}, say)
    return {key: part for key, part in statement.items() if part not in (None, "", {})}, wrong


def _unknown_words(term: Term, typed: Typed) -> list[Wrong]:
    """A kind of answer or of figure that the page does not offer."""
    wrong = []
    if typed["state"] not in set(State):
        sentence = _("Choose what kind of answer this is; this one is not offered.")
        wrong.append(Wrong(term.code, "state", sentence))
    if typed.get("qualifier", Qualifier.EXACT) not in set(Qualifier):
        wrong.append(Wrong(term.code, "qualifier", _("Choose how exactly the figure is meant.")))
    return wrong


def read_value(term: Term, typed: Typed, wrong: list[Wrong]) -> dict[str, Any]:
    """The value in its JSON form; an input that cannot be read is named and left out."""
    value: dict[str, Any] = {}
    for field in fields_of(term):
        if (part := _read_part(term, field, typed, wrong)) is not None:
            _put(value, field.path.split("."), part)
    return _pruned(term, value)


def _read_part(term: Term, field: Field, typed: Typed, wrong: list[Wrong]) -> Any:
    if field.kind is Kind.CHECKS:
        return list(typed.get(field.name) or ()) or None
    if field.kind is Kind.WEEKDAYS:
        return _weekdays(term, field, typed, wrong)
    text = str(typed.get(field.name) or "").strip()
    if not text:
        return None
    if field.kind is Kind.YES_NO:
        return text == "yes"
    if field.kind is Kind.NUMBER:
        return _number(term, field.name, text, wrong)
    if field.kind is Kind.DAY:
        return _day(term, field.name, text, wrong)
    return western(text) if field.kind is Kind.CLOCK else text


def _number(term: Term, name: str, text: str, wrong: list[Wrong]) -> str | None:
    found = readings(text)
    if len(found) == 1:
        return found[0]
    if found:
        one, other = found
        sentence = _(
            "“%(text)s” can be read as %(one)s or as %(other)s. Write it as one of these.",
            text=text, one=one, other=other,
        )  # fmt: skip
    else:
        sentence = _(
            "“%(text)s” is not a number. Write digits, for example 230 or 12.5.", text=text
        )
    wrong.append(Wrong(term.code, name, sentence))
    return None


def _day(term: Term, name: str, text: str, wrong: list[Wrong]) -> str | None:
    day = read_day(text)
    if day is None:
        sentence = _(
            "“%(text)s” is not a day. Write year, month, day: for example 2026-05-01.", text=text
        )
        wrong.append(Wrong(term.code, name, sentence))
        return None
    return day.isoformat()


def _weekdays(term: Term, field: Field, typed: Typed, wrong: list[Wrong]) -> list[str] | None:
    texts = [str(typed.get(f"{field.name}_{n}") or "").strip() for n in range(7)]
    if not any(texts):
        return None
    hours = [_number(term, f"{field.name}_{n}", text or "0", wrong) for n, text in enumerate(texts)]
    return [hour or "0" for hour in hours]


def _put(value: dict[str, Any], path: list[str], part: Any) -> None:
    for step in path[:-1]:
        value = value.setdefault(step, {})
    value[path[-1]] = part


# What an untouched select says by itself is no answer.
_DEFAULTS = {"period", "basis", "per", "calendar", "currency"}


def _pruned(term: Term, value: dict[str, Any]) -> dict[str, Any]:
    """Lists made of numbered parts, and no part that holds only an untouched default."""
    if term.type is TermType.MONEY_LIST:
        lines = [_without_empty_money(line) for line in value.pop("lines", {}).values()]
        if lines := [line for line in lines if line]:
            value["lines"] = lines
        return value
    value = _without_empty_money(value)
    if isinstance(value.get("other"), dict):
        value["other"] = list(value["other"].values())
    if "weekdays" in value or set(value) <= _DEFAULTS:
        value.pop("per", None)
    return {} if set(value) <= _DEFAULTS else value


def _without_empty_money(part: dict[str, Any]) -> dict[str, Any]:
    if set(part.get("money", {})) <= _DEFAULTS:
        part.pop("money", None)
    return part


def _beside(term: Term, state: State, typed: Typed, wrong: list[Wrong]) -> dict[str, Any]:
    """What a kind of answer needs besides a value."""
    text = {name: str(part).strip() for name, part in typed.items() if isinstance(part, str)}
    if state is State.UNKNOWN_TO_FILER:
        on = _day(term, "asked_on", text["asked_on"], wrong) if text.get("asked_on") else None
        place = text.get("asked_place")
        return {"asked": {"place": place, "on": on} if place and on else None}
    if state is State.NOT_APPLICABLE:
        return {"reason": text.get("reason")}
    if state is State.AS_PER_LAW:
        as_of = _day(term, "law_as_of", text["law_as_of"], wrong) if text.get("law_as_of") else ""
        parts = {"instrument": text.get("law"), "article": text.get("article"), "as_of": as_of}
        return {"citation": {key: part for key, part in parts.items() if part}}
    if state is State.AS_PER_CBA:
        parts = {"instrument": text.get("agreement"), "where": text.get("agreement_where")}
        return {"citation": {key: part for key, part in parts.items() if part}}
    if state is State.PASSED_ON and text.get("passed_from"):
        return {"passed_from": {"disclosure": text["passed_from"], "term": term.code}}
    return {}


def _words(term: Term, state: State, typed: Typed, wrong: list[Wrong]) -> dict[str, Any]:
    words = str(typed.get("as_stated") or "").strip()
    language = str(typed.get("language") or "")
    if state is State.STATED_IN_WORDS and not words:
        wrong.append(Wrong(term.code, "as_stated", _("Write the words.")))
    if words and not language:
        wrong.append(Wrong(term.code, "language", _("Say in which language the words are.")))
    if len(words) > SENTENCE_LIMIT:
        sentence = _("These words are longer than 4,000 characters. Shorten them.")
        wrong.append(Wrong(term.code, "as_stated", sentence))
    return {"as_stated": words, "language": language if words else ""}


def _checked(
    term: Term, state: State, statement: Mapping[str, Any], known: set[str], say: Say
) -> list[Wrong]:
    """What the rules of values say, each beside the input it is about."""
    problems = check_answer(
        term,
        state,
        statement.get("value") or None,
        Qualifier(statement.get("qualifier") or "exact"),
        reason=str(statement.get("reason") or ""),
        asked=bool(statement.get("asked")),
        passed_from=bool(statement.get("passed_from")),
    )
    # An input that could not be read at all has its sentence already.
    missing = {"part_missing", "value_missing"} if known else set()
    return [
        Wrong(term.code, name, say(problem))
        for problem in problems
        if (name := _field_of(term, problem.field)) not in known and problem.code not in missing
    ]


_BESIDE = {"asked": "asked_place", "qualifier": "qualifier", "reason": "reason"}


def _field_of(term: Term, part: str) -> str:
    """The input that a part of the value is typed into."""
    if part in _BESIDE or part == "passed_from":
        return _BESIDE.get(part, part)
    for field in fields_of(term):
        if field.path.split(".")[-1] == part or field.path.split(".")[0] == part:
            return f"{field.name}_0" if field.kind is Kind.WEEKDAYS else field.name
    return fields_of(term)[0].name
