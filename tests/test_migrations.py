"""Numbered migrations go up and down on both engines and end where the models are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, make_url, text

from models import Base
from registry import db


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, because the migrations of the shared one must stay."""
    if request.param == "sqlite":
        engine = db.make_engine(f"sqlite:///{tmp_path}/own.db")
        yield engine
        engine.dispose()
        return
    url = request.getfixturevalue("postgresql_url")
    admin = db.make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE migrating"))
    own = make_url(url).set(database="migrating")
    engine = db.make_engine(own.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE migrating"))
    admin.dispose()


def test_up_down_and_up_again(empty: Engine) -> None:
    db.upgrade(empty)
    db.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_of_models})
        assert compare_metadata(context, Base.metadata) == []
    db.downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    db.upgrade(empty)
    assert set(Base.metadata.tables) <= set(inspect(empty).get_table_names())


def _is_of_models(name: str | None, kind: str, parents: object) -> bool:
    """Trigrams are an index that each engine makes its own way; no model could declare it."""
    return not (name or "").startswith("search_gram")


def test_no_migration_imports_a_model() -> None:
    for path in (db.MIGRATIONS / "versions").glob("*.py"):
        text_of = path.read_text(encoding="utf-8")
        assert "import models" not in text_of, path.name
        assert "from models" not in text_of, path.name
