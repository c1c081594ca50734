"""Terms by links for paper: columns that answer alike are one, and wide chains are cut in parts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from models.vocabulary import FindingKind, State
from reports.finding import Finding
from reports.findings_in_words import Recorded
from reports.reference_facts import Term
from reports.saying import Saying, answer_key
from reports.standing import NOT_DISCLOSED, Answer, Standing

COLUMNS_A_PART = 7
SHOWN_SCOPES = 3
DIFFERENCES = frozenset(
    {
        FindingKind.CONTRADICTED,
        FindingKind.WORSENED,
        FindingKind.IMPROVED,
        FindingKind.ADDED_BURDEN,
        FindingKind.SUPERSEDED_AFTER_TOLD,
        FindingKind.WORSE_THAN_REFERENCE,
        FindingKind.WORSE_THAN_BENCHMARK,
    }
)
UNCLEAR = frozenset({FindingKind.VAGUE, FindingKind.NOT_COMPARABLE})
# Each mark has a word, a shape and a border; nothing is said by colour.
SHAPES = {
    "agrees": "=",
    "differs": "▲",
    "alone": "●",
    "unclear": "◇",
    "silent": "○",
    "asked": "?",
    "exempt": "–",
}


@dataclass(frozen=True, slots=True)
class CellView:
    """One answer of the links of a column, or their silence."""

    mark: str
    shape: str
    word: str
    value: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One term."""

    label: str
    owner: str
    cells: tuple[tuple[CellView, ...], ...]


@dataclass(frozen=True, slots=True)
class MatrixSection:
    """Terms that belong together."""

    title: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column."""

    numbers: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """As many columns as a page holds."""

    title: str
    heads: tuple[Head, ...]
    sections: tuple[MatrixSection, ...]


class MatrixOnPaper:
    """Builds the matrix of one chain in one language."""

    def __init__(
        self, saying: Saying, standing: Standing, terms: Sequence[Term],
        findings: Sequence[tuple[int, Recorded]], owing: Collection[str],
    ) -> None:  # fmt: skip
        self._owing = owing  # places that owe answers; of offices nothing is asked (D5)
        self._saying = saying
        self._lexicon = saying.lexicon
        self._standing = standing
        self._terms = terms
        self._by_statement: dict[str, list[tuple[int, Finding]]] = {}
        self._by_silence: dict[tuple[str, str], list[int]] = {}
        for number, recorded in findings:
            self._index(number, recorded)

    def _index(self, number: int, recorded: Recorded) -> None:
        finding = recorded.finding
        for statement in finding.statements:
            self._by_statement.setdefault(statement, []).append((number, finding))
        if finding.kind is FindingKind.OMITTED:
            for term in finding.terms:
                self._by_silence.setdefault((term, finding.below), []).append(number)

    def parts(self, places: Sequence[str], owner_of_terms: str = "") -> tuple[MatrixPart, ...]:
        """The whole matrix; the column of the employer, or else the last, stands in every part."""
        columns = self._columns(places)
        if len(columns) <= COLUMNS_A_PART:
            return (self._part("", columns),)
        owner = next((one for one in columns if owner_of_terms in one), columns[-1])
        others = [one for one in columns if one is not owner]
        size = COLUMNS_A_PART - 1
        cuts = [others[start : start + size] for start in range(0, len(others), size)]
        done, parts = 0, []
        for cut in cuts:
            title = self._lexicon.say(
                "print.matrix_part", first=done + 1, last=done + len(cut), total=len(columns)
            )
            parts.append(self._part(title, [*cut, owner]))
            done += len(cut)
        return tuple(parts)

    def _columns(self, places: Sequence[str]) -> list[tuple[str, ...]]:
        """Places that answer every term alike, together, where the first of them stands."""
        alike: dict[tuple[object, ...], list[str]] = {}
        for place in places:
            alike.setdefault(self._everything(place), []).append(place)
        return [tuple(group) for group in alike.values()]

    def _everything(self, place: str) -> tuple[object, ...]:
        return tuple(
            (term.code, answer.scope, answer_key(answer), bool(self._by_statement.get(answer.id)))
            for term in self._terms
            for answer in self._standing.of(term.code, place)
        )

    def _part(self, title: str, columns: Sequence[tuple[str, ...]]) -> MatrixPart:
        lexicon = self._lexicon
        sections = tuple(
            MatrixSection(
                lexicon.label("term_group", group),
                tuple(self._row(term, columns) for term in found),
            )
            for group, found in groupby(self._terms, key=lambda term: term.group)
        )
        return MatrixPart(title, tuple(self._head(column) for column in columns), sections)

    def _head(self, column: tuple[str, ...]) -> Head:
        naming = self._saying.naming
        numbers = tuple(naming.number(place) for place in column)
        if len(column) == 1:
            return Head(numbers, naming.name(column[0]))
        return Head(numbers, self._lexicon.say("print.alike", number=len(column)))

    def _row(self, term: Term, columns: Sequence[tuple[str, ...]]) -> MatrixRow:
        owner = self._lexicon.label("owner", term.owner.value)
        cells = tuple(self._cells(term, column) for column in columns)
        return MatrixRow(self._lexicon.pick(term.labels), owner, cells)

    def _cells(self, term: Term, column: tuple[str, ...]) -> tuple[CellView, ...]:
        answers = self._standing.of(term.code, column[0])
        if not answers and not any(place in self._owing for place in column):
            return (self._cell("exempt", "", ()),)
        if not answers:
            silences = (self._by_silence.get((term.code, place), ()) for place in column)
            seen = [number for silence in silences for number in silence]
            text = self._lexicon.label("state", NOT_DISCLOSED)
            return (self._cell("silent", text, self._see(seen)),)
        cells = [self._answer(term, answer, column) for answer in answers[:SHOWN_SCOPES]]
        if more := len(answers) - len(cells):
            note = self._lexicon.say("print.more_answers", number=more)
            cells[-1] = replace(cells[-1], notes=(*cells[-1].notes, note))
        return tuple(cells)

    def _answer(self, term: Term, answer: Answer, column: tuple[str, ...]) -> CellView:
        ids = {a.id: a.place for place in column for a in self._standing.of(term.code, place)}
        seen = [
            (number, finding, place)
            for one, place in ids.items()
            for number, finding in self._by_statement.get(one, ())
            if term.code in finding.terms  # not where the statement is only part of a sum
        ]
        notes = [self._saying.scope(answer), *self._saying.told(answer)]
        notes += self._see([number for number, *_ in seen])
        if not answer.own:
            notes.insert(0, self._lexicon.say("print.not_confirmed"))
        mark = self._mark(term, answer, {f.kind for _, f, place in seen if _is_side(f, place)})
        return self._cell(mark, self._saying.value(term, answer), notes)

    def _cell(self, mark: str, value: str, notes: Iterable[str]) -> CellView:
        word = self._lexicon.say(f"print.mark.{mark}")
        value = value or word
        kept = tuple(dict.fromkeys(note for note in notes if note))
        return CellView(mark, SHAPES[mark], word, value, kept)

    def _mark(self, term: Term, answer: Answer, kinds: set[FindingKind]) -> str:
        if kinds & DIFFERENCES:
            return "differs"
        if kinds & UNCLEAR:
            return "unclear"
        if answer.state is State.UNKNOWN_TO_FILER:
            return "asked"
        return "agrees" if self._stated_by_several(term.code) else "alone"

    def _stated_by_several(self, term: str) -> bool:
        places = [
            place
            for (code, place), answers in self._standing.answers.items()
            if code == term and any(answer.disclosed for answer in answers)
        ]
        return len(places) > 1

    def _see(self, seen: Iterable[int]) -> list[str]:
        numbers = self._lexicon.join(str(number) for number in sorted(set(seen)))
        return [self._lexicon.say("print.see", numbers=numbers)] if numbers else []


def _is_side(finding: Finding, place: str) -> bool:
    """Whether a place is one of the two that differ; links that agree with one are named too."""
    sides = {finding.below, finding.above} - {""}
    return not sides or place in sides
