"""The register's real tables, where they stand beside the checkout; nothing of them is shipped."""

import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models import Chain, ChainNumber, Place, SealedName
from models.vocabulary import Role
from registry import db
from registry.imports.cell_answers import Reading
from registry.imports.conditions import conditions_form
from registry.imports.jobs import Taken, job_form
from registry.imports.occupations import occupation_codes
from registry.imports.recruiters import recruiters_form
from registry.imports.taking import Loader, Taking, read_folder, take_table
from registry.operations.checking import check_statements
from registry.reference_data import catalogue
from seeds.reference_data import load_reference_set
from tests.loading import AT, SEALER, load_reference
from tests.oflc_tables import MAPPING

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "us_dol_oflc_fy2022q1"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the register's tables are not here")

ROWS = {
    "h2b_cases": 1097,
    "h2b_client_employers": 1,
    "h2b_recruiters": 2345,
    "h2b_worksites": 7651,
    "h2a_cases": 2995,
    "h2a_crop_wages": 8718,
    "h2a_housing": 2837,
    "h2a_employment": 30131,
}


@cache
def taking() -> Taking:
    """All eight tables, read once."""
    return read_folder(FOLDER, Reading(MAPPING, occupation_codes()))


def rows_of(name: str) -> dict[str, list[Any]]:
    """The rows of a table by the number of their job."""
    source = next(s for s in taking().sources if s.mapping.name == name)
    grouped: dict[str, list[Any]] = {}
    for row in source.table.rows:
        grouped.setdefault(row[source.mapping.columns["case"]], []).append(row)
    return grouped


def recruiters(case: str) -> Taken:
    """The places of the recruiters of one job."""
    source = next(s for s in taking().sources if s.mapping.name == "h2b_recruiters")
    rows = rows_of("h2b_recruiters")[case]
    return recruiters_form(taking().jobs[case], source.mapping, rows, taking().persons)


def test_all_eight_tables_are_found_and_the_csv_wins() -> None:
    read = {s.mapping.name: (s.table.file, len(s.table.rows)) for s in taking().sources}
    assert {name: rows for name, (_, rows) in read.items()} == ROWS
    workbooks = [name for name, (file, _) in read.items() if file.endswith(".xlsx")]
    assert workbooks == ["h2a_employment"]
    assert len(taking().jobs) == 4092


def test_every_tenth_job_makes_statements_that_the_registry_takes() -> None:
    terms = load_reference_set().terms
    for job in list(taking().jobs.values())[::10]:
        form = job_form(job, taking().reading).form
        for act in form["acts"]:
            assert check_statements(act.get("statements", []), terms) == []
        assert not [s for a in form["acts"] for s in a.get("statements", []) if "fee" in s["term"]]


def test_a_denied_job_with_ten_agencies_in_nine_countries() -> None:
    job = taking().jobs["H-400-21270-608284"]
    form = job_form(job, taking().reading).form
    assert form["chain"]["official_status"] == "Determination Issued - Denied"
    assert [act["key"] for act in form["acts"] if act["act"] == "file"] == ["job-order"]
    fan = recruiters(job.case).form
    assert len(fan["places"]) == 10
    assert len({place["country"] for place in fan["places"]}) == 9
    assert {edge["kind"] for edge in fan["edges"]} == {"order_unknown"}


def test_a_withdrawn_job_with_73_recruiters_under_their_agencies() -> None:
    job = taking().jobs["H-400-21238-546033"]
    form = job_form(job, taking().reading).form
    assert form["chain"]["official_status"] == "Withdrawn"
    (filed,) = (act for act in form["acts"] if act["act"] == "file")
    deductions = next(s for s in filed["statements"] if s["term"] == "deductions")
    assert deductions["value"]["lines"] == [
        {"code": "housing", "money": {"amount": "150", "currency": "USD", "period": "week"}}
    ]
    fan = recruiters(job.case)
    assert len(fan.rows) == 73
    people = Counter(place["key"] for place in fan.form["places"] for _ in place["sealed_people"])
    assert people == {
        "agency-mx-h2labormexllc": 48,
        "agency-us-h2labormexllc": 4,
        "agency-mx-asistenciajuridicagm": 15,
        "agency-mx-visaworksdemonterrey": 6,
    }


def test_a_farm_with_35_dwellings() -> None:
    job = taking().jobs["H-300-21257-581522"]
    source = next(s for s in taking().sources if s.mapping.name == "h2a_housing")
    rows = rows_of("h2a_housing")[job.case]
    taken, silent = conditions_form(job, source.mapping, rows, taking().reading)
    assert silent == []
    statements = taken.form["acts"][0]["statements"]
    assert len({tuple(s["scope"].items()) for s in statements}) == 35


def test_the_job_contractor_has_its_client_above_it() -> None:
    job = taking().jobs["H-400-21263-594126"]
    assert job.role is Role.OUTSOURCING_EMPLOYER
    assert list(rows_of("h2b_client_employers")) == [job.case]


@pytest.mark.prove
@pytest.mark.sqlite
def test_the_whole_import_takes_under_three_minutes(tmp_path: Path) -> None:
    engine = db.make_engine(f"sqlite:///{tmp_path}/registry.db")
    db.upgrade(engine)
    sessions = db.make_sessions(engine)
    with db.writing(sessions) as session:
        load_reference(session)
    began, jobs = time.monotonic(), set[str]()
    for source in taking().sources:
        with db.writing(sessions) as session:
            terms = catalogue(session).reference_set.terms
            loader = Loader(session, terms, SEALER, AT, jobs)
            report = take_table(taking(), source, loader, advance=lambda n: None)
        assert (report.taken, report.listed) == (ROWS[source.mapping.name], 0)
    assert time.monotonic() - began < 180
    recruiting = [Role.ORIGIN_AGENCY, Role.DESTINATION_AGENCY, Role.LOCAL_INTERMEDIARY]
    named = Place.role.in_([role.value for role in [*recruiting, Role.ORIGIN_STATE_AGENCY]])
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Chain)) == 4092
        with_recruiters = select(func.count(Place.chain_id.distinct())).where(named)
        assert session.scalar(with_recruiters) == 387
        register = select(func.count()).where(ChainNumber.scheme == "US-OFLC")
        assert session.scalar(register) == 4092
        # 2,389 recruiters, among them the persons whose own name stands as an agency; 4 households.
        assert session.scalar(select(func.count()).select_from(SealedName)) == 2393
    engine.dispose()
