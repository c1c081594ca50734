"""Findings about several terms at once (D15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary import Axis, FindingKind, Milestone, Severity
from reports import params as p
from reports.finding import Finding
from reports.rules.difference import RULE_VERSION
from reports.severity import SERIOUS, highest


@dataclass(frozen=True, slots=True)
class Group:
    """What findings about several terms at once have in common."""

    kind: FindingKind
    rule: str
    addressed_to: tuple[str, ...]
    words: str
    reason: str = ""
    below: str = ""
    above: str = ""
    statements: tuple[str, ...] = ()
    on: date | None = None
    batch: str = ""
    telling: str = ""
    milestone: Milestone | None = None
    params: Mapping[str, p.Param] | None = None
    named: tuple[str, ...] = ()  # the terms that the sentence names; none: those of top severity


def grouped(group: Group, severities: Mapping[str, Severity]) -> Finding:
    """One finding about several terms; those of lower rank are printed as one number (D15)."""
    severity = highest(severities.values())
    first = group.named or [code for code in severities if severities[code] is severity]
    rest = len(severities) - len(first)
    also = [p.sentence("terms.others", count=str(rest))] if rest else []
    return Finding(
        kind=group.kind,
        severity=severity,
        terms=tuple(severities),
        rule=group.rule,
        rule_version=RULE_VERSION,
        addressed_to=group.addressed_to,
        # Silence states nothing; what was withheld from a decision touches its voluntariness.
        axis=Axis.INVOLUNTARINESS
        if severity is SERIOUS and group.kind is not FindingKind.NEVER_STATED
        else None,
        below=group.below,
        above=group.above,
        statements=group.statements,
        batch=group.batch,
        telling=group.telling,
        milestone=group.milestone,
        on=group.on,
        reason=group.reason,
        words=group.words,
        params={
            "terms": p.terms(first),
            "links": p.places(group.addressed_to),
            **(group.params or {}),
            "also": also,
        },
    )
