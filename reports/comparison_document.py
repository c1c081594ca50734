"""The comparison of a chain for paper: terms by links, and each finding with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from models.vocabulary import Owner, Severity
from reports.comparison_matrix import SHAPES, MatrixOnPaper, MatrixPart
from reports.facts import ChainFacts
from reports.finding import Comparison, Finding
from reports.findings_in_words import FindingWords, Recorded
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.picture import draw
from reports.reference_facts import Term
from reports.rows import Rows, stated_by_any
from reports.saying import Saying
from reports.sources import Sources
from reports.standing import Standing, fold
from reports.views import Difference, Gap, Line, Link

WORDS = (
    "print.comparison", "print.matrix", "print.term", "print.marks", "print.findings",
    "print.statements", "print.arithmetic", "print.derived", "print.checked", "print.not_checked",
    "print.chain", "print.tellings", "print.routed", "print.no_findings", "print.what_it_proves",
    "print.benchmark_note", "print.findings_at_a_glance",
    "standing.watermark", "standing.not_an_approval", "standing.employer_responsibility",
    "standing.can_prove", "standing.cannot_prove", "standing.computed",
)  # fmt: skip


class Weighed(Recorded, Protocol):
    """A finding whose weight the reader may see; None while the time for a reply runs (D20)."""

    @property
    def severity(self) -> Severity | None: ...


@dataclass(frozen=True, slots=True)
class FindingBlock:
    """One finding with everything it rests on."""

    difference: Difference
    severity: str
    addressed: str
    statements: tuple[Line, ...]
    indicators: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Everything that is printed of a comparison."""

    title: str
    language: str
    direction: str
    words: Mapping[str, str]
    job: tuple[str, ...]
    dates: tuple[str, ...]
    as_of: date
    links: tuple[Link, ...]
    tellings: tuple[str, ...]
    marks: tuple[tuple[str, ...], ...]  # mark, shape, word
    parts: tuple[MatrixPart, ...]
    gaps: tuple[Gap, ...]
    counted: str
    findings: tuple[FindingBlock, ...]
    derived: tuple[str, ...]
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    versions: str
    routed: bool
    code: str = ""
    address: str = ""


def comparison_view(
    facts: ChainFacts,
    comparison: Comparison,
    shown: Sequence[Weighed],
    sources: Sources,
    language: str,
    *,
    code: str = "",
    address: str = "",
) -> ComparisonView:
    """The view of a comparison; facts, comparison and findings as its reader may see them."""
    return _Document(facts, comparison, shown, sources, language).build(code, address)


class _Document:
    def __init__(
        self, facts: ChainFacts, comparison: Comparison, shown: Sequence[Weighed],
        sources: Sources, language: str,
    ) -> None:  # fmt: skip
        self.facts, self.comparison = facts, comparison
        self.lexicon: Lexicon = sources.lexicon(language, facts.destination)
        self.naming = Naming(facts, self.lexicon)
        self.standing: Standing = fold(facts)
        self.all_terms = sources.references.terms
        phrasing = Phrasing(self.lexicon)
        self.saying = Saying(facts, phrasing, self.naming)
        self.rows = Rows(
            facts, self.standing, draw(facts), sources.references, self.saying, phrasing
        )
        wording = sources.wording(facts, language)
        self.wording = FindingWords(
            facts, self.all_terms, self.naming, self.lexicon, wording.sentence
        )
        self.numbered = tuple(enumerate(shown, 1))
        asked = [self.all_terms[code] for code in comparison.asked_terms]
        self.terms: tuple[Term, ...] = tuple(sorted(asked, key=lambda term: term.position))

    def build(self, code: str, address: str) -> ComparisonView:
        say, day = self.lexicon.say, self.lexicon.day
        words = {name: say(name) for name in WORDS}
        return ComparisonView(
            title=words["print.comparison"],
            language=self.lexicon.language,
            direction=self.lexicon.direction,
            words=words,
            job=self._job(),
            dates=(say("standing.as_of", on=day(self.facts.on)),),
            as_of=self.facts.on,
            links=self.naming.links(self.rows.common_notes),
            tellings=self.saying.tellings(),
            marks=tuple((mark, SHAPES[mark], say(f"print.mark.{mark}")) for mark in SHAPES),
            parts=self._matrix(),
            gaps=self._gaps(),
            counted=self._counted(),
            findings=tuple(self._block(number, one) for number, one in self.numbered),
            derived=tuple(self._derived()),
            checked=tuple(map(say, self.comparison.checked)),
            not_checked=tuple(map(say, self.comparison.not_checked)),
            versions=self._versions(),
            routed=self.comparison.routed_to_inspector,
            code=code,
            address=address,
        )

    def _job(self) -> tuple[str, ...]:
        lexicon, facts = self.lexicon, self.facts
        where = [lexicon.country(one) for one in (facts.origin, facts.destination) if one]
        title = lexicon.occupation(facts.occupation, facts.occupation_title or facts.title)
        numbers = (f"{scheme} {number}" for scheme, number in facts.numbers)
        sector = lexicon.label("sector", facts.sector.value)
        parts = (*title, sector, " › ".join(where), lexicon.join(numbers), facts.official_status)
        return tuple(part for part in parts if part)

    def _versions(self) -> str:
        rules, references = self.comparison.rule_version, self.comparison.reference_version
        return self.lexicon.say("print.rules", rules=rules, references=references)

    def _stated(self, term: Term) -> bool:
        return stated_by_any(term.code, self.standing, self.naming.order)

    def _matrix(self) -> tuple[MatrixPart, ...]:
        terms = [term for term in self.terms if self._stated(term)]
        owing = frozenset(one.id for one in self.naming.order if draw(self.facts).owes(one.id))
        matrix = MatrixOnPaper(self.saying, self.standing, terms, self.numbered, owing)
        places = [place.id for place in self.naming.order if self._has_column(place.id)]
        employers = [place for place in places if place in draw(self.facts).employers]
        return matrix.parts(places, next(iter(employers), "")) if terms and places else ()

    def _has_column(self, place: str) -> bool:
        # D5: an office owes no terms; what it did state is shown.
        owes = draw(self.facts).owes(place)
        return owes or any(self.standing.of(term.code, place) for term in self.terms)

    def _gaps(self) -> tuple[Gap, ...]:
        silent = [term for term in self.terms if not self._stated(term)]
        return tuple(
            Gap(
                self.lexicon.say("print.not_stated", owner=self.lexicon.label("owner", owner)),
                self.wording.terms(codes),
            )
            for owner in Owner
            if (codes := [term.code for term in silent if term.owner is owner])
        )

    def _counted(self) -> str:
        unstated, asked = len(self.comparison.unstated_terms), len(self.comparison.asked_terms)
        found = "print.unstated_count" if self.numbered else "standing.no_difference"
        return self.lexicon.say(found, unstated=unstated, asked=asked)

    def _block(self, number: int, weighed: Weighed) -> FindingBlock:
        finding, lexicon, severity = weighed.finding, self.lexicon, weighed.severity
        names = lexicon.join(self.naming.name(place) for place in finding.addressed_to)
        return FindingBlock(
            difference=self.wording.difference(number, weighed),
            severity=self._weight(severity),
            addressed=lexicon.say("print.addressed_to", names=names) if names else "",
            statements=tuple(self._statements(finding)),
            indicators=self._indicators(finding),
        )

    def _weight(self, severity: Severity | None) -> str:
        if severity is None:
            return self.lexicon.say("print.word_waits")
        return self.lexicon.label("severity", severity.value)

    def _statements(self, finding: Finding) -> list[Line]:
        lines = []
        for one in finding.statements:
            answer = self.standing.every.get(one)
            if answer is None or answer.term not in self.all_terms:
                continue
            notes = (self.saying.scope(answer), *self.saying.dates(answer))
            lines.append(
                Line(
                    self.saying.value(self.all_terms[answer.term], answer),
                    (self.naming.number(answer.place),),
                    everyone=self.naming.name(answer.place),
                    notes=tuple(note for note in (*notes, *self.saying.origin(answer)) if note),
                    quotes=self.saying.quotes(answer),
                )
            )
        return lines

    def _indicators(self, finding: Finding) -> str:
        if not finding.indicators:
            return ""
        labels = [self.lexicon.label("indicator", one) for one in finding.indicators]
        names = self.lexicon.join(labels)
        return self.lexicon.say("standing.indicators", indicators=names)

    def _derived(self) -> list[str]:
        lines = []
        for one in self.comparison.derived:
            label = self.lexicon.label("derived", one.code)
            who = self.naming.name(one.place) if one.place else ""
            lines.append(self.lexicon.join([f"{label}: {one.text}", who]))
        return lines
