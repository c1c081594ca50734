"""Refusals on the command line: one sentence and an exit code, never a stack of frames."""

from typing import Any

import click
from sqlalchemy.exc import DatabaseError

from registry.exceptions import FormError, NotFoundError, RegistryError

# 2 is what click itself answers to malformed arguments.
EXIT_CODES: dict[type[RegistryError], int] = {FormError: 2, NotFoundError: 3}


class RegistryCommand(click.Command):
    """A command whose refusals are said in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn a refusal into its sentence and exit code."""
        try:
            return super().invoke(ctx)
        except RegistryError as refusal:
            click.echo(f"Error: {refusal}", err=True)
            ctx.exit(EXIT_CODES.get(type(refusal), 1))
        except DatabaseError as failure:
            sentence = f"Error: the database does not answer as it should: {failure.orig}."
            click.echo(
                f"{sentence} Was it made with `flask db upgrade`, and is it whole?", err=True
            )
            ctx.exit(1)
        except UnicodeDecodeError:
            click.echo("Error: the file is not what it should be: it is not text.", err=True)
            ctx.exit(1)
        except OSError as failure:
            named = f" ({failure.filename})" if failure.filename else ""
            click.echo(f"Error: {failure.strerror or failure}{named}.", err=True)
            ctx.exit(1)
