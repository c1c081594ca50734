"""Terms that their owner has not stated: the finding falls on the owner (law 3)."""

from collections.abc import Iterable, Iterator

from models.vocabulary import FindingKind, Owner, Requirement, Severity, State
from reports.baselines import BatchTold
from reports.finding import Finding
from reports.rules.grouping import Group, grouped
from reports.setting import Setting
from reports.severity import QUESTION, at_most, severity_of

RULE = "2.4 never_stated"
NOT_CONFIRMED = "not_confirmed"
OWNER_SILENT = "owner_silent"
REGISTER_ONLY = "register_only"


def never_stated(setting: Setting, told: tuple[BatchTold, ...]) -> Iterator[Finding]:
    """Nobody, or everybody but the owner, has stated a term that this kind of job must answer."""
    heard = {each.answer.term for batch in told for each in batch.told}
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for code, term in setting.terms.items():
        owners = setting.owners(term.owner)
        expected = term.requirement_in(setting.facts.sector) is Requirement.EXPECTED
        reason = _silence(setting, code, owners) if owners and expected else None
        if reason is not None:
            groups.setdefault((owners, reason), []).append(code)
    # D15: one finding for an owner, listing its terms.
    for (owners, reason), codes in groups.items():
        yield _silent(setting, owners, reason, codes, heard)


def _silence(setting: Setting, term: str, owners: tuple[str, ...]) -> str | None:
    """Why a term counts as not stated by its owner; None where it is stated."""
    standing = setting.standing
    if any(standing.states(term, owner) for owner in owners):
        return None
    if any(a.state is State.DECLINED for owner in owners for a in standing.own(term, owner)):
        return None  # a refusal is a finding of its own
    for owner in owners:
        claims = standing.claims.get((term, owner), ())
        if any(claim.disclosed for claim in claims):
            return NOT_CONFIRMED  # D1
    places = setting.picture.places
    if any(standing.states(term, place) for place in places if setting.picture.owes(place)):
        # Of what several own, one's answer is an answer; the employer's own is never replaced.
        return OWNER_SILENT if setting.terms[term].owner is Owner.EMPLOYER else None
    recorded = any(c.disclosed for each in places for c in standing.claims.get((term, each), ()))
    if recorded:
        return OWNER_SILENT
    # A register's form has no room for most terms: its silence is not the employer's.
    return REGISTER_ONLY if setting.register_only else ""


def _silent(
    setting: Setting,
    owners: tuple[str, ...],
    reason: str,
    codes: list[str],
    heard: set[str],
) -> Finding:
    severities = {code: _silence_severity(setting, code, reason, heard) for code in codes}
    top = min(map(setting.tier, codes))
    return grouped(
        Group(
            FindingKind.NEVER_STATED,
            RULE,
            owners,
            reason=reason,
            words=f"never_stated.{reason or 'nobody'}",
            statements=_claims(setting, codes, owners) if reason == NOT_CONFIRMED else (),
            # D15: lower tiers are counted, also where no tier is more than a Question.
            named=tuple(code for code in codes if setting.tier(code) == top),
        ),
        severities,
    )


def _silence_severity(setting: Setting, code: str, reason: str, heard: set[str]) -> Severity:
    severity = severity_of(FindingKind.NEVER_STATED, setting.tier(code))
    if reason in {NOT_CONFIRMED, REGISTER_ONLY} or (reason == OWNER_SILENT and code not in heard):
        # Somebody's answer is there, or nobody here was asked: the owner is asked for its own.
        return at_most(severity, QUESTION)
    return severity


def _claims(setting: Setting, codes: Iterable[str], owners: tuple[str, ...]) -> tuple[str, ...]:
    claims = setting.standing.claims
    return tuple(
        claim.id for code in codes for owner in owners for claim in claims.get((code, owner), ())
    )
