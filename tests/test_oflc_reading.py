"""Reading cells, tables and the mapping: what a cell says, and what it does not say."""

from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from registry.exceptions import FormError
from registry.imports.cell_answers import Statement
from registry.imports.cells import clean, match_key, to_clock, words
from registry.imports.deductions import read_deductions
from registry.imports.mapping import SHIPPED, Answer, read_mapping
from registry.imports.occupations import occupation_codes
from registry.imports.shapes import SHAPES, answer_row
from registry.imports.tables import Row, find_table, read_table
from tests.oflc_tables import H2A, H2B, MAPPING, READING


def answers(table: str, row: dict[str, Any]) -> dict[str, Statement]:
    """Term → statement of a row, by the shipped mapping."""
    mapping = next(t for t in MAPPING.tables if t.name == table)
    read = Row(2, {column: clean(cell) for column, cell in row.items()})
    found = (answer_row(read, answer, READING)[0] for answer in mapping.answers)
    return {said["term"]: said for said in found if said}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (30.0, "30"),
        (13.17, "13.17"),
        ("' See ADD C", "See ADD C"),
        ("Multiple cities<br>and&nbsp;towns ", "Multiple cities and towns"),
        ("a\t\tb \n\n c", "a b\nc"),
        ("2021-12-01 00:00:00", "2021-12-01"),
        ("pay < $10 and > $5", "pay < $10 and > $5"),
        (None, ""),
    ],
)
def test_a_cell_is_cleaned_of_markup_and_of_what_spreadsheets_add(cell: Any, text: str) -> None:
    assert clean(cell) == text


@pytest.mark.parametrize(
    ("clock", "read"),
    [("12:00 AM", "00:00"), ("12:30 PM", "12:30"), ("7:05 am", "07:05"), ("6 AM", "06:00")],
)
def test_clock_times_are_read_also_midnight_as_the_end_of_a_shift(clock: str, read: str) -> None:
    assert to_clock(clock) == read


@pytest.mark.parametrize("clock", ["6:00 2:00 AM", "25:00 PM", "noon", ""])
def test_what_is_no_clock_time_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        to_clock(clock)


def test_contact_data_is_taken_out_of_free_text() -> None:
    text = "Write to boss@example.org or call (716) 555-0142, +1 716.555.0143. Tax id 518-0251-0."
    shown = words(text)
    assert "@" not in shown
    assert "555" not in shown
    assert shown.count("[contact removed]") == 3
    assert "518-0251-0" in shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Del Al Associates Inc.", "Del Al  Associates, Inc. "),
        ("Asistencia Jurídica GM", "Asistencia  Juridica GM"),
        ("J & H Business Centre", "J&H Business Centre"),
        ("Visaworks S.A de C.V.", "Visaworks S.A. de C.V"),
    ],
)
def test_two_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


def test_a_name_with_another_legal_form_is_another_name() -> None:
    assert match_key("Adnil Services") != match_key("Adnil Services, Inc")


def test_a_job_order_states_what_its_cells_say() -> None:
    said = answers("h2b_cases", H2B)
    assert said["basic_wage"]["value"] == {
        "amount": "15",
        "amount_to": "18.5",
        "currency": "USD",
        "period": "hour",
    }
    assert said["basic_wage"]["qualifier"] == "range"
    assert said["overtime_rate"]["value"]["money"]["amount"] == "22.5"
    assert said["hours_per_day"]["value"] == {
        "weekdays": ["0", "8", "8", "8", "8", "8", "0"],
        "begin": "16:00",
        "end": "00:00",
    }
    assert said["days_per_week"]["value"] == {"n": "5"}
    assert said["contract_duration"]["value"] == {"n": "121", "unit": "days"}
    assert said["occupation"]["value"] == {"text": "Cook", "code": "5120"}
    assert said["cost_equipment"]["value"] == {"payer": "employer"}
    assert said["workplace_location"]["value"]["may_change"] is True


def test_a_no_is_none_and_a_yes_that_says_too_little_stays_in_words() -> None:
    assert answers("h2b_cases", H2B)["accommodation_provided"]["state"] == "none"
    yes = answers("h2b_cases", {**H2B, "BOARD_LODGING_OTHER_FACILITIES": "Y"})
    assert yes["accommodation_provided"]["state"] == "stated_in_words"
    assert "value" not in yes["accommodation_provided"]


def test_fees_are_not_spoken_of() -> None:
    both = {**answers("h2b_cases", H2B), **answers("h2a_cases", H2A)}
    assert not {term for term in both if term.startswith("fee_") or term == "cost_other"}


@pytest.mark.parametrize(
    ("change", "term", "column"),
    [
        ({"PER": ""}, "basic_wage", "PER"),
        ({"BASIC_WAGE_RATE_FROM": "fifteen"}, "basic_wage", "BASIC_WAGE_RATE_FROM"),
        ({"MONDAY_HOURS": "-812"}, "hours_per_day", "MONDAY_HOURS"),
        ({"MONDAY_HOURS": "25"}, "hours_per_day", "MONDAY_HOURS"),
        ({"REQUESTED_BEGIN_DATE": "soon"}, "start_date", "REQUESTED_BEGIN_DATE"),
        ({"REQUESTED_END_DATE": "2020-01-01"}, "contract_duration", "REQUESTED_END_DATE"),
        ({"BASIC_WAGE_RATE_TO": "9"}, "basic_wage", "BASIC_WAGE_RATE_TO"),
        ({"PER": "Week"}, "overtime_rate", "PER"),
    ],
)
def test_an_unclear_cell_is_kept_in_words_and_named(
    change: dict[str, str], term: str, column: str
) -> None:
    row = Row(2, {**H2B, **change})
    mapping = next(t for t in MAPPING.tables if t.name == "h2b_cases")
    answer = next(a for a in mapping.answers if a.term == term)
    said, named, reason = answer_row(row, answer, READING)
    assert said is not None
    assert said["state"] == "stated_in_words"
    assert next(iter(change.values())) in said["as_stated"]
    assert named == column
    assert reason


def test_an_upper_end_of_zero_is_an_empty_one() -> None:
    said = answers("h2b_cases", {**H2B, "BASIC_WAGE_RATE_TO": "0"})["basic_wage"]
    assert said["value"]["amount"] == "15"
    assert "qualifier" not in said


@pytest.mark.parametrize(
    ("per", "period"),
    [("Week", "week"), ("Bi-Weekly", "two_weeks"), ("Year", "year"), ("Piece Rate", "piece")],
)
def test_every_period_of_the_register_has_its_own(per: str, period: str) -> None:
    assert answers("h2b_cases", {**H2B, "PER": per})["basic_wage"]["value"]["period"] == period


def test_farm_work_keeps_what_no_code_fits_in_its_own_words() -> None:
    said = answers("h2a_cases", H2A)
    assert said["pay_frequency"]["state"] == "stated_in_words"
    assert "Twice Monthly" in said["pay_frequency"]["as_stated"]
    assert said["standby"]["state"] == "stated_in_words"
    assert said["food_provided"]["value"] == {"code": "at_cost"}
    assert said["medical_tests"]["value"] == {"codes": ["drugs"]}
    assert "hours_per_day" not in said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Optional lodging provided by employer ($150/wk, deducted from paycheck).",
            [
                {
                    "code": "housing",
                    "money": {"amount": "150", "currency": "USD", "period": "week"},
                }
            ],
        ),
        ("Cost of housing, if accepted, is $400.00 - $600.00 per month.", [{"code": "housing"}]),
        ("Social Security, Federal Tax", [{"code": "tax"}, {"code": "social_security"}]),
        ("Optional housing (valued at $125 per week) at no cost to the worker.", []),
        ("No deductions for housing will be made.", []),
        ("Willful damage to housing", [{"code": "damage"}]),
        ("See ADD C", []),
    ],
)
def test_a_deduction_is_coded_only_where_the_words_plainly_name_it(
    text: str, lines: list[dict[str, Any]]
) -> None:
    found = read_deductions(text, MAPPING)
    assert (found or {"lines": []})["lines"] == lines


def test_an_amount_for_two_reasons_is_given_to_neither() -> None:
    found = read_deductions("Shared housing approx. $100 per week with transportation", MAPPING)
    assert found == {"lines": [{"code": "housing"}, {"code": "transport"}]}


def test_no_deductions_is_none() -> None:
    said = answers("h2b_cases", {**H2B, "DEDUCTIONS_FROM_PAY": "NONE"})
    assert said["deductions"]["state"] == "none"


def test_a_free_text_that_is_left_blank_with_a_nought_is_not_repeated() -> None:
    said = answers("h2a_cases", {**H2A, "PIECE_RATE_UNIT": "0"})
    assert said["basic_wage"]["as_stated"] == "Wage offer: 1727.75; Per: Month"
    said = answers("h2a_cases", {**H2A, "PIECE_RATE_UNIT": "Plus Room and Board"})
    assert said["basic_wage"]["as_stated"].endswith("Piece rate unit: Plus Room and Board")


def test_an_occupation_is_coded_only_by_the_exact_title_of_one_code() -> None:
    codes = occupation_codes()
    assert codes[match_key("Aircraft cleaner")] == codes[match_key("Cleaner, aircraft")] == "9112"
    assert match_key("Landscape Laborer") not in codes


def test_a_table_may_come_with_another_delimiter_encoding_and_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("CASE_NUMBER;NAME\n1;Chișinău\n;\n2;Nîmes\n".encode("utf-8-sig"))
    assert [row["NAME"] for row in read_table(path, ["CASE_NUMBER"]).rows] == ["Chișinău", "Nîmes"]
    path.write_bytes("CASE_NUMBER,NAME\n1,Nîmes\n".encode("cp1252"))
    assert read_table(path, ["NAME"]).rows[0]["NAME"] == "Nîmes"


def test_a_workbook_says_the_same_as_a_csv_and_the_csv_wins(tmp_path: Path) -> None:
    with Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["CASE_NUMBER", "WORKERS"])
        sheet.write_row(1, 0, ["H-1", 49.0])
    patterns = ["t.xlsx", "t.csv"]
    found = find_table(tmp_path, patterns)
    assert found is not None
    assert read_table(found, ["WORKERS"]).rows[0]["WORKERS"] == "49"
    (tmp_path / "t.csv").write_text("CASE_NUMBER,WORKERS\nH-1,50\n")
    found = find_table(tmp_path, patterns)
    assert found is not None
    assert found.suffix == ".csv"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("CASE,NAME\n1,a\n", "CASE_NUMBER is missing"),
        ("A report\nCASE_NUMBER,NAME\n1,a\n", "the header stands in row 2"),
        ("CASE_NUMBER,NAME,NAME\n1,a,b\n", "stands there twice"),
        ('CASE_NUMBER,NAME\n1,"a', "broken off"),
        ("", "CASE_NUMBER, NAME is missing"),
    ],
)
def test_an_absent_moved_doubled_or_broken_header_is_named(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(FormError, match=sentence):
        read_table(tmp_path / "t.csv", ["CASE_NUMBER", "NAME"])


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 half of it")
    with pytest.raises(FormError, match=r"t\.xlsx: this is not a workbook"):
        read_table(tmp_path / "t.xlsx", ["CASE_NUMBER"])


def test_a_row_that_is_cut_off_is_marked(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("CASE_NUMBER,NAME,TOWN\n1,a,b\n2,c")
    rows = read_table(tmp_path / "t.csv", ["CASE_NUMBER"]).rows
    assert [row.problem for row in rows] == ["", "the row has 2 cells, the header 3"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('shape = "money"', 'shape = "mony"'), "no shape mony"),
        (('kind = "recruiters"', 'kind = "people"'), "none of jobs"),
        (('register = "US-OFLC"', ""), "register"),
        (("[patterns]", "[patterns"), "cannot be read"),
        (('country = "US"', "country ="), "cannot be read"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_named(
    tmp_path: Path, change: tuple[str, str], sentence: str
) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(FormError, match=sentence):
        read_mapping(path, shapes=SHAPES)


def test_another_years_column_names_need_a_mapping_and_no_code(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("DAILY_TRANSPORTATION", "RIDE_TO_WORK")
    path = tmp_path / "next-year.toml"
    path.write_text(text, encoding="utf-8")
    table = next(t for t in read_mapping(path, shapes=SHAPES).tables if t.name == "h2b_cases")
    assert "RIDE_TO_WORK" in table.needed()
    said = Answer("allowances", "words", {"words": ["RIDE_TO_WORK"]})
    found = answer_row(Row(2, {"RIDE_TO_WORK": "Y"}), said, READING)[0]
    assert found is not None
    assert found["as_stated"] == "Ride to work: Y"
