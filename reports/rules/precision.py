"""Answers that are not precise enough to compare (2.4 vague)."""

from collections.abc import Iterator

from models.vocabulary import FindingKind, Qualifier, State
from reports import params as p
from reports.citations import INCOMPLETE, NO_FIGURE
from reports.finding import Finding
from reports.pooling import measure, pool
from reports.rules.difference import RULE_VERSION
from reports.setting import CITING, Setting
from reports.severity import NOTE, at_most, severity_of
from reports.standing import Answer

RULE = "2.4 vague"
WIDE = "wide_range"
UNBOUNDED = "unbounded"
ASKED_NOBODY = "asked_nobody"


def vague(setting: Setting) -> Iterator[Finding]:
    """A link cites a law without article and day, gives a wide range, or asked nobody."""
    for term in setting.terms:
        for place in setting.picture.places:
            if not setting.picture.owes(place):
                continue
            found: dict[str, list[Answer]] = {}
            for answer in setting.standing.of(term, place):
                why = _why(setting, answer)
                if why == WIDE and _listed(setting, answer):
                    continue
                if why:
                    found.setdefault(why, []).append(answer)
            for why, answers in sorted(found.items()):
                yield _finding(setting, why, answers)


def _why(setting: Setting, answer: Answer) -> str:
    if answer.state in CITING:
        reason = setting.cited(answer).reason
        if reason == INCOMPLETE:
            return f"{INCOMPLETE}_{answer.state.value}"
        return reason if reason == NO_FIGURE else ""
    if answer.state is State.UNKNOWN_TO_FILER:
        return "" if answer.statement.asked else ASKED_NOBODY
    if answer.qualifier is Qualifier.EXACT or setting.tier(answer.term) > 1:
        return ""
    found = measure(setting, answer)
    if found is None:
        return ""
    # 2.2 rule 9, on terms of the first tier only.
    if found.span.high is None or (answer.qualifier is Qualifier.AT_MOST and not found.span.low):
        return UNBOUNDED
    return WIDE if found.span.wide else ""


def _listed(setting: Setting, answer: Answer) -> bool:
    """Whether another document of the link states, place by place, what a range reaches over."""
    # D8: parts are compared with equal parts, and the whole is shown as their range.
    parts = [
        each
        for each in setting.standing.of(answer.term, answer.place)
        if each.document != answer.document and not each.scope.whole
    ]
    whole, all_parts = measure(setting, answer), pool(setting, parts)
    if whole is None or all_parts is None or whole.unit != all_parts.unit:
        return False
    if any(found.span.wide for each in parts if (found := measure(setting, each))):
        return False
    return (whole.span.low, whole.span.high) == (all_parts.span.low, all_parts.span.high)


def _count(answers: list[Answer]) -> int:
    """How many places or parts answers are about; the main one said twice in a form is one."""
    whole = {(each.document, repr(each.value)) for each in answers if each.scope.whole}
    parts = {
        each.scope
        for each in answers
        if not each.scope.whole and (each.document, repr(each.value)) not in whole
    }
    return len(parts) + bool(whole)


def _finding(setting: Setting, why: str, answers: list[Answer]) -> Finding:
    first = answers[0]
    kind = FindingKind.VAGUE
    severity = severity_of(kind, setting.tier(first.term))
    count = _count(answers)
    also = [p.sentence("scopes.same", count=str(count))] if count > 1 else []
    return Finding(
        kind=kind,
        severity=at_most(severity, NOTE) if why == ASKED_NOBODY else severity,
        terms=(first.term,),
        rule=RULE,
        rule_version=RULE_VERSION,
        addressed_to=(setting.picture.answering(first.place),),
        below=first.place,
        statements=tuple(answer.id for answer in answers),
        reason=why,
        words=f"vague.{why}",
        params={
            "term": p.term(first.term),
            "below": p.place(first.place),
            "value_below": p.said(first.id),
            "also": also,
        },
    )
