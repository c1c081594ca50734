"""Sets two answers about one term beside each other, whatever their state and type."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from models.vocabulary import State, TermType
from reports.choices import (
    judge_choice,
    judge_choices,
    judge_day,
    judge_location,
    judge_words,
    judge_yes_no,
    plain,
)
from reports.costs import judge_amount, judge_cost, judge_lines
from reports.normalise import WorkingTime
from reports.quantities import judge_count, judge_duration, judge_hours, judge_percentage
from reports.reference_facts import Term
from reports.setting import CITING, Setting
from reports.sides import Side
from reports.standing import Answer
from reports.verdict import AGREES, Outcome, Verdict, incomparable

IN_WORDS = "in_words"
NO_ANSWER = "no_answer"
NOT_APPLICABLE = "not_applicable"
COSTS = "costs"  # the group of terms about fees, costs, loans and bonds

JUDGES: Mapping[TermType, Callable[[Setting, Term, Side, Side], Verdict]] = {
    TermType.MONEY: judge_amount,
    TermType.MONEY_LIST: judge_lines,
    TermType.HOURS: judge_hours,
    TermType.DURATION: judge_duration,
    TermType.BOOL: judge_yes_no,
    TermType.ENUM: judge_choice,
    TermType.TEXT: judge_words,
    TermType.LIST: judge_choices,
    TermType.INT: judge_count,
    TermType.PERCENT: judge_percentage,
    TermType.PLACE: judge_location,
    TermType.DATE: judge_day,
    TermType.COST: judge_cost,
}


def judge(
    setting: Setting,
    below: Answer,
    above: Answer,
    times: tuple[WorkingTime, WorkingTime] | None = None,
) -> Verdict:
    """The verdict on two answers about one term; ``times`` are those told, where they differ."""
    term = setting.reference_set.terms[below.term]
    first, second = setting.resolved(below), setting.resolved(above)
    by_state = _by_state(setting, first, second)
    if by_state is not None:
        return by_state
    if times is None:
        times = (
            setting.working_time(below.place, below.scope),
            setting.working_time(above.place, above.scope),
        )
    sides = (
        Side(first, setting.parsed(below), times[0]),
        Side(second, setting.parsed(above), times[1]),
    )
    if any(side.value is None and not side.none for side in sides):
        return incomparable("unreadable")
    if sides[0].none and sides[1].none:
        return AGREES
    return _owed(term, JUDGES[term.type](setting, term, *sides))


def _owed(term: Term, verdict: Verdict) -> Verdict:
    # D11, for all that workers are made to pay, owe or hand over: when it is said below and not
    # stated above, it is no improvement but a contradiction about what is due.
    if term.group != COSTS or verdict.outcome is not Outcome.BETTER:
        return verdict
    return replace(verdict, outcome=Outcome.DIFFERENT, reason=verdict.reason or "not_due_above")


def _by_state(setting: Setting, below: Answer, above: Answer) -> Verdict | None:
    """What the states alone settle (2.1)."""
    states = {below.state, above.state}
    if any(answer.statement.redacted for answer in (below, above)):
        return incomparable("redacted")
    if not below.disclosed or not above.disclosed:
        return incomparable(NO_ANSWER)
    if states & CITING:
        same = below.state is above.state and below.citation == above.citation
        return AGREES if same else incomparable(_citing_reason(setting, below, above))
    if State.NOT_APPLICABLE in states:
        # D11: beside "none" it is no difference; beside a value it is one, without a worse side.
        values = states & {State.STATED, State.STATED_IN_WORDS}
        return Verdict(Outcome.DIFFERENT, NOT_APPLICABLE) if values else AGREES
    if State.PASSED_ON in states:
        return incomparable("source_not_held")
    if State.STATED_IN_WORDS in states:
        same = below.state is above.state and plain(below.statement.as_stated) == plain(
            above.statement.as_stated
        )
        return AGREES if same else incomparable(IN_WORDS)
    return None


def _citing_reason(setting: Setting, below: Answer, above: Answer) -> str:
    for answer in (above, below):
        if answer.state in CITING:
            return setting.cited(answer).reason
    return NO_ANSWER
