"""The audit: whatever is changed in log or record, by whatever means, is named."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from models import Base, LogLeaf, LogOpening, User
from models.base import Scaled
from models.vocabulary import UserRole
from registry import db
from registry.log.audit import audit
from registry.operations import erasures
from registry.operations.acting import REGISTRY, When
from registry.operations.facts import wrong_facts
from tests.loading import AT
from tests.log_operator import drop_triggers
from tests.log_story import Story, sealed_name, sign, tell_story

RECORD = sorted(
    name for name in db.append_only_tables() if not name.startswith("log_") and name != "draft"
)


@pytest.fixture
def story(session: Session) -> Story:
    return tell_story(session)


def doubts(session: Session) -> list[str]:
    session.expire_all()
    return [*audit(session), *wrong_facts(session)]


def test_a_log_that_nobody_touched_agrees_with_its_record(
    session: Session, story: Story, sessions: sessionmaker[Session], tmp_path: Any
) -> None:
    assert doubts(session) == []
    sign(sessions, tmp_path)
    assert doubts(session) == []


def another(column: Column[Any], value: Any, others: list[int]) -> Any:
    """A value that is not this one."""
    if column.foreign_keys:
        return next((n for n in others if n != value), None)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | Decimal):
        return value + 1
    if isinstance(value, date | datetime):
        return value + timedelta(days=1)
    if isinstance(value, dict | list):
        return {"other": "than before"}
    if isinstance(value, str):
        return ("0" if value[:1] != "0" else "1") + value[1:]
    return _of_type(column)


def _of_type(column: Column[Any]) -> Any:
    if isinstance(column.type, Scaled):
        return Decimal(7)
    python_type = column.type.python_type
    if python_type is int:
        return 7
    if python_type is date:
        return date(2020, 1, 1)
    return {"other": "than nothing"} if python_type is dict else "x"


def columns() -> list[tuple[str, str]]:
    tables = (Base.metadata.tables[name] for name in RECORD)
    return [(t.name, c.name) for t in tables for c in t.columns if c.name != "id"]


def rewrite(session: Session, table: Table, column: Column[Any]) -> None:
    """Change one cell of one row, as somebody with the whole database in his hands."""
    row = session.execute(select(table).order_by(table.c.id.desc()).limit(1)).mappings().one()
    others: list[int] = []
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        others = list(session.scalars(select(target)))
    changed = another(column, row[column.name], others)
    assert changed != row[column.name]
    session.execute(
        update(table).where(table.c.id == row["id"]).values({column.name: changed}),
        execution_options={"synchronize_session": False},
    )


def somebody() -> User:
    """A person who signs in; no part of the record."""
    return User(
        login="somebody",
        name="Somebody",
        role=UserRole.REGISTRAR.value,
        password_hash="x",
        countries=[],
        active=True,
        created_at=AT,
    )


def test_every_table_of_the_record_has_a_row_in_the_story(session: Session, story: Story) -> None:
    for name in RECORD:
        assert session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() > 0, name


def test_no_cell_of_the_record_can_be_changed_unseen(session: Session, story: Story) -> None:
    drop_triggers(session)
    session.add(somebody())  # so that an act can be laid at another person's door
    session.flush()
    unseen = []
    for table, column in columns():
        savepoint = session.begin_nested()
        try:
            rewrite(session, Base.metadata.tables[table], Base.metadata.tables[table].c[column])
        except DBAPIError:  # a constraint of the table stood in the way
            savepoint.rollback()
            continue
        if not doubts(session):
            unseen.append(f"{table}.{column}")
        savepoint.rollback()
    assert unseen == []


def test_no_row_of_the_record_can_be_taken_away_unseen(session: Session, story: Story) -> None:
    drop_triggers(session)
    _without_foreign_keys(session)
    unseen = []
    for name in RECORD:
        table = Base.metadata.tables[name]
        savepoint = session.begin_nested()
        newest = select(table.c.id).order_by(table.c.id.desc()).limit(1).scalar_subquery()
        try:
            session.execute(delete(table).where(table.c.id == newest))
            if not doubts(session):
                unseen.append(name)
        except DBAPIError:
            pass
        savepoint.rollback()
    assert unseen == []


def _without_foreign_keys(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET session_replication_role = replica"))
    else:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))


Tamper = Callable[[Session], None]


def sql(statement: str) -> Tamper:
    def run(session: Session) -> None:
        session.execute(text(statement))

    return run


def swap(session: Session) -> None:
    one, two = (session.scalar(select(LogLeaf.entry).where(LogLeaf.idx == n)) for n in (3, 5))
    for index, entry in ((3, two), (5, one)):
        statement = text("UPDATE log_leaf SET entry = :entry WHERE idx = :index")
        session.execute(statement, {"entry": entry, "index": index})


def backdate(session: Session) -> None:
    entry = json.loads(session.scalar(select(LogLeaf.entry).where(LogLeaf.idx == 5)) or "")
    entry["at"] = "2020-01-01T00:00:00.000000Z"
    statement = text("UPDATE log_leaf SET entry = :entry WHERE idx = 5")
    session.execute(statement, {"entry": json.dumps(entry, sort_keys=True)})


def add_row(session: Session) -> None:
    table = Base.metadata.tables["event"]
    session.execute(insert(table).values(at=AT, kind="offer:published", subject="C-NONE"))


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "an entry edited": (
        sql("UPDATE log_leaf SET entry = replace(entry, 'party', 'pasty') WHERE idx = 3"),
        "Entry 3 was edited",
    ),
    "two entries reordered": (swap, "Entries 3 and 5 were reordered"),
    "an entry missing": (sql("DELETE FROM log_leaf WHERE idx = 3"), "Entry 3 is missing"),
    "the last entry missing": (
        sql("DELETE FROM log_leaf WHERE idx = (SELECT max(idx) FROM log_leaf)"),
        "its entry is gone",
    ),
    "an entry added": (
        sql("INSERT INTO log_leaf SELECT max(idx) + 1, '{}' FROM log_leaf"),
        "was added without its node",
    ),
    "an entry of nothing": (
        sql("UPDATE log_leaf SET entry = 'no entry' WHERE idx = 3"),
        "Entry 3 was edited",
    ),
    "an entry backdated": (backdate, "its time is not the one in the trail"),
    "a node edited": (
        sql(
            "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE level = 1 AND idx = 1)"
            " WHERE level = 1 AND idx = 0"
        ),
        "Node 0 of level 1 is not made of its two parts",
    ),
    "a node missing": (
        sql("DELETE FROM log_node WHERE level = 2 AND idx = 0"),
        "Node 0 of level 2",
    ),
    "what opens an entry gone": (
        sql("DELETE FROM log_opening WHERE leaf = 3"),
        "Entry 3 is extra: nothing says what it records",
    ),
    "another salt": (
        sql(
            "UPDATE log_opening SET salt = replace(salt, substr(salt, 1, 4), 'aaaa') WHERE leaf = 3"
        ),
        "what is on record is not what it commits to",
    ),
    "filed under another subject": (
        sql("UPDATE log_opening SET subject = 'D-OTHER' WHERE leaf = 4"),
        "it was filed under D-OTHER",
    ),
    "a sealed act edited": (
        sql(
            "UPDATE log_sealed SET commitment = replace(commitment, substr(commitment, 1, 4),"
            " '0000') WHERE id = (SELECT min(id) FROM log_sealed)"
        ),
        "what is on record is not what was sealed",
    ),
    "a sealed act that nothing opens": (
        sql("DELETE FROM log_opening WHERE sealed = (SELECT min(id) FROM log_sealed)"),
        "what opens it is gone",
    ),
    "a sealed act missing": (
        sql("DELETE FROM log_sealed WHERE id = (SELECT max(id) FROM log_sealed)"),
        "its entry is gone",
    ),
    "a line in the trail that nothing logged": (add_row, "missing from the log"),
    "words that are gone": (
        sql("DELETE FROM erasable_text WHERE id = (SELECT max(id) FROM erasable_text)"),
        "no act of erasing says so",
    ),
    "words exchanged": (
        sql("UPDATE erasable_text SET body = '\"other\"'"),
        "the words kept are not those that were filed",
    ),
    "a document edited": (
        sql("UPDATE disclosure SET document = replace(document, '300', '100')"),
        "its document was edited",
    ),
    "a promoted fact edited": (sql("UPDATE statement SET low = 1"), "differs from its document"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_the_audit_names_what_was_done(session: Session, story: Story, what: str) -> None:
    tamper, sentence = TAMPERED[what]
    drop_triggers(session)
    tamper(session)
    found = doubts(session)
    assert any(sentence in doubt for doubt in found), found


def test_a_checkpoint_beyond_the_log_is_a_doubt(
    session: Session, story: Story, sessions: sessionmaker[Session], tmp_path: Any
) -> None:
    sign(sessions, tmp_path)
    drop_triggers(session)
    session.execute(text("DELETE FROM log_leaf WHERE idx = (SELECT max(idx) FROM log_leaf)"))
    assert any("the last 1 are gone" in doubt for doubt in doubts(session))


def test_a_checkpoint_that_was_edited_is_a_doubt(
    session: Session, story: Story, sessions: sessionmaker[Session], tmp_path: Any
) -> None:
    sign(sessions, tmp_path)
    drop_triggers(session)
    session.execute(text("UPDATE log_checkpoint SET note = replace(note, 'a', 'b')"))
    assert any(doubt.startswith("The checkpoint of") for doubt in doubts(session))


def test_a_batch_is_checked_against_its_entry(
    session: Session, story: Story, sessions: sessionmaker[Session], tmp_path: Any
) -> None:
    sign(sessions, tmp_path)
    drop_triggers(session)
    session.execute(text("UPDATE log_batch SET last_sealed = last_sealed - 1"))
    assert any("Batch 1 is not what entry" in doubt for doubt in doubts(session))


def test_what_was_erased_by_an_act_is_no_doubt(session: Session, story: Story) -> None:
    when = When.now(AT)
    erasures.erase_name(session, sealed_name(session), ground="asked", by=REGISTRY, when=when)
    erasures.erase_household(session, story.household.chain, ground="asked", by=REGISTRY, when=when)
    session.commit()
    assert doubts(session) == []
    assert session.scalars(select(LogOpening).where(LogOpening.source == "sealed_name")).all() == []
