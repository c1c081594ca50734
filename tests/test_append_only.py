"""Law 2: what is on record is never changed and never deleted, whoever asks, on both engines."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import Base, Disclosure, ErasableText, Party, Statement
from registry import db
from registry.exceptions import RewriteError
from tests.factories import chain_form, disclosure_form, statement_form
from tests.loading import load

RECORD = sorted(db.append_only_tables())
MUTABLE = {"draft", "login_session", "membership", "user_account"}
REMADE = {"search_key"}  # made again from the record at any time


@pytest.fixture
def filed(session: Session) -> Session:
    words = statement_form(as_stated="two hundred dollars", language="en")
    load(session, chain_form(disclosure_form(statements=[words])))
    session.commit()
    return session


def test_every_table_is_either_of_the_record_or_named_as_mutable() -> None:
    assert set(Base.metadata.tables) == set(RECORD) | MUTABLE | REMADE


def triggers(engine: Engine) -> set[str]:
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        return {row[0] for row in connection.execute(text(names))}


def test_every_table_of_the_record_carries_its_triggers_after_the_migrations(
    engine: Engine,
) -> None:
    held = triggers(engine)
    for table, kept in db.append_only_tables().items():
        assert f"keep_{table}_update" in held, table
        if kept == "rows":
            needed = "delete" if engine.dialect.name == "sqlite" else "truncate"
            assert f"keep_{table}_{needed}" in held, table


def rewrites(table: Table) -> list[str]:
    column = next(c.name for c in table.columns if c.name != "id")
    return [f'UPDATE {table.name} SET "{column}" = "{column}"', f"DELETE FROM {table.name}"]


@pytest.mark.parametrize("table", ["statement", "disclosure", "act", "event", "party", "chain"])
def test_raw_sql_cannot_rewrite_the_record(filed: Session, table: str) -> None:
    assert filed.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
    for sql in rewrites(Base.metadata.tables[table]):
        with pytest.raises(DBAPIError, match="append-only"), filed.begin_nested():
            filed.execute(text(sql))


def test_a_text_can_be_erased_but_not_rewritten(filed: Session) -> None:
    with pytest.raises(DBAPIError, match="append-only"), filed.begin_nested():
        filed.execute(text("UPDATE erasable_text SET body = 'other'"))
    filed.execute(delete(ErasableText))
    assert filed.scalars(select(ErasableText)).all() == []


@pytest.mark.sqlite
def test_insert_or_replace_cannot_rewrite_the_record(filed: Session) -> None:
    row = dict(filed.execute(text("SELECT * FROM statement")).mappings().first() or {})
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    sql = text(f"INSERT OR REPLACE INTO statement ({names}) VALUES ({values})")
    with pytest.raises(DBAPIError, match="append-only"), filed.begin_nested():
        filed.execute(sql, {**row, "term": "days_per_week"})


@pytest.mark.postgresql
def test_truncate_cannot_empty_the_record(filed: Session) -> None:
    with pytest.raises(DBAPIError, match="append-only"), filed.begin_nested():
        filed.execute(text("TRUNCATE statement CASCADE"))


def test_the_orm_refuses_a_changed_row_with_a_sentence(filed: Session) -> None:
    party = filed.scalars(select(Party)).first()
    assert party is not None
    party.name = "Another name"
    with pytest.raises(RewriteError, match="file a correction"):
        filed.flush()


def test_the_orm_refuses_a_deleted_row(filed: Session) -> None:
    filed.delete(filed.scalars(select(Disclosure)).one())
    with pytest.raises(RewriteError, match="never changed or deleted"):
        filed.flush()


@pytest.mark.parametrize("act", [update(Statement).values(term="other"), delete(Statement)])
def test_the_orm_refuses_bulk_rewriting(filed: Session, act: Any) -> None:
    with pytest.raises(RewriteError):
        filed.execute(act)


def test_a_bulk_rewrite_of_the_tables_themselves_is_refused_by_the_database(
    filed: Session,
) -> None:
    with pytest.raises(DBAPIError, match="append-only"), filed.begin_nested():
        filed.execute(update(Base.metadata.tables["statement"]).values(term="other"))


def test_what_is_mutable_can_be_changed(filed: Session) -> None:
    now = datetime.now(UTC)
    filed.execute(
        text(
            "INSERT INTO user_account (login, name, role, password_hash, countries, active,"
            " created_at) VALUES ('a', 'A', 'filer', 'x', '[]', true, :now)"
        ),
        {"now": now},
    )
    filed.execute(text("UPDATE user_account SET name = 'B'"))
    assert filed.execute(text("SELECT name FROM user_account")).scalar_one() == "B"


def test_the_migrations_make_exactly_the_tables_of_the_models(engine: Engine) -> None:
    made = {
        name for name in inspect(engine).get_table_names() if not name.startswith("search_gram")
    }
    assert made - {"alembic_version"} == set(Base.metadata.tables)
