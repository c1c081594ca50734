"""One computation of a finding as rows: seen, seen otherwise, seen no more (D16)."""

from sqlalchemy.orm import Session

from models import Chain, Finding, Observation
from registry.canonical import digest
from registry.finding_form import finding_body
from registry.identifiers import new_public_id
from registry.jcs import canonical
from registry.operations.acting import When
from reports.finding import Finding as Seen


def new_finding(
    session: Session, chain: Chain, identity: str, finding: Seen, when: When
) -> Finding:
    """A finding that is seen for the first time."""
    row = Finding(
        public_id=new_public_id("F"),
        chain_id=chain.id,
        identity=identity,
        kind=finding.kind.value,
        first_observed_on=when.filed_on,
    )
    row.observations, row.acts = [], []
    session.add(row)
    return row


def observe_one(row: Finding, finding: Seen, when: When) -> list[Observation]:
    """What was seen, unless the last observation says the same."""
    body = finding_body(finding)
    mark = digest(canonical(body))
    last = row.observations[-1] if row.observations else None
    if last is not None and last.present and last.digest == mark:
        return []
    seen = Observation(
        on=when.filed_on,
        present=True,
        rule=finding.rule,
        rule_version=finding.rule_version,
        severity=finding.severity.value,
        digest=mark,
        body=body,
    )
    row.observations.append(seen)
    return [seen]


def observe_gone(row: Finding, when: When) -> Observation:
    """That a finding is seen no more."""
    last = row.observations[-1]
    gone = Observation(
        on=when.filed_on,
        present=False,
        rule=last.rule,
        rule_version=last.rule_version,
        severity=last.severity,
        digest=last.digest,
        body={},
    )
    row.observations.append(gone)
    return gone
