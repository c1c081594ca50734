"""Any two sets of answers beside each other: two links, two days of one link, two documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.facts import Scope
from reports.setting import Setting
from reports.standing import Answer
from reports.verdict import Verdict
from reports.verdicts import judge

Key = tuple[str, Scope]


@dataclass(frozen=True, slots=True)
class Side:
    """What is chosen: a link as it stands on the day of its setting, or one filing of it."""

    setting: Setting
    place: str
    disclosure: str = ""  # "": everything of the link that stands


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers about one term and scope; a side that is silent has none, and no verdict."""

    term: str
    scope: Scope
    left: Answer | None
    right: Answer | None
    verdict: Verdict | None


def pair(left: Side, right: Side) -> tuple[Pair, ...]:
    """Every term that either side answers, the second answer seen from the first."""
    first, second = answers_of(left), answers_of(right)
    terms = left.setting.terms
    keys = sorted(
        {key for key in (*first, *second) if key[0] in terms},
        key=lambda key: (terms[key[0]].position, key[1].parts),
    )
    return tuple(_pair(left, right, key, first.get(key), second.get(key)) for key in keys)


def answers_of(side: Side) -> Mapping[Key, Answer]:
    """One answer for each term and scope: where several documents speak, the comparable one."""
    found: dict[Key, Answer] = {}
    for answer in _every_answer(side):
        key = (answer.term, answer.scope)
        held = found.get(key)
        if held is None or (side.setting.comparable(answer) and not side.setting.comparable(held)):
            found[key] = answer
    return found


def _every_answer(side: Side) -> Iterable[Answer]:
    standing = side.setting.standing
    if side.disclosure:
        every = standing.every.values()
        return (answer for answer in every if answer.statement.disclosure == side.disclosure)
    return (answer for code in side.setting.terms for answer in standing.of(code, side.place))


def _pair(left: Side, right: Side, key: Key, first: Answer | None, second: Answer | None) -> Pair:
    verdict = None
    if first is not None and second is not None:
        times = (
            left.setting.working_time(left.place, key[1]),
            right.setting.working_time(right.place, key[1]),
        )
        # The later day holds every statement of the earlier one, and its rates.
        setting = max((left.setting, right.setting), key=lambda held: held.facts.on)
        verdict = judge(setting, first, second, times)
    return Pair(*key, first, second, verdict)
