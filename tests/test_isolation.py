"""What one test writes, no other test finds, on either engine."""

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from tests.conftest import undone

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_a_commit_of_one_test_is_gone_in_the_next(engine: "Engine") -> None:
    with undone(engine) as connection:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.execute(text("CREATE TABLE leak (word TEXT)"))
            session.execute(text("INSERT INTO leak VALUES ('kept')"))
            session.commit()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            assert session.scalars(text("SELECT word FROM leak")).all() == ["kept"]
    with undone(engine) as connection:
        assert not inspect(connection).has_table("leak")


def test_a_rollback_keeps_what_was_committed_before_it(session: Session) -> None:
    session.execute(text("CREATE TABLE leak (word TEXT)"))
    session.commit()
    session.execute(text("INSERT INTO leak VALUES ('lost')"))
    session.rollback()
    assert session.scalars(text("SELECT word FROM leak")).all() == []
