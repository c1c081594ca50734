"""Compares the statements of one chain on one day: frozen facts in, findings out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from models.vocabulary import FindingKind, Milestone
from reports.baselines import BatchTold, what_was_told
from reports.derived import derive
from reports.facts import ChainFacts
from reports.finding import Comparison, Finding
from reports.reference_facts import ReferenceSet
from reports.rules.accounts import compare_accounts
from reports.rules.burdens import untold_burdens
from reports.rules.ceilings import over_the_ceiling
from reports.rules.difference import KINDS, RULE_VERSION
from reports.rules.documents import compare_documents
from reports.rules.gaps import gaps
from reports.rules.links import compare_links
from reports.rules.never import never_stated
from reports.rules.omissions import omitted
from reports.rules.precision import vague
from reports.rules.references import worse_than_benchmark, worse_than_reference
from reports.rules.timing import late, not_told_in_language, superseded
from reports.rules.told import compare_told
from reports.setting import Setting
from reports.severity import RANK, routed

Told = tuple[BatchTold, ...]
Apply = Callable[[Setting, Told], Iterator[Finding]]
PAIRS = frozenset(KINDS.values())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the kinds of finding that it can yield."""

    apply: Apply
    kinds: frozenset[FindingKind]


def _alone(
    rule: Callable[[Setting], Iterator[Finding]],
) -> Callable[[Setting, Told], Iterator[Finding]]:
    return lambda setting, _: rule(setting)


RULES: tuple[Rule, ...] = (
    Rule(compare_told, PAIRS),
    Rule(compare_links, PAIRS),
    Rule(compare_documents, PAIRS - {FindingKind.VAGUE, FindingKind.NOT_COMPARABLE}),
    Rule(_alone(compare_accounts), PAIRS - {FindingKind.VAGUE, FindingKind.NOT_COMPARABLE}),
    Rule(untold_burdens, frozenset({FindingKind.ADDED_BURDEN})),
    Rule(superseded, frozenset({FindingKind.SUPERSEDED_AFTER_TOLD})),
    Rule(late, frozenset({FindingKind.LATE})),
    Rule(not_told_in_language, frozenset({FindingKind.NOT_TOLD_IN_LANGUAGE})),
    Rule(_alone(omitted), frozenset({FindingKind.OMITTED})),
    Rule(never_stated, frozenset({FindingKind.NEVER_STATED})),
    Rule(_alone(vague), frozenset({FindingKind.VAGUE})),
    Rule(_alone(worse_than_reference), frozenset({FindingKind.WORSE_THAN_REFERENCE})),
    Rule(_alone(over_the_ceiling), frozenset({FindingKind.WORSE_THAN_REFERENCE})),
    Rule(_alone(worse_than_benchmark), frozenset({FindingKind.WORSE_THAN_BENCHMARK})),
    Rule(_alone(gaps), frozenset({FindingKind.GAP_IN_CHAIN})),
)


def compare(facts: ChainFacts, reference_set: ReferenceSet) -> Comparison:
    """Every difference and silence of a chain as it stood on its day, in a settled order."""
    setting = Setting(facts, reference_set)
    told = what_was_told(facts, setting.standing)
    found = [finding for rule in RULES for finding in rule.apply(setting, told)]
    findings = tuple(sorted(_one_each(found), key=lambda finding: _order(setting, finding)))
    checked, not_checked = _checks(setting, told)
    return Comparison(
        chain=facts.id,
        on=facts.on,
        findings=findings,
        derived=derive(setting),
        routed_to_inspector=routed(findings),
        asked_terms=setting.asked_terms,
        unstated_terms=_unstated(setting),
        checked=checked,
        not_checked=not_checked,
        reference_version=reference_set.version,
        rule_version=RULE_VERSION,
    )


def _one_each(found: list[Finding]) -> list[Finding]:
    """One finding for each identity (D16): the first rule that names it keeps it."""
    by_identity: dict[str, Finding] = {}
    for finding in found:
        by_identity.setdefault(finding.identity(""), finding)
    return list(by_identity.values())


def _order(setting: Setting, finding: Finding) -> tuple[object, ...]:
    # Serious ones first, then in the order in which the terms are asked; never by party (R12).
    positions = [setting.terms[code].position for code in finding.terms if code in setting.terms]
    return (
        -RANK[finding.severity],
        len(finding.terms) != 1,
        min(positions, default=0),
        finding.kind.value,
        finding.batch,
        finding.below,
        finding.above,
        finding.scope.parts,
        finding.reason,
    )


def _unstated(setting: Setting) -> tuple[str, ...]:
    standing, places = setting.standing, setting.picture.places

    def stated(term: str) -> bool:
        return any(a.disclosed for place in places for a in standing.of(term, place))

    return tuple(term for term in setting.asked_terms if not stated(term))


def _checks(setting: Setting, told: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was checked and what was not, as codes of sentences."""
    facts, picture = setting.facts, setting.picture
    accepted = any(Milestone.ACCEPTANCE in batch.batch.milestones for batch in told)
    ordered = all(picture.above.get(each) or each in picture.employers for each in picture.places)
    holds: Mapping[str, bool] = {
        "told": any(batch.told for batch in told),
        "lateness": accepted,
        "links": len(picture.places) > 1,
        "order": ordered,
        "references": facts.remit.references and bool(setting.reference_set.references),
        "benchmarks": facts.remit.benchmarks and bool(setting.reference_set.benchmarks),
        "accounts": bool(setting.standing.accounts),
        "all_terms": facts.remit.terms is None,
    }
    checked = [f"checked.{code}" for code, held in holds.items() if held]
    missing = [f"not_checked.{code}" for code, held in holds.items() if not held]
    # Never checked, whatever is on file.
    missing += ["not_checked.truth", "not_checked.free_text"]
    return tuple(checked), tuple(missing)
