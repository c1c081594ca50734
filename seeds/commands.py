"""``flask seed`` and ``flask people``: reference data, the demo story, and who signs in to it."""

from datetime import UTC, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from registry.commands.sentences import RegistryCommand
from registry.db import writing
from registry.operations.acting import REGISTRY
from registry.operations.reference_data import load_release
from seeds.release import release_lists

seed = AppGroup("seed", help="Load reference data, or the demo story.")


@seed.command("reference")
def seed_reference() -> None:
    """Load the terms, codelists, words, legal figures, benchmarks and rates."""
    with writing(current_app.extensions["sessions"]) as session:
        at = datetime.now(UTC)
        new = load_release(session, release_lists(), by=REGISTRY, at=at)
    click.echo("Loaded the reference data." if new else "The reference data is up to date.")


@seed.command("demo")
def seed_demo() -> None:
    """Load the demo story; what is there already is left as it is."""
    from seeds.demo import load_demo

    with writing(current_app.extensions["sessions"]) as session:
        made = load_demo(session, current_app.extensions["settings"], at=datetime.now(UTC))
    click.echo(f"Loaded {made} new chains of the demo story." if made else "The demo is loaded.")


_PREPARED = (
    ("db", "upgrade"),
    ("log", "start"),
    ("log", "key", "documents"),
    ("seed", "reference"),
)


@click.command("prepare", cls=RegistryCommand)
@click.option("--demo", is_flag=True, help="Load the demo story too.")
@click.pass_context
def prepare(context: click.Context, demo: bool) -> None:
    """Migrate, start the log and load what is missing: what a start needs, in one process."""
    for words in (*_PREPARED, ("seed", "demo")) if demo else _PREPARED:
        command: Any = context.find_root().command
        for word in words:
            command = command.get_command(context, word)
        context.invoke(command)


@click.command("people")
@with_appcontext
def people() -> None:
    """Print how the demo people sign in."""
    from seeds.demo import sign_in_lines

    click.echo("\n".join(sign_in_lines()))
