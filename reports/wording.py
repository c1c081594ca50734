"""Says a finding in one language, in whole sentences from the catalogue (2.6).

A finding holds references; the words come from the reader's own facts, so that nothing is said
that this reader may not see.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from reports.derived import TOTAL_TERM
from reports.facts import ChainFacts
from reports.finding import Finding
from reports.lexicon import Catalogue, Codelists, Lexicon
from reports.naming import Naming
from reports.params import Param
from reports.phrasing import Phrasing
from reports.reference_facts import Benchmark, Reference, ReferenceSet
from reports.saying import Saying
from reports.standing import Answer, fold

# Sentences after the first that may stand apart from it: who agrees, whose answers were stepped
# over, and for which places it is the same.
ASIDE = ("agree.", "stepped.", "scopes.")
SAID_ONCE = "benchmark.not_law"  # for all benchmarks of a document together


class Wording:
    """The sentences of one chain in one language."""

    def __init__(
        self,
        facts: ChainFacts,
        reference_set: ReferenceSet,
        catalogue: Catalogue,
        language: str,
        codelists: Codelists | None = None,
    ) -> None:
        self._facts, self._set = facts, reference_set
        self._lexicon = Lexicon(language, catalogue, codelists or {}, facts.destination)
        self._naming = Naming(facts, self._lexicon)
        self._labels = {place.id: place.label for place in facts.places}
        self._phrasing = Phrasing(self._lexicon)
        self._saying = Saying(facts, self._phrasing, self._naming)
        self._answers: Mapping[str, Answer] = fold(facts).every
        held: tuple[Reference | Benchmark, ...] = reference_set.references
        held = (*held, *reference_set.benchmarks)
        self._figures = {each.code: each for each in held}

    def sentences(self, finding: Finding) -> tuple[str, ...]:
        """The finding's sentence and those that follow it."""
        return tuple(said for _, said in self._each(finding))

    def sentence(self, finding: Finding) -> str:
        """Everything that is said about a finding, as one text."""
        return " ".join(self.sentences(finding))

    def parted(self, finding: Finding) -> tuple[str, str]:
        """The difference, how large it is and where it first appears; and what stands aside.

        That a benchmark is no law is in neither: whoever takes them apart says it once.
        """
        said = [one for one in self._each(finding) if one[0] != SAID_ONCE]
        first = (text for words, text in said if not words.startswith(ASIDE))
        aside = (text for words, text in said if words.startswith(ASIDE))
        return " ".join(first), " ".join(aside)

    def _each(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """The code and the text of each sentence, the finding's own first."""
        yield finding.words, self._say(finding.words, finding.params)
        for one in finding.params.get("also", ()):
            yield one["words"], self._say(one["words"], one["params"])

    def _say(self, code: str, params: Mapping[str, Any]) -> str:
        filled = {name: self._fill(given) for name, given in params.items() if name != "also"}
        text = self._lexicon.say(code, **filled)
        # A name may end in a full stop of its own: "Grow Labor Inc."
        return text[:-1] if text.endswith("..") else text

    def _fill(self, given: Param) -> str:
        if isinstance(given, str):
            return given
        kind = next(iter(given))
        return self._fillers()[kind](given)

    def _fillers(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
        lexicon, naming = self._lexicon, self._naming
        return {
            "place": lambda p: naming.name(p["place"]),
            "places": lambda p: self._places(p["places"]),
            "term": lambda p: self._term(p["term"]),
            "terms": lambda p: lexicon.list_apart(map(self._term, p["terms"])),
            "statement": lambda p: self._said(p["statement"]),
            "scope_of": lambda p: self._scope(p["scope_of"]),
            "recorder": lambda p: self._recorder(p["recorder"]),
            "date": lambda p: lexicon.day(_day(p["date"])),
            "batch": lambda p: self._batch(p["batch"]),
            "codelist": lambda p: lexicon.join(
                lexicon.label(p["codelist"], code) for code in p["codes"]
            ),
            "languages": lambda p: lexicon.join(map(lexicon.language_name, p["languages"])),
            "figure": lambda p: self._figure(p["figure"]),
            "instrument": lambda p: self._instrument(p["instrument"]),
            "figure_date": lambda p: self._figure_day(p["figure_date"], p["part"]),
        }

    def _places(self, identifiers: Iterable[str]) -> str:
        # One firm may stand in several places: it is named once.
        named = {self._naming.name(each): each for each in identifiers}
        commas = any("," in self._labels.get(each, "") for each in named.values())
        return (self._lexicon.list_apart if commas else self._lexicon.join)(named)

    def _term(self, code: str) -> str:
        term = self._set.terms.get(code)
        return self._lexicon.pick(term.labels) if term else self._lexicon.label("derived", code)

    def _said(self, identifier: str) -> str:
        answer = self._answers.get(identifier)
        if answer is None:
            return self._lexicon.say("withheld.value")
        return self._saying.value(self._set.terms[answer.term], answer)

    def _scope(self, identifier: str) -> str:
        answer = self._answers.get(identifier)
        return self._saying.scope(answer) if answer else self._lexicon.say("withheld.value")

    def _recorder(self, identifier: str) -> str:
        answer = self._answers.get(identifier)
        name = answer.statement.recorder_name if answer else ""
        return name or self._lexicon.say("withheld.recorder")

    def _batch(self, identifier: str) -> str:
        labels = {batch.id: batch.label for batch in self._facts.batches}
        return labels.get(identifier) or identifier

    def _figure(self, code: str) -> str:
        figure = self._figures[code]
        if isinstance(figure, Benchmark) and figure.says:
            return self._lexicon.law(figure.says)
        term = self._set.terms.get(figure.term, TOTAL_TERM)
        return self._phrasing.value(term, figure.value, figure.qualifier)

    def _instrument(self, code: str) -> str:
        figure = self._figures[code]
        named = self._lexicon.law(figure.instrument)
        return f"{named} ({self._lexicon.law(figure.article)})" if figure.article else named

    def _figure_day(self, code: str, part: str) -> str:
        figure = self._figures[code]
        if isinstance(figure, Benchmark):
            return self._lexicon.day(figure.adopted_on)
        return self._lexicon.day(
            figure.effective_from if part == "effective_from" else figure.read_on
        )


def sentence(
    finding: Finding,
    facts: ChainFacts,
    reference_set: ReferenceSet,
    wording: Catalogue,
    language: str,
    codelists: Codelists | None = None,
) -> str:
    """Everything that is said about one finding; for many, make one ``Wording``."""
    return Wording(facts, reference_set, wording, language, codelists).sentence(finding)


def problem(words: str, params: Mapping[str, str], catalogue: Catalogue, language: str) -> str:
    """The sentence about a bad value in the filer's language."""
    return Lexicon(language, catalogue, {}).say(words, **params)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
