"""Judges answers that are chosen or written: yes and no, codes, words, lists, places, days."""

import re
from datetime import timedelta

from models.vocabulary import Direction
from reports.figures import figure_text
from reports.finding import Step
from reports.reference_facts import Term
from reports.setting import Setting
from reports.sides import Side, outcome_of
from reports.values import CAUSES, Choice, Choices, Day, Location, Words, YesNo
from reports.verdict import AGREES, Outcome, Verdict, incomparable, worst_of

FREE_TEXT = "free_text"
# A register may shift all its dates by one; that is the publisher's, not the speaker's.
SAME_DAY = timedelta(days=1)
# What is asked of the worker in these lists is borne by the worker (2.4, added burden).
BURDENS = frozenset({"duties", "medical_tests", "bond_collateral"})
PLAIN = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Words without case and punctuation; what remains different is for a human (rule 10)."""
    return PLAIN.sub(" ", text.casefold()).strip()


def judge_yes_no(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on a yes and a no; "none" is a no."""
    first, second = (isinstance(s.value, YesNo) and s.value.yes for s in (below, above))
    if first == second:
        return AGREES
    return Verdict(outcome_of(term.direction, lower=first and not second))


def judge_choice(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two codes, by their order where better and worse are settled."""
    if any(isinstance(side.value, Choice) and side.value.causes for side in (below, above)):
        return _by_cause(term, below, above)
    verdict = _two_codes(term, below, above)
    return _meals(below, above) if verdict.outcome is Outcome.AGREES else verdict


def _by_cause(term: Term, below: Side, above: Side) -> Verdict:
    """Cause by cause; a code stands for every cause that is not named."""
    found = []
    for cause in CAUSES:
        first, second = (_code_for(cause, side, term) for side in (below, above))
        if first not in term.order or second not in term.order:
            continue
        worse = term.order.index(second) - term.order.index(first)
        step = Step(f"{cause}: {first} / {second}")
        outcome = Outcome.WORSE if worse > 0 else Outcome.BETTER
        found.append(Verdict(outcome, "cause", (step,)) if worse else AGREES)
    return worst_of(found) if found else incomparable(FREE_TEXT)


def _code_for(cause: str, side: Side, term: Term) -> str:
    causes = dict(side.value.causes) if isinstance(side.value, Choice) else {}
    return causes.get(cause) or _code(side, term)


def _meals(below: Side, above: Side) -> Verdict:
    first, second = (s.value.meals if isinstance(s.value, Choice) else None for s in (below, above))
    if first is None or second is None or first == second:
        return AGREES
    step = Step(f"{figure_text(first)} / {figure_text(second)}")
    return Verdict(Outcome.WORSE if second < first else Outcome.BETTER, "meals", (step,))


def _two_codes(term: Term, below: Side, above: Side) -> Verdict:
    first, second = _code(below, term), _code(above, term)
    if first == second:
        return AGREES if first else _same_words(_other(below), _other(above))
    if not first or not second:
        return incomparable(FREE_TEXT)
    if term.direction is not Direction.ORDERED:
        return Verdict(Outcome.DIFFERENT)
    if first not in term.order or second not in term.order:
        return incomparable(FREE_TEXT)
    worse = term.order.index(second) > term.order.index(first)
    return Verdict(Outcome.WORSE if worse else Outcome.BETTER)


def _code(side: Side, term: Term) -> str:
    if side.none:
        # 2.1: no such thing is the worst of what is ordered from best to worst.
        return term.order[-1] if term.order else "none"
    code = side.value.code if isinstance(side.value, Choice) else ""
    return "" if code == "other" else code


def _other(side: Side) -> str:
    return side.value.other if isinstance(side.value, Choice) else ""


def _same_words(first: str, second: str) -> Verdict:
    return AGREES if plain(first) == plain(second) else incomparable(FREE_TEXT)


def judge_words(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on words: by code where both have one, never on free text (rule 10)."""
    if below.none or above.none:
        if term.direction is Direction.NEUTRAL:
            return Verdict(Outcome.DIFFERENT)
        return Verdict(outcome_of(term.direction, lower=above.none))
    first, second = below.value, above.value
    if not isinstance(first, Words) or not isinstance(second, Words):
        return incomparable(FREE_TEXT)
    if first.code and second.code:
        return AGREES if first.code == second.code else Verdict(Outcome.DIFFERENT)
    return _same_words(first.text, second.text)


def judge_choices(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two lists, as sets of codes."""
    first, second = _codes(below), _codes(above)
    if first is None or second is None:
        return incomparable(FREE_TEXT)
    added, gone = sorted(second - first), sorted(first - second)
    if not added and not gone:
        return AGREES
    steps = (Step(" ".join([*(f"+ {code}" for code in added), *(f"− {code}" for code in gone)])),)
    if term.code in BURDENS:
        kind = Outcome.BURDEN if added else Outcome.BETTER
        return Verdict(kind, steps=steps, added=tuple(added))
    if term.direction is Direction.NEUTRAL:
        return Verdict(Outcome.DIFFERENT, steps=steps)
    if added and gone:
        return AGREES  # each names its own; together they are more, not fewer
    return Verdict(outcome_of(term.direction, lower=bool(gone)), steps=steps, added=tuple(added))


def _codes(side: Side) -> frozenset[str] | None:
    if side.none:
        return frozenset()
    if not isinstance(side.value, Choices):
        return None
    # Entries in words are compared as words among themselves; they never outweigh a code.
    return side.value.codes if side.value.codes else None


def judge_location(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two places, level by level (rule 10)."""
    first, second = below.value, above.value
    if not isinstance(first, Location) or not isinstance(second, Location):
        return Verdict(Outcome.DIFFERENT)
    for level in ("country", "region"):
        one, two = plain(getattr(first, level)), plain(getattr(second, level))
        if one and two and one != two:
            return Verdict(Outcome.DIFFERENT, reason=level)
    if first.site and second.site:
        return _same_words(first.site, second.site)
    return AGREES


def judge_day(_: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two days."""
    first, second = below.value, above.value
    if not isinstance(first, Day) or not isinstance(second, Day):
        return Verdict(Outcome.DIFFERENT)
    apart = second.on - first.on
    if abs(apart) <= SAME_DAY:
        return AGREES
    step = Step(f"{second.on.isoformat()} − {first.on.isoformat()} = {apart.days} d")
    return Verdict(Outcome.DIFFERENT, steps=(step,))
