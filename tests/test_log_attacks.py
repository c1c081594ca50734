"""The table of attacks: an operator with full database access, and what each guard sees of it.

The guards are the registry's own audit, somebody who holds an old checkpoint, a witness, and the
sheet (an entry with its proof) in a worker's hand.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from models import LogLeaf
from registry import db
from registry.log import audit as auditing
from registry.log import signer, store
from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.cosigning import request_body
from registry.log.errors import LogError
from registry.log.note import WITNESS_KEY, Signer, split_note, write_note
from registry.log.proof import verify_proof
from registry.log.tree import verify_consistency
from registry.log.witness import Witness
from tests import log_operator as operator
from tests.log_story import KEY, LATER, NEXT_DAY, Story, file_more, sign, tell_story

KEYS = [KEY.verifier]


@dataclass
class Guards:
    """What was in other people's hands before the operator began."""

    session: Session
    sessions: sessionmaker[Session]
    folder: Path
    story: Story
    note: str
    wage_entry: int  # of the disclosure whose wage the operator would like to change
    entry: str
    proof: str
    witness: Witness

    @property
    def old(self) -> Checkpoint:
        return read_checkpoint(split_note(self.note)[0])

    def own_audit(self) -> list[str]:
        self.session.expire_all()
        return auditing.audit(self.session)

    def holder(self) -> None:
        """Ask the registry to show that its log of today extends the checkpoint held."""
        size = store.size_of(self.session)
        if size < self.old.size:
            raise LogError(f"The log shrank to {size} entries.")
        path = store.consistency_of(self.session, self.old.size, size)
        root = store.root_of(self.session, size)
        verify_consistency(self.old.size, size, self.old.root, root, path)

    def ask_witness(self) -> int:
        """The operator signs the log of today with the log's own key and asks for a cosignature."""
        size = store.size_of(self.session)
        checkpoint = Checkpoint(KEY.name, size, store.root_of(self.session, size))
        note = write_note(checkpoint.text, [KEY.sign(checkpoint.text)])
        old = self.witness.seen(KEY.name).size
        known = min(old, size)
        body = request_body(self.session, known, note, checkpoint)
        said = body.replace(f"old {known}".encode(), f"old {old}".encode())
        return self.witness.add_checkpoint(said).status

    def sheet_verifies(self) -> bool:
        verify_proof(self.proof, self.entry, KEYS, KEY.name)
        return True

    def sheet_contradicts_registry(self) -> bool:
        query = select(LogLeaf.entry).where(LogLeaf.idx == self.wage_entry)
        return self.session.scalar(query) != self.entry

    def signer_refuses(self) -> bool:
        state = signer.read_state(self.folder / "log-state")
        with pytest.raises(LogError, match="Nothing was signed"):
            signer.extend(self.session, state)
        return True


@pytest.fixture
def guards(session: Session, sessions: sessionmaker[Session], tmp_path: Path) -> Guards:
    story = tell_story(session)
    file_more(session, story.loaded, 12)
    note = sign(sessions, tmp_path)
    disclosure = story.loaded.disclosures["d-H"]
    leaf = store.entries_of(session, disclosure.public_id)[0]
    proof = store.proof_of(session, leaf.index, note)
    own = Signer.new("union.example/w1", WITNESS_KEY)
    witness = Witness(own, KEYS, tmp_path / "witness-state", lambda: 1_800_000_000)
    found = Guards(session, sessions, tmp_path, story, note, leaf.index, leaf.entry, proof, witness)
    assert found.ask_witness() == 200
    assert found.own_audit() == []
    found.holder()
    return found


def grow(guards: Guards) -> None:
    """Go on as if nothing had happened."""
    file_more(guards.session, guards.story.loaded, 3, at=NEXT_DAY)


REWRITES = [
    sql.format(table=table, column=column)
    for table, column in (
        ("log_leaf", "entry"),
        ("log_node", "hash"),
        ("log_checkpoint", "note"),
        ("log_sealed", "commitment"),
        ("log_batch", "padding"),
        ("log_opening", "salt"),
        ("erasure", "ground"),
    )
    for sql in ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}")
    if (table, sql) != ("log_opening", "DELETE FROM {table}")  # erasing is an act
]


def test_triggers_refuse_what_comes_through_the_front_door(guards: Guards) -> None:
    for sql in REWRITES:
        with pytest.raises(DBAPIError, match="append-only"), guards.session.begin_nested():
            guards.session.execute(text(sql))


@pytest.mark.postgresql
def test_truncate_is_refused_but_for_what_may_be_erased(guards: Guards) -> None:
    for table in operator.log_tables():
        if db.append_only_tables()[table] == "rows":
            with pytest.raises(DBAPIError, match="append-only"), guards.session.begin_nested():
                guards.session.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.sqlite
def test_insert_or_replace_is_refused(guards: Guards) -> None:
    for table in operator.log_tables():
        row = guards.session.execute(text(f"SELECT * FROM {table}")).mappings().first()
        assert row is not None
        columns = [str(name) for name in row]
        names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
        sql = text(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({values})")
        with pytest.raises(DBAPIError, match="append-only"), guards.session.begin_nested():
            guards.session.execute(sql, dict(row))


class TestAnEntryEditedAndItsNodesLeft:
    @pytest.fixture(autouse=True)
    def attacked(self, guards: Guards) -> None:
        operator.drop_triggers(guards.session)
        said = {**json.loads(guards.entry), "commitment": "0" * 64}
        operator.put_entry(guards.session, guards.wage_entry, json.dumps(said, sort_keys=True))

    def test_own_audit_catches_it(self, guards: Guards) -> None:
        named = f"Entry {guards.wage_entry} was edited: its hash is another one."
        assert named in guards.own_audit()

    def test_the_holder_of_an_old_checkpoint_is_blind(self, guards: Guards) -> None:
        grow(guards)
        guards.holder()

    def test_a_holder_who_reads_every_entry_catches_it(self, guards: Guards) -> None:
        with pytest.raises(LogError, match="history was changed"):
            auditing.against(guards.session, guards.note, KEYS)

    def test_the_witness_is_blind(self, guards: Guards) -> None:
        grow(guards)
        assert guards.ask_witness() == 200

    def test_the_sheet_contradicts_the_registry(self, guards: Guards) -> None:
        assert guards.sheet_verifies()
        assert guards.sheet_contradicts_registry()


class TestTheDatabaseRebuiltWithAChangedWage:
    @pytest.fixture(autouse=True)
    def attacked(self, guards: Guards) -> None:
        operator.drop_triggers(guards.session)
        operator.change_wage(guards.session, guards.story.loaded.disclosures["d-H"].id)
        operator.rebuild_log(guards.session)

    def test_own_audit_is_blind(self, guards: Guards) -> None:
        assert guards.own_audit() == []

    def test_the_holder_of_an_old_checkpoint_catches_it(self, guards: Guards) -> None:
        grow(guards)
        with pytest.raises(LogError, match="does not extend"):
            guards.holder()
        with pytest.raises(LogError, match="history was changed"):
            auditing.against(guards.session, guards.note, KEYS)

    def test_the_witness_refuses(self, guards: Guards) -> None:
        assert guards.ask_witness() == 409
        grow(guards)
        assert guards.ask_witness() == 422

    def test_the_signer_refuses(self, guards: Guards) -> None:
        assert guards.signer_refuses()

    def test_the_sheet_still_verifies_and_contradicts_the_registry(self, guards: Guards) -> None:
        assert guards.sheet_verifies()
        assert guards.sheet_contradicts_registry()


class TestTheLastTenFilingsDropped:
    @pytest.fixture(autouse=True)
    def attacked(self, guards: Guards) -> None:
        operator.drop_triggers(guards.session)
        operator.drop_last_filings(guards.session, 10)

    def test_own_audit_is_blind(self, guards: Guards) -> None:
        assert guards.own_audit() == []

    def test_the_holder_of_an_old_checkpoint_catches_it(self, guards: Guards) -> None:
        with pytest.raises(LogError, match="shrank"):
            guards.holder()
        with pytest.raises(LogError, match="are gone"):
            auditing.against(guards.session, guards.note, KEYS)

    def test_growing_again_hides_nothing(self, guards: Guards) -> None:
        file_more(guards.session, guards.story.loaded, 15, at=NEXT_DAY)
        assert guards.own_audit() == []
        with pytest.raises(LogError, match="does not extend"):
            guards.holder()
        assert guards.ask_witness() == 422
        assert guards.signer_refuses()

    def test_the_witness_and_the_signer_refuse(self, guards: Guards) -> None:
        assert guards.ask_witness() == 400
        assert guards.signer_refuses()

    def test_the_sheet_still_verifies(self, guards: Guards) -> None:
        assert guards.sheet_verifies()


def reorder(guards: Guards) -> None:
    """Two filings change places, and nothing tells that they ever stood otherwise."""
    first, second = operator.last_filings(guards.session, 2)
    operator.swap_openings(guards.session, first, second)


def backdate(guards: Guards) -> None:
    """A filing of today is put among those of long ago."""
    file_more(guards.session, guards.story.loaded, 1, at=NEXT_DAY)
    (leaf,) = operator.last_filings(guards.session, 1)
    operator.backdate(guards.session, leaf, guards.wage_entry)


@pytest.mark.parametrize("attack", [reorder, backdate])
class TestReorderedOrBackdatedThenRebuiltAndGrown:
    @pytest.fixture(autouse=True)
    def attacked(self, guards: Guards, attack: Callable[[Guards], None]) -> None:
        operator.drop_triggers(guards.session)
        attack(guards)
        operator.rebuild_log(guards.session)
        grow(guards)

    def test_own_audit_is_blind(self, guards: Guards) -> None:
        assert guards.own_audit() == []

    def test_the_holder_of_an_old_checkpoint_catches_it(self, guards: Guards) -> None:
        with pytest.raises(LogError, match="does not extend"):
            guards.holder()

    def test_the_witness_and_the_signer_refuse(self, guards: Guards) -> None:
        assert guards.ask_witness() == 422
        assert guards.signer_refuses()

    def test_the_sheet_still_verifies(self, guards: Guards) -> None:
        assert guards.sheet_verifies()


def test_the_signer_refuses_without_its_state(guards: Guards) -> None:
    (guards.folder / "log-state").unlink()
    with pytest.raises(LogError, match="the state is lost or old"):
        signer.sign(guards.sessions, [KEY], guards.folder / "log-state", at=LATER)


def test_the_signer_refuses_an_older_state(guards: Guards) -> None:
    state = guards.folder / "log-state"
    old = state.read_text()
    grow(guards)
    sign(guards.sessions, guards.folder, at=NEXT_DAY)
    state.write_text(old)
    with pytest.raises(LogError, match="the state is lost or old"):
        signer.sign(guards.sessions, [KEY], state, at=NEXT_DAY)


def test_the_signer_refuses_a_state_with_a_flipped_bit(guards: Guards) -> None:
    state = guards.folder / "log-state"
    whole = state.read_bytes()
    refused = 0
    for place in range(len(whole)):
        state.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            found = signer.read_state(state)
        except LogError:
            refused += 1
            continue
        # Between the words of JSON a flipped bit may change nothing that is believed.
        assert found is not None
        assert (found.checkpoint, found.note) == (guards.old, guards.note)
    assert refused > len(whole) * 0.95


def test_a_checkpoint_held_elsewhere_brings_signing_back(guards: Guards) -> None:
    state = guards.folder / "log-state"
    with pytest.raises(LogError, match="a state at"):
        signer.adopt(guards.session, state, guards.note, KEYS)
    state.unlink()
    assert signer.adopt(guards.session, state, guards.note, KEYS) == guards.old
    grow(guards)
    assert signer.sign(guards.sessions, [KEY], state, at=NEXT_DAY) is not None


def test_a_checkpoint_of_another_history_is_not_adopted(guards: Guards) -> None:
    (guards.folder / "log-state").unlink()
    operator.drop_triggers(guards.session)
    operator.change_wage(guards.session, guards.story.loaded.disclosures["d-H"].id)
    operator.rebuild_log(guards.session)
    with pytest.raises(LogError, match="history was changed"):
        signer.adopt(guards.session, guards.folder / "log-state", guards.note, KEYS)
