"""``flask log key documents``, ``flask sheet`` and ``flask bundle``, as an operator uses them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session, sessionmaker

import wsgi
from registry.app import create_app
from registry.config import Settings, read_settings
from registry.evidence import document_certificates
from registry.log import audit, store
from registry.press.client import ensure_press
from registry.signing import document_key
from tests.factories import DAY, chain_form, disclosure_form
from tests.loading import load
from tests.offline import verifier

PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as press:
        yield press


@pytest.fixture
def settings(tmp_path: Path, press: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("REGISTRY_VAR", str(tmp_path / "var"))
    return replace(read_settings(), press_socket=press)


@pytest.fixture
def runner(sessions: sessionmaker[Session], settings: Settings) -> FlaskCliRunner:
    app: Flask = create_app(settings, sessions=sessions)
    for command in wsgi.app.cli.commands.values():
        app.cli.add_command(command)
    return app.test_cli_runner()


@pytest.fixture
def chain(session: Session) -> str:
    made = load(session, chain_form(disclosure_form(place="H", key="d-H"), PUBLISH)).chain
    session.commit()
    return made.public_id


def run(runner: FlaskCliRunner, *words: str, code: int = 0) -> Result:
    result = runner.invoke(args=list(words))
    assert result.exit_code == code, result.output
    return result


def test_a_sheet_and_a_bundle_prove_themselves_after_three_commands(
    runner: FlaskCliRunner, session: Session, chain: str, tmp_path: Path
) -> None:
    paper, archive = tmp_path / "sheet.pdf", tmp_path / "bundle.zip"
    issue = ("sheet", chain, "--link", "A", "-o", str(paper))
    assert "not under a signed checkpoint" in run(runner, *issue, code=1).output
    run(runner, "log", "checkpoint")
    assert "log key documents" in run(runner, *issue, code=1).output
    assert not paper.exists()
    run(runner, "log", "key", "documents")
    run(runner, "log", "checkpoint")
    run(runner, *issue)
    run(runner, "log", "checkpoint")
    run(runner, "bundle", chain, "-o", str(archive))
    (vkey,) = store.public_keys(session)
    assert "basic_wage" in "\n".join(verifier().check([paper.read_bytes()], vkey))
    assert "issued/" in "\n".join(verifier().check([archive.read_bytes()], vkey))
    assert audit.audit(session) == []


def test_a_bundle_of_a_chain_that_its_reader_cannot_open_does_not_exist(
    runner: FlaskCliRunner, session: Session, tmp_path: Path
) -> None:
    form = chain_form(disclosure_form(place="H", key="d-H"), household=True)
    chain = load(session, form).chain.public_id
    session.commit()
    run(runner, "log", "key", "documents")
    run(runner, "log", "checkpoint")
    out = str(tmp_path / "bundle.zip")
    assert "There is no chain" in run(runner, "bundle", chain, "-o", out, code=3).output
    run(runner, "bundle", chain, "--inspector-of", "jo", "-o", out)


def test_the_key_of_papers_is_made_once_and_named_once(
    runner: FlaskCliRunner, session: Session, settings: Settings, chain: str
) -> None:
    first = run(runner, "log", "key", "documents").output
    assert run(runner, "log", "key", "documents").output == first
    assert len(document_certificates(session)) == 1
    assert settings.document_key.stat().st_mode & 0o777 == 0o600


def test_a_replaced_key_is_retired_in_the_log_and_its_papers_still_prove_themselves(
    runner: FlaskCliRunner, session: Session, settings: Settings, chain: str, tmp_path: Path
) -> None:
    run(runner, "log", "key", "documents")
    run(runner, "log", "checkpoint")
    old, new = tmp_path / "old.pdf", tmp_path / "new.pdf"
    run(runner, "sheet", chain, "--link", "A", "-o", str(old))
    before = document_key(settings.document_key, settings.base_url).fingerprint
    run(runner, "log", "key", "documents", "--replace", " ", code=2)
    run(runner, "log", "key", "documents", "--replace", "The computer was stolen.")
    (after,) = document_certificates(session)
    assert after != before
    said = [json.loads(leaf.entry) for leaf in store.entries_of(session, "document-key")]
    assert [one["kind"] for one in said] == ["key:added", "key:revoked", "key:added"]
    assert said[1]["reason"] == "The computer was stolen."
    run(runner, "log", "checkpoint")
    run(runner, "sheet", chain, "--link", "A", "-o", str(new))
    (vkey,) = store.public_keys(session)
    for paper in (old, new):
        assert verifier().check([paper.read_bytes()], vkey)
    assert audit.audit(session) == []
