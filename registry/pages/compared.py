"""What the page of two sides shows, made from the views of their days."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from models.vocabulary import EMPLOYER_ROLES
from registry.access import Reader
from registry.history import ChainView
from registry.pages.days import Asked
from registry.pages.rendering import lexicon, term_label
from registry.pages.services import reference
from registry.visible_findings import sees_findings_at_once
from reports.naming import Naming
from reports.pairs import Pair, Side, pair
from reports.phrasing import Phrasing
from reports.saying import Saying
from reports.setting import Setting
from reports.standing import Answer
from reports.verdict import Outcome

LINK, FILING = "link", "filing"
Both = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One term: both answers in words, and how the second stands to the first."""

    pair: Pair
    left: str
    right: str
    result: str
    mark: str


@dataclass(frozen=True)
class Compared:
    """The page: what may be chosen, what is chosen, and the lines of it."""

    view: ChainView
    days: tuple[Asked, Asked]
    choices: tuple[list[Both], list[Both]]
    chosen: Both
    names: Both
    lines: tuple[Line, ...]
    sayings: tuple[Saying, Saying]

    @property
    def differing(self) -> tuple[Line, ...]:
        """The lines in which a difference is told."""
        return tuple(line for line in self.lines if line.mark == "differs")

    @property
    def in_order(self) -> tuple[Line, ...]:
        """What differs first, then the others as they are asked."""
        return (*self.differing, *(line for line in self.lines if line.mark != "differs"))

    @property
    def parameters(self) -> dict[str, str]:
        """What an address carries so that it shows the same again."""
        sides = {"left": self.chosen[0], "right": self.chosen[1]}
        days = zip(("left_on", "right_on"), self.days, strict=True)
        return sides | {name: day.on.isoformat() for name, day in days if not day.today}


def build_compared(
    views: tuple[ChainView, ChainView], days: tuple[Asked, Asked], chosen: Both, who: Reader
) -> Compared | None:
    """The comparison of two sides; None where one of them is not on record on its day."""
    settings = [Setting(view.facts, view.catalogue.reference_set) for view in views]
    namings = [Naming(view.facts, lexicon()) for view in views]
    sayings = [
        Saying(s.facts, Phrasing(lexicon()), n) for s, n in zip(settings, namings, strict=True)
    ]
    choices = tuple(choices_of(view, naming) for view, naming in zip(views, namings, strict=True))
    usual = usual_sides(views, choices)
    picked = (chosen[0] or usual[0], chosen[1] or usual[1])
    if any(one not in dict(held) for one, held in zip(picked, choices, strict=True)):
        return None
    sides = [side_of(setting, one) for setting, one in zip(settings, picked, strict=True)]
    lines = tuple(
        line_of(found, (sayings[0], sayings[1]), says=may_tell(found, views, who))
        for found in pair(sides[0], sides[1])
    )
    names = (dict(choices[0])[picked[0]], dict(choices[1])[picked[1]])
    both = (choices[0], choices[1])
    return Compared(views[1], days, both, picked, names, lines, (sayings[0], sayings[1]))


def choices_of(view: ChainView, naming: Naming) -> list[Both]:
    """Links from the worker's end, then filings by day."""
    spoke = {one.place for one in view.facts.disclosures}
    links = [(f"{LINK}:{p.id}", naming.name(p.id)) for p in naming.order if p.id in spoke]
    filed = sorted(view.facts.disclosures, key=lambda one: (one.filed_on, one.id))
    stated = {one.disclosure for one in view.facts.statements}
    return links + [
        (
            f"{FILING}:{one.id}",
            f"{one.document or _('filing')}, {naming.name(one.place)}, {one.filed_on}",
        )
        for one in filed
        if one.id in stated
    ]


def usual_sides(views: tuple[ChainView, ChainView], choices: tuple[list[Both], ...]) -> Both:
    """Who told workers, and the employer; else the two ends of the chain."""
    told = [f"{LINK}:{telling.place}" for telling in views[0].facts.tellings]
    employers = [f"{LINK}:{p.id}" for p in views[1].facts.places if p.role in EMPLOYER_ROLES]
    lower, upper = (dict(held) for held in choices)
    links = [code for code in upper if code.startswith(LINK)]
    left = next((code for code in told if code in lower), next(iter(lower), ""))
    right = next((code for code in employers if code in upper), "")
    return left, right or (links[-1] if links else "")


def side_of(setting: Setting, code: str) -> Side:
    """A side from its code."""
    kind, _colon, name = code.partition(":")
    if kind == LINK:
        return Side(setting, name)
    place = next(one.place for one in setting.facts.disclosures if one.id == name)
    return Side(setting, place, name)


def may_tell(found: Pair, views: tuple[ChainView, ChainView], who: Reader) -> bool:
    """D20: a difference that waits for its reply is not told here before the chain's page does."""
    if sees_findings_at_once(who, views[1].facts) or not found.verdict or not found.verdict.differs:
        return True
    both = {answer.id for answer in (found.left, found.right) if answer}
    return any(both <= set(shown.finding.statements) for view in views for shown in view.findings)


def line_of(found: Pair, sayings: tuple[Saying, Saying], *, says: bool) -> Line:
    """One line of the page."""
    words = [
        _words(answer, saying)
        for answer, saying in zip((found.left, found.right), sayings, strict=True)
    ]
    result, mark = result_of(found) if says else (_("both are stated"), "stated")
    return Line(found, words[0], words[1], result, mark)


def _words(answer: Answer | None, saying: Saying) -> str:
    if answer is None:
        return lexicon().label("state", "not_disclosed")
    return saying.value(reference().reference_set.terms[answer.term], answer)


def result_of(found: Pair) -> Both:
    """How the second answer stands to the first, in words that judge the answers alone."""
    if found.left is None:
        return _("only the second states it"), "not_disclosed"
    if found.right is None:
        return _("only the first states it"), "not_disclosed"
    outcome = found.verdict.outcome if found.verdict else Outcome.INCOMPARABLE
    differs = {
        Outcome.WORSE: _("the second is less good for the worker"),
        Outcome.BETTER: _("the second is better for the worker"),
        Outcome.DIFFERENT: _("the two differ"),
        Outcome.BURDEN: _("the second names something to bear that the first does not"),
    }
    if outcome in differs:
        return differs[outcome], "differs"
    if outcome is Outcome.AGREES:
        return _("the same"), "same"
    return _("cannot be compared"), "incomparable"


def lines_of(compared: Compared) -> Iterator[tuple[str, ...]]:
    """The rows of the files."""
    for line in compared.lines:
        found = line.pair
        scope = next(
            (
                s.scope(a)
                for s, a in zip(compared.sayings, (found.left, found.right), strict=True)
                if a
            ),
            "",
        )
        days = [str(a.statement.filed_on or "") if a else "" for a in (found.left, found.right)]
        steps = (
            "; ".join(step.text for step in found.verdict.steps)
            if found.verdict and line.mark != "stated"
            else ""
        )
        yield (
            found.term, term_label(found.term), scope, compared.names[0], line.left, days[0],
            compared.names[1], line.right, days[1], line.result, steps,
        )  # fmt: skip
