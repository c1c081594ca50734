"""The command line, as an operator uses it: a database of its own, exit codes, one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from models import Statement
from registry.commands import database
from registry.commands.chains import chain, compare, load, sheet
from tests.factories import chain_form, disclosure_form
from tests.loading import load_reference

CASES = Path(__file__).parent / "cases"
WORKED = CASES / "worked-example.json"


@pytest.fixture
def runner(app: Flask, sessions: sessionmaker[Session]) -> FlaskCliRunner:
    with sessions() as session:
        load_reference(session)
        session.commit()
    for command in (load, chain, compare, sheet, database.facts):
        app.cli.add_command(command)
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *arguments: str) -> Any:
    return runner.invoke(args=list(arguments))


def findings_of(output: str) -> list[tuple[Any, ...]]:
    return sorted(
        (f["kind"], f["severity"], f["axis"], tuple(sorted(f["terms"])), tuple(f["addressed_to"]))
        for f in json.loads(output)["findings"]
    )


def test_the_worked_example_gives_its_findings_and_no_others(runner: FlaskCliRunner) -> None:
    assert run(runner, "load", str(WORKED)).exit_code == 0
    case = json.loads(WORKED.read_text(encoding="utf-8"))
    done = run(runner, "compare", "worked-example", "--on", case["as_of"], "--json")
    assert done.exit_code == 0, done.output
    expected = {"findings": [{"axis": None, **finding} for finding in case["expected"]]}
    assert findings_of(done.stdout) == findings_of(json.dumps(expected))
    body = json.loads(done.stdout)
    assert body["routed_to_inspector"]
    assert all(f["sentence"] for f in body["findings"])


def test_loading_again_says_that_nothing_is_new(runner: FlaskCliRunner) -> None:
    run(runner, "load", str(WORKED))
    assert "nothing new" in run(runner, "load", str(WORKED)).output


def test_a_file_cut_in_half_is_refused_with_its_line(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    half = tmp_path / "half.json"
    text = WORKED.read_text(encoding="utf-8")
    half.write_text(text[: len(text) // 2], encoding="utf-8")
    done = run(runner, "load", str(half))
    assert done.exit_code == 2
    assert "half.json, line" in done.output
    assert "Traceback" not in done.output


def test_text_that_is_not_utf_8_is_refused(runner: FlaskCliRunner, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_bytes('{"form": "é"}'.encode("cp1252"))
    done = run(runner, "load", str(other))
    assert (done.exit_code, "save it as UTF-8" in done.output) == (2, True)


def test_a_chain_that_is_not_there_has_its_own_exit_code(runner: FlaskCliRunner) -> None:
    done = run(runner, "compare", "C-00000000")
    assert (done.exit_code, "There is no chain" in done.output) == (3, True)


def test_what_a_chain_gives_is_what_load_takes(runner: FlaskCliRunner, tmp_path: Path) -> None:
    form = chain_form(
        disclosure_form(key="d-A"),
        {"act": "publish", "by": "H", "filed_on": "2026-03-20"},
        numbers=[{"scheme": "JO", "number": "JO-1"}],
    )
    first = tmp_path / "first.json"
    first.write_text(json.dumps(form), encoding="utf-8")
    assert run(runner, "load", str(first)).exit_code == 0
    given = run(runner, "chain", "JO-1", "--json")
    assert given.exit_code == 0, given.output
    second = tmp_path / "second.json"
    second.write_text(given.stdout, encoding="utf-8")
    assert "nothing new" in run(runner, "load", str(second)).output


def test_d18_a_household_s_chain_is_not_given_to_the_public(runner: FlaskCliRunner) -> None:
    run(runner, "load", str(WORKED))
    assert run(runner, "chain", "worked-example", "--json").exit_code == 3
    assert run(runner, "chain", "worked-example", "--json", "--all").exit_code == 0


def without_guard(session: Session, act: str) -> None:
    """What only somebody with the database itself could do; undone with the test."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"DROP TRIGGER keep_statement_{act}"))
    else:
        session.execute(text("ALTER TABLE statement DISABLE TRIGGER ALL"))


def test_lost_facts_are_made_again_from_the_documents(
    runner: FlaskCliRunner, sessions: sessionmaker[Session]
) -> None:
    run(runner, "load", str(WORKED))
    with sessions() as session:
        held = session.query(Statement).count()
        without_guard(session, "delete")
        session.execute(text("DELETE FROM statement"))
        session.commit()
    done = run(runner, "facts", "rebuild")
    assert (done.exit_code, done.output) == (
        0,
        f"{held} facts restored, 0 contradict their document.\n",
    )


def test_a_fact_that_contradicts_its_document_is_named(
    runner: FlaskCliRunner, sessions: sessionmaker[Session]
) -> None:
    run(runner, "load", str(WORKED))
    with sessions() as session:
        without_guard(session, "update")
        session.execute(text("UPDATE statement SET term = 'sick_leave' WHERE ordinal = 0"))
        session.commit()
    done = run(runner, "facts", "rebuild")
    assert done.exit_code == 1
    assert "differs from its document" in done.output
