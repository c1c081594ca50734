"""Acts: what may be done, by whom, with which trace; and what is refused, with which sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Disclosure, Event, Party, Place, Statement
from models.vocabulary import (
    ActKind,
    DisclosureAct,
    EdgeKind,
    Medium,
    PartyKind,
    Role,
    SizeBand,
    Source,
)
from registry.exceptions import FormError, NotAllowedError, RefusedError
from registry.operations import batches, chains, disclosures, parties, tellings
from registry.operations.acting import Actor, When
from registry.operations.disclosures import Filing
from registry.operations.loading import Loaded
from registry.reference_data import catalogue
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.loading import AT, load

NOW = When.now(AT)


@pytest.fixture
def loaded(session: Session) -> Loaded:
    return load(session, chain_form(disclosure_form(key="d-A", place="A")))


def acting(loaded: Loaded, place: str) -> Actor:
    return Actor(party_id=loaded.places[place].party_id, user_id=None)


def file(loaded: Loaded, place: str, filing: Filing, *, by: Actor | None = None) -> Disclosure:
    return disclosures.file_disclosure(
        loaded.session,
        loaded.chain,
        loaded.places[place],
        filing,
        terms=catalogue(loaded.session).reference_set.terms,
        by=by or acting(loaded, place),
        when=NOW,
    )


def filing(*statements: Any, **more: Any) -> Filing:
    return Filing(DisclosureAct.FILE, statements or (statement_form(),), **more)


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def test_filing_leaves_a_past_tense_event_with_ids_and_no_names(loaded: Loaded) -> None:
    filed = file(loaded, "B", filing())
    event = loaded.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.kind, event.subject) == ("disclosure:filed", filed.public_id)


def test_r3_the_server_sets_the_day_of_filing(loaded: Loaded) -> None:
    filed = file(loaded, "B", filing())
    assert (filed.filed_on, filed.recorded_at) == (AT.date(), AT)


def test_r3_nothing_is_said_on_a_day_that_has_not_come(loaded: Loaded) -> None:
    late = replace(NOW, said_on=date(2027, 1, 1))
    with pytest.raises(RefusedError, match="has not come yet"):
        disclosures.file_disclosure(
            loaded.session,
            loaded.chain,
            loaded.places["B"],
            filing(),
            terms=catalogue(loaded.session).reference_set.terms,
            by=acting(loaded, "B"),
            when=late,
        )


def test_a_missing_term_is_never_a_reason_to_refuse(loaded: Loaded) -> None:
    one = statement_form(term="union_right", state="declined", value=None)
    assert file(loaded, "B", filing({k: v for k, v in one.items() if v is not None}))


def test_an_honest_gap_is_taken_and_serves_the_question(loaded: Loaded) -> None:
    gap = {
        "term": "leave_premises",
        "state": "unknown_to_filer",
        "asked": {"place": "H", "on": "2026-10-30"},
    }
    file(loaded, "B", filing(gap))
    assert kinds(loaded.session)[-1] == "term:asked"


def test_nobody_files_for_a_place_that_is_not_theirs(loaded: Loaded) -> None:
    with pytest.raises(NotAllowedError, match="mark it as recorded for them"):
        file(loaded, "H", filing(), by=acting(loaded, "A"))


def test_d1_what_is_recorded_for_a_speaker_keeps_both(loaded: Loaded) -> None:
    source = Source.TOLD_TO_WORKERS
    filed = file(loaded, "S", filing(for_speaker=True, source=source), by=acting(loaded, "A"))
    assert filed.place_id == loaded.places["S"].id
    assert filed.recorder_id == loaded.places["A"].party_id


def test_d1_a_recorder_says_where_the_words_are_from(loaded: Loaded) -> None:
    with pytest.raises(FormError, match="Source: say where"):
        file(loaded, "S", filing(for_speaker=True), by=acting(loaded, "A"))


def test_a_correction_of_somebody_else_s_statement_is_refused(loaded: Loaded) -> None:
    previous = loaded.disclosures["d-A"]
    act = Filing(
        DisclosureAct.CORRECT, [statement_form()], previous=previous, reason="typing error"
    )
    with pytest.raises(NotAllowedError, match="dispute it instead"):
        file(loaded, "B", act)


def test_r4_a_correction_needs_its_reason_and_keeps_the_old_version(loaded: Loaded) -> None:
    previous = loaded.disclosures["d-A"]
    without = Filing(DisclosureAct.CORRECT, [statement_form()], previous=previous)
    with pytest.raises(FormError, match="what was wrong"):
        file(loaded, "A", without)
    file(loaded, "A", replace(without, reason="typing error"))
    held = loaded.session.scalar(select(func.count()).select_from(Disclosure))
    assert held == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"term": "wage_of_dreams"}, "not one of the terms"),
        ({"value": wage("-5")}, "below zero"),
        ({"value": wage("5", currency="dollars")}, "not a currency code"),
        ({"value": wage("a lot")}, "not a number"),
        ({"value": "200"}, "must be an object"),
        ({"state": "perhaps"}, "kind of answer is not known"),
        ({"state": "none"}, "carries no value"),
        ({"state": "not_applicable", "value": None}, "why the term does not apply"),
        ({"as_stated": "two hundred"}, "in which language"),
        ({"asked": {"place": "H", "on": "2026-02-30"}}, "on which day"),
        ({"colour": "blue"}, "“colour” is not known"),
        ({"term": "start_date", "value": {"date": "2026-02-30"}}, "not a date"),
    ],
)
def test_bad_input_names_what_and_where_and_leaves_the_record_as_it_was(
    loaded: Loaded, wrong: dict[str, Any], sentence: str
) -> None:
    before = loaded.session.scalar(select(func.count()).select_from(Statement))
    statement = {k: v for k, v in {**statement_form(), **wrong}.items() if v is not None}
    with pytest.raises(FormError, match=f"Statement 1 .*{sentence}"):
        file(loaded, "B", filing(statement))
    assert loaded.session.scalar(select(func.count()).select_from(Statement)) == before


def test_every_problem_is_said_at_once(loaded: Loaded) -> None:
    bad = statement_form(value=wage("-5", currency="dollars"))
    with pytest.raises(FormError) as refusal:
        file(loaded, "B", filing(bad, statement_form(term="nothing")))
    assert len(refusal.value.problems) >= 3


def test_links_never_form_a_circle(loaded: Loaded) -> None:
    with pytest.raises(RefusedError, match="cannot form a circle"):
        chains.assert_edge(
            loaded.session,
            loaded.chain,
            below=loaded.places["H"],
            above=loaded.places["S"],
            kind=EdgeKind.PASSES_TO,
            by=acting(loaded, "H"),
            when=NOW,
        )


def test_d7_only_what_was_served_can_be_passed_on(loaded: Loaded) -> None:
    named = {"disclosure": "d-A", "term": "basic_wage"}
    passed = {"term": "basic_wage", "state": "passed_on", "passed_from": named}
    with pytest.raises(RefusedError, match="was not served on this place"):
        file(loaded, "B", filing(passed))
    tellings.serve_disclosure(
        loaded.session,
        loaded.chain,
        loaded.disclosures["d-A"],
        to=loaded.places["B"],
        by_place=loaded.places["A"],
        on=AT.date(),
        by=acting(loaded, "A"),
        when=NOW,
    )
    filed = file(loaded, "B", filing(passed))
    assert '"amount":"200"' in filed.document


def test_only_the_holder_confirms_a_place(loaded: Loaded) -> None:
    with pytest.raises(NotAllowedError, match="Only the party whose place this is"):
        chains.answer_place(
            loaded.session,
            loaded.chain,
            loaded.places["A"],
            ActKind.PLACE_CONFIRMED,
            by=acting(loaded, "B"),
            when=NOW,
        )


def test_only_the_speaker_confirms_words_recorded_for_it(loaded: Loaded) -> None:
    source = Source.DOCUMENT_SHOWN
    filed = file(loaded, "H", filing(for_speaker=True, source=source), by=acting(loaded, "B"))
    with pytest.raises(NotAllowedError, match="Only the speaker"):
        tellings.answer_statement(
            loaded.session,
            loaded.chain,
            filed,
            loaded.places["H"],
            ActKind.STATEMENT_CONFIRMED,
            terms=None,
            by=acting(loaded, "B"),
            when=NOW,
        )


def test_d2_a_telling_names_only_what_the_disclosure_says(loaded: Loaded) -> None:
    with pytest.raises(RefusedError, match="says nothing about weekly_rest"):
        tellings.tell_workers(
            loaded.session,
            loaded.chain,
            loaded.places["A"],
            loaded.batches["batch"],
            loaded.disclosures["d-A"],
            terms=["weekly_rest"],
            on=AT.date(),
            medium=Medium.ORAL,
            language="bn",
            by=acting(loaded, "A"),
            when=NOW,
        )


def test_law_6_a_person_s_name_is_refused_as_part_of_the_record(session: Session) -> None:
    with pytest.raises(RefusedError, match="not part of the record"):
        parties.register_party(
            session, kind=PartyKind.PERSON, name="A Person", country="BD", by=Actor(), at=AT
        )


def test_d3_a_household_s_chain_has_one_batch_of_one(session: Session) -> None:
    loaded = load(session, chain_form(household=True))
    with pytest.raises(RefusedError, match="one batch of one worker"):
        batches.register_batch(
            session,
            loaded.chain,
            label="second",
            size=SizeBand.ONE,
            languages=["bn"],
            by=acting(loaded, "A"),
            when=NOW,
        )


def test_d18_a_household_s_offer_is_never_published(session: Session) -> None:
    loaded = load(session, chain_form(household=True))
    with pytest.raises(RefusedError, match="never published"):
        chains.publish_offer(session, loaded.chain, by=acting(loaded, "B"), when=NOW)


def test_a_household_needs_a_chain_of_its_own(loaded: Loaded) -> None:
    with pytest.raises(RefusedError, match="a chain of its own"):
        chains.assert_place(
            loaded.session,
            loaded.chain,
            role=Role.HOUSEHOLD_EMPLOYER,
            party=None,
            by=acting(loaded, "B"),
            when=NOW,
        )


def test_an_official_number_belongs_to_one_party(loaded: Loaded) -> None:
    first, second = loaded.session.scalars(select(Party).order_by(Party.id)).all()[:2]
    identify: dict[str, Any] = {"scheme": "BD-RL", "number": "RL-1", "by": Actor(), "at": AT}
    parties.identify_party(loaded.session, first, **identify)
    with pytest.raises(RefusedError, match="already belongs"):
        parties.identify_party(loaded.session, second, **identify)


def test_d25_a_household_s_figures_are_not_promoted(session: Session) -> None:
    form = chain_form(disclosure_form(place="H"), household=True)
    load(session, form)
    fact = session.scalars(select(Statement)).one()
    assert (fact.term, fact.low, fact.currency) == ("basic_wage", None, None)


def test_promoted_facts_say_what_the_document_says(loaded: Loaded) -> None:
    fact = loaded.session.scalars(select(Statement)).one()
    assert (str(fact.low), fact.currency, fact.period) == ("200", "USD", "month")


def test_every_place_has_an_identifier_of_its_own(loaded: Loaded) -> None:
    held = loaded.session.scalars(select(Place.public_id)).all()
    assert len(set(held)) == len(held) == 4


def test_a_moment_without_its_zone_is_refused() -> None:
    from models.base import UtcDateTime

    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001
    assert UtcDateTime().process_bind_param(datetime(2026, 1, 1, tzinfo=UTC), None)  # type: ignore[arg-type]
