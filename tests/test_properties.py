"""What must hold for every chain, not only for those that somebody thought of."""

import copy
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.vocabulary import FindingKind, Qualifier
from reports.comparison import compare
from reports.facts import ChainFacts, Remit, Scope, Statement
from reports.finding import Finding
from reports.reference_facts import Rate
from reports.setting import Setting
from reports.standing import NOT_DISCLOSED, answer_state
from reports.verdict import Outcome
from reports.verdicts import judge
from tests.chain_builder import Body, answered, chain, filed, stated, told, wage
from tests.chain_cases import CASES, case_facts, reference_set

FEW, MANY = 40, 3000
MIRROR = {
    Outcome.WORSE: Outcome.BETTER,
    Outcome.BETTER: Outcome.WORSE,
    Outcome.DIFFERENT: Outcome.DIFFERENT,
    Outcome.AGREES: Outcome.AGREES,
    Outcome.INCOMPARABLE: Outcome.INCOMPARABLE,
}

figures = st.integers(1, 400).map(str)
currencies = st.sampled_from(["USD", "JOD", "SAR", "NPR"])
monies = st.builds(
    lambda amount, currency: {"amount": amount, "currency": currency, "period": "month"},
    figures,
    currencies,
)


def codes(term: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(reference_set().terms[term].order).map(lambda code: {"code": code})


DIRECTED: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "basic_wage": monies,
    "in_kind_in_wage": monies,
    "hours_per_day": st.integers(1, 24).map(lambda n: {"hours": str(n)}),
    "days_per_week": st.integers(1, 7).map(lambda n: {"n": str(n)}),
    "weekly_rest": st.integers(1, 48).map(lambda n: {"hours": str(n), "per": "week"}),
    "probation": st.integers(1, 90).map(lambda n: {"n": str(n), "unit": "days"}),
    "overtime_rate": st.integers(100, 200).map(lambda n: {"percent": str(n)}),
    "exit_permission": st.booleans().map(lambda yes: {"yes": yes}),
    "injury_cover": st.booleans().map(lambda yes: {"yes": yes}),
    "leave_premises": codes("leave_premises"),
    "passport_custody": codes("passport_custody"),
}
UNDIRECTED: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "contract_duration": st.integers(1, 60).map(lambda n: {"n": str(n), "unit": "months"}),
    "occupation": st.sampled_from(["5152", "8153", "9313"]).map(lambda c: {"code": c}),
    "employer_kind": st.sampled_from(["household", "factory"]).map(lambda c: {"code": c}),
    "workplace_location": st.sampled_from(["JO", "QA"]).map(lambda c: {"country": c}),
    "contract_language": st.sets(st.sampled_from(["ar", "en", "ne"]), min_size=1).map(
        lambda tags: {"codes": sorted(tags)}
    ),
}


def both_ways(term: str, one: dict[str, Any], two: dict[str, Any]) -> tuple[Outcome, Outcome]:
    facts = chain([filed("A", stated(term, one)), filed("H", stated(term, two))])
    setting = Setting(facts, reference_set())
    below, above = setting.standing.of(term, "A")[0], setting.standing.of(term, "H")[0]
    return judge(setting, below, above).outcome, judge(setting, above, below).outcome


@st.composite
def pairs(draw: st.DrawFn, terms: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    term = draw(st.sampled_from(sorted(terms)))
    return term, draw(terms[term]), draw(terms[term])


@settings(max_examples=4 * FEW)
@given(pairs(DIRECTED))
def test_worse_one_way_is_better_the_other_way(pair: tuple[str, Any, Any]) -> None:
    there, back = both_ways(*pair)
    assert back is MIRROR[there]
    assert there is not Outcome.DIFFERENT  # D11


@settings(max_examples=2 * FEW)
@given(pairs(UNDIRECTED))
def test_a_contradiction_is_one_from_either_side(pair: tuple[str, Any, Any]) -> None:
    there, back = both_ways(*pair)
    assert there is back
    assert there in {Outcome.DIFFERENT, Outcome.AGREES}


# What a rate may do


@settings(max_examples=FEW)
@given(
    amount=st.integers(50, 5000),
    first=st.decimals("0.2", "200", places=3),
    later=st.lists(st.decimals("0.2", "200", places=3), max_size=4),
    moved=st.integers(0, 40),
)
def test_no_finding_comes_from_a_moving_rate_alone(
    amount: int, first: Decimal, later: list[Decimal], moved: int
) -> None:
    # H states what A stated, in its own currency at the rate of A's day; then the rate moves.
    same = (amount * first).quantize(Decimal("0.001"))
    on, filing = date(2026, 2, 1), date(2026, 2, 1) + timedelta(moved)
    rates = [Rate("USD", "XTS", first, on, None, False, "test")]
    for number, figure in enumerate(later, start=1):
        rates.append(Rate("USD", "XTS", figure, on + timedelta(10 * number), None, False, "test"))
    facts = chain(
        [
            filed("A", wage(str(amount))),
            filed("H", wage(str(same), "XTS"), on=filing.isoformat()),
        ],
        on="2026-06-01",
    )
    facts = replace(facts, remit=Remit(("basic_wage",), False, False, tuple(rates)))
    assert compare(facts, reference_set()).findings == ()


# Whole chains

TERMS = [*DIRECTED, "fee_recruitment", "duties"]
SILENT = "silent"
STATES = ["stated", "none", "not_applicable", "declined", "unknown_to_filer", "as_per_law", SILENT]


@st.composite
def answers(draw: st.DrawFn, asked_on: str) -> list[Body]:
    found = []
    for term in draw(st.sets(st.sampled_from(sorted(DIRECTED)), max_size=5)):
        state = draw(st.sampled_from(STATES))
        if state == "stated":
            found.append(stated(term, draw(DIRECTED[term])))
        elif state == "unknown_to_filer":
            found.append(answered(term, state, asked={"place": "H", "on": asked_on}))
        elif state != SILENT:
            found.append(answered(term, state, reason="It is so."))
    return found


@st.composite
def chains(draw: st.DrawFn) -> ChainFacts:
    acts: list[Body] = []
    for place in "SABH":
        for number in range(draw(st.integers(0, 2))):
            day = f"2026-02-{draw(st.integers(1, 12)):02d}"
            more = {"recorded_by": "office"} if draw(st.integers(0, 5)) == 0 else {}
            body = draw(answers(day))
            acts.append(filed(place, *body, on=day, key=f"{place}{number}", **more))
            if draw(st.booleans()):
                acts.append(told(place, f"{place}{number}", on=day))
            if place == "H" and draw(st.booleans()):
                acts.append(
                    {"act": "serve", "disclosure": f"H{number}", "to": "B", "by": "H", "on": day}
                    | {"filed_on": day}
                )
    acts.sort(key=lambda act: (act["filed_on"], act["act"] != "file"))
    shape = draw(st.sampled_from(["straight", "parallel", "unknown"]))
    edges = {
        "straight": [("S", "A"), ("A", "B"), ("B", "H")],
        "parallel": [("S", "A"), ("A", "H"), ("B", "H")],
        "unknown": [("S", "A")],
    }[shape]
    milestones = {"acceptance": f"2026-02-{draw(st.integers(1, 14)):02d}"}
    sector = draw(st.sampled_from(["domestic_work", "garment"]))
    return chain(acts, links="SABH", edges=edges, milestones=milestones, sector=sector,
                 references=True, benchmarks=True, destination="JO")  # fmt: skip


def against(facts: ChainFacts, place: str) -> set[tuple[FindingKind, str]]:
    found = compare(facts, reference_set()).findings
    return {(f.kind, term) for f in found if place in f.addressed_to for term in f.terms}


def check_order(facts: ChainFacts, seed: int) -> None:
    shuffle = random.Random(seed).sample
    fields = ("places", "edges", "batches", "disclosures", "statements", "tellings", "servings")
    mixed: dict[str, Any] = {
        name: tuple(shuffle(getattr(facts, name), len(getattr(facts, name)))) for name in fields
    }
    assert compare(replace(facts, **mixed), reference_set()) == compare(facts, reference_set())


def check_unmutated(facts: ChainFacts) -> None:
    before = copy.deepcopy(facts)
    first = compare(facts, reference_set())
    assert facts == before
    assert compare(facts, reference_set()) == first


def check_honesty(facts: ChainFacts, place: str, term: str) -> None:
    """Saying "not known to us, asked the employer" instead of nothing adds nothing against it."""
    silent = replace(
        facts,
        statements=tuple(s for s in facts.statements if (s.place, s.term) != (place, term)),
        servings=(),
        published_on=None,
    )
    asked = answered(term, "unknown_to_filer", asked={"place": "H", "on": "2026-02-13"})
    honest_part = chain([filed(place, asked, on="2026-02-13", key="honest")], links="SABH")
    honest = replace(
        silent,
        disclosures=(*silent.disclosures, *honest_part.disclosures),
        statements=(*silent.statements, *honest_part.statements),
    )
    for on in (date(2026, 2, 20), date(2026, 6, 1)):
        more = against(replace(honest, on=on), place) - against(replace(silent, on=on), place)
        assert {each for each in more if each[0] is not FindingKind.GAP_IN_CHAIN} == set()


def check_recorder(facts: ChainFacts) -> None:
    """Whoever enters a record for a speaker, the findings speak of the speaker."""

    def sides(found: tuple[Finding, ...]) -> list[tuple[Any, ...]]:
        return [(f.kind, f.terms, f.below, f.above, f.addressed_to, f.severity) for f in found]

    def recorded_by(statement: Statement, party: str) -> Statement:
        return replace(statement, recorder=party) if statement.recorded_for_speaker else statement

    other = replace(facts, statements=tuple(recorded_by(s, "party-B") for s in facts.statements))
    one = compare(facts, reference_set()).findings
    assert sides(compare(other, reference_set()).findings) == sides(one)


@settings(max_examples=FEW)
@given(chains(), st.integers(0, 1000))
def test_the_order_of_loading_changes_nothing(facts: ChainFacts, seed: int) -> None:
    check_order(facts, seed)


@settings(max_examples=FEW)
@given(chains())
def test_what_is_compared_comes_back_unmutated(facts: ChainFacts) -> None:
    check_unmutated(facts)


@settings(max_examples=FEW)
@given(chains(), st.sampled_from(["A", "B"]), st.sampled_from(sorted(DIRECTED)))
def test_r13_an_honest_not_known_never_adds_a_finding_against_its_filer(
    facts: ChainFacts, place: str, term: str
) -> None:
    check_honesty(facts, place, term)


@settings(max_examples=FEW)
@given(chains())
def test_d1_a_recorder_never_turns_into_the_speaker(facts: ChainFacts) -> None:
    check_recorder(facts)


@settings(max_examples=FEW)
@given(chains())
def test_d16_identities_of_a_comparison_differ(facts: ChainFacts) -> None:
    identities = [each.identity("c") for each in compare(facts, reference_set()).findings]
    assert len(identities) == len(set(identities))


@pytest.mark.prove
@settings(max_examples=MANY)
@given(chains(), st.integers(0, 1000), st.sampled_from(["A", "B"]), st.sampled_from(TERMS))
def test_every_law_of_comparison_holds_over_thousands_of_chains(
    facts: ChainFacts, seed: int, place: str, term: str
) -> None:
    check_order(facts, seed)
    check_unmutated(facts)
    check_recorder(facts)
    check_honesty(facts, place, term)


@pytest.mark.parametrize("name", CASES)
def test_the_laws_hold_for_the_cases_too(name: str) -> None:
    check_order(case_facts(name), seed=7)
    check_unmutated(case_facts(name))


@settings(max_examples=FEW)
@given(st.sampled_from(sorted(reference_set().terms)))
def test_law_4_silence_is_never_none(term: str) -> None:
    silent = chain([filed("A", wage("1"))], terms=[term])
    spoken = chain([filed("A", wage("1")), filed("H", answered(term, "none"))], terms=[term])
    none = Setting(spoken, reference_set()).standing.of(term, "H")[0]
    assert answer_state(none, spoken.on) != answer_state(None, spoken.on) == NOT_DISCLOSED
    unstated = compare(silent, reference_set()).unstated_terms
    if term != "basic_wage" and term in compare(silent, reference_set()).asked_terms:
        assert unstated == (term,)
    assert compare(spoken, reference_set()).unstated_terms == ()


@settings(max_examples=FEW)
@given(st.integers(100, 300), st.integers(100, 300), st.sampled_from(list(Qualifier)[:4]))
def test_d8_another_scope_never_makes_a_difference(low: int, high: int, how: Qualifier) -> None:
    facts = chain(
        [
            filed("A", wage(str(low), scope={"worksite": "North"}), key="a"),
            filed("H", wage(str(high), scope={"worksite": "South"}), key="h"),
        ],
        terms=["basic_wage"],
    )
    facts = replace(facts, statements=tuple(replace(s, qualifier=how) for s in facts.statements))
    assert {s.scope for s in facts.statements} != {Scope()}
    kinds = {f.kind for f in compare(facts, reference_set()).findings}
    assert kinds <= {FindingKind.VAGUE}
