"""The job-condition sheet as plain strings: what it says, once, and what it never says."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.vocabulary import FindingKind, FindingStatus, Role, Sector, Source, State
from registry.finding_form import jsonable
from reports.digits import local_figures
from reports.facts import Asked, ChainFacts, Citation, Remit, Scope
from reports.headline import HEADLINE
from reports.rendering import Rendering
from reports.sheet import SheetView, last_day
from reports.sheet_side import SheetSide
from reports.views import Contact, Line, Row, revive
from seeds.reference_data import languages
from tests.paper import (
    DAY,
    Life,
    chain_of,
    money,
    sheet_of,
    shown,
    sources,
    stated,
    words_of,
    worked_example,
)

LANGUAGES = languages()

BASIC = "Basic wage in cash, without overtime or allowances"


def side_of(facts: ChainFacts, language: str = "en", **other: Any) -> SheetSide:
    return sheet_of(facts, (language,), **other).sides[0]


def rows_of(side: SheetSide) -> list[Row]:
    sections = (*side.sections, *side.annex)
    return [*side.headline, *(row for section in sections for row in section.rows)]


def row_named(side: SheetSide, label: str) -> Row:
    return next(row for row in rows_of(side) if row.label == label)


def plain_chain() -> ChainFacts:
    return chain_of(
        {
            "A": {
                "basic_wage": money("230.000", "JOD"),
                "contract_duration": stated(n="24", unit="months"),
            },
            "B": {"basic_wage": money("230", "JOD"), "contract_duration": {"state": State.NONE}},
            "E": {"basic_wage": money("230", "JOD"), "room_lock_privacy": stated(yes=True)},
        }
    )


def test_d28_page_one_holds_the_headline_eight_in_their_order() -> None:
    side = side_of(plain_chain())
    assert len(side.headline) == len(HEADLINE) == 8
    labels = [row.label or row.lines[0].lead for row in side.headline]
    assert labels[:2] == ["Who will employ and pay you", BASIC]
    assert labels[5] == "All costs that you pay (computed)"
    assert labels[7] == "Whom to call with a complaint"


def test_d28_page_one_holds_every_difference_of_the_worked_example() -> None:
    facts, comparison = worked_example()
    side = side_of(facts, comparison=comparison)
    expected = [f for f in comparison.findings if f.kind is not FindingKind.NEVER_STATED]
    assert len(side.differences) == len(expected) == 7
    assert [one.number for one in side.differences] == list(range(1, 8))
    assert side.counted == ("1 of 9 terms were not stated by anybody.",)


def test_d28_agreeing_answers_are_printed_once() -> None:
    lines = row_named(side_of(plain_chain()), BASIC).lines
    assert [(line.value, line.everyone) for line in lines] == [("230 JOD a month", "All 3 state")]


def test_d28_what_nobody_states_stands_once_and_under_its_owner() -> None:
    side = side_of(plain_chain())
    gaps = "\n".join(gap.terms for gap in (*side.gaps, *side.annex_gaps))
    terms = sources().references.terms
    assert gaps.count(terms["change_employer"].labels["en"]) == 1
    labels = {row.label for row in rows_of(side)}
    for term in terms.values():
        assert not (term.labels["en"] in labels and f"{term.labels['en']}," in gaps)
    by_owner = {gap.owner: gap.terms for gap in side.gaps}
    recruiters = next(terms for owner, terms in by_owner.items() if "the recruiters:" in owner)
    assert terms["fee_recruitment"].labels["en"] in recruiters


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_4_not_disclosed_none_and_does_not_apply_are_three_phrases(language: str) -> None:
    facts = chain_of(
        {
            "A": {},
            "B": {"weekly_rest": {"state": State.NONE}},
            "E": {"weekly_rest": {"state": State.NOT_APPLICABLE, "reason": "shifts"}},
        }
    )
    label = sources().references.terms["weekly_rest"].labels[language]
    lines = row_named(side_of(facts, language), label).lines
    assert len(lines) == len({line.value for line in lines}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_law_4_no_cell_is_blank_or_a_dash(language: str) -> None:
    for facts in (plain_chain(), worked_example()[0]):
        for row in rows_of(side_of(facts, language)):
            assert row.lines
            for line in row.lines:
                assert re.search(r"\w", line.value), row
                # A sum of the registry has no speaker; the note below it says whose it is.
                summed = sources().catalogue["standing.computed"][language] in row.notes
                assert line.who or line.everyone or line.silent or summed, row


def test_law_4_silence_of_a_link_is_said_beside_the_answers_of_others() -> None:
    lines = lines_led_by("Going out in your free time")
    assert lines[-1].value == "not disclosed"
    assert lines[-1].who == (1,)
    assert lines[-1].silent


def lines_led_by(lead: str) -> list[Line]:
    lines = [line for row in side_of(worked_example()[0]).headline for line in row.lines]
    start = next(n for n, line in enumerate(lines) if line.lead == lead)
    end = next((n for n, line in enumerate(lines) if n > start and line.lead), len(lines))
    return lines[start:end]


def test_d6_a_link_that_was_not_told_says_whom_it_asked_and_later_that_none_answered() -> None:
    asked = {"state": State.UNKNOWN_TO_FILER, "asked": Asked("E", date(2026, 3, 22))}
    facts = chain_of({"A": {"weekly_rest": asked}, "E": {}})
    label = "Unbroken hours of rest each week"
    first = row_named(side_of(facts), label).lines[0]
    assert first.value == "not known to it; asked Firm E on 22 March 2026"
    later = replace(facts, on=date(2026, 3, 22) + timedelta(days=31))
    assert row_named(side_of(later), label).lines[0].value.endswith("no answer since")


def test_d7_a_law_without_article_and_agreement_says_what_is_named() -> None:
    law = {"state": State.AS_PER_LAW, "citation": Citation("Labour Law", "Art. 56", DAY)}
    bare = {"state": State.AS_PER_LAW}
    facts = chain_of({"A": {"weekly_rest": bare}, "E": {"weekly_rest": law}})
    values = [
        line.value for line in row_named(side_of(facts), "Unbroken hours of rest each week").lines
    ]
    assert values == [
        "as the law says: Labour Law, Art. 56, 6 April 2026",
        "as the law says (no law or agreement is named)",
    ]


def test_d8_many_places_with_many_answers_are_shown_as_a_range() -> None:
    farms = [
        money(f"1{n}.50", "USD", "hour") | {"scope": Scope((("worksite", f"Farm {n}"),))}
        for n in range(6)
    ]
    facts = chain_of({"A": {}, "E": {"basic_wage": farms}}, sector=Sector.AGRICULTURE)
    line = row_named(side_of(facts), BASIC).lines[0]
    assert line.value == (
        "from 10.50 USD an hour to 15.50 USD an hour, in 6 answers for different places or work"
    )


def test_d8_a_place_that_an_answer_is_about_stands_beside_it() -> None:
    two = [
        money(amount, "USD", "hour") | {"scope": Scope((("worksite", site),))}
        for amount, site in (("12", "Farm 1"), ("13", "Farm 2"))
    ]
    lines = row_named(side_of(chain_of({"A": {}, "E": {"basic_wage": two}})), BASIC).lines
    assert [line.notes for line in lines[:2]] == [
        ("in words: twelve US dollars", "place of work Farm 1"),
        ("in words: thirteen US dollars", "place of work Farm 2"),
    ]


def test_d1_what_was_recorded_for_a_link_says_who_recorded_it_and_that_it_is_not_confirmed() -> (
    None
):
    link = side_of(worked_example()[0]).links[0]
    assert "As recorded by Registry office" in link.notes
    assert "not confirmed by the speaker" in link.notes


def test_d2_what_workers_were_told_says_by_whom_when_and_how() -> None:
    side = side_of(worked_example()[0])
    assert side.tellings == (
        "a local intermediary, Faridpur: 14 March 2026, by word of mouth (Bangla)",
        "Agency A: 20 March 2026, on paper (Bangla)",
    )
    told = [line for line in row_named(side, BASIC).lines if line.notes]
    words = "in words: thirty thousand Bangladeshi taka"
    assert told[-1].notes == (words, "told to workers 14 March 2026")


@pytest.mark.parametrize(
    ("count", "note"),
    [
        (1, "1 person who recruits for it is not named"),
        (73, "73 people who recruit for it are not named"),
    ],
)
def test_d5_individual_recruiters_are_counted_under_their_agency(count: int, note: str) -> None:
    facts = plain_chain()
    agency = replace(facts.places[0], people_count=count)
    assert note in side_of(replace(facts, places=(agency, *facts.places[1:]))).links[0].notes


def test_answers_by_place_that_have_no_order_are_listed_and_the_rest_counted() -> None:
    sites = [
        {"state": State.STATED_IN_WORDS, "as_stated": f"house {number}",
         "scope": Scope((("housing", f"House {number}"),))}
        for number in range(5)
    ]  # fmt: skip
    codes = [stated(code=code) | {"scope": Scope((("housing", code),))}
             for code in ("free", "at_cost", "allowance", "not_provided")]  # fmt: skip
    words = chain_of({"A": {}, "E": {"accommodation_provided": sites}})
    assert row_named(side_of(words), "Accommodation").lines[0].value == "stated in words only"
    coded = chain_of({"A": {}, "E": {"accommodation_provided": codes}})
    assert row_named(side_of(coded), "Accommodation").lines[0].value == (
        "an allowance instead; provided, and you pay for it; provided free; and 1 more answers"
    )


def test_a_registers_own_columns_are_not_printed_beside_the_value_that_they_gave() -> None:
    wage = money("12", "USD", "hour") | {
        "as_stated": "Basic wage rate from: 12; Per: Hour", "source": Source.OFFICIAL_REGISTER
    }  # fmt: skip
    words = {"state": State.STATED_IN_WORDS, "as_stated": "Meals: Y", "language": "en",
             "source": Source.OFFICIAL_REGISTER}  # fmt: skip
    side = side_of(chain_of({"A": {}, "E": {"basic_wage": wage, "food_provided": words}}))
    assert row_named(side, BASIC).lines[0].quotes == ()
    assert row_named(side, "Meals").lines[0].quotes[0].text == "Meals: Y"


HIDDEN = ("A. Haddad", "Abdoun", "two children", "my mother", "behind the bakery", "quiet flat")


def household() -> ChainFacts:
    facts = chain_of(
        {
            "A": {"basic_wage": money("200", "USD") | {"as_stated": "quiet flat, 200 dollars"}},
            "H": {
                "employer_name": stated(text="A. Haddad"),
                "workplace_location": stated(country="JO", region="Amman", site="Abdoun 3"),
                "care_load": stated(text="two children"),
                "duties": stated(codes=["cooking"], other=["behind the bakery"]),
                "weekly_rest": {"state": State.NOT_APPLICABLE, "reason": "my mother is ill"},
            },
        },
        roles={"H": Role.HOUSEHOLD_EMPLOYER},
        sector=Sector.DOMESTIC_WORK,
    )
    home = replace(facts.places[1], label="A. Haddad", division="Amman", district="Abdoun")
    return replace(facts, places=(facts.places[0], home))


def test_d18_public_rendering_says_nothing_of_a_household_but_its_town() -> None:
    view = sheet_of(household(), rendering=Rendering.PUBLIC)
    said = words_of(view)
    assert not [word for word in HIDDEN if word in said]
    assert "private household, Amman" in said
    assert "printed on the worker's own paper only" in said


def test_d18_workers_own_paper_says_who_employs_and_where() -> None:
    said = words_of(sheet_of(household()))
    assert [word for word in HIDDEN if word in said] == list(HIDDEN)


def test_d18_reply_of_a_household_is_dated_but_not_quoted_in_public() -> None:
    reply = (date(2026, 4, 5), "A. Haddad", "my mother is ill", "en")
    life = Life(FindingStatus.REPLIED, date(2026, 4, 3), date(2026, 4, 17), (reply,))
    facts, comparison = worked_example()
    findings = shown(comparison, life)
    public = words_of(sheet_of(facts, rendering=Rendering.PUBLIC, findings=findings))
    assert "my mother is ill" not in public
    assert "A. Haddad" not in public
    assert "Replied on 5 April 2026." in public
    assert "my mother is ill" in words_of(sheet_of(facts, findings=findings))


@pytest.mark.parametrize("rendering", Rendering)
def test_d18_price_between_agencies_is_on_no_paper_but_who_pays_is(rendering: Rendering) -> None:
    fee = stated(
        payer="destination_agency", money={"amount": "1777", "currency": "USD", "period": "once"}
    ) | {"as_stated": "1777 dollars a head"}
    said = words_of(
        sheet_of(chain_of({"A": {"fee_recruitment": fee}, "E": {}}), rendering=rendering)
    )
    assert "1777" not in said
    assert "1,777" not in said
    assert "paid by the agency in the country of work" in said


@pytest.mark.parametrize("rendering", Rendering)
def test_d19_local_intermediary_is_never_named(rendering: Rendering) -> None:
    facts, _ = worked_example()
    named = tuple(
        replace(place, label="Karim Mia") if place.role is Role.LOCAL_INTERMEDIARY else place
        for place in facts.places
    )
    assert "Karim" not in words_of(sheet_of(replace(facts, places=named), rendering=rendering))


def test_d20_sheet_says_when_a_reply_was_asked_and_no_weight() -> None:
    facts, comparison = worked_example()
    life = Life(FindingStatus.ASKED, date(2026, 4, 3), date(2026, 4, 17))
    said = words_of(sheet_of(facts, findings=shown(comparison, life)))
    assert "Reply asked on 3 April 2026." in said
    assert "serious" not in said.lower()
    late = replace(facts, on=date(2026, 4, 20))
    said = words_of(sheet_of(late, comparison=comparison, findings=shown(comparison, life)))
    assert "Asked on 3 April 2026, no reply by 17 April 2026." in said


def test_law_12_reply_stands_beside_its_difference_in_its_own_words() -> None:
    facts, comparison = worked_example()
    reply = (date(2026, 4, 5), "p", "We will change the contract.", "en")
    life = Life(FindingStatus.REPLIED, date(2026, 4, 3), date(2026, 4, 17), (reply,))
    first = side_of(facts, findings=shown(comparison, life)).differences[0]
    assert [(q.text, q.language, q.lead) for q in first.replies] == [
        ("We will change the contract.", "en", "Reply of 5 April 2026:")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_2_5_routing_to_an_inspector_is_on_no_sheet(language: str) -> None:
    facts, comparison = worked_example()
    assert comparison.routed_to_inspector
    quiet = replace(comparison, routed_to_inspector=False)
    assert sheet_of(facts, (language,), comparison=comparison) == sheet_of(
        facts, (language,), comparison=quiet
    )


def test_2_5_absence_of_differences_says_how_much_was_not_stated() -> None:
    side = side_of(plain_chain(), findings=())
    assert re.fullmatch(
        r"No difference found among the terms stated; \d+ of \d+ terms were not stated\.",
        side.counted[0],
    )


def test_law_10_what_all_state_stands_beside_the_dated_benchmark() -> None:
    rest = {"weekly_rest": stated(hours="12", per="week")}
    facts = chain_of({"A": rest, "E": rest}, sector=Sector.DOMESTIC_WORK)
    row = row_named(side_of(facts), "Unbroken hours of rest each week")
    assert row.lines[0].everyone == "All 2 state"
    assert any("ILO benchmark: at least 24 hours a week" in note for note in row.notes)
    exercise = replace(facts, remit=Remit(benchmarks=False))
    assert row_named(side_of(exercise), "Unbroken hours of rest each week").notes == ()


def test_law_8_every_sheet_carries_the_standing_sentences() -> None:
    for language in LANGUAGES:
        words = side_of(plain_chain(), language).words
        for code in ("not_an_approval", "employer_responsibility", "watermark", "cannot_prove"):
            assert words[f"standing.{code}"] == sources().catalogue[f"standing.{code}"][language]


def test_h14_costs_stand_under_the_definition_that_workers_should_not_bear_them() -> None:
    facts, _ = worked_example()
    costs = next(one for one in side_of(facts).sections if one.title.startswith("Recruitment fees"))
    assert costs.note == "The ILO definition says that workers should not bear these."


def test_r12_links_stand_in_the_order_of_the_chain_whatever_was_found() -> None:
    facts, comparison = worked_example()
    without = replace(comparison, findings=())
    assert side_of(facts).links == side_of(facts, comparison=without, findings=()).links
    assert [link.number for link in side_of(facts).links] == [1, 2, 3, 4]
    assert side_of(facts).links[-1].role == "private household as employer"
    backwards = replace(facts, places=facts.places[::-1], edges=facts.edges[::-1])
    assert side_of(backwards).links == side_of(facts).links


def test_loading_order_changes_nothing() -> None:
    facts, comparison = worked_example()
    turned = replace(
        facts,
        statements=facts.statements[::-1],
        disclosures=facts.disclosures[::-1],
        tellings=facts.tellings[::-1],
    )
    assert side_of(turned, comparison=comparison) == side_of(facts, comparison=comparison)


def test_d28_sheet_says_from_which_day_it_speaks_and_to_which_it_is_valid() -> None:
    view = sheet_of(plain_chain())
    assert view.expires_on == last_day(DAY) == DAY + timedelta(days=90)
    assert view.sides[0].dates[:3] == (
        "As stated on 6 April 2026.",
        "Issued 6 April 2026.",
        "This sheet is valid to 5 July 2026. Ask for a new one after that day.",
    )


def test_d27_translation_that_nobody_reviewed_says_so() -> None:
    made_with = replace(sources(), unreviewed=frozenset({"bn"}))
    bangla, english = sheet_of(plain_chain(), ("bn", "en"), made_with=made_with).sides
    assert bangla.notes == (sources().catalogue["standing.unreviewed"]["bn"],)
    assert english.notes == ()


def test_own_words_stand_once_beside_their_own_language() -> None:
    facts = chain_of({"A": {"basic_wage": money("30000", "BDT") | {
        "as_stated": "ত্রিশ হাজার টাকা", "language": "bn"}}, "E": {}})  # fmt: skip
    bangla, english = sheet_of(facts, ("bn", "en")).sides
    assert words_of(bangla).count("ত্রিশ হাজার টাকা") == 1
    assert "ত্রিশ" not in words_of(english)
    worker, arabic = sheet_of(facts, ("ne", "ar")).sides
    assert words_of(worker).count("ত্রিশ হাজার টাকা") == 1
    assert "ত্রিশ" not in words_of(arabic)


def test_long_own_words_are_cut_and_say_how_much_more_there_is() -> None:
    facts = chain_of(
        {"A": {"duties": stated(codes=["cooking"]) | {"as_stated": "x" * 1000}}, "E": {}}
    )
    assert "x … [600 more characters are in the record]" in words_of(side_of(facts))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("bn", "১,৬৫,০০০ (165,000 BDT)"),
        ("ne", "१,६५,००० (165,000 BDT)"),
        ("hi", "1,65,000 (165,000 BDT)"),
        ("ar", "١٦٥٬٠٠٠ (165,000 BDT)"),
        ("en", "165,000 BDT"),
    ],
)
def test_key_figures_stand_in_both_digit_systems(language: str, expected: str) -> None:
    facts = chain_of({"A": {}, "E": {"basic_wage": money("165000", "BDT")}})
    label = sources().references.terms["basic_wage"].labels[language]
    value = row_named(side_of(facts, language), label).lines[0].value
    assert expected in value
    assert language != "en" or "(" not in value


def test_local_figures_keep_words_and_codes() -> None:
    assert local_figures("12,34,567.5 JOD", "ne") == "१२,३४,५६७.५ JOD"
    assert local_figures("1,234,567.5 JOD", "ar", "JO") == "١٬٢٣٤٬٥٦٧٫٥ JOD"
    assert local_figures("8", "en") == "8"


def test_amounts_have_no_trailing_zeros_and_their_currency_behind() -> None:
    said = words_of(side_of(chain_of({"A": {}, "E": {"basic_wage": money("230.000", "JOD")}})))
    assert "230 JOD a month" in said
    assert "230.0" not in said


def test_months_are_called_as_in_the_country_of_work() -> None:
    levant = chain_of({"A": {}, "E": {}})
    gulf = replace(levant, destination="AE")
    assert "6 نيسان 2026" in words_of(side_of(levant, "ar"))
    assert "6 أبريل 2026" in words_of(side_of(gulf, "ar"))


def test_contacts_are_printed_and_their_absence_is_said() -> None:
    contact = Contact("A union (invented)", "+962 6 000 0000", "Bangla, day and night")
    made_with = replace(sources(), contacts={"en": (contact,)})
    assert side_of(plain_chain(), made_with=made_with).contacts == (contact,)
    assert side_of(plain_chain()).contacts == ()
    assert "holds no contact" in side_of(plain_chain()).words["print.no_contacts"]


def test_lower_tiers_are_counted_on_page_one_and_told_in_the_annex() -> None:
    facts = chain_of(
        {
            "A": {"public_holidays": stated(n="14")},
            "E": {"public_holidays": stated(n="7")},
        },
        told={"A": date(2026, 3, 2)},
    )
    side = side_of(facts)
    assert [one.terms for one in side.annex_differences] == ["Paid public holidays"]
    assert not [one for one in side.differences if one.terms == "Paid public holidays"]
    assert "1 more terms of lesser weight differ; see the annex." in side.counted


@pytest.mark.parametrize("languages", [("en",), ("bn", "en"), ("ne", "ar")])
def test_view_can_be_kept_as_json_and_read_again(languages: tuple[str, ...]) -> None:
    facts, comparison = worked_example()
    life = Life(FindingStatus.ASKED, date(2026, 4, 3), date(2026, 4, 17))
    view = sheet_of(facts, languages, findings=shown(comparison, life))
    assert revive(SheetView, jsonable(view)) == view
