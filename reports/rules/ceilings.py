"""The sum of what workers are charged, beside the legal ceiling on it (2.3 d, 6)."""

from collections.abc import Iterator
from decimal import Decimal

from models.vocabulary import Axis, FindingKind
from reports import params as p
from reports.derived import TOTAL, TOTAL_TERM, TotalCost, total_cost
from reports.figures import about_text, amount_text
from reports.finding import Finding, Step
from reports.reference_facts import Reference
from reports.rules.difference import RULE_VERSION
from reports.rules.references import applies, dated, figure_params
from reports.setting import Setting
from reports.severity import severity_of
from reports.values import Cost, parse

RULE = "2.3d total"


def over_the_ceiling(setting: Setting) -> Iterator[Finding]:
    """The links together state that the worker pays more than a legal ceiling allows."""
    figures = [f for f in setting.references.get(TOTAL, ()) if applies(setting, f)]
    if not setting.facts.remit.references or not figures:
        return
    total = total_cost(setting)
    if total is None:
        return
    for figure in sorted(figures, key=lambda each: each.code):
        steps = _over(setting, total, figure)
        if steps:
            yield _finding(setting, total, figure, steps)
            return  # one sum is one finding; the first ceiling in force is named


def _over(setting: Setting, total: TotalCost, figure: Reference) -> tuple[Step, ...]:
    """The arithmetic where the sum lies over the ceiling; nothing where it does not."""
    cap = parse(TOTAL_TERM, figure.value, figure.qualifier)
    if not isinstance(cap, Cost):
        return ()
    sum_of_all = Step(total.text, "sum of the charges stated")
    if not cap.worker_pays:
        return (sum_of_all,) if total.amount > 0 else ()
    if cap.money is None:
        return ()
    rate = setting.exchange.convert(total.currency, cap.money.currency, setting.facts.on)
    if rate is None:
        return ()
    brought = total.amount * rate.factor
    if brought <= cap.money.amount * (Decimal(1) + rate.tolerance):
        return ()
    over = about_text(brought - cap.money.amount, cap.money.currency)
    limit = amount_text(cap.money.amount, cap.money.currency)
    text = f"{about_text(brought, cap.money.currency)} − {limit} = {over}"
    return (sum_of_all, *rate.steps(total.amount, total.currency), Step(text, figure.instrument))


def _finding(
    setting: Setting, total: TotalCost, figure: Reference, steps: tuple[Step, ...]
) -> Finding:
    kind = FindingKind.WORSE_THAN_REFERENCE
    answering = (setting.picture.answering(answer.place) for answer in total.answers)
    indicators = (i for answer in total.answers for i in setting.terms[answer.term].indicators)
    return Finding(
        kind=kind,
        severity=severity_of(kind, 1),
        terms=tuple(dict.fromkeys(answer.term for answer in total.answers)),
        rule=RULE,
        rule_version=RULE_VERSION,
        addressed_to=tuple(dict.fromkeys(answering)),
        axis=Axis.INVOLUNTARINESS,
        statements=tuple(answer.id for answer in total.answers),
        on=figure.effective_from,
        reason=TOTAL,
        stated=True,
        arithmetic=steps,
        indicators=tuple(dict.fromkeys(indicators)),
        references=(figure.code,),
        words=dated(f"{kind.value}.total_cost", figure),
        params={
            "total": about_text(total.amount, total.currency),
            "links": p.places(dict.fromkeys(answer.place for answer in total.answers)),
            **figure_params(figure.code),
            "also": [p.sentence("reference.check_law", on=p.day(setting.facts.on))],
        },
    )
