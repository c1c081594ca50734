"""One language of a sheet: the same content as the other, word for word in its own language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.vocabulary import FindingKind, Owner
from reports.facts import ChainFacts
from reports.finding import Comparison
from reports.findings_in_words import NOT_DIFFERENCES, FindingWords, Recorded, weighty
from reports.headline import HEADLINE, HEADLINE_TERMS, TOTAL_COST
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.picture import draw
from reports.reference_facts import Term
from reports.rendering import Rendering
from reports.rows import Rows, stated_by_any
from reports.saying import Saying
from reports.sources import Sources
from reports.standing import Standing, fold
from reports.total import total_cost
from reports.views import Contact, Difference, Gap, Link, Row, Section
from reports.voices import Voices
from reports.wording import SAID_ONCE

WORDS = (
    "print.sheet", "print.public_sheet", "print.headline", "print.differences", "print.part_two",
    "print.checked", "print.not_checked", "print.none_stated", "print.no_contacts", "print.annex",
    "print.chain", "print.look_up", "print.what_it_proves", "print.arithmetic", "print.tellings",
    "print.in_full", "print.by_hand", "aloud.title",
    "print.benchmark_note", "standing.watermark", "standing.not_an_approval",
    "standing.employer_responsibility", "standing.complaints",
    "standing.can_prove", "standing.cannot_prove",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """Which sheet is asked for."""

    place: str  # the link that hands it out; "" when nobody does
    languages: tuple[str, ...]  # the worker's first
    rendering: Rendering
    code: str
    address: str  # where the code can be looked up
    issued_on: date
    expires_on: date
    record: str = ""  # so many digits of the hash of what the sheet carries


@dataclass(frozen=True, slots=True)
class SheetSide:
    """Everything that a sheet says in one language."""

    language: str
    direction: str
    name: str  # of the language, in itself
    words: Mapping[str, str]
    job: tuple[str, ...]
    dates: tuple[str, ...]
    notes: tuple[str, ...]
    headline: tuple[Row, ...]
    differences: tuple[Difference, ...]
    counted: tuple[str, ...]
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    annex: tuple[Section, ...]
    annex_differences: tuple[Difference, ...]
    annex_gaps: tuple[Gap, ...]
    links: tuple[Link, ...]
    tellings: tuple[str, ...]
    contacts: tuple[Contact, ...]
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    aloud: tuple[str, ...] = ()  # paragraphs; their lines are sentences
    sms: str = ""


def build_side(
    facts: ChainFacts,
    comparison: Comparison,
    shown: Sequence[Recorded],
    sources: Sources,
    order: SheetOrder,
    language: str,
) -> SheetSide:
    """One language of the sheet."""
    return _Side(facts, comparison, shown, sources, order, language).build()


class _Side:
    def __init__(
        self, facts: ChainFacts, comparison: Comparison, shown: Sequence[Recorded],
        sources: Sources, order: SheetOrder, language: str,
    ) -> None:  # fmt: skip
        self.facts, self.comparison, self.sources, self.order = facts, comparison, sources, order
        self.lexicon = sources.lexicon(language, facts.destination)
        self.naming = Naming(facts, self.lexicon)
        self.standing: Standing = fold(facts)
        self.terms = sources.references.terms
        self.plain = self._rows(twice=False)
        self.twice = self._rows(twice=True)
        # D18: free text of a household never leaves its chain.
        private = facts.household and order.rendering is Rendering.PUBLIC
        wording = sources.wording(facts, language)
        self.words = FindingWords(
            facts,
            self.terms,
            self.naming,
            self.lexicon,
            wording.sentence,
            parted=wording.parted,
            quote_replies=not private,
        )
        self.shown = shown

    def _rows(self, *, twice: bool) -> Rows:
        phrasing = Phrasing(self.lexicon, twice=twice)
        saying = Saying(self.facts, phrasing, self.naming, quoted=self._quotes_here)
        picture = draw(self.facts)
        return Rows(self.facts, self.standing, picture, self.sources.references, saying, phrasing)

    def _quotes_here(self, language: str) -> bool:
        """Own words stand once: beside their own language, else on the worker's side."""
        languages = self.order.languages
        home = language if language in languages else languages[0]
        return home == self.lexicon.language

    def build(self) -> SheetSide:
        first, rest = self._differences()
        tier1, others = self._by_tier()
        voices = Voices(self.facts, self.comparison, self.sources, self.lexicon)
        heard = voices.heard(self.order.code, len(first) + len(rest))
        return SheetSide(
            language=self.lexicon.language,
            direction=self.lexicon.direction,
            name=self.lexicon.language_name(self.lexicon.language),
            words={code: self.lexicon.say(code) for code in WORDS},
            job=self._job(),
            dates=self._dates(),
            notes=self._notes(),
            headline=tuple(self._headline(codes) for codes in HEADLINE if self._asks(codes)),
            differences=self.words.differences(first),
            counted=self._counted(first, rest),
            sections=self._sections(tier1),
            gaps=self._gaps(tier1),
            annex=self._sections(others),
            annex_differences=self.words.differences(rest),
            annex_gaps=self._gaps(others),
            links=self.naming.links(self.plain.common_notes),
            tellings=self.plain.saying.tellings(),
            contacts=self.sources.contacts.get(self.lexicon.language, ()),
            checked=tuple(map(self.lexicon.say, self.comparison.checked)),
            not_checked=tuple(map(self.lexicon.say, self.comparison.not_checked)),
            aloud=heard.aloud,
            sms=heard.sms,
        )

    def _job(self) -> tuple[str, ...]:
        lexicon, facts = self.lexicon, self.facts
        where = [lexicon.country(code) for code in (facts.origin, facts.destination) if code]
        numbers = (f"{scheme} {number}" for scheme, number in facts.numbers)
        household = facts.household and self.order.rendering is Rendering.PUBLIC
        return tuple(
            part
            for part in (
                *lexicon.occupation(facts.occupation, facts.occupation_title),
                lexicon.label("sector", facts.sector.value),
                " › ".join(where),
                "" if household else lexicon.join(numbers),
            )
            if part
        )

    def _dates(self) -> tuple[str, ...]:
        say, day = self.lexicon.say, self.lexicon.day_twice
        handed = self.naming.name(self.order.place) if self.order.place else ""
        return tuple(
            part
            for part in (
                say("standing.as_of", on=day(self.facts.on)),
                say("print.issued", day=day(self.order.issued_on)),
                say("standing.expires", on=day(self.order.expires_on)),
                say("print.handed_out", name=handed) if handed else "",
            )
            if part
        )

    def _notes(self) -> tuple[str, ...]:
        if self.lexicon.language not in self.sources.unreviewed:
            return ()
        return (self.lexicon.say("standing.unreviewed"),)

    def _asks(self, codes: Sequence[str]) -> bool:
        asked = set(self.comparison.asked_terms) | {TOTAL_COST}
        return bool(asked & set(codes))

    def _headline(self, codes: Sequence[str]) -> Row:
        if TOTAL_COST in codes:
            sums = [one for one in self.comparison.derived if one.code == TOTAL_COST]
            return total_cost(Phrasing(self.lexicon, twice=True), sums)
        return self.twice.row([self.terms[code] for code in codes if self._asks([code])])

    def _by_tier(self) -> tuple[list[Term], list[Term]]:
        """Terms besides the headline: those of the first tier in this sector, and the rest."""
        asked = [self.terms[code] for code in self.comparison.asked_terms]
        rest = [term for term in asked if term.code not in HEADLINE_TERMS]
        rest.sort(key=lambda term: term.position)
        sector = self.facts.sector
        tier1 = [term for term in rest if term.tier_in(sector) == 1]
        return tier1, [term for term in rest if term.tier_in(sector) != 1]

    def _stated(self, term: Term) -> bool:
        return stated_by_any(term.code, self.standing, self.naming.order)

    def _sections(self, terms: Sequence[Term]) -> tuple[Section, ...]:
        stated = [term for term in terms if self._stated(term)]
        definition = self.lexicon.say("standing.costs_definition")
        return tuple(
            Section(
                self.lexicon.label("term_group", group),
                tuple(self.plain.row([term]) for term in found),
                definition if group == "costs" else "",
            )
            for group, found in groupby(stated, key=lambda term: term.group)
        )

    def _gaps(self, terms: Sequence[Term]) -> tuple[Gap, ...]:
        silent = [term for term in terms if not self._stated(term)]
        return tuple(
            Gap(
                self.lexicon.say("print.not_stated", owner=self.lexicon.label("owner", owner)),
                self.words.terms(codes),
            )
            for owner in Owner
            if (codes := [term.code for term in silent if term.owner is owner])
        )

    def _differences(self) -> tuple[list[tuple[int, Recorded]], list[tuple[int, Recorded]]]:
        numbered = list(enumerate(self._ordered(), 1))
        first = [one for one in numbered if self._weighty(one[1])]
        return first, [one for one in numbered if not self._weighty(one[1])]

    def _weighty(self, recorded: Recorded) -> bool:
        return weighty(recorded.finding, self.terms, self.facts)

    def _ordered(self) -> list[Recorded]:
        found = [one for one in self.shown if one.finding.kind not in NOT_DIFFERENCES]
        return sorted(found, key=lambda one: not self._weighty(one))

    def _counted(
        self, first: Sequence[tuple[int, Recorded]], rest: Sequence[tuple[int, Recorded]]
    ) -> tuple[str, ...]:
        say = self.lexicon.say
        unstated, asked = len(self.comparison.unstated_terms), len(self.comparison.asked_terms)
        sentences = []
        if not first and not rest:
            sentences.append(say("standing.no_difference", unstated=unstated, asked=asked))
        elif unstated:
            sentences.append(say("print.unstated_count", unstated=unstated, asked=asked))
        if rest:
            sentences.append(say("standing.lower_tiers", number=len(rest)))
        if any(one.finding.kind is FindingKind.WORSE_THAN_BENCHMARK for _, one in first):
            sentences.append(say(SAID_ONCE))
        if number := len(self._incomparable()):
            sentences.append(say("print.not_comparable_count", number=number))
        return tuple(sentences)

    def _incomparable(self) -> set[str]:
        kinds = (one.finding for one in self.shown if one.finding.kind.value == "not_comparable")
        return {code for finding in kinds for code in finding.terms}
