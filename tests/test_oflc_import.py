"""Taking a register's tables into the record: chains, places, scopes, and what is not taken."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Act, Chain, ChainNumber, Disclosure, ErasableText, Party, Place, SealedName
from models.vocabulary import ActKind, EdgeKind, Role
from registry.exceptions import FormError
from registry.imports.report import TableReport, write_report
from registry.imports.taking import Loader, Taking, read_folder, take_table
from registry.reference_data import catalogue
from registry.snapshot import snapshot
from reports.facts import ChainFacts
from tests.loading import AT, SEALER, load_reference
from tests.oflc_tables import H2A, H2B, READING, RECRUITER, WORKSITE, write_tables

CLIENT = {
    "CASE_NUMBER": "H-400-1",
    "EMPLOYER_CLIENT_LEGAL_BUSINESS_NAME": "Copper Basin Extrusion, Inc.",
    "EMPLOYER_CLIENT_COUNTRY": "UNITED STATES OF AMERICA",
}
CROP = {
    "CASE_NUMBER": "H-300-1",
    "CROP_AGRICULTURAL_ACTIVITY": "Celery ",
    "WAGE_OFFER": "1.45",
    "PER": "Piece Rate",
    "PIECE_RATE_UNITS_SPECIAL_PAY": "per carton",
}
HOUSE = {
    "CASE_NUMBER": "H-300-1",
    "TYPE_OF_HOUSING": "Barracks",
    "PHYSICAL_LOCATION_CITY": "Crowley",
    "PHYSICAL_LOCATION_STATE": "LOUISIANA",
    "TOTAL_OCCUPANCY": "33",
    "ADDITIONAL_HOUSING_INFORMATION": "Housing is provided without charge.",
}
FARM = {
    "CASE_NUMBER": "H-300-1",
    "NAME_OF_AGRICULTURAL_BUSINESS": "Reed Marsh Growers",
    "PLACE_OF_EMPLOYMENT_ADDRESS1": "Highway 14",
    "PLACE_OF_EMPLOYMENT_CITY": "Kaplan",
    "PLACE_OF_EMPLOYMENT_STATE": "LOUISIANA",
    "ADDITIONAL_PLACE_OF_EMPLOYMENT_INFORMATION": "Phone: 337-555-0188",
}


def take(session: Session, taking: Taking) -> dict[str, TableReport]:
    """Load every table, as the command does."""
    load_reference(session)
    terms, jobs = catalogue(session).reference_set.terms, set[str]()
    reports = {}
    for source in taking.sources:
        loader = Loader(session, terms, SEALER, AT, jobs)
        reports[source.mapping.name] = take_table(taking, source, loader, advance=lambda n: None)
    return reports


def taken(session: Session, folder: Path, **rows: list[dict[str, Any]]) -> dict[str, TableReport]:
    """Write the tables and load them."""
    return take(session, read_folder(write_tables(folder, **rows), READING))


def facts_of(session: Session, number: str) -> ChainFacts:
    """The chain of a case as it stands on the day of the import."""
    chain_id = session.scalars(
        select(ChainNumber.chain_id).where(ChainNumber.number == number)
    ).one()
    return snapshot(session, chain_id, on=AT.date())[0]


def places(session: Session, roles: Sequence[Role]) -> list[Place]:
    """The places with these roles, in the order in which they were asserted."""
    named = [role.value for role in roles]
    return list(session.scalars(select(Place).where(Place.role.in_(named)).order_by(Place.id)))


def test_a_job_becomes_a_chain_with_its_number_status_and_places(
    session: Session, tmp_path: Path
) -> None:
    taken(session, tmp_path)
    facts = facts_of(session, "H-400-1")
    assert facts.official_status == "Determination Issued - Certification"
    assert str(facts.official_status_on) == "2021-10-04"
    assert facts.positions == 12
    assert facts.published_on == AT.date()
    assert {p.id: (p.role, p.label) for p in facts.places} == {
        "employer": (Role.EMPLOYER, "Quartz Ridge Lodge, Inc."),
        "office": (Role.STATE_OFFICE, READING.mapping.office),
        "representative": (Role.REPRESENTATIVE, "Plain Paper Agents"),
    }
    assert [(e.below, e.above, e.kind) for e in facts.edges] == [
        ("representative", "employer", EdgeKind.REPRESENTS)
    ]
    numbers = session.scalars(select(ChainNumber.number).order_by(ChainNumber.number)).all()
    assert "JO-A-300-1" in numbers


def test_d4_the_register_s_day_is_the_day_it_was_said_and_today_the_day_it_was_filed(
    session: Session, tmp_path: Path
) -> None:
    taken(session, tmp_path)
    wage = next(s for s in facts_of(session, "H-400-1").statements if s.term == "basic_wage")
    assert str(wage.said_on) == "2021-09-08"
    assert wage.filed_on == AT.date()
    assert wage.source.value == "official_register"
    assert wage.own
    assert wage.document == "ETA-9142B"


def test_only_a_job_that_was_granted_has_dates_of_the_office(
    session: Session, tmp_path: Path
) -> None:
    taken(session, tmp_path)
    granted = [s for s in facts_of(session, "H-400-1").statements if s.place == "office"]
    assert {s.term for s in granted} == {"start_date", "contract_duration"}
    assert str(granted[0].said_on) == "2021-10-04"
    assert not [s for s in facts_of(session, "H-300-1").statements if s.place == "office"]


def test_importing_twice_makes_nothing_twice(session: Session, tmp_path: Path) -> None:
    rows: dict[str, Any] = {
        "h2b_recruiters": [RECRUITER],
        "h2b_worksites": [WORKSITE],
        "h2b_client_employers": [CLIENT],
        "h2a_housing": [HOUSE],
    }
    taken(session, tmp_path, **rows)
    tables = (Chain, Place, Party, Act, Disclosure, SealedName, ErasableText)
    counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    again = taken(session, tmp_path, **rows)
    assert counts == [session.scalar(select(func.count()).select_from(table)) for table in tables]
    assert not any(report.made for report in again.values())


def test_agencies_are_a_fan_whose_order_nobody_stated(session: Session, tmp_path: Path) -> None:
    other = {
        **RECRUITER,
        "RECRUITER_EMPLOYER_NAME": "Island Work Office",
        "RECRUITER_EMPLOYER_COUNTRY": "JAMAICA",
    }
    home = {**other, "RECRUITER_EMPLOYER_COUNTRY": "UNITED STATES OF AMERICA"}
    state = {**other, "RECRUITER_EMPLOYER_NAME": "Government of Jamaica"}
    taken(session, tmp_path, h2b_recruiters=[RECRUITER, other, home, state])
    facts = facts_of(session, "H-400-1")
    fan = {e.below: e.kind for e in facts.edges if e.below.startswith("agency")}
    assert len(fan) == 4
    assert set(fan.values()) == {EdgeKind.ORDER_UNKNOWN}
    roles = {p.id: p.role for p in facts.places if p.id in fan}
    assert sorted(role.value for role in roles.values()) == [
        "destination_agency",
        "origin_agency",
        "origin_agency",
        "origin_state_agency",
    ]


def test_one_agency_stands_below_the_employer(session: Session, tmp_path: Path) -> None:
    taken(session, tmp_path, h2b_recruiters=[RECRUITER])
    edges = facts_of(session, "H-400-1").edges
    assert [e.kind for e in edges if e.below.startswith("agency")] == [EdgeKind.PASSES_TO]


def test_two_spellings_of_an_agency_are_one_place_and_two_countries_are_two_parties(
    session: Session, tmp_path: Path
) -> None:
    spelled = {**RECRUITER, "RECRUITER_EMPLOYER_NAME": "Vela Norte SA de CV "}
    abroad = {**RECRUITER, "RECRUITER_EMPLOYER_COUNTRY": "GUATEMALA"}
    taken(session, tmp_path, h2b_recruiters=[RECRUITER, spelled, abroad])
    found = places(session, [Role.ORIGIN_AGENCY])
    assert [place.country for place in found] == ["MX", "GT"]
    assert found[0].party_id != found[1].party_id


def test_the_same_agency_in_two_chains_is_one_party(session: Session, tmp_path: Path) -> None:
    second = {**H2B, "CASE_NUMBER": "H-400-2"}
    rows = [RECRUITER, {**RECRUITER, "CASE_NUMBER": "H-400-2"}]
    taken(session, tmp_path, h2b_cases=[H2B, second], h2b_recruiters=rows)
    found = places(session, [Role.ORIGIN_AGENCY])
    assert len(found) == 2
    assert found[0].party_id == found[1].party_id


def test_farms_of_one_name_in_two_places_stay_two_parties(session: Session, tmp_path: Path) -> None:
    other = {**H2A, "CASE_NUMBER": "H-300-2", "JOB_ORDER_NUMBER": "JO-2"}
    taken(session, tmp_path, h2a_cases=[H2A, {**other, "EMPLOYER_POSTAL_CODE": "97001"}])
    assert len(session.scalars(select(Party).where(Party.name == "Thistle Bend Farm")).all()) == 2


def test_d5_recruiters_are_sealed_under_their_agency_and_named_nowhere(
    session: Session, tmp_path: Path
) -> None:
    second = {**RECRUITER, "RECRUITER_FIRST_NAME": "Bo"}
    taken(session, tmp_path, h2b_recruiters=[RECRUITER, second])
    agency = places(session, [Role.ORIGIN_AGENCY])[0]
    assert agency.people_count == 2
    sealed = session.scalars(select(SealedName).where(SealedName.place_id == agency.id)).all()
    assert len(sealed) == 2
    assert not any("Quillmark" in row.sealed for row in sealed)
    assert "Quillmark" not in repr(facts_of(session, "H-400-1"))
    kept = [*session.scalars(select(Disclosure.document)), *session.scalars(select(Party.name))]
    assert not any("Quillmark" in text for text in kept)


@pytest.mark.parametrize("agency", ["", "To be determined", "Ada Quillmark", "Lic. Ada Quillmark"])
def test_a_recruiter_without_an_agency_is_an_intermediary_known_by_its_province(
    session: Session, tmp_path: Path, agency: str
) -> None:
    taken(session, tmp_path, h2b_recruiters=[{**RECRUITER, "RECRUITER_EMPLOYER_NAME": agency}])
    found = places(session, [Role.LOCAL_INTERMEDIARY])
    assert [(p.party_id, p.country, p.division) for p in found] == [(None, "MX", "Tamaulipas")]
    assert found[0].people_count >= 1
    assert "quillmark" not in found[0].key


def test_an_agent_of_record_that_recruits_itself_is_one_party_in_two_places(
    session: Session, tmp_path: Path
) -> None:
    agent = {
        **RECRUITER,
        "RECRUITER_EMPLOYER_NAME": "PLAIN PAPER AGENTS",
        "RECRUITER_EMPLOYER_COUNTRY": "UNITED STATES OF AMERICA",
    }
    taken(session, tmp_path, h2b_recruiters=[agent])
    found = places(session, [Role.REPRESENTATIVE, Role.DESTINATION_AGENCY])
    assert len(found) == 2
    assert found[0].party_id == found[1].party_id


def test_d18_a_private_household_has_no_name_no_street_and_is_not_published(
    session: Session, tmp_path: Path
) -> None:
    home = {**H2B, "NAICS_CODE": "814110", "EMPLOYER_NAME": "Ada Quillmark", "TRADE_NAME_DBA": ""}
    taken(session, tmp_path, h2b_cases=[home])
    facts = facts_of(session, "H-400-1")
    assert facts.household
    assert facts.published_on is None
    assert "Quillmark" not in repr(facts)
    assert "Lodge Road" not in repr(facts)
    assert not session.scalars(select(Party).where(Party.name.contains("Quillmark"))).all()
    household = places(session, [Role.HOUSEHOLD_EMPLOYER])[0]
    assert household.people_count == 0
    sealed = select(SealedName).where(SealedName.place_id == household.id)
    assert len(session.scalars(sealed).all()) == 1


def test_a_client_of_a_job_contractor_stands_above_it(session: Session, tmp_path: Path) -> None:
    contractor = {**H2B, "TYPE_OF_EMPLOYER": "Job Contractor - Joint Employer"}
    taken(session, tmp_path, h2b_cases=[contractor], h2b_client_employers=[CLIENT])
    facts = facts_of(session, "H-400-1")
    roles = {p.id: p.role for p in facts.places}
    assert roles["employer"] is Role.OUTSOURCING_EMPLOYER
    assert roles["client"] is Role.USER_ENTERPRISE
    assert ("employer", "client") in {(e.below, e.above) for e in facts.edges}
    directed = next(s for s in facts.statements if s.term == "work_directed_by")
    assert directed.value == {"text": "Copper Basin Extrusion, Inc."}


def test_d8_a_worksite_is_a_scope_of_a_second_paper(session: Session, tmp_path: Path) -> None:
    vague = {**WORKSITE, "WORKSITE_CITY": "Multiple cities and towns."}
    taken(session, tmp_path, h2b_worksites=[WORKSITE, vague, vague])
    wages = [s for s in facts_of(session, "H-400-1").statements if s.term == "basic_wage"]
    stated = sorted((s.document, *s.scope.parts) for s in wages)
    assert stated == [
        ("Appendix A", ("worksite", "Big Sky, MT")),
        ("Appendix A", ("worksite", "Multiple cities and towns, SOUTHWEST MONTANA")),
        ("Appendix A", ("worksite", "Multiple cities and towns, SOUTHWEST MONTANA (2)")),
        ("ETA-9142B",),
        ("ETA-9142B", ("worksite", "Big Sky, MT")),
    ]


def test_crops_housing_and_farms_are_scopes(session: Session, tmp_path: Path) -> None:
    tables = {"h2a_crop_wages": [CROP], "h2a_housing": [HOUSE], "h2a_employment": [FARM]}
    taken(session, tmp_path, **tables)
    scoped = {s.scope.parts: s for s in facts_of(session, "H-300-1").statements if s.scope.parts}
    wage = scoped[(("crop", "Celery"),)]
    assert wage.value == {"amount": "1.45", "currency": "USD", "period": "piece"}
    assert "per carton" in wage.as_stated
    housing = scoped[(("housing", "Barracks, Crowley, LA"),)]
    assert housing.value == {"code": "free"}
    assert "33" in housing.as_stated
    farm = scoped[(("worksite", "Reed Marsh Growers, Highway 14, Kaplan, LA"),)]
    assert farm.term == "workplace_location"
    assert "[contact removed]" in farm.as_stated


def test_every_row_is_taken_or_listed_with_file_row_column_and_reason(
    session: Session, tmp_path: Path
) -> None:
    nameless = {**H2B, "CASE_NUMBER": "H-400-9", "EMPLOYER_NAME": ""}
    reports = taken(
        session,
        tmp_path,
        h2b_cases=[H2B, H2B, nameless, {**H2B, "CASE_NUMBER": ""}],
        h2b_recruiters=[RECRUITER, {**RECRUITER, "CASE_NUMBER": "H-400-8"}],
        h2b_worksites=[
            WORKSITE,
            {**WORKSITE, "CASE_NUMBER": "H-400-9"},
            {"CASE_NUMBER": "H-400-1", "CREW_ID": "2"},
            {**WORKSITE, "PER": ""},
        ],
    )
    for report in reports.values():
        assert report.rows == report.taken + report.listed
    path = tmp_path / "report.csv"
    write_report(path, reports.values())
    with path.open(encoding="utf-8", newline="") as lines:
        listed = [tuple(row.values()) for row in csv.DictReader(lines)]
    assert listed == [
        ("h2b_cases.csv", "3", "CASE_NUMBER", "no", "row 2 has this number already"),
        ("h2b_cases.csv", "4", "EMPLOYER_NAME", "no", "the cell is empty"),
        ("h2b_cases.csv", "5", "CASE_NUMBER", "no", "the row names no job"),
        ("h2b_recruiters.csv", "3", "CASE_NUMBER", "no", "no table of jobs holds this number"),
        (
            "h2b_worksites.csv",
            "3",
            "CASE_NUMBER",
            "no",
            "its job, row 4 of the table h2b_cases, was not taken",
        ),
        (
            "h2b_worksites.csv",
            "4",
            "",
            "no",
            "no cell of the row says anything that is taken over",
        ),
        ("h2b_worksites.csv", "5", "PER", "in words", "the period of the amount is not given"),
    ]


def test_a_date_that_is_none_leaves_the_row_out_and_says_so(
    session: Session, tmp_path: Path
) -> None:
    reports = taken(session, tmp_path, h2b_cases=[{**H2B, "DECISION_DATE": "soon"}])
    (line,) = reports["h2b_cases"].lines
    assert (line.row, line.column, line.taken) == (2, "DECISION_DATE", False)
    assert session.scalars(select(ChainNumber).where(ChainNumber.number == "H-400-1")).all() == []


def test_a_folder_without_a_table_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    write_tables(tmp_path)
    (tmp_path / "h2b_worksites.csv").unlink()
    with pytest.raises(FormError, match="the table h2b_worksites is not there"):
        read_folder(tmp_path, READING)


def test_the_places_of_recruiters_and_worksites_name_a_job_by_its_number_alone(
    session: Session, tmp_path: Path
) -> None:
    taken(session, tmp_path, h2b_recruiters=[RECRUITER], h2b_worksites=[WORKSITE])
    assert session.scalar(select(func.count()).select_from(Chain)) == 2
    acts = session.scalars(select(Act).where(Act.kind == ActKind.OFFER_PUBLISHED)).all()
    assert [str(act.said_on) for act in acts] == ["2021-10-04", "2021-12-30"]


def test_a_disclosure_keeps_the_register_s_words_apart_from_the_record(
    session: Session, tmp_path: Path
) -> None:
    taken(session, tmp_path)
    filed = session.scalars(select(Disclosure).where(Disclosure.key == "job-order")).first()
    assert filed is not None
    statements = json.loads(filed.document)["statements"]
    assert all(set(s["as_stated"]) == {"commitment"} for s in statements if "as_stated" in s)


def test_without_an_index_of_occupations_no_code_is_guessed(
    session: Session, tmp_path: Path
) -> None:
    reading = replace(READING, occupations={})
    take(session, read_folder(write_tables(tmp_path), reading))
    assert facts_of(session, "H-400-1").occupation == ""
    assert facts_of(session, "H-400-1").occupation_title == "Cook"
