"""Triggers that refuse to rewrite the record, for migrations on both engines.

A migration that recreates a table on SQLite drops its triggers: call ``protect`` again there.
"""

from alembic import op

SENTENCE = "the record is append-only"


def prepare() -> None:
    """Make what the triggers call; PostgreSQL only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '%: {SENTENCE}', TG_TABLE_NAME; END $$"
        )


def protect(table: str, *, erasable: bool = False, key: tuple[str, ...] = ("id",)) -> None:
    """Refuse UPDATE always, and DELETE and TRUNCATE unless the rows may be erased."""
    if op.get_bind().dialect.name == "postgresql":
        _protect_postgresql(table, erasable=erasable)
    else:
        _protect_sqlite(table, erasable=erasable, key=key)


def release(table: str) -> None:
    """Take the triggers off again, for a downgrade."""
    for name in ("update", "delete", "replace", "truncate"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{name} ON {table}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{name}")


def _protect_sqlite(table: str, *, erasable: bool, key: tuple[str, ...]) -> None:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: {SENTENCE}'); END"
    op.execute(f"CREATE TRIGGER keep_{table}_update BEFORE UPDATE ON {table} {refuse}")
    # INSERT OR REPLACE deletes the old row without asking the DELETE trigger.
    op.execute(
        f"CREATE TRIGGER keep_{table}_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )
    if not erasable:
        op.execute(f"CREATE TRIGGER keep_{table}_delete BEFORE DELETE ON {table} {refuse}")


def _protect_postgresql(table: str, *, erasable: bool) -> None:
    acts = "UPDATE" if erasable else "UPDATE OR DELETE"
    call = "EXECUTE FUNCTION refuse_rewrite()"
    op.execute(f"CREATE TRIGGER keep_{table}_update BEFORE {acts} ON {table} FOR EACH ROW {call}")
    if not erasable:
        op.execute(
            f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {call}"
        )
