"""``flask db`` and ``flask facts``: migrations, and the promoted facts made again."""

import json
import sys

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from models import Chain, Disclosure, Statement
from registry import db
from registry.exceptions import SettingError
from registry.operations.disclosures import fact_rows
from registry.operations.spelling import respell
from registry.reference_data import catalogue

database = AppGroup("db", help="Bring the database to a revision.")
facts = AppGroup("facts", help="Compare the promoted facts with the record, or restore them.")
search = AppGroup("search", help="Make the index of the search again.")


def _engine() -> Engine:
    bound = current_app.extensions["sessions"].kw["bind"]
    if not isinstance(bound, Engine):
        raise SettingError("Migrations need a database of their own, not an open connection.")
    return bound


@database.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Upgrade to REVISION (the newest by default); doing it twice changes nothing."""
    db.upgrade(_engine(), revision)


@database.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Downgrade to REVISION. The record's tables go with it: keep a backup."""
    db.downgrade(_engine(), revision)


@facts.command()
def rebuild() -> None:
    """Insert promoted facts that are missing; exit 1 if one contradicts its document."""
    with db.writing(current_app.extensions["sessions"]) as session:
        restored, wrong = restore_facts(session)
    click.echo(f"{restored} facts restored, {len(wrong)} contradict their document.")
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


@search.command("rebuild")
def rebuild_search() -> None:
    """Spell every name, title and number of the record again."""
    with db.writing(current_app.extensions["sessions"]) as session:
        click.echo(f"{respell(session)} names, titles and numbers can be searched.")


def restore_facts(session: Session) -> tuple[int, list[str]]:
    """Insert what is missing and name what differs; the table itself is append-only."""
    terms = catalogue(session).reference_set.terms
    restored, wrong = 0, []
    query = select(Disclosure, Chain.household).join(Chain, Chain.id == Disclosure.chain_id)
    for disclosure, household in session.execute(query.order_by(Disclosure.id)):
        held = {
            row.ordinal: row
            for row in session.scalars(
                select(Statement).where(Statement.disclosure_id == disclosure.id)
            )
        }
        statements = json.loads(disclosure.document)["statements"]
        expected = fact_rows(disclosure.id, statements, terms, household=household)
        missing = [row for row in expected if row["ordinal"] not in held]
        for row in expected:
            kept = held.get(row["ordinal"])
            if kept is not None and any(getattr(kept, k) != v for k, v in row.items()):
                wrong.append(f"{disclosure.public_id}.{row['ordinal']} differs from its document.")
        if missing:
            session.execute(insert(Statement), missing)
            restored += len(missing)
    return restored, wrong
