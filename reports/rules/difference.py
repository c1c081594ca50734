"""Makes one finding out of two answers and the verdict on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary import FindingKind, Milestone, Owner, Severity, State, TermType
from reports import params as p
from reports.choices import FREE_TEXT
from reports.figures import percent_text
from reports.finding import Finding, Step
from reports.locating import NOWHERE, Location
from reports.reference_facts import Term
from reports.setting import Setting
from reports.severity import CONSENT, QUESTION, at_most, axis_of, severity_of
from reports.standing import Answer
from reports.values import Choice
from reports.verdict import Outcome, Verdict
from reports.verdicts import COSTS
from reports.wages import BASIS_DIFFERS

RULE_VERSION = "1"
IDENTITY = "parties"  # the group of terms about who employs, where and for which work
KINDS: Mapping[Outcome, FindingKind] = {
    Outcome.WORSE: FindingKind.WORSENED,
    Outcome.BETTER: FindingKind.IMPROVED,
    Outcome.DIFFERENT: FindingKind.CONTRADICTED,
    Outcome.BURDEN: FindingKind.ADDED_BURDEN,
    Outcome.UNCLEAR: FindingKind.VAGUE,
    Outcome.INCOMPARABLE: FindingKind.NOT_COMPARABLE,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers set beside each other, with how they came to be compared."""

    rule: str
    mode: str  # the variant of the sentence: told, told_acceptance, states, account, ...
    place: str  # who said the lower one; for a telling, who told it
    below: Answer
    above: Answer
    verdict: Verdict
    location: Location = NOWHERE
    also: tuple[p.Sentence, ...] = ()
    steps: tuple[Step, ...] = ()
    extra: tuple[str, ...] = ()  # further statements that belong to the finding
    batch: str = ""
    telling: str = ""
    milestone: Milestone | None = None
    on: date | None = None
    cap: Severity = Severity.SERIOUS

    def told_other_words(self, term: Term) -> bool:
        """Whether workers were told another name of the employer, the job or the place."""
        # 2.2 rule 10 leaves words to people; about these terms somebody must ask (2.5, strong).
        told = self.mode.startswith("told") and self.verdict.reason == FREE_TEXT
        return told and term.group == IDENTITY and term.tier == 1


def find(setting: Setting, pair: Pair) -> Finding:
    """The finding that a pair of answers comes to."""
    term = setting.terms[pair.below.term]
    kind = KINDS[pair.verdict.outcome]
    stated = pair.above.own and setting.resolved(pair.above).state is State.STATED
    between = pair.location.between
    agreeing = tuple(answer.id for answer in pair.location.agreeing)
    return Finding(
        kind=kind,
        severity=_severity(setting, term, kind, pair),
        terms=(term.code,),
        rule=pair.rule,
        rule_version=RULE_VERSION,
        addressed_to=addressed(setting, term, pair),
        axis=axis_of(term, kind, stated=stated),
        scope=pair.below.scope,
        below=pair.place,
        above=pair.above.place,
        between=between,
        stepped_over=pair.location.stepped_over,
        statements=_ids(pair.below.id, pair.above.id, *agreeing, *pair.extra),
        batch=pair.batch,
        telling=pair.telling,
        milestone=pair.milestone,
        on=pair.on,
        reason=pair.verdict.reason,
        stated=stated,
        arithmetic=(*pair.verdict.steps, *pair.location.steps, *pair.steps),
        indicators=term.indicators if kind in {*KINDS.values()} - QUIET else (),
        words=f"{kind.value}.{pair.mode}",
        params=_params(setting, pair),
    )


QUIET = frozenset({FindingKind.IMPROVED, FindingKind.VAGUE, FindingKind.NOT_COMPARABLE})


def _ids(*statements: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(statements))


def _severity(setting: Setting, term: Term, kind: FindingKind, pair: Pair) -> Severity:
    severity = severity_of(kind, setting.tier(term.code))
    if kind is FindingKind.NOT_COMPARABLE and pair.verdict.reason == BASIS_DIFFERS:
        # 2.2 rule 4: the cash figure is asked for, and asking is a Question.
        severity = severity_of(FindingKind.VAGUE, setting.tier(term.code))
    if kind is FindingKind.NOT_COMPARABLE and pair.told_other_words(term):
        severity = QUESTION
    severity = at_most(severity, pair.cap)
    unsure = pair.verdict.unsure or not pair.above.own
    value = setting.parsed(pair.above)
    if unsure or (isinstance(value, Choice) and value.code == CONSENT):
        severity = at_most(severity, QUESTION)
    return severity


def addressed(setting: Setting, term: Term, pair: Pair) -> tuple[str, ...]:
    """Whom a difference is put to: the owner of the term, never its messenger (lesson 10)."""
    picture = setting.picture
    due = term.type is TermType.COST or term.group == COSTS
    if due and pair.verdict.outcome is Outcome.DIFFERENT:
        # D11: the licensed link that engaged the speaker answers for what was said in its name.
        return (picture.answering(pair.place),)
    above = pair.above.place
    if term.owner is Owner.RECRUITER:
        return (picture.answering(above),)
    owners = picture.employers
    if not owners or above in owners:
        return (above,) if above in owners else (picture.answering(above),)
    if any(setting.standing.states(term.code, owner) for owner in owners):
        # The owner has spoken, and this is another link's answer that differs from a third's.
        return (picture.answering(above),)
    return owners


def _params(setting: Setting, pair: Pair) -> Mapping[str, object]:
    told_on = pair.on
    return {
        "term": p.term(pair.below.term),
        "below": p.place(pair.place),
        "above": p.place(pair.above.place),
        "value_below": p.said(pair.below.id),
        "value_above": p.said(pair.above.id),
        "told_on": p.day(told_on),
        "also": [*_amount(pair.verdict), *pair.also, *_where(setting, pair), *_doubt(pair)],
    }


def _amount(verdict: Verdict) -> list[p.Sentence]:
    if verdict.share is None:
        return []
    way = "lower" if verdict.lower else "higher"
    percent = percent_text(verdict.share)
    if verdict.about:
        return [p.sentence(f"amount.about_{way}", about=verdict.about, percent=percent)]
    return [p.sentence(f"amount.{way}", percent=percent)]


def _where(setting: Setting, pair: Pair) -> list[p.Sentence]:
    location = pair.location
    found: list[p.Sentence] = []
    sides = (pair.place, pair.above.place)
    # Two neighbours that are named already need no second sentence.
    known = pair.mode == "states" and location.between == sides and not location.stepped_over
    if location.between and location.between[0] != location.between[1] and not known:
        lower, upper = location.between
        found.append(p.sentence("between.links", lower=p.place(lower), upper=p.place(upper)))
    elif location.why:
        found.append(p.sentence(f"between.{location.why}"))
    for place in location.stepped_over:
        found.append(stepped(setting, pair.below.term, place))
    if location.agreeing:
        named = {answer.place for answer in location.agreeing} | {pair.above.place}
        links = p.places(place for place in setting.picture.places if place in named)
        found.append(p.sentence("agree.links", links=links))
    return found


def stepped(setting: Setting, term: str, place: str) -> p.Sentence:
    """Why a link on the way was stepped over, in a sentence of its own (D9)."""
    answers = setting.standing.of(term, place)
    if not answers:
        return p.sentence("stepped.silent", link=p.place(place))
    statement = answers[0].statement
    if answers[0].state is State.UNKNOWN_TO_FILER and statement.asked is not None:
        asked = statement.asked
        return p.sentence(
            "stepped.asked",
            link=p.place(place),
            asked=p.place(asked.place),
            asked_on=p.day(asked.on),
        )
    if answers[0].state is State.UNKNOWN_TO_FILER:
        return p.sentence("stepped.unknown", link=p.place(place))
    if answers[0].state is State.DECLINED:
        return p.sentence("stepped.declined", link=p.place(place))
    return p.sentence("stepped.not_comparable", link=p.place(place))


def _doubt(pair: Pair) -> list[p.Sentence]:
    found = []
    if pair.verdict.reason:
        found.append(p.sentence(f"reason.{pair.verdict.reason}"))
    if not pair.above.own:
        found.append(
            p.sentence(
                "claim.not_confirmed",
                link=p.place(pair.above.place),
                recorder=p.recorder(pair.above.id),
            )
        )
    return found
