"""Legal figures, benchmarks and rates: dated, sourced, and only what was read (domain 6)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from babel import Locale

from models.vocabulary import (
    Confidence,
    Direction,
    Qualifier,
    ReferenceSide,
    Sector,
)
from reports import values
from reports.laws import law_code
from reports.lexicon import Lexicon
from reports.reference_facts import Benchmark, Reference, ReferenceSet, Term
from seeds.reference_data import (
    DATA,
    languages,
    load_reference_set,
    load_wording,
    read_rows,
)


@cache
def shipped() -> ReferenceSet:
    return load_reference_set()


def test_every_reference_has_instrument_source_day_and_confidence() -> None:
    codes = [reference.code for reference in shipped().references]
    assert len(set(codes)) == len(codes) >= 90
    for reference in shipped().references:
        assert reference.instrument, reference.code
        assert reference.source, reference.code
        assert date(2010, 1, 1) < reference.read_on < date(2027, 1, 1), reference.code
        starts, ends = reference.effective_from, reference.effective_to
        assert starts is None or ends is None or starts < ends, reference.code


def test_references_name_real_countries() -> None:
    territories = Locale("en").territories
    for reference in shipped().references:
        assert reference.jurisdiction in territories, reference.code
        assert not reference.origin or reference.origin in territories, reference.code
        assert reference.origin != reference.jurisdiction


def figures() -> list[Reference | Benchmark]:
    return [*shipped().references, *shipped().benchmarks]


def a_term(code: str) -> Term:
    # A ceiling on everything that a worker pays is one on the computed total.
    total = replace(shipped().terms["fee_recruitment"], code="total_cost_to_worker")
    return {**shipped().terms, total.code: total}[code]


def test_every_figure_is_one_that_the_rules_can_read() -> None:
    for figure in figures():
        term = a_term(figure.term)
        assert values.check_value(term, figure.value, figure.qualifier) == [], figure.code


def test_a_floor_is_a_floor_and_a_ceiling_is_a_ceiling() -> None:
    bounds = {Direction.HIGHER: Qualifier.AT_LEAST, Direction.LOWER: Qualifier.AT_MOST}
    for figure in figures():
        direction = a_term(figure.term).direction
        if direction in bounds and figure.qualifier not in {Qualifier.EXACT, Qualifier.RANGE}:
            assert figure.qualifier is bounds[direction], figure.code


def test_worker_caps_and_employer_caps_are_never_mixed() -> None:
    payers = {ReferenceSide.WORKER_CAP: {"worker", "nobody_charges"},
              ReferenceSide.EMPLOYER_CAP: {"employer"}}  # fmt: skip
    for reference in shipped().references:
        if reference.side in payers:
            assert reference.value["payer"] in payers[reference.side], reference.code
        elif reference.term.startswith(("fee_", "cost_", "total_")):
            raise AssertionError(reference.code)
        if reference.side is ReferenceSide.EMPLOYER_CAP:
            assert "not of the worker" in reference.note, reference.code


def test_only_what_was_not_read_is_marked_c_and_it_says_so() -> None:
    unchecked = [each for each in figures() if each.confidence is Confidence.UNCHECKED]
    assert unchecked
    for reference in unchecked:
        assert "knowledge" in f"{reference.source} {reference.note}", reference.code


@pytest.mark.parametrize(
    ("code", "value", "confidence"),
    [
        ("jo-general-wage", {"amount": "290", "currency": "JOD"}, "A"),
        ("jo-garment-wage", {"amount": "230", "currency": "JOD"}, "B"),
        ("jo-domestic-hours", {"hours": "8", "per": "day"}, "B"),
        ("lb-general-wage", {"amount": "28000000", "currency": "LBP"}, "B"),
        ("lb-domestic-hours", {"hours": "10", "per": "day"}, "B"),
        ("sa-domestic-probation", {"n": "90", "unit": "days"}, "B"),
        ("ae-domestic-daily-rest", {"hours": "8", "per": "day"}, "A"),
        ("qa-wage", {"amount": "1000", "currency": "QAR"}, "A"),
        ("kw-domestic-wage", {"amount": "60", "currency": "KWD"}, "A"),
        ("kw-domestic-wage-in", {"amount": "120", "currency": "KWD"}, "B"),
        ("om-domestic-annual-leave", {"n": "21", "unit": "days"}, "B"),
    ],
)
def test_figures_are_those_that_were_read(
    code: str, value: dict[str, str], confidence: str
) -> None:
    reference = next(each for each in shipped().references if each.code == code)
    assert {key: reference.value[key] for key in value} == value
    assert reference.confidence == confidence


def test_caps_are_those_that_were_read() -> None:
    caps = {
        reference.code: reference.value.get("money", {}).get("amount")
        for reference in shipped().references
        if reference.side is not ReferenceSide.CONDITION
    }
    assert caps["jo-domestic-employer-cap-bd"] == "2150"
    assert caps["sa-domestic-employer-cap-bd"] == "11750"
    assert caps["kw-domestic-employer-cap-ph"] == "850"
    assert caps["sa-bd-men-cap"] == "165000"
    assert caps["qa-np-fee-cap"] == "10000"
    assert caps["jo-in-fee-cap"] == "30000"
    assert caps["sa-domestic-fee"] is None  # nothing may be charged
    # Nepal's decision names seven countries, and these two are not among them.
    assert not {"jo-np-fee-cap", "lb-np-fee-cap"} & set(caps)


def test_h17_no_rule_about_who_may_migrate_is_shipped_as_a_figure() -> None:
    for reference in shipped().references:
        assert reference.term in {*shipped().terms, "total_cost_to_worker"}


def test_benchmarks_are_dated_and_are_the_ilos() -> None:
    assert {b.term for b in shipped().benchmarks} >= {
        "weekly_rest", "pay_frequency", "fee_recruitment", "hours_per_day", "passport_custody",
    }  # fmt: skip
    for benchmark in shipped().benchmarks:
        assert benchmark.instrument, benchmark.code
        assert benchmark.article, benchmark.code
        assert date(1919, 1, 1) < benchmark.adopted_on < date(2026, 1, 1)


def test_a_term_has_one_benchmark_in_a_sector() -> None:
    for sector in Sector:
        named = [b.term for b in shipped().benchmarks if b.sector in {None, sector}]
        assert len(set(named)) == len(named), sector


def test_every_rate_is_dated_sourced_and_positive() -> None:
    keys = [(rate.base, rate.quote, rate.on) for rate in shipped().rates]
    assert len(set(keys)) == len(keys)
    for rate in shipped().rates:
        assert rate.rate > 0
        assert rate.source
        # Only a peg runs on; a market rate that is not renewed must stop being used.
        assert rate.peg == (rate.until is None), rate


def test_pegs_are_those_of_the_domain() -> None:
    pegs = {(r.base, r.quote): r.rate for r in shipped().rates if r.peg}
    assert pegs == {
        ("USD", "JOD"): Decimal("0.709"), ("USD", "SAR"): Decimal("3.75"),
        ("USD", "AED"): Decimal("3.6725"), ("USD", "QAR"): Decimal("3.64"),
        ("USD", "OMR"): Decimal("0.3845"), ("USD", "BHD"): Decimal("0.376"),
        ("INR", "NPR"): Decimal("1.6"),
    }  # fmt: skip


def test_d10_currencies_without_a_sourced_rate_have_none() -> None:
    held = {currency for rate in shipped().rates for currency in (rate.base, rate.quote)}
    assert not held & {"BDT", "KWD", "LBP"}
    assert {"EUR", "USD", "INR", "MYR", "PHP", "GBP"} <= held


def test_euro_rates_cover_every_month_from_2025_to_october_2026() -> None:
    months = sorted({rate.on.strftime("%Y-%m") for rate in shipped().rates if not rate.peg})
    expected = [f"2025-{month:02}" for month in range(1, 13)]
    assert months == expected + [f"2026-{month:02}" for month in range(1, 11)]
    dollar = {r.on: r.rate for r in shipped().rates if (r.base, r.quote) == ("EUR", "USD")}
    assert dollar[date(2026, 10, 30)] == Decimal("1.1172")


def test_divisors_say_how_well_they_are_sourced() -> None:
    divisors = {each.jurisdiction: each for each in shipped().divisors}
    assert divisors["JO"].days == 30
    assert divisors["IN"].days == 26
    assert divisors["IN"].source.endswith("(not checked)")
    assert "not checked" not in divisors["JO"].source


def words_of(name: str) -> dict[str, str]:
    """The English of each row of a list of words about laws, by its code."""
    return {row["code"]: row["en"] for row in read_rows(DATA / f"{name}.csv")}


def test_every_law_and_every_note_can_be_said_in_other_languages() -> None:
    """D27: a figure is read with the name of its law and what is to be known about it."""
    held: list[Reference | Benchmark] = [*shipped().references, *shipped().benchmarks]
    named = {one.instrument for one in held} | {one.article for one in held if " " in one.article}
    named |= {one.says for one in shipped().benchmarks if one.says}
    noted = {one.note for one in held if one.note}
    assert words_of("laws") == {law_code(text): text for text in named}
    assert words_of("notes") == {law_code(text): text for text in noted}


def test_a_text_that_changed_is_english_until_it_is_written_anew() -> None:
    lexicon = Lexicon("bn", load_wording(), {})
    known = next(iter(words_of("laws").values()))
    assert not lexicon.law(known).isascii()
    assert lexicon.law(f"{known}, as amended") == f"{known}, as amended"


@pytest.mark.parametrize("language", languages())
def test_a_benchmark_of_words_is_said_as_the_instrument_says_it(language: str) -> None:
    """A code such as "nobody charges" beside an answer would be read as what happens (D14)."""
    lexicon = Lexicon(language, load_wording(), {})
    for one in shipped().benchmarks:
        worded = "code" in one.value or "payer" in one.value or "yes" in one.value
        assert bool(one.says) is worded, one.code
        assert not one.says or lexicon.law(one.says).rstrip(".\u0964") == lexicon.law(one.says)
