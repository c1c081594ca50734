"""Which statements of each link stand on the day: a fold over what was filed.

Filing again, correcting and updating replace what the same link said about the same term and
scope in the same document; confirming changes nothing but the day; withdrawing takes away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.vocabulary import DisclosureAct, Qualifier, Source, State
from reports.facts import ChainFacts, Citation, Disclosure, Scope, Statement
from reports.reference_facts import Value

# 2.1: silence, refusal and "not known to us" are not disclosures; the rest are.
DISCLOSED = frozenset(
    {
        State.STATED,
        State.STATED_IN_WORDS,
        State.NONE,
        State.NOT_APPLICABLE,
        State.AS_PER_LAW,
        State.AS_PER_CBA,
        State.PASSED_ON,
    }
)
NOT_DISCLOSED = "not_disclosed"  # D7: computed, never stored
ASKED_NO_ANSWER = "asked_no_answer"
CLEARED_FOR = timedelta(days=30)  # D6
MAX_PASSES = 20  # a passed-on answer of a passed-on answer; more is a circle


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement that stands, with what it comes to: a passed-on answer has its source's value."""

    statement: Statement
    place: str
    term: str
    scope: Scope
    document: str
    state: State
    value: Value | None
    qualifier: Qualifier
    citation: Citation | None
    own: bool
    confirmed_on: date | None = None

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id

    @property
    def disclosed(self) -> bool:
        """Whether the link answered at all (2.1)."""
        return self.state in DISCLOSED

    @property
    def day(self) -> date | None:
        """The day whose exchange rate counts (D10)."""
        # D4: only a register's own date is taken as said; a claimed day could pick a rate.
        if self.statement.source is Source.OFFICIAL_REGISTER and self.statement.said_on:
            return self.statement.said_on
        return self.statement.filed_on or self.statement.said_on


@dataclass(frozen=True, slots=True)
class Replacement:
    """What took the place of a statement; ``by`` is empty when it was withdrawn."""

    act: DisclosureAct
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that stands on the day, by term and by place."""

    answers: Mapping[tuple[str, str], tuple[Answer, ...]]  # (term, place)
    accounts: tuple[Answer, ...]  # workers' accounts (2.3 e)
    claims: Mapping[tuple[str, str], tuple[Answer, ...]]  # recorded, not confirmed (D1)
    replaced: Mapping[str, Replacement]
    every: Mapping[str, Answer]  # all statements by id, standing or not
    spoke_on: Mapping[str, date]  # the last day on which a place filed of its own accord
    spoke: frozenset[str]  # places for which anything was filed

    def of(self, term: str, place: str) -> tuple[Answer, ...]:
        """The answers of a place: its own, or those recorded for it where it has none."""
        return self.answers.get((term, place)) or self.claims.get((term, place), ())

    def own(self, term: str, place: str) -> tuple[Answer, ...]:
        """The answers that count as the place's own declaration (D1)."""
        return self.answers.get((term, place), ())

    def states(self, term: str, place: str) -> bool:
        """Whether the place itself discloses the term in any scope."""
        return any(answer.disclosed for answer in self.own(term, place))


def is_own(statement: Statement) -> bool:
    """Whether a statement counts as its speaker's own declaration."""
    # D1: recorded for the speaker it does not, until confirmed. A form that the speaker filed
    # with the State and that a register publishes is the speaker's: the State only kept it.
    if not statement.recorded_for_speaker:
        return True
    if statement.disputed_on is not None:
        return False
    return statement.confirmed_on is not None or statement.source is Source.OFFICIAL_REGISTER


def answer_state(answer: Answer | None, on: date) -> str:
    """The state to print for a link and a term on a day; silence has a name of its own."""
    if answer is None:
        return NOT_DISCLOSED
    if answer.state is State.UNKNOWN_TO_FILER and not cleared(answer, on):
        return ASKED_NO_ANSWER
    return answer.state.value


def cleared(answer: Answer, on: date) -> bool:
    """Whether "not known to us, asked X on D" still clears its filer (D6)."""
    asked = answer.statement.asked
    if answer.state is not State.UNKNOWN_TO_FILER or asked is None or asked.disputed_on is not None:
        return False
    return on <= asked.on + CLEARED_FOR


def fold(facts: ChainFacts) -> Standing:
    """Replay the filings of a chain up to its day."""
    every = _resolved(facts.statements)
    disclosures = {disclosure.id: disclosure for disclosure in facts.disclosures}
    # Disclosures without statements withdraw or confirm; statements may come without a header.
    for statement in facts.statements:
        if statement.disclosure not in disclosures:
            disclosures[statement.disclosure] = _header(statement)
    return _Fold(every, disclosures).run()


class _Fold:
    def __init__(self, every: Mapping[str, Answer], disclosures: Mapping[str, Disclosure]) -> None:
        self.every, self.disclosures = every, disclosures
        self.content: dict[str, list[Answer]] = {}
        for answer in every.values():
            self.content.setdefault(answer.statement.disclosure, []).append(answer)
        self.standing: dict[tuple[object, ...], Answer] = {}
        self.replaced: dict[str, Replacement] = {}
        self.confirmed: dict[str, date] = {}
        self.spoke_on: dict[str, date] = {}

    def run(self) -> Standing:
        for disclosure in sorted(self.disclosures.values(), key=self._order):
            self._apply(disclosure)
        standing = sorted(map(self._dated, self.standing.values()), key=_place_of)
        return Standing(
            answers=_index(a for a in standing if a.own and not _apart(a)),
            accounts=tuple(a for a in standing if a.statement.source is Source.WORKERS_ACCOUNT),
            claims=_index(a for a in standing if not (a.own or _apart(a) or _disputed(a))),
            replaced=self.replaced,
            every=self.every,
            spoke_on=self.spoke_on,
            spoke=frozenset(d.place for d in self.disclosures.values()),
        )

    def _dated(self, answer: Answer) -> Answer:
        confirmed = self.confirmed.get(answer.id)
        return answer if confirmed is None else replace(answer, confirmed_on=confirmed)

    def _order(self, disclosure: Disclosure) -> tuple[date, int, str]:
        # Two filings of one day are told apart by what they correct, then by their id, so that
        # the order in which they were loaded changes nothing.
        return (disclosure.filed_on, len(self._before(disclosure)), disclosure.id)

    def _before(self, disclosure: Disclosure) -> list[Disclosure]:
        line: list[Disclosure] = []
        seen = {disclosure.id}
        previous = self.disclosures.get(disclosure.previous)
        while previous is not None and previous.id not in seen:
            line.append(previous)
            seen.add(previous.id)
            previous = self.disclosures.get(previous.previous)
        return line

    def _apply(self, disclosure: Disclosure) -> None:
        before = self._before(disclosure)
        if before and before[0].place != disclosure.place:
            return  # nobody corrects or withdraws what another link said
        if disclosure.act is DisclosureAct.WITHDRAW:
            self._withdraw(disclosure)
            return
        if disclosure.act is DisclosureAct.CONFIRM:
            self._confirm(disclosure)
        else:
            for answer in self.content.get(disclosure.id, ()):
                self._put(disclosure, before, answer)
        if self._speaks(disclosure):
            self.spoke_on[disclosure.place] = disclosure.filed_on

    def _speaks(self, disclosure: Disclosure) -> bool:
        # Putting a mistake right, or saying only what one does not know, is no occasion on which
        # everything else had to be passed on: honesty must not cost more than silence (R13).
        if disclosure.act is DisclosureAct.CORRECT or disclosure.source not in SPEAKING:
            return False
        content = self.content.get(disclosure.id, ())
        return not content or any(a.state is not State.UNKNOWN_TO_FILER for a in content)

    def _put(self, disclosure: Disclosure, before: list[Disclosure], answer: Answer) -> None:
        documents = [d.document for d in (disclosure, *before) if d.document]
        document = answer.document or next(iter(documents), "")
        channel = (answer.own, _apart(answer), answer.statement.source if _apart(answer) else "")
        key = (answer.place, answer.term, answer.scope.parts, document, channel)
        old = self.standing.get(key)
        if old is not None:
            self.replaced[old.id] = Replacement(disclosure.act, disclosure.filed_on, answer.id)
        self.standing[key] = answer

    def _confirm(self, disclosure: Disclosure) -> None:
        for answer in self.standing.values():
            if answer.statement.disclosure == disclosure.previous:
                self.confirmed[answer.id] = disclosure.filed_on

    def _withdraw(self, disclosure: Disclosure) -> None:
        for key, answer in list(self.standing.items()):
            if answer.statement.disclosure == disclosure.previous:
                self.replaced[answer.id] = Replacement(disclosure.act, disclosure.filed_on, "")
                del self.standing[key]


SPEAKING = frozenset({Source.SELF_DECLARATION, Source.DOCUMENT_SHOWN, Source.OFFICIAL_REGISTER})


def _apart(answer: Answer) -> bool:
    """What workers or inspectors say about a link is never the link's own answer."""
    return answer.statement.source in {Source.WORKERS_ACCOUNT, Source.INSPECTOR_FINDING}


def _disputed(answer: Answer) -> bool:
    return answer.statement.disputed_on is not None


def _place_of(answer: Answer) -> tuple[object, ...]:
    return (answer.term, answer.place, answer.scope.parts, answer.document, answer.id)


def _index(answers: Iterable[Answer]) -> Mapping[tuple[str, str], tuple[Answer, ...]]:
    found: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        found.setdefault((answer.term, answer.place), []).append(answer)
    return {key: tuple(group) for key, group in found.items()}


def _header(statement: Statement) -> Disclosure:
    return Disclosure(
        id=statement.disclosure,
        place=statement.place,
        act=DisclosureAct.FILE,
        filed_on=statement.filed_on or statement.said_on or date.min,
        said_on=statement.said_on,
        source=statement.source,
        document=statement.document,
    )


def _resolved(statements: Iterable[Statement]) -> Mapping[str, Answer]:
    by_id = {statement.id: statement for statement in statements}
    return {each.id: _answer(each, _origin(each, by_id)) for each in by_id.values()}


def _origin(statement: Statement, by_id: Mapping[str, Statement]) -> Statement:
    # D7: a passed-on answer copies the value it was given, and is the filer's own from then.
    origin = statement
    for _ in range(MAX_PASSES):
        source = by_id.get(origin.passed_from)
        if origin.state is not State.PASSED_ON or origin.value is not None or source is None:
            return origin
        origin = source
    return statement


def _answer(statement: Statement, origin: Statement) -> Answer:
    copied = origin.state is State.PASSED_ON and origin.value is not None
    return Answer(
        statement=statement,
        place=statement.place,
        term=statement.term,
        scope=statement.scope,
        document=statement.document,
        state=State.STATED if copied else origin.state,
        value=origin.value,
        qualifier=origin.qualifier,
        citation=origin.citation,
        own=is_own(statement),
    )
