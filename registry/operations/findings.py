"""Findings on record: observe, ask, reply, settle (D16, law 12)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Chain, Finding, FindingAct, Observation
from models.vocabulary import FindingStatus
from registry.access import FindingLife, reply_window
from registry.canonical import digest
from registry.exceptions import FormError, NotAllowedError, NotFoundError, RefusedError
from registry.finding_form import finding_body
from registry.identifiers import new_public_id
from registry.jcs import canonical
from registry.log.kinds import OBSERVED
from registry.operations.acting import Actor, When, record_event, record_untold
from registry.reference_data import catalogue
from registry.snapshot import snapshot
from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Comparison
from reports.finding import Finding as Seen

SETTLED = frozenset(
    {
        FindingStatus.EXPLAINED,
        FindingStatus.CORRECTED,
        FindingStatus.UPHELD,
        FindingStatus.WITHDRAWN,
    }
)
EXTENSION = timedelta(days=7)


def compare_chain(session: Session, chain: Chain, *, on: date) -> tuple[ChainFacts, Comparison]:
    """The full facts of a day and their comparison, before any masking."""
    facts, release = snapshot(session, chain.id, on=on)
    return facts, compare(facts, catalogue(session, release).reference_set)


def observe(session: Session, chain: Chain, *, when: When) -> list[Finding]:
    """Compare the chain as it stands and put on record what changed since the last time."""
    _, comparison = compare_chain(session, chain, on=when.filed_on)
    return record_comparison(session, chain, comparison.findings, when=when)


def record_comparison(
    session: Session, chain: Chain, seen: Iterable[Seen], *, when: When
) -> list[Finding]:
    """Write an observation for each finding that is new, changed or gone."""
    held = {f.identity: f for f in held_findings(session, chain)}
    current = {finding.identity(chain.public_id): finding for finding in seen}
    new: list[Observation] = []
    for identity, finding in current.items():
        row = held.get(identity) or _new_finding(session, chain, identity, finding, when)
        held[identity] = row
        new += _observe_one(row, finding, when)
    for identity, row in held.items():
        if identity not in current and row.observations and row.observations[-1].present:
            new.append(_observe_gone(row, when))
    session.flush()
    for observation in new:
        record_untold(session, OBSERVED, observation)
    return [held[identity] for identity in current]


def held_findings(session: Session, chain: Chain) -> list[Finding]:
    """The findings on record of a chain, with their observations and acts."""
    return list(
        session.scalars(
            select(Finding)
            .where(Finding.chain_id == chain.id)
            .options(selectinload(Finding.observations), selectinload(Finding.acts))
            .order_by(Finding.id)
        )
    )


def _new_finding(
    session: Session, chain: Chain, identity: str, finding: Seen, when: When
) -> Finding:
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


def _observe_one(row: Finding, finding: Seen, when: When) -> list[Observation]:
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


def _observe_gone(row: Finding, when: When) -> Observation:
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


def observed(session: Session, chain: Chain, named: Mapping[str, Any], *, when: When) -> Finding:
    """The finding that is named by kind, terms and sides, as observed on that day."""
    _, comparison = compare_chain(session, chain, on=when.filed_on)
    record_comparison(session, chain, comparison.findings, when=when)
    matches = [seen for seen in comparison.findings if _is_named(seen, named)]
    if len(matches) != 1:
        raise RefusedError(
            f"{len(matches)} findings of {when.filed_on} are a {named.get('kind')} about"
            f" {', '.join(named.get('terms', []))}; name its kind, terms, below and above."
        )
    identity = matches[0].identity(chain.public_id)
    return next(f for f in held_findings(session, chain) if f.identity == identity)


def _is_named(seen: Seen, named: Mapping[str, Any]) -> bool:
    return (
        seen.kind == named.get("kind")
        and (not named.get("terms") or set(named["terms"]) <= set(seen.terms))
        and (not named.get("below") or seen.below == named["below"])
        and (not named.get("above") or seen.above == named["above"])
        and (not named.get("addressed_to") or named["addressed_to"] in seen.addressed_to)
    )


def life_of(finding: Finding, *, on: date | None = None) -> FindingLife:
    """What has been done about a finding up to a day."""
    acts = [act for act in finding.acts if on is None or act.on <= on]
    asked = next((act for act in acts if act.status == FindingStatus.ASKED), None)
    settled = next((act for act in reversed(acts) if act.status in SETTLED), None)
    dues = [act.due_on for act in acts if act.due_on]
    return FindingLife(
        status=FindingStatus(acts[-1].status) if acts else FindingStatus.OPEN,
        asked_on=asked.on if asked else None,
        due_on=max(dues) if dues else None,
        replies=tuple(
            (act.on, str(act.by_party_id or ""), act.text, act.language)
            for act in acts
            if act.status == FindingStatus.REPLIED
        ),
        settled_on=settled.on if settled else None,
        public_id=finding.public_id,
    )


def ask(session: Session, chain: Chain, finding: Finding, *, by: Actor, when: When) -> None:
    """Put the finding to those it is addressed to; from now the reply window runs (D20)."""
    if any(act.status == FindingStatus.ASKED for act in finding.acts):
        raise RefusedError("This has been asked already; the reply window is running.")
    facts, _ = snapshot(session, chain.id, on=when.filed_on)
    due_on = when.filed_on + reply_window(facts, when.filed_on)
    _act(session, chain, finding, FindingStatus.ASKED, by=by, when=when, due_on=due_on)


def extend(session: Session, chain: Chain, finding: Finding, *, by: Actor, when: When) -> None:
    """Give seven more days, once (D20)."""
    asked = [act for act in finding.acts if act.status == FindingStatus.ASKED]
    if len(asked) != 1 or asked[0].due_on is None:
        raise RefusedError("The reply window is extended once, after the finding was asked.")
    due_on = asked[0].due_on + EXTENSION
    _act(session, chain, finding, FindingStatus.ASKED, by=by, when=when, due_on=due_on)


def reply(
    session: Session,
    chain: Chain,
    finding: Finding,
    *,
    text: str,
    language: str,
    by: Actor,
    when: When,
) -> None:
    """Put a reply beside the finding; it never deletes it."""
    if not text.strip():
        raise FormError(["Reply: write what you want to answer."])
    if not by.takes_over and by.party_id is None:
        raise NotAllowedError("Only a party of the chain may reply.")
    status = FindingStatus.REPLIED
    _act(session, chain, finding, status, by=by, when=when, text=text.strip(), language=language)


def settle(
    session: Session,
    chain: Chain,
    finding: Finding,
    *,
    status: FindingStatus,
    reason: str,
    by: Actor,
    when: When,
) -> None:
    """A reviewer settles a finding with a reason; it stays on record."""
    if status not in SETTLED:
        raise FormError([f"Status: {status.value} does not settle a finding."])
    if not reason.strip():
        raise FormError(["Reason: a decision carries its reason."])
    _act(session, chain, finding, status, by=by, when=when, text=reason.strip(), language="en")


def find_finding(session: Session, chain: Chain, public_id: str) -> Finding:
    """A finding of this chain by its public identifier."""
    found = session.scalars(
        select(Finding)
        .where(Finding.chain_id == chain.id, Finding.public_id == public_id)
        .options(selectinload(Finding.observations), selectinload(Finding.acts))
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such finding.")
    return found


def _act(
    session: Session,
    chain: Chain,
    finding: Finding,
    status: FindingStatus,
    *,
    by: Actor,
    when: When,
    due_on: date | None = None,
    text: str = "",
    language: str = "",
) -> None:
    same = [a for a in finding.acts if (a.status, a.on, a.text) == (status, when.filed_on, text)]
    if same:
        return
    act = FindingAct(
        status=status.value,
        on=when.filed_on,
        due_on=due_on,
        text=text,
        language=language,
        by_party_id=by.party_id,
        recorded_at=when.at,
    )
    finding.acts.append(act)
    session.flush()
    kind, subject = f"finding:{status.value}", finding.public_id
    record_event(session, kind, subject, row=act, by=by, at=when.at, chain_id=chain.id)
