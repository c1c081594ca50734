"""Findings as a document prints them: the sentence, the arithmetic, what was asked and replied."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from models.vocabulary import FindingKind, FindingStatus
from reports.facts import ChainFacts
from reports.finding import Finding
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.reference_facts import Term
from reports.views import Difference, Quote

# Silences are listed by their owner, and what cannot be compared is counted.
MOST_TERMS = 3
NOT_DIFFERENCES = frozenset({FindingKind.NEVER_STATED, FindingKind.NOT_COMPARABLE})


class Life(Protocol):
    """What has been done about a finding."""

    @property
    def status(self) -> FindingStatus: ...
    @property
    def asked_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def replies(self) -> tuple[tuple[date, str, str, str], ...]:
        """Day, author (a party's id or name), text and language of each reply."""
        ...


class Recorded(Protocol):
    """A finding that the reader of the document may see, with its life."""

    @property
    def finding(self) -> Finding: ...
    @property
    def life(self) -> Life: ...


class FindingWords:
    """Puts findings into the words of one language."""

    def __init__(
        self, facts: ChainFacts, terms: Mapping[str, Term], naming: Naming,
        lexicon: Lexicon, sentence: Callable[[Finding], str], *,
        parted: Callable[[Finding], tuple[str, str]] | None = None, quote_replies: bool = True,
    ) -> None:  # fmt: skip
        self._facts = facts
        self._terms = terms
        self._naming = naming
        self._lexicon = lexicon
        self._sentence = sentence
        self._parted = parted or (lambda finding: (sentence(finding), ""))
        self._quote_replies = quote_replies
        # Only a name that these facts show may be printed beside a reply.
        named = [(place.party, place) for place in facts.places]
        named += [(place.label, place) for place in facts.places]
        self._authors = {author: place.id for author, place in named if author}

    def differences(self, shown: Iterable[tuple[int, Recorded]]) -> tuple[Difference, ...]:
        """Numbered findings in words, in the order given."""
        return tuple(self.difference(number, recorded) for number, recorded in shown)

    def difference(self, number: int, recorded: Recorded) -> Difference:
        """One finding in words."""
        finding, life = recorded.finding, recorded.life
        terms, sentence = self.terms(finding.terms), self._sentence(finding)
        brief, aside = self._parted(finding)
        short = self._short(finding, sentence)
        brief = "" if brief == sentence else self._short(finding, brief) or brief
        return Difference(
            number=number,
            title=self._lexicon.label("finding_kind", finding.kind.value),
            terms=self._heading(finding, terms),
            # The terms stand above the sentence, which need not begin with them again.
            sentence=sentence.removeprefix(f"{terms}: "),
            arithmetic=tuple(
                f"{step.text} [{step.source}]" if step.source else step.text
                for step in finding.arithmetic
            ),
            notes=self.status(life),
            replies=self.replies(life),
            short=short,
            brief=brief.removeprefix(f"{terms}: "),
            aside=aside,
            codes=finding.terms,
        )

    def _short(self, finding: Finding, sentence: str) -> str:
        """The sentence with the first of many terms; "" where it lists few."""
        given = finding.params.get("terms")
        codes = given["terms"] if isinstance(given, Mapping) and "terms" in given else ()
        labels = [self._lexicon.pick(self._terms[code].labels) for code in codes]
        every = self._lexicon.list_apart(labels)
        if len(labels) <= MOST_TERMS + 1 or every not in sentence:
            return ""
        first = self._lexicon.list_apart(labels[:MOST_TERMS])
        number = len(labels) - MOST_TERMS
        listed = self._lexicon.say("print.listed_in_annex", first=first, number=number)
        return sentence.replace(every, listed)

    def _heading(self, finding: Finding, terms: str) -> str:
        """The terms that a finding is about; many are counted, and its sentence lists them."""
        if len(finding.terms) > MOST_TERMS:
            return self._lexicon.say("print.terms", number=len(finding.terms))
        return terms or self._lexicon.label("finding_kind", finding.kind.value)

    def terms(self, codes: Sequence[str]) -> str:
        """The labels of terms, one after the other."""
        found = (self._terms[code] for code in codes if code in self._terms)
        return self._lexicon.join(self._lexicon.pick(term.labels) for term in found)

    def status(self, life: Life) -> tuple[str, ...]:
        """When a reply was asked, and that none came (law 12)."""
        if life.asked_on is None:
            return ()
        say, day = self._lexicon.say, self._lexicon.day
        asked = day(life.asked_on)
        notes = []
        if life.replies and not self._quote_replies:
            days = self._lexicon.join(day(on) for on, *_ in life.replies)
            notes.append(say("print.replied_on", day=days))
        if not life.replies and life.due_on and life.due_on < self._facts.on:
            notes.append(say("standing.asked_no_reply", asked=asked, due=day(life.due_on)))
        else:
            notes.append(say("standing.asked", asked=asked))
        if life.status not in {FindingStatus.OPEN, FindingStatus.ASKED, FindingStatus.REPLIED}:
            notes.append(self._lexicon.label("finding_status", life.status.value))
        return tuple(notes)

    def replies(self, life: Life) -> tuple[Quote, ...]:
        """Replies in their own words and language, each with its day and its author."""
        if not self._quote_replies:
            return ()
        quotes = []
        for on, author, text, language in life.replies:
            lead = self._lexicon.say("standing.replied", on=self._lexicon.day(on))
            place = self._authors.get(author)
            name = self._naming.name(place) if place else ""
            quotes.append(Quote(text, language, f"{name}: {lead}" if name else lead))
        return tuple(quotes)


def weighty(finding: Finding, terms: Mapping[str, Term], facts: ChainFacts) -> bool:
    """Whether a finding stands on page 1: it is about a term of the first tier (D15, D28)."""
    found = [terms[code] for code in finding.terms if code in terms]
    return not found or any(term.tier_in(facts.sector) == 1 for term in found)
