"""``flask questions``: the question sheet for a session before anybody decides."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from models.vocabulary import Sector
from registry.commands.sentences import RegistryCommand
from registry.questions import questions_pdf


@click.command("questions", cls=RegistryCommand)
@click.option("--languages", default="en", help="One or two, e.g. bn,en.")
@click.option(
    "--sector",
    type=click.Choice([one.value for one in Sector]),
    default=Sector.GENERAL.value,
    help="The kind of work; any work unless one is named.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
def questions(languages: str, sector: str, output: Path) -> None:
    """Print the questions that matter most about any job, with room for the answers."""
    settings, on = current_app.extensions["settings"], datetime.now(UTC).date()
    with current_app.extensions["sessions"]() as session:
        pdf = questions_pdf(session, languages.split(","), sector, settings=settings, on=on)
    output.write_bytes(pdf)
    click.echo(f"{output}: {len(pdf) // 1024} kB")
