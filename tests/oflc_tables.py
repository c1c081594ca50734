"""Small tables of a register, written for a test: all eight, with the rows that it gives."""

import csv
from pathlib import Path
from typing import Any

from registry.imports.cell_answers import Reading
from registry.imports.mapping import SHIPPED, RegisterMapping, read_mapping
from registry.imports.shapes import SHAPES

MAPPING: RegisterMapping = read_mapping(SHIPPED, shapes=SHAPES)
READING = Reading(MAPPING, {"cook": "5120"})
DAYS = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY")
WEEK = dict(zip((f"{day}_HOURS" for day in DAYS), ("0", *["8"] * 5, "0"), strict=True))

H2B = {
    "CASE_NUMBER": "H-400-1",
    "CASE_STATUS": "Determination Issued - Certification",
    "RECEIVED_DATE": "2021-09-08 21:15:14.390000",
    "DECISION_DATE": "2021-10-04 00:00:00",
    "JOB_TITLE": "Cook",
    "SOC_CODE": "35-2014.00",
    "SOC_TITLE": "Cooks, Restaurant",
    "TOTAL_WORKERS_REQUESTED": "12",
    "TOTAL_WORKERS_CERTIFIED": "10",
    "REQUESTED_BEGIN_DATE": "2021-12-01 00:00:00",
    "REQUESTED_END_DATE": "2022-03-31 00:00:00",
    "EMPLOYMENT_BEGIN_DATE": "2021-12-01 00:00:00",
    "EMPLOYMENT_END_DATE": "2022-03-31 00:00:00",
    "EMPLOYER_NAME": "Quartz Ridge Lodge, Inc.",
    "TRADE_NAME_DBA": "Quartz Ridge",
    "EMPLOYER_POSTAL_CODE": "59716",
    "EMPLOYER_COUNTRY": "UNITED STATES OF AMERICA",
    "NAICS_CODE": "721110",
    "LAWFIRM_NAME_BUSINESS_NAME": "Plain Paper Agents",
    "ATTORNEY_AGENT_POSTAL_CODE": "78550",
    "ANTICIPATED_NUMBER_OF_HOURS": "40",
    **WEEK,
    "HOURLY_SCHEDULE_BEGIN": "4:00 PM",
    "HOURLY_SCHEDULE_END": "12:00 AM",
    "WORKSITE_ADDRESS1": "1 Lodge Road",
    "WORKSITE_CITY": "BIG SKY",
    "WORKSITE_STATE": "MT",
    "BASIC_WAGE_RATE_FROM": "15",
    "BASIC_WAGE_RATE_TO": "18.50",
    "OVERTIME_RATE_FROM": "22.5",
    "PER": "Hour",
    "OTHER_WORKSITE_LOCATION": "Y",
    "DAILY_TRANSPORTATION": "Y",
    "OVERTIME_AVAILABLE": "Y",
    "EMP_PROVIDED_TOOLS_EQUIPMENT": "Y",
    "BOARD_LODGING_OTHER_FACILITIES": "N",
    "DEDUCTIONS_FROM_PAY": "Optional lodging, $150/wk, deducted from paycheck.",
    "TYPE_OF_EMPLOYER": "Individual Employer",
}
H2A = {
    "CASE_NUMBER": "H-300-1",
    "JOB_ORDER_NUMBER": "JO-A-300-1",
    "CASE_STATUS": "Determination Issued - Denied",
    "RECEIVED_DATE": "2021-09-24 13:53:39",
    "DECISION_DATE": "2021-12-30",
    "JOB_TITLE": "Farm Hand",
    "TOTAL_WORKERS_NEEDED": "3",
    "REQUESTED_BEGIN_DATE": "2022-02-01",
    "REQUESTED_END_DATE": "2022-11-30",
    "EMPLOYER_NAME": "Thistle Bend Farm",
    "EMPLOYER_POSTAL_CODE": "70526-0001",
    "EMPLOYER_COUNTRY": "UNITED STATES OF AMERICA",
    "H2A_LABOR_CONTRACTOR": "N",
    "WORKSITE_CITY": "Crowley",
    "WORKSITE_STATE": "LA",
    "WAGE_OFFER": "1727.75",
    "PER": "Month",
    "ON_CALL_REQUIREMENT": "Y",
    "FREQUENCY_OF_PAY": "Other",
    "OTHER_FREQUENCY_OF_PAY": "Twice Monthly",
    "DEDUCTIONS_FROM_PAY": "' Social Security, Federal Tax",
    "MEALS_PROVIDED": "Y",
    "MEALS_CHARGE": "13.17",
    "DRUG_SCREEN": "Y",
    "TYPE_OF_HOUSING": "House",
}
RECRUITER = {
    "CASE_NUMBER": "H-400-1",
    "RECRUITER_LAST_NAME": "Quillmark",
    "RECRUITER_FIRST_NAME": "Ada",
    "RECRUITER_EMPLOYER_NAME": "Vela Norte, S.A. de C.V.",
    "RECRUITER_EMPLOYER_CITY": "Ciudad Mante",
    "RECRUITER_EMPLOYER_STATE": "TAMAULIPAS",
    "RECRUITER_EMPLOYER_COUNTRY": "MEXICO",
}
WORKSITE = {
    "CASE_NUMBER": "H-400-1",
    "WORKSITE_CITY": "Big Sky",
    "WORKSITE_STATE": "MONTANA",
    "MSA_NAME_OES_AREA_TITLE": "SOUTHWEST MONTANA",
    "BASIC_WAGE_RATE_FROM": "14",
    "PER": "Hour",
}
ROWS: dict[str, list[dict[str, Any]]] = {"h2b_cases": [H2B], "h2a_cases": [H2A]}


def write_tables(folder: Path, **rows: list[dict[str, Any]]) -> Path:
    """Write all eight tables as CSV; a table that is not given has its header only."""
    for table in MAPPING.tables:
        given = rows.get(table.name, ROWS.get(table.name, []))
        columns = table.needed()
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns)
            writer.writeheader()
            writer.writerows(given)
    return folder
