"""Findings on record: observe, ask, reply, settle (D16, law 12)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Chain, Finding, FindingAct, Observation, Place
from models.vocabulary import FindingStatus
from registry.exceptions import (
    Code,
    FormError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    Sentence,
)
from registry.log.kinds import OBSERVED
from registry.operations.acting import Actor, When, record_event, record_untold
from registry.operations.observing import new_finding, observe_gone, observe_one
from registry.reference_data import catalogue
from registry.snapshot import snapshot
from registry.visible_findings import REPLY_WINDOW, FindingLife, reply_window
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
        row = held.get(identity) or new_finding(session, chain, identity, finding, when)
        held[identity] = row
        new += observe_one(row, finding, when)
    for identity, row in held.items():
        if identity not in current and row.observations and row.observations[-1].present:
            new.append(observe_gone(row, when))
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


def observed(session: Session, chain: Chain, named: Mapping[str, Any], *, when: When) -> Finding:
    """The finding that is named by kind, terms and sides, as observed on that day."""
    _, comparison = compare_chain(session, chain, on=when.filed_on)
    record_comparison(session, chain, comparison.findings, when=when)
    matches = [seen for seen in comparison.findings if _is_named(seen, named)]
    if len(matches) != 1:
        raise RefusedError(
            "%(number)s findings of %(day)s are of the kind “%(kind)s” and about %(terms)s: name"
            " its kind, its terms, and the links below and above.",
            number=len(matches),
            day=when.filed_on,
            kind=Code("finding_kind", str(named.get("kind"))),
            terms=tuple(Code("term", term) for term in named.get("terms", ())),
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
    # What is said after a decision stands beside the finding, and the decision stays.
    last = settled or (acts[-1] if acts else None)
    dues = [act.due_on for act in acts if act.due_on]
    return FindingLife(
        status=FindingStatus(last.status) if last else FindingStatus.OPEN,
        asked_on=asked.on if asked else None,
        due_on=max(dues) if dues else None,
        replies=tuple(
            (act.on, str(act.by_party_id or ""), act.text, act.language)
            for act in acts
            if act.status == FindingStatus.REPLIED
        ),
        settled_on=settled.on if settled else None,
        decision=(settled.text, settled.language) if settled else ("", ""),
        public_id=finding.public_id,
    )


def ask(
    session: Session,
    chain: Chain,
    finding: Finding,
    *,
    by: Actor,
    when: When,
    text: str = "",
    language: str = "",
) -> None:
    """Put the finding to those it is addressed to; from now the reply window runs (D20)."""
    if any(act.status == FindingStatus.ASKED for act in finding.acts):
        raise RefusedError("This has been asked already; the reply window is running.")
    facts, _ = snapshot(session, chain.id, on=when.filed_on)
    due_on = when.filed_on + reply_window(facts, when.filed_on)
    said, tag = text.strip(), language if text.strip() else ""
    status = FindingStatus.ASKED
    _act(session, chain, finding, status, by=by, when=when, due_on=due_on, text=said, language=tag)


def extend(session: Session, chain: Chain, finding: Finding, *, by: Actor, when: When) -> None:
    """Give seven more days, once (D20)."""
    refusal = why_not_longer(finding, on=when.filed_on)
    if refusal:
        raise RefusedError(refusal)
    (asked,) = (act for act in finding.acts if act.status == FindingStatus.ASKED)
    due_on = (asked.due_on or asked.on) + EXTENSION
    _act(session, chain, finding, FindingStatus.ASKED, by=by, when=when, due_on=due_on)


def why_not_longer(finding: Finding, *, on: date) -> Sentence | None:
    """Why the reply window cannot be made longer on a day; None where it can."""
    asked = [act for act in finding.acts if act.status == FindingStatus.ASKED]
    if len(asked) != 1 or asked[0].due_on is None:
        return Sentence("The reply window is extended once, after the finding was asked.")
    if on > asked[0].due_on:
        return Sentence("The day until which a reply was awaited has passed.")
    # 3.7: a reply must not become a way to wait until the workers have left.
    if asked[0].due_on - asked[0].on < REPLY_WINDOW:
        return Sentence("Workers leave soon, so the time for this reply is not made longer.")
    return None


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
        raise FormError("Reply: write what you want to answer.")
    if not by.takes_over and by.party_id not in _concerned(session, chain, finding):
        raise NotAllowedError("Only a link that the finding concerns may reply.")
    status = FindingStatus.REPLIED
    _act(session, chain, finding, status, by=by, when=when, text=text.strip(), language=language)


def _concerned(session: Session, chain: Chain, finding: Finding) -> set[int]:
    """The parties that a finding concerns."""
    keys = concerned_places(last_seen(finding))
    held = select(Place.party_id).where(Place.chain_id == chain.id, Place.key.in_(keys))
    return {party for party in session.scalars(held) if party is not None}


def last_seen(finding: Finding) -> Mapping[str, Any]:
    """A finding as it was last observed, also where it is found no more."""
    return next((seen.body for seen in reversed(finding.observations) if seen.present), {})


def concerned_places(body: Mapping[str, Any]) -> set[str]:
    """The places between which a finding is, and those to whom it is addressed (3.7)."""
    named = {body.get("below", ""), body.get("above", ""), *body.get("addressed_to", ())}
    return named - {""}


def settle(
    session: Session,
    chain: Chain,
    finding: Finding,
    *,
    status: FindingStatus,
    reason: str,
    by: Actor,
    when: When,
    language: str = "en",
) -> None:
    """A reviewer settles a finding with a reason; it stays on record."""
    if status not in SETTLED:
        raise FormError("Decision: choose one that settles a finding.")
    if not reason.strip():
        raise FormError("Reason: a decision carries its reason.")
    said = reason.strip()
    _act(session, chain, finding, status, by=by, when=when, text=said, language=language)


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
    this = (status, when.filed_on, text, by.party_id, due_on)
    if any((a.status, a.on, a.text, a.by_party_id, a.due_on) == this for a in finding.acts):
        return  # sent twice
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
