"""Finds the figure behind "as per law": the reference that a citation names, if we hold one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.vocabulary import Confidence, ReferenceSide, State
from reports.facts import ChainFacts
from reports.reference_facts import Reference
from reports.standing import Answer

INCOMPLETE = "citation_incomplete"
NO_FIGURE = "law_sets_no_figure"
NOT_HELD = "law_not_held"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation comes to: the reference, or why there is no figure."""

    reference: Reference | None
    reason: str = ""


def resolve(answer: Answer, facts: ChainFacts, references: Iterable[Reference]) -> Cited:
    """The figure that an answer by citation stands for (2.1)."""
    citation = answer.citation
    if citation is None or not citation.resolvable:
        return Cited(None, INCOMPLETE)
    if answer.state is State.AS_PER_CBA and not citation.article:
        # Where an agreement can be read is a full answer; its figures are not ours to guess.
        return Cited(None, NOT_HELD)
    named = [
        each
        for each in references
        if each.term == answer.term
        and each.side is ReferenceSide.CONDITION
        and in_corridor(each, facts)
        and _same_instrument(each.instrument, citation.instrument)
    ]
    if not named:
        return Cited(None, NOT_HELD)
    fitting = [each for each in named if covers(each, facts) and usable(each)]
    # The law is there, and leaves this job out: "the law cited sets no figure for this job".
    return Cited(fitting[0]) if fitting else Cited(None, NO_FIGURE)


def usable(reference: Reference) -> bool:
    """Whether a figure may be shown as law (6): never from memory alone."""
    return reference.confidence is not Confidence.UNCHECKED


def in_corridor(reference: Reference, facts: ChainFacts) -> bool:
    """Whether a figure belongs to this chain's countries."""
    if reference.jurisdiction not in {facts.destination, facts.origin}:
        return False
    return reference.origin in {"", facts.origin}


def covers(reference: Reference, facts: ChainFacts) -> bool:
    """Whether a figure applies to this kind of job, to migrants, on the day."""
    if reference.sector not in {None, facts.sector}:
        return False
    if not reference.applies_to_migrants and facts.origin != facts.destination:
        return False
    begun = reference.effective_from is None or reference.effective_from <= facts.on
    return begun and (reference.effective_to is None or facts.on <= reference.effective_to)


def _same_instrument(held: str, cited: str) -> bool:
    first, second = _plain(held), _plain(cited)
    return bool(second) and (first in second or second in first)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
