"""Between which two links a difference first appears, and who agrees with whom (2.3 b, D9)."""

from dataclasses import dataclass

from reports.finding import Step
from reports.setting import Setting
from reports.standing import Answer
from reports.verdict import Outcome
from reports.verdicts import judge
from reports.wages import closeness

ORDER_UNKNOWN = "order_unknown"
SEVERAL_WAYS = "several_ways"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a difference first appears; ``between`` is None where that cannot be said."""

    between: tuple[str, str] | None
    stepped_over: tuple[str, ...] = ()
    why: str = ""
    agreeing: tuple[Answer, ...] = ()
    steps: tuple[Step, ...] = ()


NOWHERE = Location(None)


def locate(
    setting: Setting, place: str, below: Answer, above: Answer, outcome: Outcome
) -> Location:
    """Walk up from a link until an answer differs from its own as the upper one does."""
    paths = setting.picture.paths(place, above.place)
    if not paths:
        return Location(None, why=ORDER_UNKNOWN)
    found = [_walk(setting, path, below, above, outcome) for path in paths]
    if len({(each.between, each.stepped_over) for each in found}) > 1:
        betweens = {each.between for each in found}
        if len(betweens) > 1:
            return Location(None, why=SEVERAL_WAYS)
    return found[0]


def _walk(
    setting: Setting, path: tuple[str, ...], below: Answer, above: Answer, outcome: Outcome
) -> Location:
    last = path[0]
    stepped: list[str] = []
    for position, place in enumerate(path[1:], start=1):
        if place == above.place:
            return _found(setting, (last, place), stepped, path[position:], above)
        answer = setting.answer_for(below.term, place, below.scope)
        verdict = judge(setting, below, answer) if answer is not None else None
        if verdict is None or verdict.outcome is Outcome.INCOMPARABLE:
            stepped.append(place)
            continue
        if verdict.outcome is outcome:
            return _found(setting, (last, place), stepped, path[position:], above)
        last, stepped = place, []
    return Location(None, why=ORDER_UNKNOWN)


def _found(
    setting: Setting,
    between: tuple[str, str],
    stepped: list[str],
    rest: tuple[str, ...],
    above: Answer,
) -> Location:
    agreeing: list[Answer] = []
    steps: list[Step] = []
    for place in (*rest, *setting.picture.all_above(above.place)):
        if place == above.place:
            continue
        answer = setting.answer_for(above.term, place, above.scope)
        verdict = judge(setting, answer, above) if answer is not None else None
        if answer is not None and verdict is not None and verdict.outcome is Outcome.AGREES:
            agreeing.append(answer)
            steps += closeness(setting, answer, above)
    return Location(between, tuple(stepped), "", tuple(agreeing), tuple(steps))
