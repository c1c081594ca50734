"""One answer in words: its state, its value, where it comes from, and the words it was given in."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import Qualifier, Source, State
from reports.facts import ChainFacts, Statement, Telling
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.reference_facts import Term
from reports.standing import ASKED_NO_ANSWER, Answer, Standing, answer_state
from reports.views import Quote

LONGEST_QUOTE = 400
_FIGURE = re.compile(r"-?\d{1,18}(\.\d{1,9})?")
# A speaker's own declaration needs no word; anything else is said.
UNREMARKED = frozenset({Source.SELF_DECLARATION, Source.TOLD_TO_WORKERS})


class Saying:
    """Puts the answers of one chain into one language."""

    def __init__(
        self, facts: ChainFacts, phrasing: Phrasing, naming: Naming,
        quoted: Callable[[str], bool] = lambda language: True,
    ) -> None:  # fmt: skip
        self.lexicon: Lexicon = phrasing.lexicon
        self.naming = naming
        self._facts = facts
        self._phrasing = phrasing
        self._quoted = quoted  # whether own words in a language are printed here
        self._tellings: dict[str, list[Telling]] = {}
        for telling in sorted(facts.tellings, key=lambda one: (one.on, one.id)):
            for statement in telling.statements:
                self._tellings.setdefault(statement, []).append(telling)

    def value(self, term: Term, answer: Answer) -> str:
        """What was answered; the ways of giving no figure are as many different phrases."""
        if answer.statement.redacted:
            withheld = answer.state is State.STATED and answer.value is None
            return self.lexicon.say("print.withheld" if withheld else "print.redacted")
        if answer.state is State.STATED:
            return self._stated(term, answer)
        asked = answer.statement.asked
        if answer.state is State.UNKNOWN_TO_FILER and asked is not None:
            late = answer_state(answer, self._facts.on) == ASKED_NO_ANSWER
            phrase = "print.asked_no_answer" if late else "print.not_known_asked"
            whom, on = self.naming.name(asked.place), self.lexicon.day(asked.on)
            return self.lexicon.say(phrase, whom=whom, day=on)
        return self._with_citation(answer, self.lexicon.label("state", answer.state.value))

    def _stated(self, term: Term, answer: Answer) -> str:
        if answer.value is None:
            return self.lexicon.label("state", State.STATED_IN_WORDS.value)
        text = self._phrasing.value(term, answer.value, answer.qualifier)
        return text or self.lexicon.label("state", State.STATED_IN_WORDS.value)

    def _with_citation(self, answer: Answer, text: str) -> str:
        if answer.state not in {State.AS_PER_LAW, State.AS_PER_CBA}:
            return text
        cited = answer.citation
        if cited is None or not cited.instrument:
            return f"{text} ({self.lexicon.say('print.nothing_cited')})"
        as_of = self.lexicon.day(cited.as_of) if cited.as_of else ""
        return f"{text}: {self.lexicon.join([cited.instrument, cited.article, cited.where, as_of])}"

    def scope(self, answer: Answer) -> str:
        """For which place, crop or occupation the answer is meant."""
        parts = answer.scope.parts
        return self.lexicon.join(
            f"{self.lexicon.label('scope_kind', kind)} {name}" for kind, name in parts
        )

    def quotes(self, answer: Answer) -> tuple[Quote, ...]:
        """The speaker's own words and the reason given, each in its own language."""
        statement = answer.statement
        if statement.redacted or not self._quoted(statement.language):
            return ()
        words = (statement.as_stated, _words_beside_figures(statement), statement.reason)
        texts = dict.fromkeys(text.strip() for text in words if text.strip())
        return tuple(self._quote(text, statement.language) for text in texts)

    def _quote(self, text: str, language: str) -> Quote:
        name = self.lexicon.language_name(language) if language else ""
        lead = "standing.own_words" if name else "print.own_words"
        if len(text) > LONGEST_QUOTE:
            more = self.lexicon.say("print.words_cut", number=len(text) - LONGEST_QUOTE)
            text = f"{text[:LONGEST_QUOTE].rstrip()} … [{more}]"
        return Quote(text, language, self.lexicon.say(lead, language=name))

    def origin(self, answer: Answer) -> tuple[str, ...]:
        """Where the answer was taken from, and who entered it when the speaker did not (D1)."""
        statement, say = answer.statement, self.lexicon.say
        notes = []
        if statement.source not in UNREMARKED:
            notes.append(self.lexicon.label("source", statement.source.value))
        if statement.recorded_for_speaker:
            recorder = statement.recorder_name or say("print.another_link")
            notes.append(say("standing.recorded_by", recorder=recorder).rstrip(".।"))
            if statement.confirmed_on is None and statement.source is not Source.OFFICIAL_REGISTER:
                notes.append(say("print.not_confirmed"))
        return tuple(notes)

    def dates(self, answer: Answer) -> tuple[str, ...]:
        """The three clocks: when it was said, filed and told."""
        statement, say, day = answer.statement, self.lexicon.say, self.lexicon.day
        told_on = {telling.on for telling in self._tellings.get(answer.id, [])}
        notes = []
        if statement.said_on and statement.said_on not in {statement.filed_on, *told_on}:
            notes.append(say("print.said_on", day=day(statement.said_on)))
        if statement.filed_on:
            notes.append(say("print.filed_on", day=day(statement.filed_on)))
        return (*notes, *self.told(answer))

    def told(self, answer: Answer) -> tuple[str, ...]:
        """On which days workers were told it (D2)."""
        days = dict.fromkeys(telling.on for telling in self._tellings.get(answer.id, []))
        return tuple(self.lexicon.say("print.told", day=self.lexicon.day(on)) for on in days)

    def tellings(self) -> tuple[str, ...]:
        """What workers were told by whom, when, how and in which language."""
        told = sorted(self._facts.tellings, key=lambda one: (one.on, one.id))
        return tuple(dict.fromkeys(self._telling(telling) for telling in told))

    def _telling(self, telling: Telling) -> str:
        return self.lexicon.say(
            "print.telling",
            name=self.naming.name(telling.place),
            day=self.lexicon.day_twice(telling.on),
            medium=self.lexicon.label("medium", telling.medium.value),
            language=self.lexicon.language_name(telling.language),
        )


def last_filed(standing: Standing) -> dict[str, date]:
    """The last day on which each link filed something that stands."""
    days: dict[str, date] = {}
    for (_, place), answers in [*standing.answers.items(), *standing.claims.items()]:
        found = [answer.statement.filed_on for answer in answers if answer.statement.filed_on]
        days[place] = max([*found, days.get(place, date.min)])
    return {place: day for place, day in days.items() if day != date.min}


def answer_key(answer: Answer) -> tuple[object, ...]:
    """What two answers must share to be printed once."""
    value = repr(_plain(answer.value))
    asked = answer.statement.asked if answer.state is State.UNKNOWN_TO_FILER else None
    qualifier = answer.qualifier if answer.state is State.STATED else Qualifier.EXACT
    words = answer.statement.as_stated if answer.state is State.STATED_IN_WORDS else ""
    withheld = answer.statement.redacted
    return (answer.state, value, qualifier, answer.citation, asked, words, withheld)


def _words_beside_figures(statement: Statement) -> str:
    """Words that stand beside the figures of a list or a loan, or beside a yes or a no."""
    value = statement.value or {}
    text = value.get("text", "") if {"lines", "yes", "amount"} & set(value) else ""
    return text if isinstance(text, str) else ""


def _plain(value: Any) -> Any:
    """A value in one order of its parts, and with "230.000" as "230"."""
    if isinstance(value, Mapping):
        return sorted((name, _plain(part)) for name, part in value.items())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str) and _FIGURE.fullmatch(value):
        return format(Decimal(value).normalize(), "f")
    return value
