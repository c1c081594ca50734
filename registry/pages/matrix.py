"""The matrix of a chain: terms by links, with what differs said in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import OWES_NOTHING_ROLES, FindingKind, Severity, State
from registry.visible_findings import ShownFinding
from reports.facts import ChainFacts, Place
from reports.finding import GROUPED_KINDS, Comparison
from reports.reference_facts import Term
from reports.saying import answer_key
from reports.standing import NOT_DISCLOSED, Answer, Standing, answer_state

# What sets two figures against each other; the other kinds are about when or how it was said.
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
# D5: an office or a representative owes no terms, so its silence discloses and hides nothing.
NOT_ASKED = "not_asked"

# The group of rows that differ, whatever they are about.
DIFFERING = "differing"


class Mark(StrEnum):
    """How a cell stands to the others of its row; each has a word, a shape and a border.

    ``SAME`` says that all who answered gave one and the same answer. Where they did not and no
    finding is shown, the cell is ``STATED`` and no more: a finding may be waiting for its reply.
    """

    SAME = "same"
    DIFFERS = "differs"
    NOTED = "noted"
    STATED = "stated"
    INCOMPARABLE = "incomparable"
    OPEN = "not_disclosed"
    ASKED = "asked"
    DECLINED = "declined"


@dataclass(frozen=True)
class Cell:
    """One statement of one link about one term, or its silence."""

    mark: Mark
    state: str
    answer: Answer | None = None
    kinds: tuple[FindingKind, ...] = ()
    claimed: bool = False  # recorded for the link by somebody else, not confirmed (D1)


@dataclass(frozen=True)
class Row:
    """One term."""

    term: Term
    cells: tuple[tuple[Cell, ...], ...]  # a tuple for each link; several where scopes differ
    differs: bool  # a difference, or what weighs as much as one

    @property
    def quiet(self) -> tuple[tuple[tuple[FindingKind, ...], tuple[int, ...]], ...]:
        """The columns in which nothing is disclosed, by what there is to say about that."""
        silent: dict[tuple[FindingKind, ...], list[int]] = {}
        for number, cells in enumerate(self.cells):
            if cells[0].state == NOT_DISCLOSED:
                silent.setdefault(cells[0].kinds, []).append(number)
        return tuple((kinds, tuple(numbers)) for kinds, numbers in silent.items())

    @property
    def stated(self) -> bool:
        """Whether any link answered."""
        return any(cell.answer for cells in self.cells for cell in cells)


@dataclass(frozen=True)
class Matrix:
    """Groups of rows, with one column for each link that owes answers or gave some."""

    columns: tuple[Place, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the groups."""
        return tuple(row for _, rows in self.groups for row in rows)


def build_matrix(
    facts: ChainFacts,
    standing: Standing,
    comparison: Comparison,
    findings: Sequence[ShownFinding],
    *,
    terms: Mapping[str, Term],
    order: Sequence[Place],
) -> Matrix:
    """The matrix as this reader may see it."""
    columns = tuple(place for place in order if _has_column(place, standing))
    by_term = _findings_by_term(findings)
    rows: dict[str, list[Row]] = {}
    for term in sorted((terms[code] for code in comparison.asked_terms), key=lambda t: t.position):
        row = _row(term, columns, standing, by_term.get(term.code, ()), facts)
        rows.setdefault(term.group, []).append(row)
    return Matrix(columns, tuple((group, tuple(found)) for group, found in rows.items()))


def only_differences(matrix: Matrix) -> Matrix:
    """The same matrix without the rows in which nothing differs."""
    groups = ((name, tuple(row for row in rows if row.differs)) for name, rows in matrix.groups)
    return Matrix(matrix.columns, tuple((name, rows) for name, rows in groups if rows))


def differences_first(matrix: Matrix) -> Matrix:
    """The same rows with those that differ in a group of their own, before the others."""
    differing = tuple(row for row in matrix.rows if row.differs)
    if not differing:
        return matrix
    rest = ((name, tuple(row for row in rows if not row.differs)) for name, rows in matrix.groups)
    groups = ((DIFFERING, differing), *((name, rows) for name, rows in rest if rows))
    return Matrix(matrix.columns, groups)


def _has_column(place: Place, standing: Standing) -> bool:
    # D5: a representative or an office owes no terms; what it did state is shown.
    return place.role not in OWES_NOTHING_ROLES or place.id in standing.spoke


def _findings_by_term(findings: Iterable[ShownFinding]) -> Mapping[str, tuple[ShownFinding, ...]]:
    by_term: dict[str, list[ShownFinding]] = {}
    for shown in findings:
        for code in shown.finding.terms:
            by_term.setdefault(code, []).append(shown)
    return {code: tuple(found) for code, found in by_term.items()}


def _row(
    term: Term,
    columns: Sequence[Place],
    standing: Standing,
    findings: Sequence[ShownFinding],
    facts: ChainFacts,
) -> Row:
    named: dict[str, list[FindingKind]] = {}
    left_out: dict[str, list[FindingKind]] = {}
    for shown in findings:
        if shown.finding.kind is FindingKind.OMITTED:
            # What is left out is missing in the lower link's cell; the upper link stated it.
            left_out.setdefault(shown.finding.below, []).append(FindingKind.OMITTED)
            continue
        for statement in shown.finding.statements:
            named.setdefault(statement, []).append(shown.finding.kind)
    answers = [standing.of(term.code, place.id) for place in columns]
    alike = _alike([answer for found in answers for answer in found if answer.disclosed])
    cells = tuple(
        _cells(
            place,
            found,
            standing,
            named,
            left_out=left_out.get(place.id, ()),
            alike=alike,
            facts=facts,
        )
        for place, found in zip(columns, answers, strict=True)
    )
    return Row(term, cells, differs=any(_matters(shown) for shown in findings))


def _matters(shown: ShownFinding) -> bool:
    """A difference between figures, or a serious finding of its own; not one that lists terms."""
    kind = shown.finding.kind
    serious = shown.severity in {Severity.SERIOUS, None} and kind not in GROUPED_KINDS
    return kind in DIFFERENCES or serious


def _cells(
    place: Place,
    answers: Sequence[Answer],
    standing: Standing,
    named: Mapping[str, Sequence[FindingKind]],
    *,
    left_out: Sequence[FindingKind],
    alike: bool,
    facts: ChainFacts,
) -> tuple[Cell, ...]:
    if not answers:
        state = NOT_ASKED if place.role in OWES_NOTHING_ROLES else NOT_DISCLOSED
        return (Cell(Mark.OPEN, state, kinds=tuple(left_out)),)
    cells = []
    for answer in answers:
        kinds = tuple(dict.fromkeys(named.get(answer.id, ())))
        state = answer_state(answer, facts.on)
        mark = _mark(answer, kinds, alike=alike)
        own = answer in standing.own(answer.term, answer.place)
        cells.append(Cell(mark, state, answer, kinds, claimed=not own))
    return tuple(cells)


def _alike(answers: Sequence[Answer]) -> bool:
    """Whether several links answered, and each gave the same answer for the same scope."""
    said = {(answer.scope.parts, answer_key(answer)) for answer in answers}
    scopes = {answer.scope.parts for answer in answers}
    return len({answer.place for answer in answers}) > 1 and len(said) == len(scopes)


def _mark(answer: Answer, kinds: Sequence[FindingKind], *, alike: bool) -> Mark:
    if DIFFERENCES & set(kinds):
        return Mark.DIFFERS
    if FindingKind.NOT_COMPARABLE in kinds:
        return Mark.INCOMPARABLE
    if kinds:
        return Mark.NOTED
    if answer.state is State.DECLINED:
        return Mark.DECLINED
    if answer.state is State.UNKNOWN_TO_FILER:
        return Mark.ASKED
    return Mark.SAME if alike else Mark.STATED
