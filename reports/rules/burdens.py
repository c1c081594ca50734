"""Costs, deductions, duties and penalties that workers were not told of (2.4 added_burden)."""

from collections.abc import Iterator

from models.vocabulary import FindingKind, State, TermType
from reports import params as p
from reports.baselines import BatchTold
from reports.choices import BURDENS
from reports.finding import Finding
from reports.reference_facts import Term
from reports.rules.difference import RULE_VERSION
from reports.rules.timing import owners_told
from reports.setting import Setting
from reports.severity import axis_of, severity_of
from reports.standing import Answer
from reports.values import Choices, Cost, MoneyLines

RULE = "2.4 added_burden"


def untold_burdens(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """A cost, deduction or penalty is stated above, and a batch that was told the rest was not."""
    for batch in told:
        if not batch.told:
            continue
        tellers = tuple(dict.fromkeys(each.place for each in batch.told))
        known = set(batch.first) | {each.answer.term for each in batch.unread}
        for code, term in setting.terms.items():
            if code in known or not _can_burden(term):
                continue
            answer = _stated_burden(setting, code, tellers)
            if answer is not None:
                yield _finding(setting, batch, tellers[-1], answer)


def _can_burden(term: Term) -> bool:
    if term.code == "duties":
        return False  # that a job has duties is no news; which ones is compared list by list
    listed = term.type is TermType.MONEY_LIST and term.direction.value == "lower"
    return term.type is TermType.COST or listed or term.code in BURDENS


def _stated_burden(setting: Setting, code: str, tellers: tuple[str, ...]) -> Answer | None:
    for teller in tellers:
        for place in (*setting.picture.all_above(teller), *setting.picture.employers):
            for answer in setting.standing.own(code, place):
                if _burdens(setting, answer):
                    return answer
    return None


def _burdens(setting: Setting, answer: Answer) -> bool:
    if setting.resolved(answer).state is not State.STATED:
        return False
    value = setting.parsed(answer)
    if isinstance(value, Cost):
        return value.worker_pays
    if isinstance(value, MoneyLines):
        return bool(value.lines)
    return isinstance(value, Choices) and bool(value.codes)


def _finding(setting: Setting, batch: BatchTold, teller: str, answer: Answer) -> Finding:
    kind = FindingKind.ADDED_BURDEN
    term = setting.terms[answer.term]
    return Finding(
        kind=kind,
        severity=severity_of(kind, setting.tier(term.code)),
        terms=(term.code,),
        rule=RULE,
        rule_version=RULE_VERSION,
        addressed_to=owners_told(setting, term.owner, teller),
        axis=axis_of(term, kind, stated=True),
        scope=answer.scope,
        below=teller,
        above=answer.place,
        statements=(answer.id,),
        batch=batch.batch.id,
        stated=True,
        indicators=term.indicators,
        words="added_burden.not_told",
        params={
            "term": p.term(term.code),
            "below": p.place(teller),
            "above": p.place(answer.place),
            "value_above": p.said(answer.id),
            "batch": p.batch(batch.batch.id),
            "also": [],
        },
    )
