"""Which findings of a chain a reader sees, and from when: the right of reply (law 12, D20)."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from models.vocabulary import FindingStatus, Milestone, Severity
from registry.access import DATA_CLASSES, Reader, Sight, standing
from reports.facts import ChainFacts
from reports.finding import Finding


@dataclass(frozen=True, slots=True)
class FindingLife:
    """What has been done about a finding: its status, when asked, what was replied."""

    status: FindingStatus = FindingStatus.OPEN
    asked_on: date | None = None
    due_on: date | None = None
    replies: tuple[tuple[date, str, str, str], ...] = ()  # (day, party public id, text, language)
    settled_on: date | None = None
    decision: tuple[str, str] = ("", "")  # its reason, and the language of it
    public_id: str = ""


UNASKED = FindingLife()


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as a reader sees it: ``severity`` is None while its word waits (D20)."""

    finding: Finding
    life: FindingLife
    severity: Severity | None
    identity: str = field(default="")


REPLY_WINDOW = timedelta(days=14)
URGENT_WINDOW = timedelta(hours=72)
URGENT_WITHIN = timedelta(days=21)


def reply_window(facts: ChainFacts, asked_on: date) -> timedelta:
    """14 days, or 72 hours where a batch departs within 21 days (D20)."""
    for batch in facts.batches:
        leaves = batch.milestones.get(Milestone.DEPARTURE)
        if leaves and asked_on <= leaves <= asked_on + URGENT_WITHIN:
            return URGENT_WINDOW
    return REPLY_WINDOW


def finding_is_public(finding: Finding, life: FindingLife, facts: ChainFacts) -> bool:
    """Notes and questions at once; a serious one when asked and the window has passed (3.7)."""
    if life.status is FindingStatus.WITHDRAWN:
        return False
    if finding.severity is not Severity.SERIOUS:
        return True
    if life.asked_on is None:
        return False
    due = life.due_on or life.asked_on + reply_window(facts, life.asked_on)
    # The day until which a reply is awaited belongs to those who were asked, to its end: else 72
    # hours that begin in an evening would be two days.
    return facts.on > due


def shown_findings(
    reader: Reader,
    facts: ChainFacts,
    findings: tuple[Finding, ...],
    lives: dict[str, FindingLife],
) -> tuple[ShownFinding, ...]:
    """The findings of a chain that this reader may see, in the order given."""
    seat = standing(reader, facts)
    sight = DATA_CLASSES["findings"][seat]
    own = frozenset(p.id for p in facts.places if p.party and p.party in reader.party_ids)
    shown = []
    for finding in findings:
        identity = finding.identity(facts.id)
        life = lives.get(identity, UNASKED)
        public = finding_is_public(finding, life, facts)
        touched = bool(own & {finding.below, finding.above, *finding.addressed_to})
        if sight in {Sight.YES, Sight.JURISDICTION} or public or (sight is Sight.OWN and touched):
            waits = sight is Sight.REPLY_WINDOW and not public
            severity = None if waits else finding.severity
            shown.append(ShownFinding(_as_asked(finding, life), life, severity, identity))
    return tuple(shown)


# A sentence that says that no link was asked, and what is said once one was (law 12).
_ONCE_ASKED = {"never_stated.register_only": "never_stated.register_asked"}


def _as_asked(finding: Finding, life: FindingLife) -> Finding:
    if life.asked_on is None or finding.words not in _ONCE_ASKED:
        return finding
    return replace(finding, words=_ONCE_ASKED[finding.words])


def sees_findings_at_once(reader: Reader, facts: ChainFacts) -> bool:
    """Whether nothing about a chain waits for a reply before this reader is told of it (D20)."""
    return DATA_CLASSES["findings"][standing(reader, facts)] in {Sight.YES, Sight.JURISDICTION}


def sees_routing(reader: Reader, facts: ChainFacts) -> bool:
    """Whether the reader is shown that a chain is routed to an inspector; never public (2.5)."""
    return DATA_CLASSES["top_rung"][standing(reader, facts)] in {Sight.YES, Sight.JURISDICTION}
