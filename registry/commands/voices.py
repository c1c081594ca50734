"""``flask aloud`` and ``flask sms``: the headline of a link's sheet, to read out or to send."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from registry.access import OPERATOR
from registry.commands.sentences import RegistryCommand
from registry.queries import get_chain
from registry.voices import words_of_link
from reports.sms import parts


@click.command("aloud", cls=RegistryCommand)
@click.argument("chain")
@click.option("--link", required=True, help="Key of the place that hands the sheet out.")
@click.option("--language", default="en", help="One of the sheet's languages, e.g. bn.")
@with_appcontext
def aloud(chain: str, link: str, language: str) -> None:
    """Print the script to read aloud of the sheet that LINK hands out now."""
    click.echo(_text(chain, link, language, "aloud"))


@click.command("sms", cls=RegistryCommand)
@click.argument("chain")
@click.option("--link", required=True, help="Key of the place that hands the sheet out.")
@click.option("--language", default="en", help="One of the sheet's languages, e.g. bn.")
@with_appcontext
def sms(chain: str, link: str, language: str) -> None:
    """Print the text message of the sheet that LINK hands out now; says in how many parts."""
    text = _text(chain, link, language, "sms")
    click.echo(text)
    click.echo(f"Parts: {parts(text)}", err=True)


def _text(chain: str, link: str, language: str, form: str) -> str:
    with current_app.extensions["sessions"]() as session:
        held, today = get_chain(session, OPERATOR, chain), datetime.now(UTC).date()
        return words_of_link(session, held, link, language, form, on=today)
