"""``flask seed`` and ``flask people``: reference data, the demo story, and who signs in to it."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

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


@click.command("people")
@with_appcontext
def people() -> None:
    """Print how the demo people sign in."""
    from seeds.demo import sign_in_lines

    click.echo("\n".join(sign_in_lines()))
