"""The headline of a sheet as a plain script: short sentences, one thought each, who says what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.figures import figure_text
from reports.lexicon import Lexicon
from reports.phrasing import Phrasing
from reports.views import Line, Row

OPENING = "aloud.as_of"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a script is about, besides the answers."""

    job: str
    country: str
    as_of: date
    code: str
    differences: int
    contacts: bool = False  # whether telephone numbers are printed


class Spoken(Phrasing):
    """Phrases for the ear: a figure once, as the listener writes it, and a currency by name."""

    def figure(self, number: Decimal | str, unit: str = "") -> str:
        """A figure with its unit."""
        text = figure_text(number) if isinstance(number, Decimal) else number
        named = self.lexicon.currency(unit) if unit.isupper() else unit
        return f"{self.lexicon.figure(text)} {named}".rstrip()


def has_voice(lexicon: Lexicon) -> bool:
    """Whether there is a script in this very language; another one would not be understood."""
    return lexicon.speaks(OPENING)


class Script:
    """Makes the paragraphs of a script; the lines of a paragraph are its sentences."""

    def __init__(self, lexicon: Lexicon, names: Mapping[int, str]) -> None:
        self._lexicon = lexicon
        self._names = names

    def write(self, occasion: Occasion, topics: Sequence[Sequence[Row]]) -> tuple[str, ...]:
        """The opening, a paragraph for each topic of the headline, the end."""
        told = (self._topic(number, rows) for number, rows in enumerate(topics, 1))
        paragraphs = (self._opening(occasion), *told, self._end(occasion))
        return tuple("\n".join(sentences) for sentences in paragraphs)

    def _opening(self, occasion: Occasion) -> Iterator[str]:
        say = self._lexicon.say
        yield say("aloud.job", job=occasion.job)
        if occasion.country:
            yield say("aloud.where", country=self._lexicon.country(occasion.country))
        yield say(OPENING, day=self._lexicon.day_twice(occasion.as_of))
        yield say("aloud.records")
        yield say("aloud.not_shown")

    def _topic(self, number: int, rows: Sequence[Row]) -> Iterator[str]:
        written = self._lexicon.figure(str(number))
        for place, row in enumerate(rows):
            code = "aloud.label" if place else "aloud.topic"
            yield self._lexicon.say(code, number=written, label=row.label)
            for line in row.lines:
                yield self._answer(row, line)

    def _answer(self, row: Row, line: Line) -> str:
        say = self._lexicon.say
        if line.silent:
            return self._silence(row, line)
        value = line.quotes[0].text if line.worded and line.quotes else line.value
        if not line.who:
            return f"{say('aloud.computed', value=value)} {say('standing.computed')}"
        if line.everyone:
            number = self._lexicon.figure(str(len(line.who)))
            return say("aloud.all", number=number, value=value)
        return say("aloud.says", who=self._who(line), value=value)

    def _silence(self, row: Row, line: Line) -> str:
        if line.who:
            number = Decimal(len(line.who))
            return self._lexicon.say_counted("aloud.silent", number, who=self._who(line))
        if len(row.lines) > 1:
            return self._lexicon.say("aloud.others")
        # A sum that nobody has stated parts of says itself why there is none.
        nobody = "aloud.nobody" if line.everyone else "aloud.sentence"
        return self._lexicon.say(nobody, value=line.value)

    def _who(self, line: Line) -> str:
        return self._lexicon.all_of(self._names[number] for number in line.who)

    def _end(self, occasion: Occasion) -> Iterator[str]:
        say = self._lexicon.say
        if occasion.differences:
            yield say("aloud.differ", number=self._lexicon.figure(str(occasion.differences)))
            yield say("aloud.on_sheet")
        if occasion.contacts:
            yield say("aloud.contacts")
        yield say("standing.employer_responsibility")
        yield say("standing.not_an_approval")
        yield say("aloud.code", sheet=occasion.code)
