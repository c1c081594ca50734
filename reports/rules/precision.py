"""Answers that are not precise enough to compare (2.4 vague)."""

from collections.abc import Iterator

from models.vocabulary import FindingKind, Qualifier, State
from reports import params as p
from reports.citations import INCOMPLETE, NO_FIGURE
from reports.finding import Finding
from reports.pooling import measure
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


def _finding(setting: Setting, why: str, answers: list[Answer]) -> Finding:
    first = answers[0]
    kind = FindingKind.VAGUE
    severity = severity_of(kind, setting.tier(first.term))
    scopes = {answer.scope for answer in answers}
    also = [p.sentence("scopes.same", count=str(len(scopes)))] if len(scopes) > 1 else []
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
