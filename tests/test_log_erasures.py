"""Erasing is an act: what was erased is gone, the act stays, and log and record stay sound."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import ErasableText, Erasure, LogOpening, LogSealed, SealedName, SheetBody
from registry.exceptions import FormError, RefusedError
from registry.jcs import canonical
from registry.log import store
from registry.log.audit import audit
from registry.operations import erasures
from registry.operations.acting import REGISTRY, When
from tests.loading import AT
from tests.log_story import household_chain, open_chain, print_sheet, sealed_name

NOW = When.now(AT)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_d25_the_words_of_a_statement_are_erased_and_the_act_is_logged(session: Session) -> None:
    loaded = open_chain(session)
    session.commit()
    filed, before = loaded.disclosures["d-A"], count(session, ErasableText)
    erasure = erasures.erase_statement(
        session, loaded.chain, filed, 0, ground="asked by the speaker", by=REGISTRY, when=NOW
    )
    session.commit()
    assert count(session, ErasableText) == before - 1
    (leaf,) = store.entries_of(session, erasure.public_id)
    assert json.loads(leaf.entry)["kind"] == "record:erased"
    assert "two hundred" not in canonical(erasure.items)
    assert audit(session) == []


def test_d25_everything_a_household_said_can_be_erased(session: Session) -> None:
    household = household_chain(session)
    sheet = print_sheet(session, household, b"paper")
    session.commit()
    size = store.size_of(session)
    _, digests = erasures.erase_household(
        session, household.chain, ground="the worker left", by=REGISTRY, when=NOW
    )
    session.commit()
    texts = select(ErasableText).where(ErasableText.chain_id == household.chain.id)
    assert session.scalars(texts).all() == []
    assert count(session, SheetBody) == 0
    assert digests == [sheet.digest]
    assert json.loads(store.read_entry(session, size))["kind"] == "private"
    assert audit(session) == []


def test_law_6_a_sealed_name_goes_with_the_salt_that_could_try_it_out(session: Session) -> None:
    open_chain(session)
    session.commit()
    name = sealed_name(session)
    size, mark = store.size_of(session), name.fingerprint
    erasure = erasures.erase_name(session, name, ground="asked", by=REGISTRY, when=NOW)
    session.commit()
    assert count(session, SealedName) == 0
    held = select(LogOpening).where(LogOpening.source == "sealed_name")
    assert session.scalars(held).all() == []
    assert mark not in canonical(erasure.items)
    assert store.size_of(session) == size  # D24: nobody learns that there was a name
    assert audit(session) == []


def test_a_restored_backup_is_erased_again(session: Session) -> None:
    """What was erased after the backup was taken is erased in it too, before it serves."""
    loaded = open_chain(session)
    household = household_chain(session)
    print_sheet(session, household, b"paper")
    session.commit()
    savepoint = session.begin_nested()
    erasures.erase_statement(
        session, loaded.chain, loaded.disclosures["d-A"], 0, ground="x", by=REGISTRY, when=NOW
    )
    erasures.erase_household(session, household.chain, ground="x", by=REGISTRY, when=NOW)
    erasures.erase_name(session, sealed_name(session), ground="x", by=REGISTRY, when=NOW)
    items = json.loads(json.dumps(erasures.all_erasures(session)))
    left = {table: count(session, table) for table in (ErasableText, SheetBody, SealedName)}
    savepoint.rollback()
    session.expire_all()
    assert erasures.erase_again(session, items) == len(items)
    assert {table: count(session, table) for table in left} == left
    assert erasures.erase_again(session, items) == 0


def test_erasing_needs_a_ground_and_something_to_erase(session: Session) -> None:
    loaded = open_chain(session)
    session.commit()
    filed = loaded.disclosures["d-A"]
    with pytest.raises(FormError, match="ground"):
        erasures.erase_statement(session, loaded.chain, filed, 0, ground=" ", by=REGISTRY, when=NOW)
    with pytest.raises(RefusedError, match="nothing of this left"):
        erasures.erase_statement(session, loaded.chain, filed, 7, ground="x", by=REGISTRY, when=NOW)
    with pytest.raises(RefusedError, match="not a private household"):
        erasures.erase_household(session, loaded.chain, ground="x", by=REGISTRY, when=NOW)
    assert count(session, Erasure) == 0


def test_the_commitment_of_what_was_erased_stays(session: Session) -> None:
    open_chain(session)
    session.commit()
    before = count(session, LogSealed)
    erasures.erase_name(session, sealed_name(session), ground="x", by=REGISTRY, when=NOW)
    session.commit()
    assert count(session, LogSealed) == before + 1  # erasing a name is itself sealed
