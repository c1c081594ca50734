"""How findings are handled: severities by tier, axes, addressees, and what goes to a human."""

import pytest

from models.vocabulary import Axis, FindingKind, Milestone, Severity
from reports.finding import Finding
from reports.severity import (
    SEVERITIES,
    at_most,
    axis_of,
    highest,
    lateness,
    routed,
    severity_of,
)
from tests.chain_builder import answered, chain, filed, findings, stated, told, wage
from tests.chain_cases import reference_set

NOTE, QUESTION, SERIOUS = Severity.NOTE, Severity.QUESTION, Severity.SERIOUS
TERMS = reference_set().terms


def finding(
    kind: FindingKind, severity: Severity, axis: Axis | None, stated: bool = False
) -> Finding:
    return Finding(kind, severity, ("t",), "r", "1", ("H",), axis=axis, stated=stated)


VOLUNTARY = finding(FindingKind.WORSENED, SERIOUS, Axis.INVOLUNTARINESS)
PENALTY = finding(FindingKind.WORSENED, SERIOUS, Axis.PENALTY, stated=True)


def test_every_kind_has_a_severity_for_every_tier() -> None:
    assert set(SEVERITIES) == set(FindingKind)
    assert [severity_of(FindingKind.WORSENED, tier) for tier in (1, 2, 3)] == [
        SERIOUS,
        QUESTION,
        NOTE,
    ]
    assert {severity_of(FindingKind.IMPROVED, tier) for tier in (1, 2, 3)} == {NOTE}
    assert severity_of(FindingKind.VAGUE, 1) is QUESTION


def test_severities_are_ordered() -> None:
    assert at_most(SERIOUS, QUESTION) is QUESTION
    assert at_most(NOTE, QUESTION) is NOTE
    assert highest([NOTE, SERIOUS, QUESTION]) is SERIOUS
    assert highest([]) is NOTE


def test_late_is_asked_after_acceptance_and_serious_after_departure() -> None:
    assert lateness(Milestone.ACCEPTANCE) is QUESTION
    assert lateness(Milestone.DEPARTURE) is lateness(Milestone.ARRIVAL) is SERIOUS


def test_a_tier_two_term_weighs_more_where_the_sector_raises_it() -> None:
    room = stated("room_sharing", {"n": "2"}), stated("room_sharing", {"n": "10"})
    acts = [filed("A", room[0]), filed("H", room[1])]
    general = findings(chain(acts, terms=["room_sharing"]))
    garment = findings(chain(acts, terms=["room_sharing"], sector="garment"))
    assert [each.severity for each in (*general, *garment)] == [QUESTION, SERIOUS]


def test_a_debt_is_a_penalty_once_it_is_stated_above() -> None:
    bond = TERMS["bond_collateral"]
    assert axis_of(bond, FindingKind.CONTRADICTED, stated=False) is Axis.INVOLUNTARINESS
    assert axis_of(bond, FindingKind.ADDED_BURDEN, stated=True) is Axis.BOTH
    assert axis_of(bond, FindingKind.NEVER_STATED, stated=False) is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([VOLUNTARY, PENALTY], True),
        ([VOLUNTARY], False),
        ([PENALTY], False),
        # Not inferred: what nobody stated never routes (2.5).
        ([VOLUNTARY, finding(FindingKind.WORSENED, SERIOUS, Axis.PENALTY)], False),
        ([VOLUNTARY, finding(FindingKind.WORSENED, QUESTION, Axis.PENALTY, stated=True)], False),
        ([finding(FindingKind.WORSENED, QUESTION, Axis.INVOLUNTARINESS), PENALTY], False),
        # D14: stated by all alike, it counts like a Serious one.
        (
            [
                VOLUNTARY,
                finding(FindingKind.WORSE_THAN_BENCHMARK, QUESTION, Axis.PENALTY, stated=True),
            ],
            True,
        ),
        # One finding on both axes is one finding.
        ([finding(FindingKind.ADDED_BURDEN, SERIOUS, Axis.BOTH, stated=True)], False),
    ],
)
def test_a_human_looks_at_a_serious_one_on_each_axis(found: list[Finding], expected: bool) -> None:
    assert routed(found) is expected


def test_with_written_consent_stays_a_question() -> None:
    keeps = stated("passport_custody", {"code": "worker_keeps"})
    consent = stated("passport_custody", {"code": "employer_with_written_consent"})
    taken = stated("passport_custody", {"code": "employer"})
    for above, severity in ((consent, QUESTION), (taken, SERIOUS)):
        facts = chain([filed("A", keeps), filed("H", above)], terms=["passport_custody"])
        assert [each.severity for each in findings(facts)] == [severity]


def test_law_3_a_difference_is_put_to_the_owner_and_not_to_its_messenger() -> None:
    acts = [filed("A", wage("300")), filed("B", wage("200")), filed("H", wage("200"))]
    found = findings(chain(acts, links="ABH", terms=["basic_wage"]))
    assert [(each.below, each.above, each.addressed_to) for each in found] == [("A", "B", ("B",))]
    acts = [filed("A", wage("300")), told("A", "A-2026-02-01"), filed("H", wage("200"))]
    found = findings(chain(acts, terms=["basic_wage"], milestones={"acceptance": "2026-02-05"}))
    assert [each.addressed_to for each in found] == [("H",)]


def test_a_silent_owner_is_asked_where_two_messengers_differ() -> None:
    acts = [filed("A", wage("300")), filed("B", wage("200"))]
    found = findings(chain(acts, links="ABH", terms=["basic_wage"]))
    assert [(each.kind.value, each.addressed_to) for each in found] == [
        ("worsened", ("H",)),
        ("never_stated", ("H",)),
    ]


def test_d11_the_licensed_link_answers_for_its_intermediary() -> None:
    fee = {"payer": "worker", "money": {"amount": "100", "currency": "USD", "period": "once"}}
    acts = [
        filed("S", stated("fee_local_intermediary", fee)),
        filed("A", answered("fee_local_intermediary", "none")),
        filed("H", answered("fee_local_intermediary", "none")),
    ]
    found = findings(chain(acts, links="SAH", terms=["fee_local_intermediary"]))
    assert [(each.kind.value, each.addressed_to) for each in found] == [("contradicted", ("A",))]
