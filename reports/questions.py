"""The question sheet: the terms of the first tier as questions to ask before a decision (D15).

It is about no job and about nobody; it neither says to go nor to stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from models.vocabulary import Requirement, Sector
from reports.headline import HEADLINE, HEADLINE_TERMS, TOTAL_COST
from reports.reference_facts import Term
from reports.sources import Sources

WORDS = (
    "print.questions", "print.questions_purpose", "print.questions_how", "print.questions_none",
    "print.questions_differ", "print.questions_code", "print.headline", "print.part_two",
    "print.answer_given", "print.who_said_it", "print.in_writing", "print.by_hand",
    "standing.employer_responsibility", "standing.complaints", "standing.costs_definition",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be asked, in one language."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSide:
    """Everything that the sheet says in one language."""

    language: str
    direction: str
    words: Mapping[str, str]
    sector: str
    notes: tuple[str, ...]
    headline: tuple[Question, ...]
    groups: tuple[QuestionGroup, ...]


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """Everything that is printed on a question sheet."""

    address: str  # where the code of a job's sheet can be looked up
    version: str  # of the terms
    sides: tuple[QuestionSide, ...]

    @property
    def title(self) -> str:
        """What the file calls itself."""
        return self.sides[0].words["print.questions"]


def questions_view(
    sources: Sources, languages: Sequence[str], sector: Sector, *, address: str
) -> QuestionsView:
    """The view of a question sheet, in one language or two beside each other."""
    terms = asked_first(sources.references.terms, sector)
    sides = tuple(_side(sources, language, sector, terms) for language in languages)
    return QuestionsView(address, sources.references.version, sides)


def asked_first(terms: Mapping[str, Term], sector: Sector) -> tuple[Term, ...]:
    """The terms of the first tier that this kind of job is asked about, in their order."""
    found = [
        term
        for term in terms.values()
        if term.tier_in(sector) == 1 and term.requirement_in(sector) is not Requirement.NOT_ASKED
    ]
    return tuple(sorted(found, key=lambda term: term.position))


def _side(sources: Sources, language: str, sector: Sector, terms: Sequence[Term]) -> QuestionSide:
    lexicon = sources.lexicon(language, "")
    by_code = {term.code: term for term in terms}

    def question(term: Term) -> Question:
        return Question(term.code, lexicon.pick(term.labels))

    def first(code: str) -> Question:
        if code == TOTAL_COST:  # what is computed from answers is asked as one sum
            return Question(code, lexicon.say("print.question_total_cost"))
        return question(by_code[code])

    rest = [term for term in terms if term.code not in HEADLINE_TERMS]
    definition = lexicon.say("standing.costs_definition")
    unreviewed = language in sources.unreviewed
    return QuestionSide(
        language=language,
        direction=lexicon.direction,
        words={code: lexicon.say(code) for code in WORDS},
        sector="" if sector is Sector.GENERAL else lexicon.label("sector", sector.value),
        notes=(lexicon.say("standing.unreviewed"),) if unreviewed else (),
        headline=tuple(
            first(code) for codes in HEADLINE for code in codes if code in {*by_code, TOTAL_COST}
        ),
        groups=tuple(
            QuestionGroup(
                lexicon.label("term_group", group),
                tuple(map(question, found)),
                definition if group == "costs" else "",
            )
            for group, found in groupby(rest, key=lambda term: term.group)
        ),
    )
