"""What workers were told, beside what the owner of the term states (2.3 a and c)."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.vocabulary import FindingKind, Owner, TermType
from reports import params as p
from reports.baselines import Baseline, BatchTold, Told
from reports.derived import hourly_cash, hourly_step, monthly_cash
from reports.facts import Scope
from reports.figures import about_text, percent_text
from reports.finding import Finding, Step
from reports.locating import NOWHERE, locate
from reports.normalise import WorkingTime
from reports.rules.difference import Pair, find
from reports.setting import Setting
from reports.severity import QUESTION, SERIOUS
from reports.sides import difference_step
from reports.standing import Answer
from reports.verdict import Outcome, Verdict
from reports.verdicts import NO_ANSWER, judge

RULE = "2.3a"
CONTRACT_RULE = "2.3c"
CONTRACT = "contract_on_arrival"
# Types whose figures may need hours to be brought to one period.
TIMED = frozenset({TermType.MONEY, TermType.MONEY_LIST, TermType.HOURS, TermType.PERCENT})
WORKING_TIME = frozenset({"hours_per_day", "days_per_week"})
# A reason that another finding already names about one of the two answers.
SAID_ELSEWHERE = frozenset({NO_ANSWER, "citation_incomplete", "law_sets_no_figure", "redacted"})


# Further sentences, arithmetic, and the statements it was made from.
Effect = tuple[tuple[p.Sentence, ...], tuple[Step, ...], tuple[str, ...]]
NO_EFFECT: Effect = ((), (), ())


@dataclass(frozen=True, slots=True)
class Seen:
    """A telling beside one answer above it."""

    baseline: Baseline
    told: Told
    above: Answer
    verdict: Verdict
    pooled: bool = False


def compare_told(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """What a batch was told differs from what is stated by who owns the term."""
    for batch in told:
        taken: set[tuple[str, Scope, FindingKind, str]] = set()
        for baseline in batch.baselines:
            for key in sorted(baseline.told, key=lambda each: (each[0], each[1].parts)):
                if key[0] not in setting.terms:
                    continue
                for finding in _of_telling(setting, baseline, baseline.told[key]):
                    # D9: one difference is one finding, at the first milestone that shows it.
                    mark = (key[0], key[1], finding.kind, finding.above)
                    if mark not in taken:
                        taken.add(mark)
                        yield finding


def _of_telling(setting: Setting, baseline: Baseline, told: Told) -> Iterator[Finding]:
    for place in (*_targets(setting, told), *_presenting(setting, told)):
        seen = [
            Seen(baseline, told, answer, _judged(setting, baseline, told, answer))
            for answer in _answers(setting, told, place)
        ]
        chosen = _one(seen)
        if chosen is not None:
            yield _finding(setting, chosen)


def _targets(setting: Setting, told: Told) -> tuple[str, ...]:
    """The links whose answers a telling is set beside."""
    term = setting.terms[told.answer.term]
    employers = tuple(each for each in setting.picture.employers if each != told.place)
    if term.owner is not Owner.RECRUITER:
        stating = tuple(each for each in employers if _answers(setting, told, each))
        if stating:
            return stating
    # 2.3 b: where the owner gives nothing to compare, the nearest stating link above does.
    return _above(setting, told)


def _presenting(setting: Setting, told: Told) -> tuple[str, ...]:
    """Other links above that presented a contract on arrival (2.3 c)."""
    targets = _targets(setting, told)
    above = (*setting.picture.all_above(told.place), *setting.picture.employers)
    return tuple(
        place
        for place in dict.fromkeys(above)
        if place not in targets
        and any(answer.document == CONTRACT for answer in _answers(setting, told, place))
    )


def _above(setting: Setting, told: Told) -> tuple[str, ...]:
    """The first differing link on each way up; else the nearest one that answers."""
    found = []
    for place in setting.picture.all_above(told.place):
        answers = _answers(setting, told, place)
        if not answers:
            continue
        if any(judge(setting, told.answer, answer).differs for answer in answers):
            return (place,)
        found.append(place)
    ordered = tuple(found[:1])
    if ordered or setting.picture.placed(told.place):
        return ordered
    # Nobody has said who stands above: the owner's side is above by what it is.
    others = (*setting.picture.recruiters, *setting.picture.employers)
    return tuple(e for e in others if e != told.place and _answers(setting, told, e))[:1]


def _answers(setting: Setting, told: Told, place: str) -> tuple[Answer, ...]:
    answers = setting.answers_for(told.answer.term, place, told.answer.scope)
    return tuple(
        answer
        for answer in answers
        if answer.disclosed and answer.id != told.answer.id and answer.place != told.answer.place
    )


def _judged(setting: Setting, baseline: Baseline, told: Told, above: Answer) -> Verdict:
    if setting.terms[told.answer.term].type not in TIMED:
        return judge(setting, told.answer, above)
    times = (
        told_time(setting, baseline, told),
        setting.working_time(above.place, above.scope),
    )
    return judge(setting, told.answer, above, times)


def told_time(setting: Setting, baseline: Baseline, told: Told) -> WorkingTime:
    """The working time that the batch had been told, or that the teller states."""
    scope = told.answer.scope
    found = []
    for code in ("hours_per_day", "days_per_week"):
        heard = baseline.told.get((code, scope))
        usable = heard is not None and setting.comparable(heard.answer)
        answer = heard.answer if heard is not None and usable else None
        found.append(answer or setting.chosen(code, told.place, scope))
    return setting.time_of(found[0], found[1])


def _one(seen: list[Seen]) -> Seen | None:
    """The answer of one link that counts, where its documents differ: the contract's (2.3 c)."""
    differing = [each for each in seen if each.verdict.differs]
    if differing:
        contract = [each for each in differing if each.above.document == CONTRACT]
        return (contract or differing)[0]
    for each in seen:
        if each.verdict.outcome is Outcome.AGREES:
            return None
    for each in seen:
        if each.verdict.outcome is Outcome.UNCLEAR:
            return each
        if each.verdict.reason not in SAID_ELSEWHERE:
            return each
    return None


def _finding(setting: Setting, seen: Seen) -> Finding:
    told, above, verdict = seen.told, seen.above, seen.verdict
    location = locate(setting, told.place, told.answer, above, verdict.outcome)
    mode = f"told_{seen.baseline.milestone.value}" if seen.baseline.milestone else "told"
    also, steps, extra = effect(setting, seen)
    if verdict.outcome in {Outcome.UNCLEAR, Outcome.INCOMPARABLE}:
        mode = "told"
    contract = above.document == CONTRACT
    if contract and verdict.differs:
        also = (p.sentence("contract.on_arrival", link=p.place(above.place)), *also)
    return find(
        setting,
        Pair(
            rule=CONTRACT_RULE if contract else RULE,
            mode=mode,
            place=told.place,
            below=told.answer,
            above=above,
            verdict=verdict,
            location=location if verdict.differs else NOWHERE,
            also=also,
            steps=steps,
            extra=extra,
            batch=told.telling.batch,
            telling="",
            milestone=seen.baseline.milestone,
            on=told.on,
            cap=QUESTION if seen.pooled else SERIOUS,
        ),
    )


def effect(setting: Setting, seen: Seen) -> Effect:
    """What longer hours do to an hour's pay: "worsened in effect" (D14, 2.2 rule 3)."""
    if seen.told.answer.term not in WORKING_TIME or not seen.verdict.differs:
        return NO_EFFECT
    heard = seen.baseline.told.get(("basic_wage", seen.told.answer.scope))
    below = heard.answer if heard else None
    if below is None:
        below = setting.answer_for("basic_wage", seen.told.place, seen.told.answer.scope)
    above = setting.chosen("basic_wage", seen.above.place, seen.above.scope)
    if below is None or above is None:
        return NO_EFFECT
    times = (
        told_time(setting, seen.baseline, seen.told),
        setting.working_time(seen.above.place, seen.above.scope),
    )
    return hourly_effect(setting, (below, above), times)


def hourly_effect(
    setting: Setting, wages: tuple[Answer, Answer], times: tuple[WorkingTime, WorkingTime]
) -> Effect:
    """Two wages for an hour of work in one currency, with the arithmetic."""
    first = hourly_cash(setting, wages[0], times[0])
    second = monthly_cash(setting, wages[1], times[1])
    day = wages[1].day
    if first is None or second is None or not times[1].known or day is None or not first.amount:
        return NO_EFFECT
    rate = setting.exchange.convert(second.currency, first.currency, day)
    if rate is None:
        return NO_EFFECT
    money = second.amount * rate.factor
    each = money / times[1].hours_per_month
    steps = (
        first.step,
        *rate.steps(second.amount, second.currency),
        hourly_step(money, first.currency, times[1]),
        difference_step(first.amount, each, first.currency),
    )
    said = p.sentence(
        "amount.hourly_lower" if each < first.amount else "amount.hourly_higher",
        hourly_below=about_text(first.amount, first.currency),
        hourly_above=about_text(each, first.currency),
        percent=percent_text(abs(first.amount - each) / first.amount),
    )
    used = (wages[0].id, wages[1].id, *times[0].statements, *times[1].statements)
    return (said,), steps, tuple(dict.fromkeys(used))
