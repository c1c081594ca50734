"""The headline of one side of a sheet for the ear and for a small screen.

Both are made of the facts of the sheet, as its rendering may print them, and of nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.aloud import Occasion, Script, Spoken, has_voice
from reports.facts import ChainFacts
from reports.finding import Comparison
from reports.headline import HEADLINE, TOTAL_COST
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.picture import draw
from reports.rows import Rows
from reports.saying import Saying
from reports.sms import ANOTHER_UNIT, WITH_UNIT, Bare, Briefly, Item, Message, Short
from reports.sources import Sources
from reports.standing import fold
from reports.total import total_cost
from reports.views import Row


@dataclass(frozen=True, slots=True)
class Heard:
    """What can be read out, and what can be sent; empty where the language has no voice yet."""

    aloud: tuple[str, ...] = ()
    sms: str = ""


class Voices:
    """Makes both for one chain in one language."""

    def __init__(
        self, facts: ChainFacts, comparison: Comparison, sources: Sources, lexicon: Lexicon
    ) -> None:
        self._facts, self._sources, self._lexicon = facts, sources, lexicon
        self._naming = Naming(facts, lexicon)
        self._asked = {*comparison.asked_terms, TOTAL_COST}
        self._totals = [one for one in comparison.derived if one.code == TOTAL_COST]

    def heard(self, code: str, differences: int) -> Heard:
        """The script and the message of the sheet with a code."""
        if not has_voice(self._lexicon):
            return Heard()
        return Heard(self._script(code, differences), self._message(code))

    def _script(self, code: str, differences: int) -> tuple[str, ...]:
        facts, lexicon = self._facts, self._lexicon
        names = {link.number: link.name for link in self._naming.links(lambda place: ())}
        # A title in another language is not understood by the ear.
        own = "" if lexicon.word("isco08", facts.occupation) else facts.occupation_title
        occasion = Occasion(
            next(iter(lexicon.occupation(facts.occupation, own)), "")
            or lexicon.label("sector", facts.sector.value),
            facts.destination,
            facts.on,
            code,
            differences,
            bool(self._sources.contacts.get(lexicon.language)),
        )
        # Own words are read out to those who understand them.
        phrasing = Spoken(lexicon)
        saying = Saying(facts, phrasing, self._naming, quoted=lambda one: one == lexicon.language)
        rows = self._rows(saying, phrasing)
        topics = [[self._row(rows, phrasing, term) for term in terms] for terms in self._topics()]
        return Script(lexicon, names).write(occasion, topics)

    def _message(self, code: str) -> str:
        whole, bare = self._briefly(Short(self._lexicon)), self._briefly(Bare(self._lexicon))
        message = Message(self._lexicon, code, self._facts.on)
        return message.write(
            [item for rows in zip(whole, bare, strict=True) if (item := _item(*rows)) is not None]
        )

    def _briefly(self, phrasing: Short) -> list[Row]:
        rows = self._rows(Briefly(self._facts, phrasing, self._naming), phrasing)
        return [self._row(rows, phrasing, term) for terms in self._topics() for term in terms]

    def _topics(self) -> Iterator[list[str]]:
        for codes in HEADLINE:
            if asked := [code for code in codes if code in self._asked]:
                yield asked

    def _rows(self, saying: Saying, phrasing: Phrasing) -> Rows:
        facts, references = self._facts, self._sources.references
        return Rows(facts, fold(facts), draw(facts), references, saying, phrasing)

    def _row(self, rows: Rows, phrasing: Phrasing, code: str) -> Row:
        if code != TOTAL_COST:
            return rows.row([self._sources.references.terms[code]])
        return total_cost(phrasing, self._totals)


def _item(row: Row, bare: Row) -> Item | None:
    """A term for a message; None where this reader may see none of its answers."""
    answers, figures = _answers(row), _answers(bare)
    # What the unit alone would tell apart, such as months of two calendars, keeps its words.
    fit = len(figures) == len(answers) and not any(ANOTHER_UNIT in one for one in figures)
    if row.code in WITH_UNIT and figures and fit:
        return Item(row.code, figures, bare=True)
    silent = all(line.silent for line in row.lines)
    return Item(row.code, answers) if answers or silent else None


def _answers(row: Row) -> tuple[str, ...]:
    """The different answers of a term, each once."""
    said = (line.value for line in row.lines if not line.silent)
    return tuple(filter(None, dict.fromkeys(said)))
