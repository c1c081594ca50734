"""What a statement must say to be taken. A missing term is never a reason to refuse."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.vocabulary import Qualifier, State
from registry.exceptions import Code, Said, Sentence
from reports.reference_facts import Term
from reports.values import check_value

KEYS = frozenset(
    {
        "term", "state", "qualifier", "value", "scope", "as_stated", "language", "asked",
        "citation", "reason", "passed_from", "evidence",
    }
)  # fmt: skip
NEEDS_VALUE = frozenset({State.STATED, State.PASSED_ON})
TAKES_NO_VALUE = frozenset({State.NONE, State.NOT_APPLICABLE, State.DECLINED})
LONGEST_WORDS = 4000


def check_statements(
    statements: Sequence[Mapping[str, Any]], terms: Mapping[str, Term]
) -> list[Said]:
    """Every problem at once, each naming the statement's number, its term and what to do."""
    problems: list[Said] = []
    seen: set[tuple[str, str]] = set()
    for number, statement in enumerate(statements, start=1):
        code = str(statement.get("term") or "")
        term = Code("term", code) if code else Sentence("no term")
        found = _check_one(statement, terms)
        answered = (
            str(statement.get("term")),
            repr(sorted((statement.get("scope") or {}).items())),
        )
        if answered in seen:
            found.append(Sentence("the same term is answered twice for the same scope; keep one."))
        seen.add(answered)
        problems += [
            Sentence(
                "Statement %(number)s (%(term)s): %(problem)s",
                number=number, term=term, problem=problem,
            )
            for problem in found
        ]  # fmt: skip
    return problems


def _check_one(statement: Mapping[str, Any], terms: Mapping[str, Term]) -> list[Said]:
    problems: list[Said] = [
        Sentence("the key “%(key)s” is not known; remove it.", key=key)
        for key in sorted(statement.keys() - KEYS)
    ]
    term = terms.get(str(statement.get("term")))
    if term is None:
        unknown = Sentence("this is not one of the terms; see the list of terms for its code.")
        return [*problems, unknown]
    try:
        state = State(str(statement.get("state")))
        qualifier = Qualifier(statement.get("qualifier") or "exact")
    except ValueError:
        return [*problems, Sentence("the kind of answer is not known; use one of those listed.")]
    problems += _check_state(statement, state)
    if (value := statement.get("value")) is not None and state not in TAKES_NO_VALUE:
        problems += check_value(term, value, qualifier)
    problems += _check_words(statement)
    problems += _check_asked(statement)
    return problems


def _check_state(statement: Mapping[str, Any], state: State) -> list[Said]:
    value = statement.get("value")
    if state in NEEDS_VALUE and not value:
        return [Sentence("a stated answer needs a value; if you only have words, answer in words.")]
    if state in TAKES_NO_VALUE and value:
        kind = Code("state", state.value)
        return [
            Sentence("the answer “%(kind)s” carries no value; remove one of the two.", kind=kind)
        ]
    if state is State.STATED_IN_WORDS and not statement.get("as_stated"):
        return [Sentence("an answer in words needs the words.")]
    if state is State.NOT_APPLICABLE and not statement.get("reason"):
        return [Sentence("say why the term does not apply to this job.")]
    if state is State.PASSED_ON and not statement.get("passed_from"):
        return [Sentence("name the statement that you pass on.")]
    return []


def _check_words(statement: Mapping[str, Any]) -> list[Said]:
    problems: list[Said] = []
    words = statement.get("as_stated") or ""
    if len(words) > LONGEST_WORDS:
        problems.append(
            Sentence(
                "the words are longer than %(most)s characters; shorten them.", most=LONGEST_WORDS
            )
        )
    if words and not statement.get("language"):
        problems.append(Sentence("say in which language the words are."))
    scope = statement.get("scope") or {}
    if not isinstance(scope, Mapping) or not all(
        isinstance(k, str) and isinstance(v, str) and v for k, v in scope.items()
    ):
        problems.append(Sentence('the scope must be like {"worksite": "name"}.'))
    return problems


def _check_asked(statement: Mapping[str, Any]) -> list[Said]:
    asked = statement.get("asked")
    if not asked:
        return []
    try:
        date.fromisoformat(asked["on"])
    except (KeyError, TypeError, ValueError):
        return [Sentence("say whom you asked and on which day (YYYY-MM-DD).")]
    return [] if asked.get("place") else [Sentence("say which link you asked.")]
