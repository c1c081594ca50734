"""What is compared with what, and what never makes a finding (2.3, 2.4)."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from models.vocabulary import FindingKind, Milestone, Requirement, Sector
from reports.baselines import what_was_told
from reports.comparison import RULES, compare
from reports.finding import GROUPED_KINDS, Finding
from reports.picture import draw
from reports.standing import fold
from tests.chain_builder import (
    answered,
    chain,
    filed,
    findings,
    kinds,
    stated,
    told,
    wage,
)
from tests.chain_cases import CASES, case_comparison, case_facts, english, reference_set

ACCEPTED = {"acceptance": "2026-02-05"}
WAGE = ["basic_wage"]
PAPERS = ["basic_wage", "passport_custody"]


def test_every_kind_of_finding_has_a_rule() -> None:
    assert {kind for rule in RULES for kind in rule.kinds} == set(FindingKind)


def test_every_finding_names_its_rule_its_sentence_and_whom_it_is_put_to() -> None:
    for name in CASES:
        for finding in case_comparison(name).findings:
            assert finding.rule
            assert finding.rule_version
            assert finding.words.startswith(f"{finding.kind.value}.")
            assert finding.addressed_to
            assert set(finding.addressed_to) <= {place.id for place in case_facts(name).places}


def test_d16_no_two_findings_of_a_comparison_are_the_same_one() -> None:
    for name in CASES:
        identities = [finding.identity(name) for finding in case_comparison(name).findings]
        assert [each for each, count in Counter(identities).items() if count > 1] == []


def test_d16_a_list_of_terms_stays_the_same_finding_when_one_is_answered() -> None:
    terms = ["basic_wage", "hours_per_day"]
    (both,) = findings(chain([], links="H", terms=terms))
    (one,) = findings(chain([filed("H", wage("1"))], links="H", terms=terms))
    assert both.kind is one.kind is FindingKind.NEVER_STATED
    assert both.kind in GROUPED_KINDS
    assert (both.terms, one.terms) == (tuple(terms), ("hours_per_day",))
    assert both.identity("c") == one.identity("c")


def test_statements_of_a_finding_stand_in_the_chain() -> None:
    for name in CASES:
        held = {statement.id for statement in case_facts(name).statements}
        for finding in case_comparison(name).findings:
            assert set(finding.statements) <= held


def test_d2_only_tellings_say_what_workers_were_told() -> None:
    acts = [filed("A", wage("300"), said_on="2026-01-01"), filed("H", wage("200"))]
    (finding,) = findings(chain(acts, terms=WAGE, milestones=ACCEPTED))
    assert (finding.rule, finding.words) == ("2.3b", "worsened.states")


def test_the_latest_telling_before_a_milestone_is_the_baseline() -> None:
    acts = [
        filed("A", wage("300"), key="a1"),
        filed("B", wage("250"), key="b1"),
        told("A", "a1", on="2026-02-02"),
        told("B", "b1", on="2026-02-04"),
        told("A", "a1", on="2026-02-06"),
    ]
    milestones = {"acceptance": "2026-02-05", "departure": "2026-03-30"}
    facts = chain(acts, links="ABH", milestones=milestones)
    baselines = {b.milestone: b for b in what_was_told(facts, fold(facts))[0].baselines}
    latest = {
        milestone: next(iter(baseline.told.values())).answer.id
        for milestone, baseline in baselines.items()
    }
    assert latest == {Milestone.ACCEPTANCE: "b1.0", Milestone.DEPARTURE: "a1.0", None: "a1.0"}


def test_d9_one_difference_is_one_finding_at_the_first_milestone_that_shows_it() -> None:
    acts = [
        filed("A", wage("300"), key="a1"),
        told("A", "a1", on="2026-02-02"),
        told("A", "a1", on="2026-02-07"),
        filed("H", wage("200")),
    ]
    milestones = {"acceptance": "2026-02-05", "departure": "2026-03-01"}
    (finding,) = findings(chain(acts, terms=WAGE, milestones=milestones))
    assert (finding.milestone, finding.on) == (Milestone.ACCEPTANCE, date(2026, 2, 2))


def test_d9_what_stands_between_a_telling_and_the_owner_only_localises() -> None:
    acts = [
        filed("A", wage("300"), key="a1"),
        told("A", "a1"),
        filed("B", wage("250")),
        filed("H", wage("200")),
    ]
    (finding,) = findings(chain(acts, links="ABH", terms=WAGE, milestones=ACCEPTED))
    assert (finding.below, finding.above, finding.between) == ("A", "H", ("A", "B"))


def test_d4_a_links_own_word_about_an_earlier_telling_counts_from_its_filing() -> None:
    acts = [filed("A", wage("300"), key="a1"), filed("H", wage("300"))]
    backdated = told("A", "a1", on="2026-02-01", asserted_by="A", filed_on="2026-02-15")
    by_another = told("A", "a1", on="2026-02-01", asserted_by="office", filed_on="2026-02-15")
    assert kinds(chain([*acts, backdated], terms=WAGE, milestones=ACCEPTED)) == ["late"]
    assert kinds(chain([*acts, by_another], terms=WAGE, milestones=ACCEPTED)) == []


def test_d3_each_batch_is_judged_by_its_own_milestones() -> None:
    name = "worked-example"
    batches = {finding.batch for finding in case_comparison(name).findings if finding.batch}
    assert batches == {"batch-1"}


def test_d12_what_was_said_after_a_link_filed_was_not_left_out_by_it() -> None:
    rest = stated("weekly_rest", {"hours": "24", "per": "week"})
    early = [filed("B", wage("1"), on="2026-02-01"), filed("H", wage("1"), rest, on="2026-02-05")]
    assert kinds(chain(early, links="BH", terms=["basic_wage", "weekly_rest"])) == []
    late = [filed("H", wage("1"), rest, on="2026-02-01"), filed("B", wage("1"), on="2026-02-05")]
    (asked,) = findings(chain(late, links="BH", terms=["basic_wage", "weekly_rest"]))
    assert (asked.kind.value, asked.severity.value, asked.reason) == (
        "omitted",
        "question",
        "not_given",
    )


def test_d12_what_was_public_when_a_link_filed_counts_as_given() -> None:
    rest = stated("weekly_rest", {"hours": "24", "per": "week"})
    acts = [
        filed("H", wage("1"), rest, on="2026-02-01"),
        {"act": "publish", "by": "H", "filed_on": "2026-02-02"},
        filed("B", wage("1"), on="2026-02-05"),
    ]
    (found,) = findings(chain(acts, links="BH", terms=["basic_wage", "weekly_rest"]))
    assert (found.severity.value, found.reason, found.on) == (
        "serious",
        "public",
        date(2026, 2, 2),
    )


def test_d5_representatives_and_offices_owe_nothing_and_are_not_compared() -> None:
    acts = [filed("R", wage("500")), filed("H", wage("300"))]
    assert kinds(chain(acts, links="RH", terms=WAGE)) == []
    assert kinds(chain([filed("H", wage("300"))], links="RH", terms=WAGE)) == []


def test_law_3_an_employer_whose_agencies_speak_for_it_is_asked_for_its_own_word() -> None:
    acts = [filed("A", wage("300"), key="a1")]
    (untold,) = findings(chain(acts, terms=WAGE))
    assert (untold.reason, untold.severity.value) == ("owner_silent", "question")
    facts = chain([*acts, told("A", "a1")], terms=WAGE, milestones=ACCEPTED)
    (heard,) = findings(facts)
    assert (heard.reason, heard.severity.value, heard.addressed_to) == (
        "owner_silent",
        "serious",
        ("H",),
    )


def test_terms_that_a_sector_does_not_ask_are_never_called_missing() -> None:
    terms = reference_set().terms
    for sector in Sector:
        comparison = compare(chain([], links="H", sector=sector.value), reference_set())
        asked = [t for t in terms.values() if t.requirement_in(sector) is not Requirement.NOT_ASKED]
        missing = {code for finding in comparison.findings for code in finding.terms}
        expected = {t.code for t in asked if t.requirement_in(sector) is Requirement.EXPECTED}
        assert missing == expected
        assert set(comparison.asked_terms) == {term.code for term in asked}
        assert comparison.unstated_terms == comparison.asked_terms


def test_d15_never_stated_is_one_finding_for_each_owner() -> None:
    found = findings(chain([], links="SABH"))
    silent = [each for each in found if each.kind is FindingKind.NEVER_STATED]
    assert sorted(each.addressed_to for each in silent) == [("A", "B"), ("H",), ("H", "A", "B")]
    (alone,) = findings(chain([], links="H"))
    assert alone.addressed_to == ("H",)


def test_law_3_a_registers_silence_is_a_question_until_a_link_files_itself() -> None:
    order = filed("H", wage("300"), source="official_register")
    (asked,) = findings(chain([order], links="H", terms=PAPERS))
    assert (asked.reason, asked.severity.value) == ("register_only", "question")
    assert asked.words == "never_stated.register_only"
    for act in (filed("H", wage("300"), on="2026-02-02"), told("H", "H-2026-02-01")):
        facts = chain([order, act], links="H", terms=PAPERS, milestones=ACCEPTED)
        (silent,) = [f for f in findings(facts) if f.kind is FindingKind.NEVER_STATED]
        assert (silent.reason, silent.severity.value) == ("", "serious")


def test_law_3_nothing_filed_at_all_is_no_registers_silence() -> None:
    (silent,) = findings(chain([], links="H", terms=PAPERS))
    assert (silent.reason, silent.severity.value) == ("", "serious")


def test_d15_lower_tiers_are_counted_where_every_tier_is_a_question() -> None:
    order = filed("H", wage("300"), source="official_register")
    (asked,) = findings(chain([order], links="H", terms=[*PAPERS, "sick_leave"]))
    assert asked.params["terms"] == {"terms": ["passport_custody"]}
    assert [each["words"] for each in asked.params["also"]] == ["terms.others"]


def test_r12_findings_stand_in_the_order_of_severity_and_terms_never_of_parties() -> None:
    found = case_comparison("worked-example").findings
    positions = [
        (["serious", "question", "note"].index(each.severity.value), len(each.terms) != 1)
        for each in found
    ]
    assert positions == sorted(positions)


def test_parallel_links_are_never_set_beside_each_other() -> None:
    edges = [("A", "H"), ("B", "H")]
    acts = [filed("A", wage("300")), filed("B", wage("100"))]
    facts = chain(acts, links="ABH", edges=edges, terms=WAGE)
    assert kinds(facts) == ["never_stated"]
    assert draw(facts).all_above("A") == ("H",)


def test_a_difference_over_several_ways_says_that_its_place_is_not_known() -> None:
    edges = [("A", "X"), ("A", "Y"), ("X", "H"), ("Y", "H")]
    acts = [
        filed("A", wage("300"), key="a1"),
        told("A", "a1"),
        filed("X", wage("200")),
        filed("Y", wage("300")),
        filed("H", wage("200")),
    ]
    facts = chain(acts, links="AXYH", edges=edges, terms=WAGE, milestones=ACCEPTED)
    (finding,) = findings(facts)
    assert finding.between is None
    assert {"words": "between.several_ways", "params": {}} in finding.params["also"]


def test_a_circle_of_edges_does_not_hang_the_comparison() -> None:
    from dataclasses import replace

    from reports.facts import Edge

    facts = chain([filed("A", wage("300")), filed("H", wage("200"))], terms=WAGE)
    circle = replace(facts, edges=(*facts.edges, Edge(above="A", below="H")))
    assert "worsened" in kinds(circle)


def test_only_what_a_remit_names_is_looked_at() -> None:
    acts = [filed("A", wage("300")), filed("H", wage("200"))]
    assert kinds(chain(acts, terms=["hours_per_day"])) == ["never_stated"]


def test_the_employers_cap_is_never_taken_for_the_workers() -> None:
    fee = {"payer": "employer", "money": {"amount": "9999", "currency": "SAR", "period": "once"}}
    acts = [filed("A", stated("fee_recruitment", fee)), filed("H", answered("basic_wage", "none"))]
    facts = chain(acts, origin="BD", destination="SA", sector="domestic_work", references=True)
    found = [each for each in findings(facts) if each.kind is FindingKind.WORSE_THAN_REFERENCE]
    assert [each.terms for each in found] == [("basic_wage",)]


def test_figures_from_memory_are_never_shown_as_law() -> None:
    # qa-domestic-hours (10 a day) is of confidence C.
    acts = [filed("H", stated("hours_per_day", {"hours": "12"}))]
    terms = ["hours_per_day"]
    facts = chain(acts, links="H", sector="domestic_work", references=True, terms=terms)
    assert kinds(facts) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [({}, []), ({"departure": "2026-02-01"}, ["late"]), ({"acceptance": "2026-01-31"}, ["late"])],
)
def test_without_a_milestone_nothing_is_late(days: dict[str, str], expected: list[str]) -> None:
    acts = [filed("A", wage("300"), key="a1"), told("A", "a1", on="2026-02-02")]
    acts.append(filed("H", wage("300")))
    assert kinds(chain(acts, terms=WAGE, milestones=days)) == expected


def test_a_difference_only_in_free_words_is_asked_about_where_workers_were_told_a_name() -> None:
    acts = [
        filed("A", stated("employer_name", {"text": "Rose Garments"}), key="a1"),
        filed("H", stated("employer_name", {"text": "Lily Textiles"})),
    ]
    terms = ["employer_name"]
    (states,) = findings(chain(acts, terms=terms))
    assert (states.kind.value, states.severity.value) == ("not_comparable", "note")
    (heard,) = findings(chain([*acts, told("A", "a1")], terms=terms, milestones=ACCEPTED))
    assert (heard.kind.value, heard.severity.value) == ("not_comparable", "question")


def test_what_was_checked_and_what_was_not_is_said() -> None:
    comparison = case_comparison("worked-example")
    assert {"checked.told", "checked.lateness", "checked.links"} <= set(comparison.checked)
    assert {"not_checked.references", "not_checked.truth"} <= set(comparison.not_checked)
    assert comparison.reference_version == reference_set().version


def test_rule_f_of_one_day_the_fuller_document_comes_first() -> None:
    form = filed("H", wage("12"), stated("days_per_week", {"n": "6"}), key="f", document="order")
    annex = filed("H", wage("15"), key="a", document="annex")
    (finding,) = findings(chain([annex, form], links="H", terms=["basic_wage", "days_per_week"]))
    assert (finding.kind.value, finding.statements) == ("improved", ("f.0", "a.0"))


def test_rule_f_a_list_at_the_bottom_of_the_forms_range_agrees_with_it() -> None:
    form = {**wage("15", amount_to="23"), "qualifier": "range"}
    acts = [filed("H", form, key="f", document="order"), filed("H", wage("15"), document="sites")]
    found = findings(chain(acts, links="H", terms=WAGE))
    assert [each.kind.value for each in found] == ["vague"]


def test_rule_f_of_many_places_the_one_nearest_to_the_form_is_shown() -> None:
    sites = [wage(amount, scope={"worksite": amount}) for amount in ("30", "20")]
    acts = [filed("H", wage("15"), key="f", document="order"),
            filed("H", *sites, key="s", document="sites")]  # fmt: skip
    (finding,) = findings(chain(acts, links="H", terms=WAGE))
    assert finding.params["value_above"] == {"statement": "s.1"}
    assert "(20 − 15)" in finding.arithmetic[0].text


def test_d8_a_crop_is_a_scope_of_its_own_and_may_be_paid_more() -> None:
    form = filed("H", wage("15"), stated("days_per_week", {"n": "6"}), document="order")
    terms = ["basic_wage", "days_per_week"]
    for crops, expected in (
        (("17",), []),
        (("14", "17"), []),
        (("14",), ["worsened"]),
        (("13", "14"), ["worsened"]),
    ):
        listed = [wage(amount, scope={"crop": amount}) for amount in crops]
        acts = [form, filed("H", *listed, key="a", document="addendum")]
        assert kinds(chain(acts, links="H", terms=terms)) == expected, crops


def test_rule_f_a_difference_with_a_part_names_the_part() -> None:
    rice = wage("14", scope={"crop": "Rice"})
    acts = [filed("H", wage("15"), key="f", document="order"),
            filed("H", rice, key="a", document="addendum")]  # fmt: skip
    facts = chain(acts, links="H", terms=WAGE)
    (finding,) = findings(facts)
    assert english(facts).sentence(finding).endswith("about a part of the offer: crop Rice.")


def ranged(low: str, high: str, **more: str) -> dict[str, Any]:
    """A wide range of wages, for a worksite where one is given."""
    body = {**wage(low, amount_to=high), "qualifier": "range"}
    return {**body, "scope": more} if more else body


def vague_in(*statements: dict[str, Any], listed: tuple[dict[str, Any], ...]) -> list[Finding]:
    acts = [filed("H", *statements, key="f", document="order"),
            filed("H", *listed, key="a", document="sites")]  # fmt: skip
    found = findings(chain(acts, links="H", terms=WAGE))
    return [each for each in found if each.kind is FindingKind.VAGUE]


def test_d8_a_wide_range_that_is_listed_place_by_place_is_precise() -> None:
    sites = tuple(wage(amount, scope={"worksite": amount}) for amount in ("9", "12", "14"))
    assert vague_in(ranged("9", "14"), listed=sites) == []
    assert len(vague_in(ranged("9", "15"), listed=sites)) == 1  # what 15 is paid for is open
    wide = (*sites, ranged("9", "14", worksite="Elsewhere"))
    assert len(vague_in(ranged("9", "14"), listed=wide)) == 1


def test_the_main_worksite_said_twice_in_one_form_is_one_place() -> None:
    main = ranged("9", "14", worksite="Main")
    (once,) = vague_in(ranged("9", "14"), main, listed=())
    assert once.params["also"] == []
    (twice,) = vague_in(ranged("9", "14"), main, listed=(ranged("9", "14", worksite="Other"),))
    assert [each["params"]["count"] for each in twice.params["also"]] == ["2"]
