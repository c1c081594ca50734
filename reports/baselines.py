"""What a batch of workers had been told by each step of its way; reads tellings, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary import Milestone
from reports.facts import Batch, ChainFacts, Scope, Telling
from reports.standing import Answer, Standing

# 2.3: recorded separately for acceptance, departure and arrival; then what was told by today.
STEPS = (Milestone.ACCEPTANCE, Milestone.DEPARTURE, Milestone.ARRIVAL)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer that a batch was told, by whom and on which day."""

    answer: Answer
    telling: Telling
    on: date  # the day that counts (D4)

    @property
    def place(self) -> str:
        """Who told it; the statement may be another link's."""
        return self.telling.place


@dataclass(frozen=True, slots=True)
class Baseline:
    """The latest telling of each term and scope up to a milestone."""

    milestone: Milestone | None
    day: date | None
    told: Mapping[tuple[str, Scope], Told]


@dataclass(frozen=True, slots=True)
class BatchTold:
    """Everything that one batch was told."""

    batch: Batch
    baselines: tuple[Baseline, ...]
    first: Mapping[str, Told]  # by term
    told: tuple[Told, ...]  # in the order of days
    unread: tuple[Told, ...]  # told only in a language that the workers do not read


def what_was_told(facts: ChainFacts, standing: Standing) -> tuple[BatchTold, ...]:
    """The baselines of every batch, in the order of their ids."""
    parties = {place.id: place.party for place in facts.places}
    by_batch: dict[str, list[Told]] = {}
    for telling in facts.tellings:
        day = counted_day(telling, parties.get(telling.place, ""))
        for statement in telling.statements:
            answer = standing.every.get(statement)
            if answer is not None and answer.disclosed and day <= facts.on:
                by_batch.setdefault(telling.batch, []).append(Told(answer, telling, day))
    batches = sorted(facts.batches, key=lambda batch: batch.id)
    return tuple(_of(batch, by_batch.get(batch.id, []), facts.on) for batch in batches)


def counted_day(telling: Telling, party: str) -> date:
    """The day on which a telling counts as made."""
    # D4: a claimed day alone never makes a finding better for its speaker. A link's own word
    # that it told workers earlier counts from the day on which the word was filed.
    own_word = bool(party) and telling.asserted_by in {party, telling.place}
    if own_word and telling.filed_on is not None:
        return max(telling.on, telling.filed_on)
    return telling.on


def readable(telling: Telling, batch: Batch) -> bool:
    """Whether the workers of a batch read or understand the language of a telling."""
    if not batch.languages or not telling.language:
        return True
    return _primary(telling.language) in {_primary(language) for language in batch.languages}


def _primary(language: str) -> str:
    return language.partition("-")[0].casefold()


def _of(batch: Batch, told: list[Told], on: date) -> BatchTold:
    told.sort(key=lambda each: (each.on, each.telling.id, each.answer.id))
    # 2.2 rule 12: what was only said in a language that they do not read was not told.
    heard = tuple(each for each in told if readable(each.telling, batch))
    first: dict[str, Told] = {}
    for each in heard:
        first.setdefault(each.answer.term, each)
    unread = tuple(each for each in told if each.answer.term not in first)
    return BatchTold(batch, tuple(_baselines(batch, heard, on)), first, heard, unread)


def _baselines(batch: Batch, heard: tuple[Told, ...], on: date) -> list[Baseline]:
    found = []
    for milestone in (*STEPS, None):
        day = batch.milestones.get(milestone) if milestone else on
        if day is None:
            continue
        latest = {(t.answer.term, t.answer.scope): t for t in heard if t.on <= day}
        found.append(Baseline(milestone, day if milestone else None, latest))
    return found
