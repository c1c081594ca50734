"""Who may see what: domain.md 3.1 as amended by D18-D25, and R1-R13."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.vocabulary import (
    FindingKind,
    FindingStatus,
    Milestone,
    Role,
    Sector,
    Severity,
    SizeBand,
    Source,
    State,
    UserRole,
)
from registry import access, masking, visible_findings
from registry.access import OPERATOR, PUBLIC, Reader, Sight, Standing
from registry.visible_findings import FindingLife
from reports.facts import Batch, ChainFacts, Place, Statement
from reports.finding import Finding

ON = date(2026, 4, 6)
PLACES = (
    Place("H", Role.EMPLOYER, "Qasr Garments", party="P-H", country="JO", district="Sahab"),
    Place("A", Role.ORIGIN_AGENCY, "Agency A", party="P-A", country="BD"),
    Place("S", Role.LOCAL_INTERMEDIARY, "", country="BD", division="Dhaka", district="Faridpur"),
)


def chain(**more: Any) -> ChainFacts:
    body: dict[str, Any] = {
        "id": "C-1",
        "title": "Sewing operators",
        "sector": Sector.GARMENT,
        "occupation": "",
        "occupation_title": "",
        "origin": "BD",
        "destination": "JO",
        "positions": 1,
        "numbers": (),
        "official_status": "",
        "official_status_on": None,
        "on": ON,
        "published_on": ON,
        "places": PLACES,
        "edges": (),
        "batches": (),
        "disclosures": (),
        "statements": (),
        "tellings": (),
        "servings": (),
    }
    return ChainFacts(**{**body, **more})


def household(**more: Any) -> ChainFacts:
    employer = replace(PLACES[0], role=Role.HOUSEHOLD_EMPLOYER, label="", division="Amman")
    return chain(places=(employer, *PLACES[1:]), published_on=None, **more)


def statement(term: str, value: dict[str, Any], **more: Any) -> Statement:
    return Statement("d.0", "d", more.pop("place", "A"), term, State.STATED, value, **more)


INSPECTOR = Reader(UserRole.INSPECTOR, 1, countries=frozenset({"JO"}))
ELSEWHERE = Reader(UserRole.INSPECTOR, 2, countries=frozenset({"FR"}))
AGENCY = Reader(UserRole.FILER, 3, frozenset({"P-A"}))
EMPLOYER = Reader(UserRole.FILER, 4, frozenset({"P-H"}))
STRANGER = Reader(UserRole.FILER, 5, frozenset({"P-Z"}))
UNION = Reader(UserRole.UNION, 6, frozenset({"P-U"}))
REGISTRAR = Reader(UserRole.REGISTRAR, 7)
RESEARCHER = Reader(UserRole.RESEARCHER, 8)
HOLDER = Reader(sheet_of="C-1")
EVERYBODY = {
    Standing.PUBLIC: PUBLIC,
    Standing.HOLDER: HOLDER,
    Standing.AGENCY: AGENCY,
    Standing.EMPLOYER: EMPLOYER,
    Standing.UNION: UNION,
    Standing.INSPECTOR: INSPECTOR,
    Standing.REGISTRAR: REGISTRAR,
    Standing.RESEARCHER: RESEARCHER,
    Standing.OPERATOR: OPERATOR,
}


def test_every_class_of_data_says_what_everybody_sees() -> None:
    for name, row in access.DATA_CLASSES.items():
        assert set(row) == set(Standing), name


def test_every_standing_is_held_by_somebody() -> None:
    assert {seat: access.standing(who, chain()) for seat, who in EVERYBODY.items()} == {
        seat: seat for seat in Standing
    }


def test_every_user_role_has_a_standing() -> None:
    held = {who.role for who in EVERYBODY.values() if who.role}
    assert held == set(UserRole)


@pytest.mark.parametrize("name", ["sealed_name", "worker_identity"])
def test_law_6_and_7_nobody_sees_sealed_names_or_workers(name: str) -> None:
    assert set(access.DATA_CLASSES[name].values()) == {Sight.NO}


READS_HOUSEHOLD = {
    Standing.HOLDER,
    Standing.AGENCY,
    Standing.EMPLOYER,
    Standing.INSPECTOR,
    Standing.OPERATOR,
}


@pytest.mark.parametrize("seat", Standing)
def test_d18_a_household_s_offer_is_reached_by_sheet_code_only(seat: Standing) -> None:
    assert access.may_read(EVERYBODY[seat], household()) is (seat in READS_HOUSEHOLD)


def test_d18_an_offer_is_public_from_its_publication() -> None:
    assert access.may_read(PUBLIC, chain())
    assert not access.may_read(PUBLIC, chain(published_on=None))
    assert not access.may_read(PUBLIC, chain(published_on=ON + timedelta(days=1)))


def test_r10_an_inspector_reads_within_the_jurisdiction() -> None:
    unpublished = chain(published_on=None)
    assert access.may_read(INSPECTOR, unpublished)
    assert not access.may_read(ELSEWHERE, unpublished)


def test_another_agency_does_not_read_an_unpublished_chain() -> None:
    assert access.may_read(AGENCY, chain(published_on=None))
    assert not access.may_read(STRANGER, chain(published_on=None))


@pytest.mark.parametrize("reader", [PUBLIC, UNION, REGISTRAR, EMPLOYER, HOLDER])
def test_d19_a_local_intermediary_appears_by_division(reader: Reader) -> None:
    shown = {p.id: p for p in masking.shown_to(reader, chain()).places}["S"]
    assert (shown.division, shown.district) == ("Dhaka", "")


def test_the_district_is_shown_within_the_chain_and_to_its_inspector() -> None:
    for reader in (AGENCY, INSPECTOR):
        shown = {p.id: p for p in masking.shown_to(reader, chain()).places}["S"]
        assert shown.district == "Faridpur"


def test_d18_between_whom_how_much_is_not_public_but_who_pays_is() -> None:
    paid = {"payer": "destination_agency", "money": {"amount": "900", "currency": "USD"}}
    facts = chain(statements=(statement("fee_recruitment", paid),))
    (public,) = masking.shown_to(PUBLIC, facts).statements
    (own,) = masking.shown_to(AGENCY, facts).statements
    assert public.value == {"payer": "destination_agency"}
    assert own.value == paid


def test_what_a_worker_pays_is_public() -> None:
    paid = {"payer": "worker", "money": {"amount": "20000", "currency": "BDT"}}
    (shown,) = masking.shown_to(PUBLIC, chain(statements=(statement("x", paid),))).statements
    assert shown.value == paid


def test_d18_a_household_s_words_zone_and_care_load_do_not_leave_its_chain() -> None:
    place = {"country": "JO", "region": "Amman", "site": "a street"}
    facts = household(
        statements=(
            statement("care_load", {"text": "an ill father"}, as_stated="an ill father"),
            statement("workplace_location", place),
        )
    )
    care, location = masking.shown_to(HOLDER, facts).statements
    assert (care.value, care.as_stated) == (None, "")
    assert location.value == {"country": "JO", "region": "Amman"}
    assert masking.shown_to(AGENCY, facts).statements[1].value == place


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"yes": False, "text": "sent to the aunt"}, {"yes": False}),
        ({"code": "free", "meals": "2", "diet": "as ours"}, {"code": "free", "meals": "2"}),
        ({"codes": ["cooking"], "other": ["bathing him"]}, {"codes": ["cooking"]}),
        ({"text": "Housekeeper", "code": "5152"}, {"text": "Housekeeper", "code": "5152"}),
        (
            {"lines": [{"text": "for plates", "money": {"amount": "5"}}], "text": "at times"},
            {"lines": [{"money": {"amount": "5"}}]},
        ),
    ],
)
def test_d18_words_beside_a_household_s_answer_do_not_leave_its_chain(
    value: dict[str, Any], shown: dict[str, Any]
) -> None:
    facts = household(statements=(statement("x", value),))
    assert masking.shown_to(HOLDER, facts).statements[0].value == shown
    assert masking.shown_to(AGENCY, facts).statements[0].value == value


@pytest.mark.parametrize("seat", sorted(set(Standing) - {Standing.OPERATOR}))
def test_r7_an_account_does_not_leave_the_union_that_wrote_it_down(seat: Standing) -> None:
    account = statement("x", {"text": "…"}, source=Source.WORKERS_ACCOUNT, recorder="P-U")
    shown = masking.shown_to(EVERYBODY[seat], chain(statements=(account,))).statements
    assert bool(shown) is (seat is Standing.UNION)


def test_a_redacted_statement_keeps_its_place_without_its_words() -> None:
    facts = chain(statements=(statement("x", {"text": "…"}, as_stated="…", redacted=True),))
    (shown,) = masking.shown_to(PUBLIC, facts).statements
    assert (shown.redacted, shown.value, shown.as_stated) == (True, None, "")
    (kept,) = masking.shown_to(INSPECTOR, facts).statements
    assert kept.as_stated == "…"


def finding(severity: Severity = Severity.SERIOUS, **more: Any) -> Finding:
    body: dict[str, Any] = {
        "kind": FindingKind.WORSENED,
        "severity": severity,
        "terms": ("basic_wage",),
        "rule": "2.3a",
        "rule_version": "1",
        "addressed_to": ("H",),
        "below": "A",
        "above": "H",
    }
    return Finding(**{**body, **more})


def seen(reader: Reader, one: Finding, life: FindingLife | None, facts: ChainFacts) -> int:
    lives = {one.identity(facts.id): life} if life else {}
    return len(visible_findings.shown_findings(reader, facts, (one,), lives))


def asked(days_ago: int) -> FindingLife:
    return FindingLife(FindingStatus.ASKED, asked_on=ON - timedelta(days=days_ago))


def test_law_12_a_serious_finding_is_public_when_asked_and_14_days_have_passed() -> None:
    assert seen(PUBLIC, finding(), None, chain()) == 0
    # The fourteenth day is theirs to its end, at whatever hour they were asked.
    assert seen(PUBLIC, finding(), asked(14), chain()) == 0
    assert seen(PUBLIC, finding(), asked(15), chain()) == 1


def test_d20_72_hours_where_a_batch_departs_within_21_days() -> None:
    leaves = {Milestone.DEPARTURE: ON + timedelta(days=10)}
    facts = chain(batches=(Batch("b", "b", SizeBand.ONE, (), leaves),))
    assert seen(PUBLIC, finding(), asked(3), facts) == 0
    assert seen(PUBLIC, finding(), asked(4), facts) == 1


def test_notes_and_questions_are_public_at_once() -> None:
    for severity in (Severity.NOTE, Severity.QUESTION):
        assert seen(PUBLIC, finding(severity), None, chain()) == 1


def test_a_withdrawn_finding_is_not_public() -> None:
    gone = FindingLife(FindingStatus.WITHDRAWN, asked_on=ON - timedelta(days=30))
    assert seen(PUBLIC, finding(Severity.NOTE), gone, chain()) == 0


def test_those_a_finding_touches_see_it_at_once() -> None:
    assert seen(AGENCY, finding(), None, chain()) == 1
    assert seen(EMPLOYER, finding(), None, chain()) == 1
    assert seen(STRANGER, finding(), None, chain()) == 0
    assert seen(INSPECTOR, finding(), None, chain()) == 1


@pytest.mark.parametrize("seat", Standing)
def test_2_5_the_top_rung_is_shown_to_inspectors_only(seat: Standing) -> None:
    shown = visible_findings.sees_routing(EVERYBODY[seat], chain())
    assert shown is (seat in {Standing.INSPECTOR, Standing.OPERATOR})


def test_a_permission_that_is_not_in_the_table_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError, match="not one of the permissions"):
        access.permission("chain:rank")


def test_every_permission_names_roles_that_exist() -> None:
    for name, roles in access.PERMISSIONS.items():
        assert roles is None or roles <= set(UserRole), name
        assert access.may(PUBLIC, name) is (roles is None)
