"""When workers were told, in which language, and what was changed after they had been told."""

from collections.abc import Iterator, Mapping
from datetime import date

from models.vocabulary import DisclosureAct, FindingKind, Milestone, Owner, Severity
from reports import params as p
from reports.baselines import STEPS, BatchTold, Told
from reports.citations import INCOMPLETE, NO_FIGURE
from reports.facts import Scope
from reports.finding import Finding
from reports.rules.difference import KINDS, RULE_VERSION
from reports.rules.grouping import Group, grouped
from reports.setting import Setting
from reports.severity import NOTE, QUESTION, at_most, axis_of, lateness, severity_of
from reports.standing import Answer, Replacement
from reports.verdict import Outcome, Verdict
from reports.verdicts import NO_ANSWER, judge

LATE = "2.4 late"
LANGUAGE = "2.4 not_told_in_language"
SUPERSEDED = "2.4 superseded_after_told"
# The answer that stands now is quoted, and says by itself why nothing can be compared with it.
SAID_ITSELF = frozenset({NO_ANSWER, INCOMPLETE, NO_FIGURE})


def late(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """Terms were first told to a batch after it had accepted, departed or arrived."""
    for batch in told:
        groups: dict[tuple[str, Owner], list[Told]] = {}
        for code in setting.terms:
            first = batch.first.get(code)
            if first is not None and _passed(batch, first.on) is not None:
                owner = setting.terms[code].owner
                groups.setdefault((first.telling.id, owner), []).append(first)
        # D15: one for a batch and a telling, listing its terms, addressed to the owner.
        for _, firsts in sorted(groups.items()):
            yield _late(setting, batch, firsts)


def _passed(batch: BatchTold, on: date) -> Milestone | None:
    """The last milestone that had passed on a day."""
    milestones = batch.batch.milestones
    passed = [m for m in STEPS if m in milestones and on > milestones[m]]
    return passed[-1] if passed else None


def _late(setting: Setting, batch: BatchTold, firsts: list[Told]) -> Finding:
    first = firsts[0]
    milestone = _passed(batch, first.on) or Milestone.ACCEPTANCE
    on = batch.batch.milestones[milestone]
    owners = owners_told(setting, setting.terms[first.answer.term].owner, first.place)
    severity = lateness(milestone)
    return grouped(
        Group(
            FindingKind.LATE,
            LATE,
            owners,
            words=f"late.{milestone.value}",
            below=first.place,
            statements=tuple(each.answer.id for each in firsts),
            batch=batch.batch.id,
            telling=first.telling.id,
            on=first.on,
            params={
                "below": p.place(first.place),
                "told_on": p.day(first.on),
                "milestone_on": p.day(on),
            },
            milestone=milestone,
        ),
        {each.answer.term: severity for each in firsts},
    )


def owners_told(setting: Setting, owner: Owner, teller: str) -> tuple[str, ...]:
    """The owners of a term as seen from a telling: of the recruiters, the one on its way."""
    answering = setting.picture.answering(teller)
    employers = setting.picture.employers
    if owner is Owner.RECRUITER:
        return (answering,)
    if owner is Owner.BOTH:
        return tuple(dict.fromkeys((*employers, answering)))
    return employers or (answering,)


def not_told_in_language(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """Terms were told to a batch only in a language that its workers do not read."""
    for batch in told:
        groups: dict[str, dict[str, Told]] = {}
        for each in batch.unread:
            if each.answer.term in setting.terms:
                groups.setdefault(each.telling.id, {}).setdefault(each.answer.term, each)
        for _, unread in sorted(groups.items()):
            yield _unread(setting, batch, unread)


def _unread(setting: Setting, batch: BatchTold, unread: Mapping[str, Told]) -> Finding:
    first = next(iter(unread.values()))
    kind = FindingKind.NOT_TOLD_IN_LANGUAGE
    return grouped(
        Group(
            kind,
            LANGUAGE,
            (setting.picture.answering(first.place),),
            words="not_told_in_language.told",
            below=first.place,
            statements=tuple(each.answer.id for each in unread.values()),
            batch=batch.batch.id,
            telling=first.telling.id,
            on=first.on,
            params={
                "below": p.place(first.place),
                "told_on": p.day(first.on),
                "language": p.languages([first.telling.language]),
                "languages": p.languages(batch.batch.languages),
            },
        ),
        {code: severity_of(kind, setting.tier(code)) for code in unread},
    )


def superseded(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """A link replaced or withdrew what a batch had been told."""
    for batch in told:
        # What was told by the first milestone counts; a new telling before it replaces the old.
        heard: dict[tuple[str, Scope], Told] = {}
        for baseline in batch.baselines:
            heard = {**baseline.told, **heard}
        for key, each in sorted(heard.items(), key=lambda item: (item[0][0], item[0][1].parts)):
            replacement = last_replacement(setting, each.answer)
            if key[0] not in setting.terms or replacement is None or replacement.on < each.on:
                continue
            finding = _superseded(setting, batch, each, replacement)
            if finding is not None:
                yield finding


def last_replacement(setting: Setting, answer: Answer) -> Replacement | None:
    """What stands now in the place of a statement; None where the statement itself stands."""
    replacement = setting.standing.replaced.get(answer.id)
    while replacement is not None and replacement.by:
        following = setting.standing.replaced.get(replacement.by)
        if following is None:
            return replacement
        replacement = following
    return replacement


def _superseded(
    setting: Setting, batch: BatchTold, told: Told, replacement: Replacement
) -> Finding | None:
    now = setting.standing.every.get(replacement.by)
    verdict = judge(setting, told.answer, now) if now is not None else Verdict(Outcome.DIFFERENT)
    if verdict.outcome is Outcome.AGREES:
        return None
    kind = FindingKind.SUPERSEDED_AFTER_TOLD
    term = setting.terms[told.answer.term]
    withdrawn = now is None or replacement.act is DisclosureAct.WITHDRAW
    mode = "withdrawn" if withdrawn else KINDS[verdict.outcome].value
    severity = _superseded_severity(verdict.outcome, setting.tier(term.code), withdrawn)
    speaker = told.answer.place
    return Finding(
        kind=kind,
        severity=severity,
        terms=(term.code,),
        rule=SUPERSEDED,
        rule_version=RULE_VERSION,
        addressed_to=(setting.picture.answering(speaker),),
        axis=axis_of(term, kind, stated=now is not None) if severity is not NOTE else None,
        scope=told.answer.scope,
        below=told.place,
        above=speaker,
        statements=(told.answer.id, *((now.id,) if now else ())),
        batch=batch.batch.id,
        on=replacement.on,
        reason=mode,
        stated=now is not None and now.own,
        arithmetic=verdict.steps,
        indicators=term.indicators if severity is not NOTE else (),
        words=f"superseded_after_told.{mode}",
        params=_superseded_params(told, replacement, now, verdict.reason),
    )


def _superseded_params(
    told: Told, replacement: Replacement, now: Answer | None, reason: str
) -> Mapping[str, object]:
    return {
        "term": p.term(told.answer.term),
        "below": p.place(told.place),
        "above": p.place(told.answer.place),
        "value_below": p.said(told.answer.id),
        **({"value_above": p.said(now.id)} if now else {}),
        "told_on": p.day(told.on),
        "on": p.day(replacement.on),
        "also": [p.sentence(f"reason.{reason}")] if reason and reason not in SAID_ITSELF else [],
    }


def _superseded_severity(outcome: Outcome, tier: int, withdrawn: bool) -> Severity:
    severity = severity_of(FindingKind.SUPERSEDED_AFTER_TOLD, tier)
    if outcome is Outcome.BETTER:
        return NOTE
    if withdrawn or outcome in {Outcome.INCOMPARABLE, Outcome.UNCLEAR}:
        return at_most(severity, QUESTION)
    return severity
