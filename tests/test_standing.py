"""Which statements stand, whose they are, and how an answer reads on a day."""

from dataclasses import replace
from datetime import date

from models.vocabulary import DisclosureAct, Source, State
from reports.facts import ChainFacts, Statement
from reports.standing import (
    ASKED_NO_ANSWER,
    NOT_DISCLOSED,
    answer_state,
    cleared,
    fold,
    is_own,
)
from tests.chain_builder import answered, chain, filed, stated, wage

HOURS = stated("hours_per_day", {"hours": "8"})


def amounts(facts: ChainFacts, place: str = "A") -> list[str]:
    answers = fold(facts).of("basic_wage", place)
    return [answer.value["amount"] for answer in answers if answer.value]


def test_a_correction_replaces_only_what_it_says_again() -> None:
    facts = chain(
        [
            filed("A", wage("200"), HOURS, key="d1"),
            filed("A", wage("250"), key="d2", act="correct", previous="d1", on="2026-02-03"),
        ]
    )
    standing = fold(facts)
    assert amounts(facts) == ["250"]
    assert standing.of("hours_per_day", "A")[0].id == "d1.1"
    assert standing.replaced["d1.0"].by == "d2.0"


def test_filing_again_in_the_same_document_replaces_and_in_another_stands_beside() -> None:
    first = filed("A", wage("200"), key="d1", document="notice")
    again = filed("A", wage("210"), key="d2", document="notice", on="2026-02-03")
    other = filed("A", wage("220"), key="d3", document="contract", on="2026-02-04")
    assert amounts(chain([first, again])) == ["210"]
    assert sorted(amounts(chain([first, other]))) == ["200", "220"]


def test_confirming_changes_nothing_but_the_day() -> None:
    facts = chain(
        [
            filed("A", wage("200"), key="d1"),
            filed("A", key="d2", act="confirm", previous="d1", on="2026-02-10"),
        ]
    )
    answer = fold(facts).of("basic_wage", "A")[0]
    assert (answer.id, answer.confirmed_on) == ("d1.0", date(2026, 2, 10))


def test_withdrawing_takes_away_and_reads_as_not_disclosed() -> None:
    facts = chain(
        [
            filed("A", wage("200"), key="d1"),
            filed("A", key="d2", act="withdraw", previous="d1", on="2026-02-10"),
        ]
    )
    standing = fold(facts)
    assert standing.of("basic_wage", "A") == ()
    assert answer_state(None, facts.on) == NOT_DISCLOSED
    assert standing.replaced["d1.0"].by == ""


def test_nobody_corrects_what_another_link_said() -> None:
    facts = chain([filed("A", wage("200"), key="d1"), filed("H", wage("100"), key="d2")])
    d1, d2 = facts.disclosures
    meddled = replace(
        facts, disclosures=(d1, replace(d2, act=DisclosureAct.WITHDRAW, previous="d1"))
    )
    assert amounts(meddled) == ["200"]


def test_the_order_of_loading_changes_nothing() -> None:
    facts = chain(
        [
            filed("A", wage("200"), key="d1"),
            filed("A", wage("250"), key="a2", act="correct", previous="d1"),
            filed("A", wage("300"), key="a1", act="correct", previous="a2"),
        ]
    )
    backwards = replace(
        facts, disclosures=facts.disclosures[::-1], statements=facts.statements[::-1]
    )
    assert amounts(facts) == amounts(backwards) == ["300"]


def test_d1_what_is_recorded_for_a_link_is_a_claim_until_the_link_confirms_it() -> None:
    claim = filed("H", wage("200"), key="d1", recorded_by="party-A", source="document_shown")
    confirmed = {"act": "confirm_statement", "disclosure": "d1", "filed_on": "2026-02-05"}
    disputed = {**confirmed, "act": "dispute_statement"}
    open_claim, own = fold(chain([claim])), fold(chain([claim, confirmed]))
    assert (open_claim.own("basic_wage", "H"), own.claims) == ((), {})
    assert [answer.id for answer in open_claim.of("basic_wage", "H")] == ["d1.0"]
    assert own.states("basic_wage", "H")
    assert not open_claim.states("basic_wage", "H")
    assert fold(chain([claim, disputed])).of("basic_wage", "H") == ()


def test_d1_a_record_never_replaces_what_the_link_itself_filed() -> None:
    facts = chain(
        [
            filed("H", wage("200"), key="d1"),
            filed("H", wage("100"), key="d2", recorded_by="party-A", on="2026-02-09"),
        ]
    )
    assert amounts(facts, "H") == ["200"]


def test_a_form_taken_over_from_the_states_register_is_the_speakers_own() -> None:
    statement = Statement("s", "d", "H", "basic_wage", State.NONE, recorded_for_speaker=True)
    assert not is_own(statement)
    assert is_own(replace(statement, source=Source.OFFICIAL_REGISTER))
    assert is_own(replace(statement, confirmed_on=date(2026, 2, 1)))
    disputed = replace(statement, source=Source.OFFICIAL_REGISTER, disputed_on=date(2026, 2, 1))
    assert not is_own(disputed)


def test_a_recorder_who_is_the_speaker_records_for_nobody_else() -> None:
    facts = chain([filed("A", wage("200"), recorded_by="party-A")])
    assert fold(facts).states("basic_wage", "A")


def test_workers_accounts_and_inspectors_notes_are_nobodys_answers() -> None:
    for source in ("workers_account", "inspector_finding"):
        facts = chain([filed("A", wage("100"), recorded_by="office", source=source)])
        assert fold(facts).of("basic_wage", "A") == ()
    assert len(fold(chain([filed("A", wage("100"), source="workers_account")])).accounts) == 1


def test_d7_a_passed_on_answer_keeps_the_value_it_was_given() -> None:
    facts = chain(
        [
            filed("H", wage("300"), key="h1"),
            filed(
                "A",
                answered("basic_wage", "passed_on", passed_from={"disclosure": "h1"}),
                on="2026-02-02",
            ),
            filed("H", wage("250"), key="h2", act="update", previous="h1", on="2026-02-03"),
        ]
    )
    assert (amounts(facts, "A"), amounts(facts, "H")) == (["300"], ["250"])


def test_d6_asking_clears_for_thirty_days_and_then_reads_no_answer_since() -> None:
    asked = {"place": "H", "on": "2026-02-01"}
    facts = chain([filed("A", answered("basic_wage", "unknown_to_filer", asked=asked))])
    answer = fold(facts).of("basic_wage", "A")[0]
    assert cleared(answer, date(2026, 3, 3))
    assert answer_state(answer, date(2026, 3, 3)) == State.UNKNOWN_TO_FILER.value
    assert not cleared(answer, date(2026, 3, 4))
    assert answer_state(answer, date(2026, 3, 4)) == ASKED_NO_ANSWER


def test_d4_only_a_registers_own_date_stands_for_the_day_of_a_rate() -> None:
    own = filed("A", wage("200"), said_on="2025-01-01")
    register = filed("H", wage("200"), said_on="2025-01-01", source="official_register")
    standing = fold(chain([own, register]))
    assert standing.of("basic_wage", "A")[0].day == date(2026, 2, 1)
    assert standing.of("basic_wage", "H")[0].day == date(2025, 1, 1)


def test_r13_saying_only_what_one_does_not_know_is_no_new_occasion_to_pass_on() -> None:
    asked = {"place": "H", "on": "2026-02-05"}
    unknown = answered("hours_per_day", "unknown_to_filer", asked=asked)
    facts = chain([filed("A", wage("200"), key="d1"), filed("A", unknown, on="2026-02-06")])
    assert fold(facts).spoke_on["A"] == date(2026, 2, 1)
