"""Any past day can be asked for; the number of queries does not depend on the chain."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from models import Disclosure
from models.vocabulary import ActKind
from registry.exceptions import NotFoundError
from registry.operations.acting import REGISTRY, When
from registry.operations.chains import answer_place
from registry.snapshot import snapshot
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.loading import AT, load


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_day_shows_what_was_filed_by_its_end(session: Session) -> None:
    acts = [
        disclosure_form(key="d-1", filed_on="2026-04-01"),
        disclosure_form(key="d-2", filed_on="2026-04-02", act="update", previous="d-1"),
    ]
    chain = load(session, chain_form(*acts)).chain
    seen = {d: snapshot(session, chain.id, on=day(d))[0] for d in ("2026-03-31", "2026-04-01")}
    assert [d.id for d in seen["2026-03-31"].disclosures] == []
    assert [d.id for d in seen["2026-04-01"].disclosures] == ["d-1"]


def test_d4_as_of_uses_the_day_of_filing_not_the_day_said(session: Session) -> None:
    act = disclosure_form(key="d-1", filed_on="2026-04-02", said_on="2026-03-21")
    chain = load(session, chain_form(act)).chain
    facts, _ = snapshot(session, chain.id, on=day("2026-04-01"))
    assert facts.disclosures == ()


def test_d4_a_register_s_own_date_has_its_own_view(session: Session) -> None:
    act = disclosure_form(
        key="d-1", filed_on="2026-10-01", said_on="2021-10-01", source="official_register"
    )
    form = chain_form(act, register="US-OFLC")
    for part in (*form["places"], *form["edges"]):
        part |= {"filed_on": "2026-10-01", "said_on": "2021-09-24"}
    chain = load(session, form).chain
    on = day("2021-12-31")
    assert snapshot(session, chain.id, on=on)[0].disclosures == ()
    by_source, _ = snapshot(session, chain.id, on=on, by_source_date=True)
    assert [d.id for d in by_source.disclosures] == ["d-1"]


def test_d5_a_retracted_place_leaves_the_picture_and_stays_in_the_past(session: Session) -> None:
    loaded = load(session, chain_form(disclosure_form(place="B")))
    when = When(AT, day("2026-05-01"))
    place, kind = loaded.places["B"], ActKind.PLACE_RETRACTED
    answer_place(session, loaded.chain, place, kind, by=REGISTRY, when=when)
    before, _ = snapshot(session, loaded.chain.id, on=day("2026-04-30"))
    after, _ = snapshot(session, loaded.chain.id, on=day("2026-05-01"))
    assert "B" in {p.id for p in before.places}
    assert "B" not in {p.id for p in after.places}
    assert not any("B" in (e.above, e.below) for e in after.edges)
    assert after.statements == ()


def test_confirmed_disputed_and_redacted_statements_say_so(session: Session) -> None:
    statements = [statement_form(), statement_form(term="days_per_week", value={"n": "6"})]
    filed = disclosure_form(
        key="d-S", place="S", recorded_by="R", source="told_to_workers", statements=statements
    )
    named: dict[str, Any] = {"disclosure": "d-S", "by": "S", "filed_on": DAY}
    form = chain_form(
        filed,
        {"act": "confirm_statement", "terms": ["basic_wage"], **named},
        {"act": "dispute_statement", "terms": ["days_per_week"], "reason": "seven", **named},
        {"act": "redact", "term": "basic_wage", "ground": "names a person", **named},
    )
    chain = load(session, form).chain
    wages, days = snapshot(session, chain.id, on=AT.date())[0].statements
    assert wages.recorded_for_speaker
    assert wages.confirmed_on == day(DAY)
    assert wages.redacted
    assert days.disputed_on == day(DAY)


@pytest.mark.parametrize("links", [1, 6, 10])
def test_a_chain_is_read_in_four_queries_whatever_its_length(
    session: Session, connection: Connection, links: int
) -> None:
    form = chain_form()
    form["places"] = [
        {"key": f"p{n}", "role": "origin_agency", "party": "A", "filed_on": DAY}
        for n in range(links)
    ]
    form["edges"] = [
        {"below": f"p{n}", "above": f"p{n + 1}", "filed_on": DAY} for n in range(links - 1)
    ]
    form["acts"] = [
        disclosure_form(key=f"d{n}", place=f"p{n}", statements=[statement_form(value=wage(str(n)))])
        for n in range(links)
    ]
    chain_id = load(session, form).chain.id
    session.expire_all()
    seen: list[str] = []

    def count(*arguments: Any) -> None:
        if arguments[2].startswith("SELECT"):
            seen.append(arguments[2])

    event.listen(connection, "before_cursor_execute", count)
    facts, release = snapshot(session, chain_id, on=AT.date())
    event.remove(connection, "before_cursor_execute", count)
    assert len(facts.statements) == links
    assert release
    assert len(seen) == 4


def test_an_erased_text_is_gone_from_the_facts(session: Session) -> None:
    from sqlalchemy import delete

    from models import ErasableText

    said = statement_form(as_stated="two hundred", language="en")
    chain = load(session, chain_form(disclosure_form(statements=[said]))).chain
    session.execute(delete(ErasableText))
    (statement,) = snapshot(session, chain.id, on=AT.date())[0].statements
    assert (statement.as_stated, statement.value) == ("", wage("200"))
    assert session.query(Disclosure).count() == 1


def test_a_chain_that_is_not_there_is_said_to_be_absent(session: Session) -> None:
    with pytest.raises(NotFoundError):
        snapshot(session, 10**6, on=AT.date())
