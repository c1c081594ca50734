"""The comparison for paper, and the receipt: what they carry and how wide chains stay readable."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import FindingKind, FindingStatus, Role
from reports.comparison import compare
from reports.comparison_document import ComparisonView, comparison_view
from reports.comparison_matrix import COLUMNS_A_PART, SHAPES, CellView
from reports.facts import ChainFacts, Scope, Serving
from reports.receipt import NoSuchFilingError, Proof, receipt_view
from seeds.reference_data import languages
from tests.paper import (
    Life,
    Shown,
    chain_of,
    money,
    shown,
    sources,
    stated,
    words_of,
    worked_example,
)

LANGUAGES = languages()

STYLE = Path(__file__).parents[1] / "templates" / "print" / "print.css"


def view_of(facts: ChainFacts, language: str = "en", **other: Any) -> ComparisonView:
    compared = other.pop("comparison", None) or compare(facts, sources().references)
    findings = other.pop("findings", None)
    told = shown(compared) if findings is None else findings
    return comparison_view(facts, compared, told, sources(), language, **other)


def worked(language: str = "en", **other: Any) -> ComparisonView:
    facts, comparison = worked_example()
    return view_of(facts, language, comparison=comparison, **other)


def cells_of(view: ComparisonView, label: str) -> list[tuple[CellView, ...]]:
    return [
        cells
        for part in view.parts
        for section in part.sections
        for row in section.rows
        if row.label == label
        for cells in row.cells
    ]


def wide_chain(agencies: int) -> ChainFacts:
    answers: dict[str, Any] = {
        f"A{number:02}": {"basic_wage": money(str(201 + number), "USD")}
        for number in range(agencies)
    }
    return chain_of(answers | {"E": {"basic_wage": money("200", "USD")}})


def test_every_stated_term_has_a_row_and_every_other_one_stands_under_its_owner() -> None:
    view = worked()
    rows = [row.label for part in view.parts for section in part.sections for row in section.rows]
    assert len(rows) == len(set(rows)) == 8
    assert [gap.terms for gap in view.gaps] == ["Who pays your return if the work ends early"]


def test_marks_of_the_worked_example() -> None:
    view = worked()
    marks = {
        row.label: [cell.mark for cells in row.cells for cell in cells]
        for section in view.parts[0].sections
        for row in section.rows
    }
    assert marks == {
        "Basic wage in cash, without overtime or allowances": [
            "differs", "agrees", "agrees", "differs"],
        "Cash allowances on top of the wage": ["silent", "silent", "silent", "alone"],
        "Normal working hours per day": ["silent", "differs", "unclear", "differs"],
        "Working days per week": ["silent", "agrees", "agrees", "agrees"],
        "Unbroken hours of rest each week": ["silent", "agrees", "agrees", "agrees"],
        "Who keeps your passport and identity papers": ["silent", "differs", "asked", "differs"],
        "Going out in your free time": ["silent", "differs", "asked", "differs"],
        "Paid to the person who introduced you, and for which service": [
            "differs", "differs", "agrees", "agrees"],
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_has_a_word_a_shape_and_a_border_of_its_own(language: str) -> None:
    view = worked(language)
    assert [mark for mark, *_ in view.marks] == list(SHAPES)
    assert len({shape for _, shape, _ in view.marks}) == len(SHAPES)
    assert len({word for _, _, word in view.marks}) == len(SHAPES)
    rules = dict(re.findall(r"((?:\.cell\.\w+(?:, )?)+) \{([^}]*)\}", STYLE.read_text()))
    for mark in SHAPES:
        assert any(f".cell.{mark}" in names and "border" in rule for names, rule in rules.items())


def test_cells_name_the_findings_that_they_belong_to() -> None:
    view = worked()
    cell = cells_of(view, "Normal working hours per day")[2][0]
    assert cell.notes == ("finding 6",)
    assert view.findings[5].difference.number == 6
    assert view.findings[5].difference.title == "not precise enough to compare"


def test_silence_where_the_link_was_given_the_answer_names_its_finding() -> None:
    kinds = [one.kind for one in compare(omission(), sources().references).findings]
    assert FindingKind.OMITTED in kinds
    silent, said = cells_of(view_of(omission()), "Changing employer")
    assert silent[0].mark == "silent"
    assert silent[0].notes == (f"finding {kinds.index(FindingKind.OMITTED) + 1}",)
    assert said[0].mark == "alone"


def omission() -> ChainFacts:
    facts = chain_of(
        {
            "A": {"basic_wage": money("200", "USD")},
            "E": {"change_employer": stated(code="after_notice")},
        }
    )
    serving = Serving("d-E", "A", date(2026, 3, 2))
    late = tuple(
        replace(one, filed_on=date(2026, 3, 9)) if one.place == "A" else one
        for one in facts.statements
    )
    filed = tuple(
        replace(one, filed_on=date(2026, 3, 9)) if one.place == "A" else one
        for one in facts.disclosures
    )
    return replace(facts, servings=(serving,), statements=late, disclosures=filed)


def test_ten_and_more_agencies_are_cut_into_parts_with_the_employer_in_each() -> None:
    view = view_of(wide_chain(13))
    assert len(view.parts) == 3
    for part in view.parts:
        assert len(part.heads) <= COLUMNS_A_PART
        assert part.heads[-1].name == "Firm E"
    names = [head.name for part in view.parts for head in part.heads[:-1]]
    assert names == [f"Firm A{number:02}" for number in range(13)]
    assert view.parts[0].title == "Links 1 to 6 of 14"
    assert view.parts[-1].title == "Links 13 to 13 of 14"


def test_employer_and_not_an_office_stands_in_every_part() -> None:
    wages: dict[str, Any] = {
        f"A{number}": {"basic_wage": money(str(201 + number), "USD")} for number in range(9)
    }
    wages |= {"O": {"basic_wage": money("190", "USD")}, "E": {"basic_wage": money("200", "USD")}}
    view = view_of(chain_of(wages, roles={"O": Role.STATE_OFFICE}))
    assert [part.heads[-1].name for part in view.parts] == ["Firm E"] * 2
    assert [h.name for part in view.parts for h in part.heads].count("Firm O") == 1


def test_links_that_answer_alike_are_one_column_that_names_them_all() -> None:
    same = {"basic_wage": money("200", "USD")}
    silent: dict[str, Any] = {f"B{number}": {} for number in range(9)}
    view = view_of(chain_of({"A": same} | silent | {"E": {"basic_wage": money("200", "USD")}}))
    (part,) = view.parts
    assert [(head.name, head.numbers) for head in part.heads] == [
        ("2 links that answer alike", (1, 11)),
        ("9 links that answer alike", tuple(range(2, 11))),
    ]


def test_answers_for_many_places_are_shown_in_part_and_counted() -> None:
    sites = [
        money(f"{amount}", "USD", "hour") | {"scope": Scope((("worksite", f"Site {amount}"),))}
        for amount in range(10, 20)
    ]
    view = view_of(chain_of({"A": {}, "E": {"basic_wage": sites}}))
    cells = cells_of(view, "Basic wage in cash, without overtime or allowances")[1]
    assert len(cells) == 3
    assert cells[-1].notes[-1] == "7 more answers for other places or work"


def test_finding_carries_both_statements_dates_arithmetic_and_who_is_to_answer() -> None:
    block = worked().findings[0]
    assert block.severity == "serious"
    assert block.addressed == "To be answered by private household, Amman"
    said = {line.everyone: (line.value, line.notes) for line in block.statements}
    assert said["a local intermediary, Faridpur"] == (
        "30,000 BDT a month, before deductions by law",
        (
            "filed 14 March 2026",
            "told to workers 14 March 2026",
            "As recorded by Registry office",
            "not confirmed by the speaker",
        ),
    )
    assert said["private household, Amman"][0] == "140 JOD a month, before deductions by law"
    assert any("24,090" in step for step in block.difference.arithmetic)
    assert "Relevant to ILO indicators:" in block.indicators


def test_d20_weight_is_not_given_while_the_time_for_a_reply_runs() -> None:
    _, comparison = worked_example()
    life = Life(FindingStatus.ASKED, date(2026, 4, 3), date(2026, 4, 17))
    waiting = tuple(Shown(finding, life, None) for finding in comparison.findings)
    said = words_of(worked(findings=waiting).findings)
    assert "serious" not in said
    assert "weight not yet given: the time for a reply runs" in said
    assert "Reply asked on 3 April 2026." in said


def test_2_5_routing_is_printed_only_for_a_reader_whose_comparison_holds_it() -> None:
    facts, comparison = worked_example()
    assert worked().routed
    masked = replace(comparison, routed_to_inspector=False)
    assert not view_of(facts, comparison=masked).routed


def test_what_was_and_was_not_compared_is_said() -> None:
    view = worked()
    assert (
        "What workers were told was set beside what the owner of each term states." in view.checked
    )
    assert "Whether any statement is true was not checked." in view.not_checked
    assert "The statements were not set beside legal figures." in view.not_checked


def test_no_finding_says_how_much_was_not_stated_and_never_more() -> None:
    facts = chain_of({"A": {}, "E": {"basic_wage": money("200", "USD")}})
    view = view_of(facts, findings=())
    assert view.findings == ()
    assert view.counted.startswith("No difference found among the terms stated; ")


def test_office_has_a_column_only_when_it_stated_something() -> None:
    wage = {"basic_wage": money("200", "USD")}
    quiet = chain_of({"O": {}, "E": wage}, roles={"O": Role.STATE_OFFICE})
    heard = chain_of({"O": {"basic_wage": money("210", "USD")}, "E": wage}, roles=OFFICE)
    assert [head.name for head in view_of(quiet).parts[0].heads] == ["Firm E"]
    assert [head.name for head in view_of(heard).parts[0].heads] == ["Firm E", "Firm O"]


def test_d5_nothing_is_held_against_an_office_that_is_silent() -> None:
    wage = {"basic_wage": money("200", "USD"), "weekly_rest": stated(hours="24", per="week")}
    facts = chain_of({"O": {"basic_wage": money("210", "USD")}, "E": wage}, roles=OFFICE)
    _, office = cells_of(view_of(facts), "Unbroken hours of rest each week")
    assert [(cell.mark, cell.word) for cell in office] == [("exempt", "not asked of it")]


def test_finding_about_many_terms_counts_them_and_its_sentence_lists_them() -> None:
    late = next(one for one in worked().findings if one.difference.title == "first told late")
    assert late.difference.terms == "5 terms"
    assert "Working days per week" in late.difference.sentence


OFFICE = {"O": Role.STATE_OFFICE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparison_is_made_in_every_language(language: str) -> None:
    view = worked(language)
    assert len(view.findings) == 8
    for block in view.findings:
        assert block.difference.sentence.strip()
        assert "{" not in words_of(block)


def test_receipt_holds_what_was_filed_and_how_it_can_be_shown() -> None:
    facts, _ = worked_example()
    proof = Proof(digest="ab" * 32, entry="17", filed_at="2 April 2026, 10:15 UTC")
    view = receipt_view(facts, "d-B", sources(), "en", proof, asked=9)
    assert [row.label for row in view.rows][:2] == [
        "Basic wage in cash, without overtime or allowances",
        "Normal working hours per day",
    ]
    assert len(view.rows) == 7
    assert view.not_answered.startswith("2 of 9 terms are not answered in this filing.")
    said = dict(view.facts)
    assert said["Filing"] == "d-B"
    assert said["Filed on"] == "2 April 2026, 10:15 UTC"
    assert said["Fingerprint of the filing (SHA-256)"] == "ab" * 32
    assert said["Entry in the public log"] == "17"
    assert "This agency deals with no intermediary." in words_of(view)


def test_receipt_shows_each_answer_that_was_filed_even_when_it_stands_no_more() -> None:
    facts = chain_of({"A": {"basic_wage": money("200", "USD")}, "E": {}})
    later = replace(
        facts.statements[0], id="d-A2.1", disclosure="d-A2", value=money("180", "USD")["value"],
        filed_on=date(2026, 4, 1),
    )  # fmt: skip
    both = replace(facts, statements=(*facts.statements, later))
    view = receipt_view(both, "d-A", sources(), "en", Proof(), asked=74)
    assert view.rows[0].lines[0].value == "200 USD a month"


def test_receipt_of_a_filing_that_is_not_there_is_an_error_that_names_it() -> None:
    facts, _ = worked_example()
    with pytest.raises(NoSuchFilingError, match="'d-X'"):
        receipt_view(facts, "d-X", sources(), "en", Proof(), asked=9)
