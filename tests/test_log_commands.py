"""``flask log``: signing, auditing, exporting, proofs and keys from the command line."""

import stat
import threading
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

import wsgi
from models import LogCheckpoint
from registry.app import create_app
from registry.config import Settings, read_settings
from registry.log import store
from registry.log.files import only_one
from registry.log.note import open_note, read_vkey
from registry.log.proof import verify_proof
from registry.operations.loading import Loaded
from tests.log_operator import change_wage, drop_triggers, rebuild_log
from tests.log_story import file_more, open_chain

ORIGIN = "localhost:8000/log"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("REGISTRY_VAR", str(tmp_path / "var"))
    return read_settings()


@pytest.fixture
def loaded(session: Session) -> Loaded:
    found = open_chain(session)
    session.commit()
    return found


@pytest.fixture
def runner(sessions: sessionmaker[Session], settings: Settings) -> FlaskCliRunner:
    app: Flask = create_app(settings, sessions=sessions)
    for command in wsgi.app.cli.commands.values():
        app.cli.add_command(command)
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *words: str, code: int = 0) -> Result:
    result = runner.invoke(args=["log", *words])
    assert result.exit_code == code, result.output
    return result


def test_the_first_signing_makes_a_key_that_nobody_else_can_read(
    runner: FlaskCliRunner, settings: Settings, session: Session, loaded: Loaded
) -> None:
    assert "Signed" in run(runner, "checkpoint").output
    path = settings.var / "log-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shown = run(runner, "key", "show").output.strip()
    assert shown.startswith(f"{ORIGIN}+")
    assert path.read_text().count("PRIVATE+KEY") == 1
    note = store.latest_checkpoint(session)
    assert note is not None
    open_note(note, [read_vkey(shown)])


def test_a_log_that_did_not_grow_is_not_signed_again(
    runner: FlaskCliRunner, session: Session, loaded: Loaded
) -> None:
    run(runner, "checkpoint")
    assert run(runner, "checkpoint").output == ""
    file_more(session, loaded, 1)
    assert "Signed" in run(runner, "checkpoint").output
    assert session.scalar(select(func.count()).select_from(LogCheckpoint)) == 2


def test_a_key_that_others_can_read_signs_nothing(
    runner: FlaskCliRunner, settings: Settings, loaded: Loaded
) -> None:
    run(runner, "checkpoint")
    (settings.var / "log-key").chmod(0o640)
    assert "can be read by others" in run(runner, "checkpoint", code=1).output


def test_a_lost_key_is_not_replaced_by_itself(
    runner: FlaskCliRunner, settings: Settings, session: Session, loaded: Loaded
) -> None:
    run(runner, "checkpoint")
    old = run(runner, "key", "show").output.strip()
    (settings.var / "log-key").unlink()
    assert "there is none at" in run(runner, "checkpoint", code=1).output
    run(runner, "key", "replace", "--reason", "lost in a fire")
    new = run(runner, "key", "show").output.strip()
    assert new != old
    assert "Signed" in run(runner, "checkpoint").output
    assert run(runner, "audit").exit_code == 0
    assert "There is a key" in run(runner, "key", "replace", "--reason", "x", code=1).output


def test_two_keys_sign_until_the_old_one_is_revoked(
    runner: FlaskCliRunner, session: Session, loaded: Loaded
) -> None:
    run(runner, "checkpoint")
    old = read_vkey(run(runner, "key", "show").output.strip())
    new = read_vkey(run(runner, "key", "add").output.strip())
    run(runner, "checkpoint")
    note = store.latest_checkpoint(session) or ""
    for verifiers in ([old], [new]):
        assert len(open_note(note, verifiers).signatures) == 1
    run(runner, "key", "revoke", old.key_id.hex(), "--reason", "its time is over")
    run(runner, "checkpoint")
    signatures = open_note(store.latest_checkpoint(session) or "", [old, new]).signatures
    assert [s.key_id for s in signatures] == [new.key_id]
    assert run(runner, "key", "show").output.strip() == new.vkey
    assert run(runner, "audit").exit_code == 0


def test_the_only_key_cannot_be_revoked(runner: FlaskCliRunner, loaded: Loaded) -> None:
    run(runner, "checkpoint")
    key_id = read_vkey(run(runner, "key", "show").output.strip()).key_id.hex()
    said = run(runner, "key", "revoke", key_id, "--reason", "x", code=1)
    assert "This is the only key" in said.output
    said = run(runner, "key", "revoke", "00000000", "--reason", "x", code=1)
    assert "No key in force" in said.output


def test_an_audit_ends_with_1_on_any_doubt(
    runner: FlaskCliRunner, session: Session, loaded: Loaded
) -> None:
    run(runner, "checkpoint")
    assert "all of them agree" in run(runner, "audit").output
    drop_triggers(session)
    session.execute(text("UPDATE chain SET title = 'Another title'"))
    session.commit()
    said = run(runner, "audit", code=1).output
    assert "(chain:registered): what is on record is not what it commits to" in said
    assert "Sign nothing until they are explained" in said


def test_an_audit_against_a_checkpoint_held_elsewhere(
    runner: FlaskCliRunner, session: Session, loaded: Loaded, tmp_path: Path
) -> None:
    run(runner, "checkpoint")
    held, key = tmp_path / "checkpoint", run(runner, "key", "show").output.strip()
    held.write_text(store.latest_checkpoint(session) or "")
    file_more(session, loaded, 2)
    words = ("audit", "--against", str(held), "--key", key)
    run(runner, *words)
    drop_triggers(session)
    change_wage(session, loaded.disclosures["d-H"].id)
    rebuild_log(session)
    session.commit()
    run(runner, "audit")
    assert "the history was changed after it was signed" in run(runner, *words, code=1).output
    assert "its history was changed. Nothing was signed" in run(runner, "checkpoint", code=1).output


def test_a_proof_is_printed_for_what_is_signed(
    runner: FlaskCliRunner, session: Session, loaded: Loaded, tmp_path: Path
) -> None:
    public_id = loaded.disclosures["d-A"].public_id
    index = store.entries_of(session, public_id)[0].index
    assert "not under a signed checkpoint" in run(runner, "proof", str(index), code=1).output
    run(runner, "checkpoint")
    target = tmp_path / "proof.tlog-proof"
    entry = run(runner, "proof", public_id, "-o", str(target)).output.strip()
    key = read_vkey(run(runner, "key", "show").output.strip())
    verify_proof(target.read_text(), entry, [key], ORIGIN)
    assert "no entry about X-1" in run(runner, "proof", "X-1", code=1).output
    assert "The log has no entry 99999" in run(runner, "proof", "99999", code=3).output
    assert "not a number in its one form" in run(runner, "proof", "007", code=1).output


def test_signing_goes_on_after_an_adopted_checkpoint(
    runner: FlaskCliRunner, settings: Settings, session: Session, loaded: Loaded, tmp_path: Path
) -> None:
    run(runner, "checkpoint")
    held, key = tmp_path / "checkpoint", run(runner, "key", "show").output.strip()
    held.write_text(store.latest_checkpoint(session) or "")
    (settings.var / "log-state").unlink()
    assert "lost or old" in run(runner, "checkpoint", code=1).output
    assert "signing goes on there" in run(runner, "adopt", str(held), "--key", key).output
    file_more(session, loaded, 1)
    assert "Signed" in run(runner, "checkpoint").output


def test_an_export_before_any_signing_is_refused(
    runner: FlaskCliRunner, loaded: Loaded, tmp_path: Path
) -> None:
    assert "Nothing is signed yet" in run(runner, "export", str(tmp_path / "x"), code=1).output
    run(runner, "checkpoint")
    assert "files are new" in run(runner, "export", str(tmp_path / "x")).output


def test_starting_a_log_that_runs_changes_nothing(
    runner: FlaskCliRunner, session: Session, loaded: Loaded
) -> None:
    size = store.size_of(session)
    assert "0 acts are older" in run(runner, "start").output
    assert store.size_of(session) == size


def test_a_web_worker_has_no_signing_key(settings: Settings, runner: FlaskCliRunner) -> None:
    """Nothing that answers a request imports what reads a key."""
    root = Path(wsgi.__file__).parent / "registry"
    for path in [*(root / "pages").rglob("*.py"), root / "app.py", root / "config.py"]:
        said = path.read_text(encoding="utf-8")
        for module in ("log.keys", "log.signer", "log-key", "read_skey"):
            assert module not in said, (path, module)


def test_a_second_signer_waits_until_the_first_has_written_what_it_signed(tmp_path: Path) -> None:
    path = tmp_path / "log-state"
    order: list[str] = []

    def hold() -> None:
        with only_one(path):
            order.append("first")
            started.set()
            release.wait(10)
            order.append("first done")

    started, release = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    started.wait(10)
    second = threading.Thread(target=lambda: _enter(path, order))
    second.start()
    second.join(0.3)
    assert order == ["first"]
    release.set()
    holder.join()
    second.join()
    assert order == ["first", "first done", "second"]


def _enter(path: Path, order: list[str]) -> None:
    with only_one(path):
        order.append("second")
