"""The 74 terms that ship with the registry, and the reading of its files."""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models.vocabulary import (
    Axis,
    Direction,
    Owner,
    Requirement,
    Sector,
    TermType,
)
from reports.reference_facts import ReferenceSet, Term
from seeds import reference_data
from seeds.reference_data import (
    DATA,
    UnreadableRowError,
    languages,
    load_codelists,
    load_reference_set,
    load_wording,
    read_rows,
    wording_files,
)

LANGUAGES = languages()

# Lists that are kept elsewhere: CLDR's, and the ILO's classification of occupations.
LISTS_OF_OTHERS = {"language", "isco08"}
# The headline eight are eleven terms and the total of what the worker pays, which is computed.
HEADLINE = {
    "employer_name", "workplace_location", "basic_wage", "hours_per_day", "days_per_week",
    "weekly_rest", "contract_duration", "passport_custody", "leave_premises", "phone_contact",
    "complaint_channel",
}  # fmt: skip
RAISED = {
    Sector.DOMESTIC_WORK: {"care_load", "room_lock_privacy", "daily_rest"},
    Sector.GARMENT: {
        "pay_basis", "overtime_max", "production_target", "room_sharing", "collective_agreement",
    },
}  # fmt: skip


@cache
def shipped() -> ReferenceSet:
    return load_reference_set()


def terms() -> list[Term]:
    return list(shipped().terms.values())


def term_rows() -> list[reference_data.Row]:
    return list(read_rows(DATA / "terms.csv"))


def test_there_are_74_terms_of_which_40_are_tier_1() -> None:
    assert len(terms()) == 74
    assert Counter(term.tier for term in terms()) == {1: 40, 2: 33, 3: 1}
    assert [term.position for term in terms()] == list(range(1, 75))


def test_every_term_has_owner_source_reason_and_a_name_in_every_language() -> None:
    for row in term_rows():
        must = ("code", "group", "type", "direction", "owner", "source", "provenance",
                *(f"label_{language}" for language in LANGUAGES))  # fmt: skip
        assert [column for column in must if not row[column].strip()] == [], row["code"]


def test_law_3_conditions_belong_to_the_employer_and_fees_to_the_recruiters() -> None:
    owners = {term.code: term.owner for term in terms()}
    assert owners["basic_wage"] is owners["repatriation_early"] is Owner.EMPLOYER
    assert owners["fee_recruitment"] is owners["fee_local_intermediary"] is Owner.RECRUITER
    assert owners["complaint_channel"] is Owner.BOTH
    assert Counter(owners.values())[Owner.RECRUITER] == 4


def test_every_term_says_for_every_sector_whether_it_is_asked() -> None:
    for term in terms():
        assert set(term.requirement) == set(Sector), term.code
    asked = {term.code: term.requirement for term in terms()}
    assert asked["care_load"][Sector.GARMENT] is Requirement.NOT_ASKED
    assert asked["production_target"][Sector.DOMESTIC_WORK] is Requirement.NOT_ASKED
    assert asked["public_holidays"][Sector.GARMENT] is Requirement.IF_APPLICABLE


@pytest.mark.parametrize("sector", [Sector.DOMESTIC_WORK, Sector.GARMENT])
def test_sector_critical_terms_are_raised_to_tier_1(sector: Sector) -> None:
    raised = {term.code for term in terms() if sector in term.raised_in}
    assert raised == RAISED[sector]
    assert all(shipped().terms[code].tier == 2 for code in raised)
    assert all(shipped().terms[code].tier_in(sector) == 1 for code in raised)


def test_what_counts_as_tier_1_somewhere_has_an_axis_and_an_ilo_indicator() -> None:
    for term in terms():
        if term.tier == 1 or term.raised_in:
            assert term.axis is not None, term.code
            assert term.indicators, term.code


def test_axes_follow_the_table_of_ilo_indicators() -> None:
    axis = {term.code: term.axis for term in terms()}
    for code in ("passport_custody", "leave_premises", "exit_permission", "phone_contact",
                 "pay_holdback", "pay_method", "deductions", "penalty_for_leaving",
                 "change_employer", "organising_restrictions", "live_in_required"):  # fmt: skip
        assert axis[code] is Axis.PENALTY, code
    for code in ("occupation", "basic_wage", "hours_per_day", "weekly_rest", "room_sharing",
                 "fee_local_intermediary"):  # fmt: skip
        assert axis[code] is Axis.INVOLUNTARINESS, code
    assert axis["loan_advance"] is axis["bond_collateral"] is Axis.BOTH


def test_the_headline_is_the_headline_eight() -> None:
    assert {term.code for term in terms() if term.headline} == HEADLINE


def test_orders_use_codes_of_their_list_and_all_of_them() -> None:
    codelists = load_codelists()
    for term in terms():
        ordered = term.direction is Direction.ORDERED
        assert ordered == bool(term.order), term.code
        if ordered:
            assert term.type is TermType.ENUM
            # A code without a rank could be filed and never be compared.
            assert set(term.order) == set(codelists[term.codelist]), term.code
            assert len(set(term.order)) == len(term.order)


def test_every_closed_answer_has_a_list() -> None:
    codelists = load_codelists()
    for term in terms():
        closed = {TermType.ENUM, TermType.LIST, TermType.MONEY_LIST, TermType.COST}
        if term.type in closed or term.codelist:
            assert term.codelist in codelists or term.codelist in LISTS_OF_OTHERS, term.code


def test_directions_suit_the_shape_of_the_answer() -> None:
    for term in terms():
        if term.type is TermType.BOOL:
            assert term.direction in {Direction.YES, Direction.NO}, term.code
        if term.type in {TermType.PLACE, TermType.DATE}:
            assert term.direction is Direction.NEUTRAL, term.code


def test_every_term_says_why_it_is_asked_in_one_sentence() -> None:
    for code in shipped().terms:
        why = load_wording()[f"asked.{code}"]["en"]
        assert why.endswith("."), code
        assert ". " not in why, code


def test_h14_every_recruitment_cost_names_the_definition() -> None:
    costs = [term for term in terms() if term.group == "costs"]
    assert len(costs) == 12
    for term in costs:
        if term.type is TermType.COST:
            assert "ILO definition" in load_wording()[f"asked.{term.code}"]["en"], term.code


def copy_of(folder: Path, name: str, change: str, to: str) -> Path:
    for path in DATA.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / name).read_text(encoding="utf-8")
    assert change in text
    (folder / name).write_text(text.replace(change, to, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "change", "to", "says"),
    [
        ("terms.csv", ",neutral,", ",sideways,", "terms.csv, row 1: 'sideways'"),
        ("references.csv", "2025-01-01", "2025-13-01", "references.csv, row 1"),
        ("references.csv", '""amount""', "amount", "references.csv, row 1"),
        ("rates.csv", "0.709", "0,709", "rates.csv, line 2: another number of cells"),
        ("rates.csv", ",yes,", ",maybe,", "rates.csv, row 1: neither yes nor no: 'maybe'"),
        ("divisors.csv", "30", "thirty", "divisors.csv, row 1"),
        ("benchmarks.csv", "at_least", "roughly", "benchmarks.csv, row 1: 'roughly'"),
    ],
)
def test_a_bad_cell_is_named_with_its_file_and_row(
    tmp_path: Path, name: str, change: str, to: str, says: str
) -> None:
    with pytest.raises(UnreadableRowError, match=re.escape(says)):
        load_reference_set(copy_of(tmp_path, name, change, to))


def test_another_text_is_another_version(tmp_path: Path) -> None:
    other = load_reference_set(copy_of(tmp_path, "terms.csv", "Job title", "Title of the job"))
    assert other.version != shipped().version
    assert load_reference_set().version == shipped().version


def test_files_are_plain_utf_8_csv_without_stray_blanks() -> None:
    for path in DATA.glob("*.csv"):
        text = path.read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff"), path.name
        assert "\r" not in text, path.name
        for cells in csv.reader(text.splitlines()):
            assert [cell for cell in cells if cell != cell.strip()] == [], path.name


def test_values_are_written_as_text_so_that_no_float_slips_in() -> None:
    for name in ("references.csv", "benchmarks.csv"):
        for row in read_rows(DATA / name):
            numbers: list[str] = []
            json.loads(row["value"], parse_float=numbers.append, parse_int=numbers.append)
            assert numbers == [], row["code"]


def test_sentences_are_read_from_their_files() -> None:
    names = [path.name for path in wording_files()]
    assert "standing.csv" in names
    assert not {"terms.csv", "codelists.csv", "references.csv"} & set(names)
    assert sum(1 for path in wording_files() for _ in read_rows(path)) == len(load_wording())
