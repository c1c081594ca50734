"""What a statement must say to be taken. A missing term is never a reason to refuse."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.vocabulary import Qualifier, State
from reports.facts import Term
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
) -> list[str]:
    """Every problem at once, each naming the statement's number, its term and what to do."""
    problems: list[str] = []
    seen: set[tuple[str, str]] = set()
    for number, statement in enumerate(statements, start=1):
        where = f"Statement {number} ({statement.get('term') or 'no term'})"
        problems += [f"{where}: {p}" for p in _check_one(statement, terms)]
        answered = (
            str(statement.get("term")),
            repr(sorted((statement.get("scope") or {}).items())),
        )
        if answered in seen:
            problems.append(
                f"{where}: the same term is answered twice for the same scope; keep one."
            )
        seen.add(answered)
    return problems


def _check_one(statement: Mapping[str, Any], terms: Mapping[str, Term]) -> list[str]:
    problems = [
        f"the key {key!r} is not known; remove it." for key in sorted(statement.keys() - KEYS)
    ]
    term = terms.get(str(statement.get("term")))
    if term is None:
        return [*problems, "this is not one of the terms; see the list of terms for its code."]
    try:
        state = State(str(statement.get("state")))
        qualifier = Qualifier(statement.get("qualifier") or "exact")
    except ValueError as error:
        return [*problems, f"{error}; use one of the answer states and qualifiers."]
    problems += _check_state(statement, state)
    if (value := statement.get("value")) is not None and state not in TAKES_NO_VALUE:
        problems += [str(problem) for problem in check_value(term, value, qualifier)]
    problems += _check_words(statement)
    problems += _check_asked(statement)
    return problems


def _check_state(statement: Mapping[str, Any], state: State) -> list[str]:
    value = statement.get("value")
    if state in NEEDS_VALUE and not value:
        return ["a stated answer needs a value; if you only have words, answer in words."]
    if state in TAKES_NO_VALUE and value:
        return [f"the answer {state.value!r} carries no value; remove one of the two."]
    if state is State.STATED_IN_WORDS and not statement.get("as_stated"):
        return ["an answer in words needs the words."]
    if state is State.NOT_APPLICABLE and not statement.get("reason"):
        return ["say why the term does not apply to this job."]
    if state is State.PASSED_ON and not statement.get("passed_from"):
        return ["name the statement that you pass on."]
    return []


def _check_words(statement: Mapping[str, Any]) -> list[str]:
    problems = []
    words = statement.get("as_stated") or ""
    if len(words) > LONGEST_WORDS:
        problems.append(f"the words are longer than {LONGEST_WORDS} characters; shorten them.")
    if words and not statement.get("language"):
        problems.append("say in which language the words are.")
    scope = statement.get("scope") or {}
    if not isinstance(scope, Mapping) or not all(
        isinstance(k, str) and isinstance(v, str) and v for k, v in scope.items()
    ):
        problems.append('the scope must be like {"worksite": "name"}.')
    return problems


def _check_asked(statement: Mapping[str, Any]) -> list[str]:
    asked = statement.get("asked")
    if not asked:
        return []
    try:
        date.fromisoformat(asked["on"])
    except (KeyError, TypeError, ValueError):
        return ["say whom you asked and on which day (YYYY-MM-DD)."]
    return [] if asked.get("place") else ["say which link you asked."]
