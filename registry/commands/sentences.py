"""Refusals on the command line: one sentence and an exit code, never a stack of frames."""

from typing import Any

import click

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
            problem = click.ClickException(str(refusal))
            problem.exit_code = EXIT_CODES.get(type(refusal), 1)
            raise problem from refusal
