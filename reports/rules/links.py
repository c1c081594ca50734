"""Each link beside the nearest stating link towards the employer (2.3 b)."""

from collections.abc import Iterator

from models.vocabulary import State
from reports.baselines import BatchTold
from reports.finding import Finding
from reports.locating import ORDER_UNKNOWN, Location
from reports.picture import Step as Found
from reports.rules.difference import Pair, find
from reports.rules.told import NO_EFFECT, SAID_ELSEWHERE, WORKING_TIME, Effect, hourly_effect
from reports.setting import Setting
from reports.standing import Answer
from reports.verdict import Outcome
from reports.verdicts import judge

RULE = "2.3b"


def compare_links(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """What a link states differs from what the nearest stating link above it states."""
    for term in setting.terms:
        # D9: where a batch was told, the telling makes the finding; this only localises it.
        covered = _covered(setting, told, term)
        for place in setting.picture.places:
            if place in covered or not setting.picture.owes(place):
                continue
            for answer in setting.standing.own(term, place):
                if setting.comparable(answer) or answer.disclosed:
                    yield from _of_answer(setting, answer)


def _covered(setting: Setting, told: tuple[BatchTold, ...], term: str) -> frozenset[str]:
    tellers = {each.place for batch in told for each in batch.told if each.answer.term == term}
    above = {up for teller in tellers for up in setting.picture.all_above(teller)}
    return frozenset(tellers | above)


def _of_answer(setting: Setting, below: Answer) -> Iterator[Finding]:
    if not setting.comparable(below) and below.state is not State.NOT_APPLICABLE:
        return
    seen: set[tuple[str, str]] = set()
    for step, why in _above(setting, below):
        above = _fitting(setting, below, step.place)
        if above is None or (below.id, above.id) in seen:
            continue
        seen.add((below.id, above.id))
        verdict = judge(setting, below, above)
        quiet = verdict.outcome is Outcome.AGREES or verdict.reason in SAID_ELSEWHERE
        if not quiet:
            location = Location((below.place, above.place), step.passed_over)
            if why:
                location = Location(None, why=why)
            yield _finding(setting, below, above, location)


def _above(setting: Setting, below: Answer) -> list[tuple[Found, str]]:
    def fits(place: str) -> bool:
        return setting.picture.owes(place) and _fitting(setting, below, place) is not None

    picture = setting.picture
    steps = picture.nearest_above(below.place, fits)
    if steps or picture.placed(below.place) or below.place in picture.employers:
        return [(step, "") for step in steps]
    # Nobody has said who stands above: the employer does, by what it is.
    return [(Found(place, ()), ORDER_UNKNOWN) for place in picture.employers if fits(place)]


def _fitting(setting: Setting, below: Answer, place: str) -> Answer | None:
    found = setting.answer_for(below.term, place, below.scope)
    if found is not None:
        return found
    # "Does not apply" beside a value is a difference too (2.1).
    answers = setting.answers_for(below.term, place, below.scope)
    return next((a for a in answers if a.state is State.NOT_APPLICABLE), None)


def _finding(setting: Setting, below: Answer, above: Answer, location: Location) -> Finding:
    verdict = judge(setting, below, above)
    also, steps, extra = _effect(setting, below, above) if verdict.differs else NO_EFFECT
    return find(
        setting,
        Pair(
            rule=RULE,
            mode="states",
            place=below.place,
            below=below,
            above=above,
            verdict=verdict,
            location=location,
            also=also,
            steps=steps,
            extra=extra,
        ),
    )


def _effect(setting: Setting, below: Answer, above: Answer) -> Effect:
    if below.term not in WORKING_TIME:
        return NO_EFFECT
    first = setting.answer_for("basic_wage", below.place, below.scope)
    second = setting.answer_for("basic_wage", above.place, above.scope)
    if first is None or second is None:
        return NO_EFFECT
    times = (
        setting.working_time(below.place, below.scope),
        setting.working_time(above.place, above.scope),
    )
    return hourly_effect(setting, (first, second), times)
