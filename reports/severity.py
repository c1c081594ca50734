"""How a finding is handled: its severity, its axis, and when a human must look at once."""

from collections.abc import Iterable, Mapping

from models.vocabulary import Axis, FindingKind, Milestone, Severity
from reports.finding import Finding
from reports.reference_facts import Term

NOTE, QUESTION, SERIOUS = Severity.NOTE, Severity.QUESTION, Severity.SERIOUS
RANK = {NOTE: 0, QUESTION: 1, SERIOUS: 2}

# 2.4: by tier 1, 2, 3.
BY_TIER = (SERIOUS, QUESTION, NOTE)
ASKING = (QUESTION, QUESTION, QUESTION)
SEVERITIES: Mapping[FindingKind, tuple[Severity, Severity, Severity]] = {
    FindingKind.OMITTED: BY_TIER,
    FindingKind.NEVER_STATED: BY_TIER,
    FindingKind.CONTRADICTED: BY_TIER,
    FindingKind.WORSENED: BY_TIER,
    FindingKind.IMPROVED: (NOTE, NOTE, NOTE),
    FindingKind.ADDED_BURDEN: BY_TIER,
    FindingKind.VAGUE: (QUESTION, NOTE, NOTE),
    FindingKind.LATE: ASKING,
    FindingKind.SUPERSEDED_AFTER_TOLD: BY_TIER,
    FindingKind.NOT_TOLD_IN_LANGUAGE: ASKING,
    FindingKind.WORSE_THAN_REFERENCE: ASKING,
    FindingKind.WORSE_THAN_BENCHMARK: (QUESTION, NOTE, NOTE),
    FindingKind.GAP_IN_CHAIN: ASKING,
    FindingKind.NOT_COMPARABLE: (NOTE, NOTE, NOTE),
}

# Kinds in which something is said that touches work not offered voluntarily, or its penalty.
ON_AN_AXIS = frozenset(
    {
        FindingKind.CONTRADICTED,
        FindingKind.WORSENED,
        FindingKind.ADDED_BURDEN,
        FindingKind.SUPERSEDED_AFTER_TOLD,
        FindingKind.WORSE_THAN_REFERENCE,
        FindingKind.WORSE_THAN_BENCHMARK,
    }
)
CONSENT = "employer_with_written_consent"  # easily extracted; stays a Question (1, code lists)


def severity_of(kind: FindingKind, tier: int) -> Severity:
    """The default of 2.4 for a kind and a tier."""
    return SEVERITIES[kind][min(max(tier, 1), 3) - 1]


def at_most(severity: Severity, cap: Severity) -> Severity:
    """A severity, but no higher than a cap."""
    return min(severity, cap, key=RANK.__getitem__)


def highest(severities: Iterable[Severity]) -> Severity:
    """The highest of several severities."""
    return max(severities, key=RANK.__getitem__, default=NOTE)


def lateness(milestone: Milestone) -> Severity:
    """How late is handled, by the milestone that had passed (2.4)."""
    return QUESTION if milestone is Milestone.ACCEPTANCE else SERIOUS


def axis_of(term: Term, kind: FindingKind, *, stated: bool) -> Axis | None:
    """The ILO dimension that a finding touches (2.5)."""
    if kind not in ON_AN_AXIS:
        return None
    if term.axis is Axis.BOTH and not stated:
        # A debt or a bond is a penalty once somebody above states it; before, it is deception.
        return Axis.INVOLUNTARINESS
    return term.axis


def routed(findings: Iterable[Finding]) -> bool:
    """Whether a human must look: a Serious on involuntariness and a stated one on penalty."""
    found = tuple(findings)
    for one in found:
        if not _on_penalty(one):
            continue
        if any(other is not one and _on_involuntariness(other) for other in found):
            return True
    return False


def _on_penalty(finding: Finding) -> bool:
    if not finding.stated or finding.axis not in {Axis.PENALTY, Axis.BOTH}:
        return False
    # D14: a stated answer on the penalty axis counts even when every link says the same.
    if finding.kind is FindingKind.WORSE_THAN_BENCHMARK:
        return finding.reason != CONSENT
    return finding.severity is SERIOUS


def _on_involuntariness(finding: Finding) -> bool:
    return finding.severity is SERIOUS and finding.axis in {Axis.INVOLUNTARINESS, Axis.BOTH}
