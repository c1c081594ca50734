"""What is stated beside dated legal figures and ILO benchmarks (2.3 d, D14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.vocabulary import FindingKind, ReferenceSide, State, TermType
from reports import params as p
from reports.citations import covers, in_corridor, usable
from reports.facts import WHOLE_OFFER, Statement
from reports.finding import Finding, Step
from reports.reference_facts import Benchmark, Reference
from reports.rules.difference import RULE_VERSION
from reports.setting import Setting
from reports.severity import CONSENT, axis_of, severity_of
from reports.standing import Answer
from reports.values import Choice
from reports.verdict import Outcome, Verdict
from reports.verdicts import judge

REFERENCE = "2.3d"
BENCHMARK = "D14 worse_than_benchmark"
STALE = timedelta(days=365)  # 6: older than twelve months may have changed


@dataclass(frozen=True, slots=True)
class Below:
    """A stated answer that is worse for the worker than a figure."""

    answer: Answer
    figure: Reference | Benchmark
    verdict: Verdict


def worse_than_reference(setting: Setting) -> Iterator[Finding]:
    """The employer states less than a legal figure, or a link charges more than one allows."""
    if not setting.facts.remit.references:
        return
    for code, term in setting.terms.items():
        figures = [f for f in setting.references.get(code, ()) if applies(setting, f)]
        if not figures:
            continue
        capped = term.type is TermType.COST
        places = tuple(setting.picture.places) if capped else setting.picture.employers
        for place in places:
            found = [
                Below(answer, figure, verdict)
                for answer in setting.standing.own(code, place)
                for figure in figures
                for verdict in (_beside(setting, figure, answer),)
                if verdict.outcome is Outcome.WORSE and not verdict.unsure
            ]
            if found:
                yield _reference_finding(setting, found)


def applies(setting: Setting, figure: Reference) -> bool:
    """Whether a legal figure is one for this job, and may be shown as law."""
    # Confidence C is never law; what may be charged to the employer is never the worker's cap.
    right = figure.side is not ReferenceSide.EMPLOYER_CAP
    facts = setting.facts
    return right and usable(figure) and in_corridor(figure, facts) and covers(figure, facts)


def _beside(setting: Setting, figure: Reference | Benchmark, answer: Answer) -> Verdict:
    stated = Answer(
        statement=Statement(
            id=f"figure:{figure.code}",
            disclosure="",
            place=answer.place,
            term=answer.term,
            state=State.STATED,
            filed_on=setting.facts.on,
        ),
        place=answer.place,
        term=answer.term,
        scope=answer.scope,
        document="",
        state=State.STATED,
        value=figure.value,
        qualifier=figure.qualifier,
        citation=None,
        own=True,
    )
    return judge(setting, stated, answer)


def _worst(found: Sequence[Below]) -> Below:
    return max(found, key=lambda each: (each.verdict.share or Decimal(0), each.figure.code))


def _reference_finding(setting: Setting, found: Sequence[Below]) -> Finding:
    worst = _worst(found)
    reference = worst.figure
    assert isinstance(reference, Reference)  # noqa: S101 - only references are handed in
    others = {each.figure.code: each.figure for each in found if each.figure is not reference}
    also = [p.sentence("reference.check_law", on=p.day(setting.facts.on))]
    if reference.read_on + STALE < setting.facts.on:
        also.append(p.sentence("reference.may_have_changed", read_on=p.day(reference.read_on)))
    for code, other in others.items():
        also.append(p.sentence(dated("reference.another", other), **figure_params(code)))
    kind = FindingKind.WORSE_THAN_REFERENCE
    cap = reference.side is ReferenceSide.WORKER_CAP
    mode = "worker_cap" if cap else "condition"
    place = worst.answer.place
    owners = (setting.picture.answering(place),) if cap else (place,)
    words = f"{kind.value}.{dated(mode, reference)}"
    return _finding(setting, kind, REFERENCE, owners, found, words, also)


def dated(words: str, figure: Reference | Benchmark) -> str:
    """The sentence for a figure without a day, where the record has none."""
    return words if _since(figure) is not None else f"{words}_undated"


def figure_params(code: str) -> dict[str, p.Param]:
    """What a sentence says about a figure."""
    return {
        "figure": {"figure": code},
        "instrument": {"instrument": code},
        "since": {"figure_date": code, "part": "effective_from"},
        "read_on": {"figure_date": code, "part": "read_on"},
    }


def worse_than_benchmark(setting: Setting) -> Iterator[Finding]:
    """What is stated, even by every link alike, is worse than a dated ILO benchmark."""
    if not setting.facts.remit.benchmarks:
        return
    for benchmark in setting.reference_set.benchmarks:
        term = setting.terms.get(benchmark.term)
        if term is None or benchmark.sector not in {None, setting.facts.sector}:
            continue
        found = [
            Below(answer, benchmark, verdict)
            for place in setting.picture.places
            if setting.picture.owes(place)
            for answer in setting.standing.own(benchmark.term, place)
            for verdict in (_beside(setting, benchmark, answer),)
            if verdict.outcome is Outcome.WORSE and not verdict.unsure
        ]
        if found:
            yield _benchmark_finding(setting, benchmark, found)


def _benchmark_finding(setting: Setting, benchmark: Benchmark, found: Sequence[Below]) -> Finding:
    term = setting.terms[benchmark.term]
    owned = [each for each in found if each.answer.place in setting.owners(term.owner)]
    shown = owned or list(found)
    owners = setting.owners(term.owner)
    if term.type is TermType.COST:
        answering = (setting.picture.answering(each.answer.place) for each in found)
        owners = tuple(dict.fromkeys(answering))
    kind = FindingKind.WORSE_THAN_BENCHMARK
    links = dict.fromkeys(each.answer.place for each in found)
    also = [p.sentence("benchmark.not_law")]
    if len(links) > 1:
        also.append(p.sentence("benchmark.stated_by", links=p.places(links)))
    ordered = [_worst(shown), *(each for each in found if each is not _worst(shown))]
    words = f"{kind.value}.stated"
    return _finding(setting, kind, BENCHMARK, owners, ordered, words, also)


def _finding(
    setting: Setting,
    kind: FindingKind,
    rule: str,
    owners: tuple[str, ...],
    found: Sequence[Below],
    words: str,
    also: list[p.Sentence],
) -> Finding:
    worst = _worst(found) if kind is FindingKind.WORSE_THAN_REFERENCE else found[0]
    answer, figure = worst.answer, worst.figure
    term = setting.terms[answer.term]
    value = setting.parsed(answer)
    source = f"{figure.instrument}, {figure.source}"
    return Finding(
        kind=kind,
        severity=severity_of(kind, setting.tier(term.code)),
        terms=(term.code,),
        rule=rule,
        rule_version=RULE_VERSION,
        addressed_to=owners,
        axis=axis_of(term, kind, stated=True),
        above=answer.place,
        statements=tuple(dict.fromkeys(each.answer.id for each in found)),
        on=_since(figure),
        reason=CONSENT if isinstance(value, Choice) and value.code == CONSENT else "",
        stated=True,
        arithmetic=tuple(Step(s.text, s.source or source) for s in worst.verdict.steps),
        indicators=term.indicators,
        references=tuple(dict.fromkeys(each.figure.code for each in found)),
        words=words,
        params={
            "term": p.term(term.code),
            "above": p.place(answer.place),
            "value_above": p.said(answer.id),
            **figure_params(figure.code),
            "also": [*_more(found), *also],
        },
    )


def _more(found: Sequence[Below]) -> list[p.Sentence]:
    scopes = {each.answer.scope for each in found} - {WHOLE_OFFER}
    return [p.sentence("scopes.more", count=str(len(scopes)))] if len(scopes) > 1 else []


def _since(figure: Reference | Benchmark) -> date | None:
    return figure.effective_from if isinstance(figure, Reference) else figure.adopted_on
