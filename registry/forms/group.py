"""One page of a filing: the inputs of a group of terms, as typed and as statements."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from registry.forms.answers import Say, Typed, Wrong, is_answered, read_answer
from registry.forms.fields import Kind, fields_of
from registry.forms.texts import readable
from reports.reference_facts import Term

# What stands beside the value, whatever the term's type.
BESIDE = (
    "state", "qualifier", "as_stated", "language", "asked_place", "asked_on", "reason", "law",
    "article", "law_as_of", "agreement", "agreement_where", "passed_from",
)  # fmt: skip
LONGEST = 4100

Answers = dict[str, dict[str, Any]]


def typed_answers(terms: Iterable[Term], form: MultiDict[str, str]) -> Answers:
    """Everything that was typed for these terms, as typed: a draft loses nothing."""
    return {term.code: typed_answer(term, form) for term in terms}


def typed_answer(term: Term, form: MultiDict[str, str]) -> dict[str, Any]:
    """What stands in the inputs of one term; empty ones are left out."""
    typed: dict[str, Any] = {}
    for name in names_of(term):
        if text := readable(form.get(f"{term.code}-{name}", ""), LONGEST):
            typed[name] = text
    for field in fields_of(term):
        if field.kind is Kind.CHECKS and (codes := form.getlist(f"{term.code}-{field.name}")):
            typed[field.name] = codes
    return typed


def names_of(term: Term) -> list[str]:
    """The names of the inputs that hold one text each."""
    names = list(BESIDE)
    for field in fields_of(term):
        if field.kind is Kind.WEEKDAYS:
            names += [f"{field.name}_{n}" for n in range(7)]
        elif field.kind is not Kind.CHECKS:
            names.append(field.name)
    return names


def read_answers(
    terms: Mapping[str, Term], answers: Mapping[str, Typed], say: Say = str
) -> tuple[list[dict[str, Any]], list[Wrong]]:
    """The statements of a draft in the order of the terms, and everything that is wrong."""
    statements: list[dict[str, Any]] = []
    wrong: list[Wrong] = []
    for code, term in terms.items():
        typed = answers.get(code, {})
        if not is_answered(typed):
            wrong += _value_without_kind(term, typed)
            continue
        statement, found = read_answer(term, typed, say)
        statements += [statement] if statement else []
        wrong += found
    return statements, wrong


def _value_without_kind(term: Term, typed: Typed) -> list[Wrong]:
    """Figures without a kind of answer are not thrown away silently."""
    defaults = {field.name for field in fields_of(term) if field.default}
    if set(typed) - defaults - {"qualifier", "language"}:
        sentence = _("Choose what kind of answer this is, or clear what you typed.")
        return [Wrong(term.code, "state", sentence)]
    return []
