"""What gets an entry, and what an entry shows: R5, law 6, law 11, D18, D24, D25."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from models import Event, LogLeaf, LogOpening, LogSealed
from models.vocabulary import (
    ActKind,
    DisclosureAct,
    FindingStatus,
    LicenceStatus,
    SheetStatus,
    UserRole,
)
from registry.log import kinds, store
from registry.log.append import append_own, start_log
from registry.log.audit import audit
from registry.log.batches import batch_proof, close_batch, is_due
from registry.log.entry import PRIVATE, verify_body
from registry.log.kinds import KINDS, Shown
from registry.log.note import read_vkey
from registry.log.opening import open_entry
from registry.log.proof import verify_proof
from registry.log.tree import leaf_hash, verify_inclusion
from registry.operations import findings, parties
from registry.operations.acting import REGISTRY, Actor, When, record_event
from tests.factories import chain_form, disclosure_form
from tests.loading import AT, load
from tests.log_operator import drop_triggers, log_tables
from tests.log_story import (
    NEXT_DAY,
    ask_and_answer,
    file_more,
    household_chain,
    open_chain,
    print_sheet,
    sign,
    tell_story,
)
from tests.people import add_user

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = sorted((ROOT / "registry" / "operations").glob("*.py"))

# Kinds that an operation makes from a closed list: how it writes them, and the list.
COMPOSED = {
    "kind.value": [act.value for act in ActKind],
    "kind": [
        *(f"finding:{status.value}" for status in FindingStatus),
        f"sheet:{SheetStatus.SUPERSEDED.value}",
        f"sheet:{SheetStatus.WITHDRAWN.value}",
        kinds.RECORD_ERASED,
        kinds.NAME_ERASED,
        "term:asked",
    ],
    "DISCLOSED[filing.act]": [kinds.DISCLOSED[act] for act in DisclosureAct],
    "f'licence:{status.value}'": [f"licence:{status.value}" for status in LicenceStatus],
    "NAME_SEALED": [kinds.NAME_SEALED],
    "OBSERVED": [kinds.OBSERVED],
    "VIEW_FROZEN": [kinds.VIEW_FROZEN],
    "RECORD_ERASED": [kinds.RECORD_ERASED],
    "NAME_ERASED": [kinds.NAME_ERASED],
}
WRITERS = {"record_event": 1, "record_untold": 1, "_record": 2, "_erase": 1}


def written_kinds() -> list[tuple[str, str]]:
    """(module, source of the kind) of every call that puts an act on record."""
    found = []
    for path in OPERATIONS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = WRITERS.get(node.func.id)
                if place is not None and len(node.args) > place:
                    found.append((path.name, ast.unparse(node.args[place])))
    return found


def test_every_act_that_an_operation_writes_has_a_kind_of_entry() -> None:
    assert len(written_kinds()) > 20
    for module, source in written_kinds():
        if source.startswith("'"):
            assert ast.literal_eval(source) in KINDS, (module, source)
        else:
            assert source in COMPOSED, (module, source)
            assert set(COMPOSED[source]) <= set(KINDS), (module, source)


def test_every_event_is_written_through_the_one_gate() -> None:
    for path in (ROOT / "registry").rglob("*.py"):
        if path.name != "acting.py" or path.parent.name != "operations":
            assert not re.search(r"(?<![.\w])Event\(", path.read_text(encoding="utf-8")), path


def test_every_closed_list_has_its_entries() -> None:
    lists = {
        *(act.value for act in ActKind),
        *kinds.DISCLOSED.values(),
        *(f"finding:{status.value}" for status in FindingStatus),
        *(f"licence:{status.value}" for status in LicenceStatus),
    }
    assert lists <= set(KINDS)
    assert set(kinds.DISCLOSED) == set(DisclosureAct)


def test_every_kind_of_entry_has_a_line_in_the_docs() -> None:
    said = (ROOT / "docs" / "log.md").read_text(encoding="utf-8")
    for kind in [*KINDS, *kinds.OWN_KINDS, PRIVATE]:
        assert f"`{kind}`" in said, kind


def test_an_act_without_a_kind_of_entry_is_refused_at_once(session: Session) -> None:
    loaded = open_chain(session)
    with pytest.raises(LookupError, match="chain:painted has no kind of entry"):
        record_event(session, "chain:painted", "C-1", row=loaded.chain, by=REGISTRY, at=AT)


def entries(session: Session) -> list[dict[str, Any]]:
    found = session.scalars(select(LogLeaf.entry).order_by(LogLeaf.idx))
    return [json.loads(entry) for entry in found]


def test_the_log_starts_by_itself_and_counts_without_a_gap(session: Session) -> None:
    tell_story(session)
    indices = list(session.scalars(select(LogLeaf.idx).order_by(LogLeaf.idx)))
    assert indices == list(range(len(indices)))
    assert [e["kind"] for e in entries(session)].count("log:started") == 1
    assert entries(session)[0]["kind"] == "log:started"


def test_every_line_of_the_trail_has_its_entry_or_sealed_act(session: Session) -> None:
    tell_story(session)
    told = set(session.scalars(select(LogOpening.event_id)))
    assert set(session.scalars(select(Event.id))) <= told


def test_what_is_rolled_back_leaves_no_entry(session: Session) -> None:
    open_chain(session)
    session.commit()
    size = store.size_of(session)
    file_more_without_commit(session)
    session.rollback()
    session.commit()
    assert store.size_of(session) == size
    assert audit(session) == []


def file_more_without_commit(session: Session) -> None:
    household_chain(session)
    session.flush()


def test_what_a_savepoint_takes_back_leaves_no_entry(session: Session) -> None:
    loaded = open_chain(session)
    party = loaded.parties["A"]
    savepoint = session.begin_nested()
    parties.add_name(session, party, name="Gone", language="en", kind="trading", by=REGISTRY, at=AT)
    savepoint.rollback()
    with session.begin_nested():
        parties.add_name(
            session, party, name="Kept", language="en", kind="trading", by=REGISTRY, at=AT
        )
    session.commit()
    assert [e["kind"] for e in entries(session)].count("party:named") == 1
    assert audit(session) == []


def test_an_entry_of_a_correction_follows_that_of_what_it_corrects(session: Session) -> None:
    loaded = open_chain(session)
    session.commit()
    first, second = (loaded.disclosures[key].public_id for key in ("d-A", "d-A2"))
    (filed,) = store.entries_of(session, first)
    corrected = store.entries_of(session, second)[0]
    said = json.loads(corrected.entry)
    assert (said["kind"], said["version"], corrected.version) == ("disclosure:corrected", 2, 2)
    assert said["previous"] == leaf_hash(filed.entry.encode()).hex()
    assert json.loads(filed.entry)["version"] == 1
    assert "previous" not in json.loads(filed.entry)


def test_an_entry_opens_to_what_it_commits_to(session: Session) -> None:
    loaded = open_chain(session)
    household = household_chain(session)
    session.commit()
    for held in (loaded, household):
        leaf = store.entries_of(session, held.disclosures["d-A"].public_id)[0]
        opened = open_entry(session, leaf.index)
        verify_body(opened.entry, opened.body, opened.key)
        said = json.loads(opened.body)
        assert held.disclosures["d-A"].digest in json.dumps(said)


def test_every_entry_of_the_story_can_be_opened(session: Session) -> None:
    tell_story(session)
    for index in range(store.size_of(session)):
        opened = open_entry(session, index)
        if opened.key:
            verify_body(opened.entry, opened.body, opened.key)


def test_a_clock_that_ran_back_is_said_and_poisons_nothing(session: Session) -> None:
    append_own(session, "key:added", "log-key", {"key": "one"}, at=AT)
    append_own(session, "key:added", "log-key", {"key": "two"}, at=AT.replace(year=2036))
    append_own(session, "key:added", "log-key", {"key": "three"}, at=AT.replace(year=2024))
    append_own(session, "key:added", "log-key", {"key": "four"}, at=AT)
    marks = [(e["key"], e.get("clock_ran_back", False)) for e in entries(session) if "key" in e]
    assert marks[1:] == [("two", False), ("three", True), ("four", False)]
    times = [e["at"][:4] for e in entries(session) if "key" in e]
    assert times == ["2026", "2036", "2024", "2026"]
    assert audit(session) == []


# --- acts that are older than the log ---------------------------------------------------------


def test_acts_older_than_the_log_get_entries_marked_so(session: Session) -> None:
    tell_story(session)
    before = session.scalar(select(func.count()).select_from(Event)) or 0
    _forget_log(session)
    older = start_log(session)
    session.commit()
    assert older >= before
    said = entries(session)
    assert all(e.get("before_log") for e in said if e["kind"] not in {"log:started", "private"})
    assert audit(session) == []
    assert start_log(session) == 0


def test_the_first_act_starts_a_log_that_nobody_started(session: Session) -> None:
    loaded = open_chain(session)
    session.commit()
    _forget_log(session)
    file_more(session, loaded, 1)
    said = entries(session)
    assert said[-1]["kind"] == "disclosure:filed"
    assert "before_log" not in said[-1]
    assert all("before_log" in e for e in said[1:-1])
    assert audit(session) == []


def _forget_log(session: Session) -> None:
    """As the database was before the migration that brought the log."""
    drop_triggers(session)
    for table in log_tables():
        session.execute(text(f"DELETE FROM {table}"))
    session.expire_all()
    session.commit()


# --- what an observer learns ---------------------------------------------------------------------


def seen_by_observer(session: Session) -> list[str]:
    """The whole public log, with random values made equal."""
    found = []
    for entry in session.scalars(select(LogLeaf.entry).order_by(LogLeaf.idx)):
        found.append(re.sub(r'"[0-9a-f]{64}"', '"…"', entry))
    return found


def test_d18_no_entry_of_a_household_shows_what_it_is_about(session: Session) -> None:
    open_chain(session)
    session.commit()
    before = store.size_of(session)
    household = household_chain(session)
    session.commit()
    added = entries(session)[before:]
    private = [e for e in added if e["kind"] == "private"]
    assert len(private) >= 8
    assert {frozenset(e) for e in private} == {frozenset({"form", "kind", "commitment"})}
    secret = {household.chain.public_id, household.parties["H"].public_id}
    secret |= {place.public_id for place in household.places.values()}
    secret |= {filed.public_id for filed in household.disclosures.values()}
    text_of = json.dumps(added)
    assert [name for name in secret if name in text_of] == []


def test_d24_accounts_notices_and_findings_leave_no_entry(session: Session) -> None:
    loaded = open_chain(session)
    session.commit()
    before = seen_by_observer(session)
    ask_and_answer(session, loaded)
    session.commit()
    assert seen_by_observer(session) == before
    assert (session.scalar(select(func.count()).select_from(LogSealed)) or 0) >= 4


def test_d24_asking_for_a_household_s_sheet_leaves_no_entry(session: Session) -> None:
    household = household_chain(session)
    session.commit()
    before = seen_by_observer(session)
    sheet = print_sheet(session, household, b"one")
    print_sheet(session, household, b"two")
    session.commit()
    assert seen_by_observer(session) == before
    assert store.entries_of(session, sheet.digest) == []


def test_d24_a_busy_day_s_batch_looks_like_that_of_a_quiet_day(session: Session) -> None:
    loaded, household = open_chain(session), household_chain(session)
    session.commit()
    close_batch(session, at=AT)
    close_batch(session, at=NEXT_DAY)
    quiet = seen_by_observer(session)[-1]
    ask_and_answer(session, loaded)
    print_sheet(session, household, b"one")
    session.commit()
    close_batch(session, at=AT)
    busy = seen_by_observer(session)[-1]
    one_day = re.compile(r'"at":"2026-11-0\d|"clock_ran_back":true,|"number":\d|"version":\d')
    assert one_day.sub("", busy) == one_day.sub("", quiet)
    assert len(open_entry(session, store.size_of(session) - 1).entry) < 400


def test_d24_a_proof_out_of_a_batch_tells_nothing_about_the_others(session: Session) -> None:
    loaded = open_chain(session)
    ask_and_answer(session, loaded)
    session.commit()
    close_batch(session, at=AT)
    sealed = list(session.scalars(select(LogSealed.id).order_by(LogSealed.id)))
    proofs = [batch_proof(session, number) for number in sealed]
    assert {proof.size for proof in proofs} == {4096}
    root = bytes.fromhex(store.said_at(session, proofs[0].leaf)["root"])
    for proof in proofs:
        leaf = leaf_hash(bytes.fromhex(proof.commitment))
        verify_inclusion(proof.index, proof.size, leaf, proof.path, root)
    places = [proof.index for proof in proofs]
    assert places != sorted(places) or len(places) < 4


def test_d24_a_batch_is_closed_once_a_day_whatever_the_clock_did(session: Session) -> None:
    assert is_due(session, at=AT)
    assert close_batch(session, at=AT) is not None
    assert close_batch(session, at=AT.replace(hour=23)) is None
    for year in (2036, 2026, 2024):
        assert close_batch(session, at=AT.replace(year=year, day=2)) is not None
        assert close_batch(session, at=AT.replace(year=year, day=2)) is None
    assert [e["number"] for e in entries(session) if e["kind"] == "log:batch"] == [1, 2, 3, 4]
    assert audit(session) == []


def test_h7_a_sheet_s_code_never_stands_in_the_log(session: Session) -> None:
    loaded = open_chain(session)
    sheet = print_sheet(session, loaded, b"a sheet")
    session.commit()
    (leaf,) = store.entries_of(session, sheet.digest)
    assert json.loads(leaf.entry)["kind"] == "sheet:issued"
    assert sheet.code not in "".join(seen_by_observer(session))


def test_r5_no_entry_names_a_person_or_who_was_signed_in(session: Session) -> None:
    loaded = load(session, chain_form(disclosure_form()))
    user = add_user(session, "amina", UserRole.FILER)
    by = Actor(party_id=loaded.parties["A"].id, user_id=user.id, takes_over=True)
    findings.observe(session, loaded.chain, when=When.now(AT))
    parties.add_name(
        session, loaded.parties["A"], name="Secret Name", language="en", kind="legal", by=by, at=AT
    )
    session.commit()
    leaf = store.entries_of(session, loaded.parties["A"].public_id)[-1]
    assert "Secret Name" not in leaf.entry
    body = json.loads(open_entry(session, leaf.index).body)
    assert body["party_name"]["name"] == "Secret Name"
    assert re.fullmatch(r"[0-9a-f]{64}", body["event"]["user"])


def test_an_act_of_a_household_s_own_party_shows_no_organisation(session: Session) -> None:
    household = household_chain(session)
    session.commit()
    by = Actor(party_id=household.parties["H"].id, takes_over=True)
    loaded = open_chain(session)
    parties.add_name(
        session, loaded.parties["A"], name="Other", language="en", kind="trading", by=by, at=AT
    )
    session.commit()
    assert "by" not in entries(session)[-1]


def test_kinds_differ_by_the_chain_alone() -> None:
    for kind, (openly, at_home) in KINDS.items():
        assert (openly is Shown.SEALED) <= (at_home is Shown.SEALED), kind
        assert at_home is not Shown.OPEN, kind


def test_a_proof_of_an_entry_holds_under_the_newest_checkpoint(
    session: Session, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    loaded = open_chain(session)
    session.commit()
    leaf = store.entries_of(session, loaded.disclosures["d-A"].public_id)[0]
    assert store.checkpoint_covering(session, leaf.index) is None
    note = sign(sessions, tmp_path)
    assert store.latest_checkpoint(session) == note
    assert store.checkpoint_covering(session, leaf.index) == note
    proof = store.proof_of(session, leaf.index, note)
    keys = [read_vkey(vkey) for vkey in store.public_keys(session)]
    verify_proof(proof, leaf.entry, keys, "registry.example/log")
