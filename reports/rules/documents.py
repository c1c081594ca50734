"""Two documents of one link beside each other: a job order and its worksites (D9, rule f)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reports import params as p
from reports.baselines import BatchTold
from reports.facts import WHOLE_OFFER, Scope
from reports.finding import Finding
from reports.locating import Location
from reports.pooling import Measure, measure, pool
from reports.rules.difference import Pair, find
from reports.rules.told import CONTRACT
from reports.setting import Setting
from reports.severity import QUESTION
from reports.sides import BOTTOM, judge_spans
from reports.standing import Answer
from reports.verdict import Outcome, Verdict
from reports.verdicts import judge

RULE = "2.3f"
OF_THEIR_OWN = frozenset({"crop", "occupation"})


@dataclass(frozen=True, slots=True)
class Seen:
    """Two answers of one link from two documents."""

    first: Answer
    second: Answer
    verdict: Verdict
    listed: tuple[Answer, ...] = ()  # all parts that the whole was set beside

    @property
    def part(self) -> Answer | None:
        """Of two answers of unlike scope, the one about a part of the offer."""
        if self.first.scope == self.second.scope:
            return None
        return self.second if self.first.scope == WHOLE_OFFER else self.first


def compare_documents(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """One link states one thing in one document and another in the next."""
    heard = {each.answer.term for batch in told for each in batch.told}
    breadth = _breadth(setting)
    for (term, place), answers in sorted(setting.standing.answers.items()):
        if term not in setting.terms or not setting.picture.owes(place):
            continue
        skip = CONTRACT if term in heard else ""
        documents = _by_document(answers, breadth[place], skip=skip)
        if len(documents) < 2:
            continue
        groups = _by_outcome(setting, documents)
        for outcome in Outcome:
            if outcome in groups:
                yield _finding(setting, groups[outcome])


def _by_outcome(setting: Setting, documents: list[list[Answer]]) -> dict[Outcome, list[Seen]]:
    groups: dict[Outcome, list[Seen]] = {}
    for first, second in pairwise(documents):
        for seen in (*_equal_scopes(setting, first, second), *_pooled(setting, first, second)):
            # A list that names the bottom of the form's range still lies within it.
            if seen.verdict.differs and seen.verdict.reason != BOTTOM:
                groups.setdefault(seen.verdict.outcome, []).append(seen)
    return groups


def _by_document(
    answers: tuple[Answer, ...], breadth: Mapping[str, int], *, skip: str
) -> list[list[Answer]]:
    """The answers of each document: the one filed first in front, and of a day the fullest."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        # A contract that differs from what was told is told of there (2.3 c).
        if answer.disclosed and (not skip or answer.document != skip):
            found.setdefault(answer.document, []).append(answer)

    def order(document: str) -> tuple[str, int, str]:
        filed_on = min(str(answer.statement.filed_on) for answer in found[document])
        return (filed_on, -breadth[document], document)

    return [found[document] for document in sorted(found, key=order)]


def _breadth(setting: Setting) -> Mapping[str, Mapping[str, int]]:
    """How many terms each document of each link answers: a form is fuller than its annexes."""
    found: dict[str, dict[str, set[str]]] = {}
    for (term, place), answers in setting.standing.answers.items():
        for answer in answers:
            found.setdefault(place, {}).setdefault(answer.document, set()).add(term)
    return {
        place: {document: len(terms) for document, terms in documents.items()}
        for place, documents in found.items()
    }


def _equal_scopes(setting: Setting, first: list[Answer], second: list[Answer]) -> Iterator[Seen]:
    by_scope = {answer.scope: answer for answer in second}
    for answer in first:
        other = by_scope.get(answer.scope)
        if other is not None:
            yield Seen(answer, other, judge(setting, answer, other))


def _pooled(setting: Setting, first: list[Answer], second: list[Answer]) -> Iterator[Seen]:
    """The whole offer in one document, beside all parts that the other lists."""
    for whole, parts, rising in ((first, second, True), (second, first, False)):
        offer = [answer for answer in whole if answer.scope == WHOLE_OFFER]
        listed = [answer for answer in parts if answer.scope != WHOLE_OFFER]
        if not offer or not listed or len(listed) < len(parts):
            continue
        one, all_parts = measure(setting, offer[0]), pool(setting, listed)
        if one is None or all_parts is None or one.unit != all_parts.unit:
            continue
        yield from _beside(setting, Whole(offer[0], one, rising), listed, all_parts)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a document says of the whole offer; ``rising``: it comes before the other one."""

    answer: Answer
    measure: Measure
    rising: bool


def _beside(
    setting: Setting, whole: Whole, listed: list[Answer], all_parts: Measure
) -> Iterator[Seen]:
    term, one = setting.terms[whole.answer.term], whole.measure
    parts = tuple(listed)
    nearest = min(listed, key=lambda part: _distance(setting, part, one))
    down = judge_spans(term, one.span, all_parts.span, Decimal(0), one.printed)
    if any(_own_scope(part.scope) for part in listed):
        # A crop or a task may be paid more without a word about the whole (D8). Only where
        # all that are listed get less than the whole offer says do the documents differ.
        if down.outcome is Outcome.WORSE:
            yield Seen(whole.answer, nearest, down, parts)
    elif whole.rising:
        yield Seen(whole.answer, nearest, down, parts)
    else:
        up = judge_spans(term, all_parts.span, one.span, Decimal(0), one.printed)
        yield Seen(nearest, whole.answer, up, parts)


def _own_scope(scope: Scope) -> bool:
    return any(kind in OF_THEIR_OWN for kind, _ in scope.parts)


def _distance(setting: Setting, part: Answer, whole: Measure) -> Decimal:
    found = measure(setting, part)
    return abs(found.span.low - whole.span.low) if found is not None else Decimal(0)


def _finding(setting: Setting, found: list[Seen]) -> Finding:
    # Hundreds of worksites that differ in one way are one finding; the widest gap is shown.
    worst = max(found, key=lambda seen: (seen.verdict.share or Decimal(0), seen.first.id))
    used = [answer for seen in found for answer in (seen.first, seen.second, *seen.listed)]
    scopes = {answer.scope for answer in used} - {WHOLE_OFFER}
    words = "scopes.same" if worst.listed else "scopes.more"  # of many, the nearest or the widest
    also = (p.sentence(words, count=str(len(scopes))),) if len(scopes) > 1 else ()
    if worst.part is not None:
        also = (p.sentence("scopes.part", part=p.scope_of(worst.part.id)), *also)
    extra = tuple(answer.id for answer in used)
    return find(
        setting,
        Pair(
            rule=RULE,
            mode="documents",
            place=worst.first.place,
            below=worst.first,
            above=worst.second,
            verdict=worst.verdict,
            location=Location((worst.first.place, worst.second.place)),
            also=also,
            extra=extra,
            cap=QUESTION,
        ),
    )
