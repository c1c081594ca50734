"""Everything that the rules look things up in while one chain is compared."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from models.vocabulary import Direction, Owner, Requirement, Source, State
from reports.citations import Cited, resolve
from reports.facts import WHOLE_OFFER, ChainFacts, Scope
from reports.normalise import WorkingTime, hours_in, span
from reports.picture import Picture, draw
from reports.rates import Exchange
from reports.reference_facts import Divisor, Reference, ReferenceSet, Term
from reports.standing import Answer, Standing, fold
from reports.value_problems import BadValueError
from reports.values import Count, Hours, Parsed, parse

# States whose answer has something to set beside another (2.1).
COMPARABLE = frozenset({State.STATED, State.STATED_IN_WORDS, State.NONE})
CITING = frozenset({State.AS_PER_LAW, State.AS_PER_CBA})


class Setting:
    """One chain, its terms, its graph and the reference data, indexed once."""

    def __init__(self, facts: ChainFacts, reference_set: ReferenceSet) -> None:
        self.facts = facts
        self.reference_set = reference_set
        self.standing: Standing = fold(facts)
        self.picture: Picture = draw(facts)
        self.exchange = Exchange(facts.remit.rates, reference_set.rates)
        self._cited: dict[str, Cited] = {}
        self._parsed: dict[str, Parsed | None] = {}
        self._by_scope: dict[tuple[str, str], Mapping[Scope, tuple[Answer, ...]]] = {}
        self._times: dict[tuple[str, Scope], WorkingTime] = {}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The terms looked at, in their order: those of the remit, or all."""
        chosen = self.facts.remit.terms
        terms = sorted(self.reference_set.terms.values(), key=lambda term: term.position)
        return {term.code: term for term in terms if chosen is None or term.code in chosen}

    @cached_property
    def asked_terms(self) -> tuple[str, ...]:
        """The terms that the sector's profile asks about."""
        sector = self.facts.sector
        return tuple(
            code
            for code, term in self.terms.items()
            if term.requirement_in(sector) is not Requirement.NOT_ASKED
        )

    @cached_property
    def references(self) -> Mapping[str, tuple[Reference, ...]]:
        """Legal figures by term."""
        found: dict[str, list[Reference]] = {}
        for reference in self.reference_set.references:
            found.setdefault(reference.term, []).append(reference)
        return {term: tuple(each) for term, each in found.items()}

    @cached_property
    def register_only(self) -> bool:
        """Whether the chain is known from an official register alone: no link filed or told."""
        sources = {each.source for each in self.facts.statements}
        sources |= {each.source for each in self.facts.disclosures}
        return sources == {Source.OFFICIAL_REGISTER} and not self.facts.tellings

    @cached_property
    def divisor(self) -> Divisor | None:
        """The destination's daily divisor (2.2 rule 2)."""
        held = self.reference_set.divisors
        return next((d for d in held if d.jurisdiction == self.facts.destination), None)

    def tier(self, term: str) -> int:
        """The tier that counts for this job."""
        return self.terms[term].tier_in(self.facts.sector)

    def owners(self, owner: Owner) -> tuple[str, ...]:
        """The places that are able and obliged to know a term (law 3)."""
        employers, recruiters = self.picture.employers, self.picture.recruiters
        if owner is Owner.BOTH:
            return tuple(dict.fromkeys((*employers, *recruiters)))
        # Where nobody of the owning kind is in the chain, those who are there are asked.
        if owner is Owner.RECRUITER:
            return recruiters or employers
        return employers or recruiters

    def cited(self, answer: Answer) -> Cited:
        """What an answer by citation comes to."""
        if answer.id not in self._cited:
            held = self.references.get(answer.term, ())
            self._cited[answer.id] = resolve(answer, self.facts, held)
        return self._cited[answer.id]

    def resolved(self, answer: Answer) -> Answer:
        """The answer with the figure of the law it cites, where we hold one."""
        if answer.state not in CITING:
            return answer
        reference = self.cited(answer).reference
        if reference is None:
            return answer
        return replace(
            answer, state=State.STATED, value=reference.value, qualifier=reference.qualifier
        )

    def comparable(self, answer: Answer) -> bool:
        """Whether an answer has something to set beside another."""
        if answer.statement.redacted:
            return False
        found = self.resolved(answer)
        return found.state in COMPARABLE and (
            found.state is not State.STATED or self.parsed(found) is not None
        )

    def parsed(self, answer: Answer) -> Parsed | None:
        """The typed value; None where the answer has none or it cannot be read."""
        if answer.id not in self._parsed:
            self._parsed[answer.id] = self._parse(answer)
        return self._parsed[answer.id]

    def _parse(self, answer: Answer) -> Parsed | None:
        found = self.resolved(answer)
        if found.state is not State.STATED or found.value is None:
            return None
        try:
            return parse(self.reference_set.terms[answer.term], found.value, found.qualifier)
        except BadValueError:
            return None  # a record taken over as it was; it is shown, and not compared

    def chosen(self, term: str, place: str, scope: Scope) -> Answer | None:
        """A place's comparable answer for a scope, or its answer for the whole offer."""
        exact = self.answer_for(term, place, scope)
        return exact if exact is not None else self.answer_for(term, place, WHOLE_OFFER)

    def answer_for(self, term: str, place: str, scope: Scope) -> Answer | None:
        """A place's comparable answer about exactly this scope (D8)."""
        answers = self.answers_for(term, place, scope)
        return next((answer for answer in answers if self.comparable(answer)), None)

    def answers_for(self, term: str, place: str, scope: Scope) -> tuple[Answer, ...]:
        """All answers of a place about exactly this scope, one for each document."""
        # Some offers list thousands of worksites: looked up, never searched.
        key = (term, place)
        if key not in self._by_scope:
            found: dict[Scope, tuple[Answer, ...]] = {}
            for answer in self.standing.of(term, place):
                found[answer.scope] = (*found.get(answer.scope, ()), answer)
            self._by_scope[key] = found
        return self._by_scope[key].get(scope, ())

    def working_time(self, place: str, scope: Scope) -> WorkingTime:
        """Hours a day and days a week as a place states them."""
        key = (place, scope)
        if key not in self._times:
            hours = self.chosen("hours_per_day", place, scope)
            days = self.chosen("days_per_week", place, scope)
            self._times[key] = self.time_of(hours, days)
        return self._times[key]

    def time_of(self, hours: Answer | None, days: Answer | None) -> WorkingTime:
        """Working time from an answer about hours and one about days."""
        value = self.parsed(hours) if hours else None
        days_per_week = self._days(days, value)
        per_day = None
        if hours is not None and isinstance(value, Hours):
            ends = hours_in(value, "day", days_per_week)
            found = self.resolved(hours)
            last = ends[1] if ends and len(ends) > 1 else None
            if ends:
                per_day = span(ends[0], last, found.qualifier, Direction.LOWER).high
        used = tuple(answer.id for answer in (hours, days) if answer is not None)
        return WorkingTime(per_day, days_per_week, used)

    def _days(self, days: Answer | None, hours: Parsed | None) -> Decimal | None:
        value = self.parsed(days) if days else None
        if days is not None and isinstance(value, Count):
            return span(value.n, value.n_to, self.resolved(days).qualifier, Direction.LOWER).high
        if isinstance(hours, Hours) and hours.weekdays:
            return Decimal(sum(1 for each in hours.weekdays if each > 0))
        return None
