"""Terms as rows: answers that agree once, silence by name, a benchmark beside what all state."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from models.vocabulary import Source, State
from reports import values as v
from reports.facts import ChainFacts, Place
from reports.phrasing import Phrasing
from reports.picture import Picture
from reports.reference_facts import Benchmark, ReferenceSet, Term
from reports.saying import Saying, answer_key, last_filed
from reports.standing import NOT_DISCLOSED, Answer, Standing
from reports.value_problems import BadValueError
from reports.views import Line, Quote, Row

MOST_QUOTES = 2
MOST_SILENT = 4  # so many links that give no answer are numbered one by one
IN_WORDS = frozenset({State.STATED, State.STATED_IN_WORDS})
MOST_SCOPES = 3  # so many different answers by place or crop are printed one by one


class Rows:
    """Makes the rows of one chain in one language."""

    def __init__(
        self, facts: ChainFacts, standing: Standing, picture: Picture, references: ReferenceSet,
        saying: Saying, phrasing: Phrasing,
    ) -> None:  # fmt: skip
        self._facts = facts
        self._standing = standing
        self._picture = picture
        self._references = references
        self.saying = saying
        self._phrasing = phrasing
        # The owner of most terms first: what the employer says is what the rest is set against.
        self._order = tuple(reversed(saying.naming.order))
        self._owing = tuple(place.id for place in self._order if picture.owes(place.id))
        self._filed = last_filed(standing)
        self._origins = {place.id: self._origins_of(place.id) for place in self._order}

    def row(self, terms: Sequence[Term]) -> Row:
        """One row of one term, or of several that are read together, each led by its label."""
        lexicon = self.saying.lexicon
        if len(terms) == 1:
            (term,) = terms
            label, found = lexicon.pick(term.labels), self.lines(term)
            return Row(label, found, self.benchmarks(term), term.code)
        lines: list[Line] = []
        for term in terms:
            made = list(self.lines(term))
            made[0] = replace(made[0], lead=lexicon.pick(term.labels), code=term.code)
            made[-1] = replace(made[-1], below=self.benchmarks(term))
            lines += made
        return Row("", tuple(lines), code=terms[0].code)

    def lines(self, term: Term) -> tuple[Line, ...]:
        """The answers about one term, then those who gave none."""
        groups: dict[tuple[object, ...], list[Answer]] = {}
        silent: list[str] = []
        for place in self._order:
            answers = self._standing.of(term.code, place.id)
            if not answers and place.id in self._owing:
                silent.append(place.id)
            for answer in answers:
                groups.setdefault(_group(place, answer, answers), []).append(answer)
        lines = [self._line(term, group) for group in groups.values()]
        return (*lines, *self._silence(silent, alone=not lines))

    def common_notes(self, place: str) -> tuple[str, ...]:
        """What holds for everything that a link has filed: said once, beside its name."""
        origins = self._origins[place]
        notes = [*next(iter(origins))] if len(origins) == 1 else []
        if place in self._filed:
            day = self.saying.lexicon.day(self._filed[place])
            notes.append(self.saying.lexicon.say("print.filed_on", day=day))
        return tuple(notes)

    def _origins_of(self, place: str) -> set[tuple[str, ...]]:
        answers = [a for (_, where), found in self._all() if where == place for a in found]
        return {self.saying.origin(answer) for answer in answers}

    def _all(self) -> Iterable[tuple[tuple[str, str], tuple[Answer, ...]]]:
        return [*self._standing.answers.items(), *self._standing.claims.items()]

    def _line(self, term: Term, group: Sequence[Answer]) -> Line:
        places = tuple(dict.fromkeys(answer.place for answer in group))
        many = len({answer_key(answer) for answer in group}) > 1
        value = self._span(term, group) if many else self.saying.value(term, group[0])
        brief = [] if many else [self._in_words(term, group[0]), self._scopes(group)]
        brief += [note for answer in group for note in self._own_origin(answer)]
        days = [note for answer in group for note in self._days(answer)]
        quotes = [quote for answer in group for quote in self._own_words(answer, value)]
        return Line(
            value,
            self._numbers(places),
            everyone=self._everyone(places),
            notes=tuple(dict.fromkeys(note for note in (*brief, *days) if note)),
            quotes=tuple(dict.fromkeys(quotes))[:MOST_QUOTES],
            brief=tuple(dict.fromkeys(note for note in brief if note)),
            worded=group[0].state in IN_WORDS and group[0].value is None,
        )

    def _in_words(self, term: Term, answer: Answer) -> str:
        if answer.statement.redacted or answer.state is not State.STATED or answer.value is None:
            return ""
        return self._phrasing.in_words(term, answer.value, answer.qualifier)

    def _own_words(self, answer: Answer, value: str) -> tuple[Quote, ...]:
        """Own words, where they say more than the value and are not a register's own columns."""
        registered = answer.statement.source is Source.OFFICIAL_REGISTER
        if registered and answer.state is State.STATED and answer.value is not None:
            return ()
        return tuple(quote for quote in self.saying.quotes(answer) if quote.text != value)

    def _own_origin(self, answer: Answer) -> tuple[str, ...]:
        """Where the answer was taken from, unless the note beside the link's name says it."""
        return self.saying.origin(answer) if len(self._origins[answer.place]) > 1 else ()

    def _days(self, answer: Answer) -> tuple[str, ...]:
        """When it was told, and filed where that is another day than beside the link's name."""
        filed, told = answer.statement.filed_on, self.saying.told(answer)
        if not filed or filed == self._filed.get(answer.place):
            return told
        day = self.saying.lexicon.day(filed)
        return (self.saying.lexicon.say("print.filed_on", day=day), *told)

    def _numbers(self, places: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(self.saying.naming.number(place) for place in places))

    def _everyone(self, places: Sequence[str]) -> str:
        if len(self._owing) < 2 or set(self._owing) - set(places):
            return ""
        number = len(self._owing)
        return self.saying.lexicon.say("standing.all_state", number=number).rstrip(":")

    def _scopes(self, group: Sequence[Answer]) -> str:
        if any(answer.scope.whole for answer in group):
            return ""
        scopes = list(dict.fromkeys(self.saying.scope(answer) for answer in group))
        if len(scopes) <= MOST_SCOPES:
            return self.saying.lexicon.list_apart(scopes)
        more = len(scopes) - 1
        return self.saying.lexicon.say("print.places_and_more", first=scopes[0], number=more)

    def _span(self, term: Term, group: Sequence[Answer]) -> str:
        """Answers that differ from place to place, as the range they span (D8)."""
        say = self.saying.lexicon.say
        ends = _ends(term, group)
        if ends is None:
            texts = list(dict.fromkeys(self.saying.value(term, answer) for answer in group))
            shown = self.saying.lexicon.list_apart(texts[:MOST_SCOPES])
            more = len(texts) - MOST_SCOPES
            return say("print.and_more", first=shown, number=more) if more > 0 else shown
        low, high = (self.saying.value(term, end) for end in ends)
        return say("print.by_place", low=low, high=high, number=len(group))

    def _silence(self, places: Sequence[str], *, alone: bool) -> tuple[Line, ...]:
        if not places and not alone:
            return ()
        lexicon = self.saying.lexicon
        text = lexicon.label("state", NOT_DISCLOSED)
        if alone:
            return (Line(text, (), everyone=lexicon.say("print.by_nobody"), silent=True),)
        if len(places) > MOST_SILENT:
            others = lexicon.say("print.by_others", number=len(places))
            return (Line(text, (), everyone=others, silent=True),)
        return (Line(text, self._numbers(places), silent=True),)

    def benchmarks(self, term: Term) -> tuple[str, ...]:
        """The ILO benchmark of a term, dated and shown as one (law 10, D14)."""
        if not self._facts.remit.benchmarks:
            return ()
        found = [
            benchmark
            for benchmark in self._references.benchmarks
            if benchmark.term == term.code and benchmark.sector in {None, self._facts.sector}
        ]
        return tuple(self._benchmark(term, benchmark) for benchmark in found)

    def _benchmark(self, term: Term, benchmark: Benchmark) -> str:
        year, article = str(benchmark.adopted_on.year), benchmark.article
        lexicon = self.saying.lexicon
        named = lexicon.law(benchmark.instrument)
        if article[:1].isdigit():  # the others say themselves that they are a principle
            article = lexicon.say("print.article", number=article)
        worded = lexicon.law(benchmark.says) if benchmark.says else ""
        return lexicon.say(
            "print.benchmark",
            value=worded or self._phrasing.value(term, benchmark.value, benchmark.qualifier),
            instrument=named if year in named else lexicon.join([named, year]),
            article=lexicon.law(article),
        )


def stated_by_any(term: str, standing: Standing, places: Iterable[Place]) -> bool:
    """Whether any place gave any answer, an honest "not known to us" among them."""
    return any(standing.of(term, place.id) for place in places)


def _group(place: Place, answer: Answer, answers: Sequence[Answer]) -> tuple[object, ...]:
    """Answers with the same key are one line; many answers of one link by place are a range."""
    different = {answer_key(one) for one in answers}
    if answer.scope.whole or len(different) <= MOST_SCOPES:
        return answer_key(answer)
    return ("many", place.id)


def _ends(term: Term, group: Sequence[Answer]) -> tuple[Answer, Answer] | None:
    """The answers with the lowest and the highest figure; None where they have no order."""
    figures: dict[str, Decimal] = {}
    units = set()
    for answer in group:
        found = _figure(term, answer)
        if found is None:
            return None
        figures[answer.id], unit = found
        units.add(unit)
    if len(units) != 1:
        return None
    ordered = sorted(group, key=lambda answer: figures[answer.id])
    return ordered[0], ordered[-1]


def _figure(term: Term, answer: Answer) -> tuple[Decimal, object] | None:
    if answer.state is not State.STATED or answer.value is None:
        return None
    try:
        parsed = v.parse(term, answer.value, answer.qualifier)
    except BadValueError:
        return None
    match parsed:
        case v.Money():
            return parsed.amount, (parsed.currency, parsed.period, parsed.basis)
        case v.Hours(hours=Decimal() as hours):
            return hours, parsed.per
        case v.Duration():
            return parsed.n, (parsed.unit, parsed.every_years)
        case v.Count():
            return parsed.n, ""
        case _:
            return None
