"""``flask languages``: how complete each language is, and how the next one begins."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from seeds import screen_text
from seeds.languages import LanguageError, Progress, add, progress
from seeds.reference_data import DATA, Use, load_languages
from seeds.reference_data import languages as tags_of

languages = AppGroup("languages", help="See how complete each language is; begin another one.")
_SHOWN = 8  # missing texts named a list, unless all are asked for

_lists = click.option(
    "--lists", default=DATA, type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the lists of words.",
)  # fmt: skip
_catalogues = click.option(
    "--catalogues", default=screen_text.CATALOGUES, type=click.Path(path_type=Path),
    help="The folder of the catalogues of screen text.",
)  # fmt: skip


@languages.command("check")
@_lists
@_catalogues
@click.option("--all", "every", is_flag=True, help="Name every text that is missing.")
def check_command(lists: Path, catalogues: Path, every: bool) -> None:
    """Print completeness and review state; ends with 1 when a language lacks what it must have."""
    lacking = False
    click.echo(f"{'language':<9}{'use':<9}{'list':<11}{'written':>12}{'reviewed':>10}")
    for tag, use in load_languages(lists).items():
        lines = progress(tag, lists, catalogues)
        for line in lines:
            click.echo(f"{tag:<9}{use:<9}{line.list:<11}{_share(line)}{line.reviewed:>10}")
        wanting = [line for line in lines if line.required and not line.complete]
        lacking = lacking or bool(wanting)
        _name_missing(wanting, every)
    if lacking:
        raise SystemExit(1)


@languages.command("add")
@click.argument("tag")
@_lists
def add_command(tag: str, lists: Path) -> None:
    """Begin the language TAG (BCP 47): a new column in every list; no code."""
    try:
        add(tag, lists)
    except LanguageError as error:
        raise click.ClickException(str(error)) from error
    for line in progress(tag, lists):
        click.echo(f"{line.list}: {len(line.missing)} of {line.total} to write")
    click.echo(
        f"Write the column {tag} of the lists in {lists.name}/, then change its use in "
        f"languages.csv from started to sheets (terms, states, findings and paper) or launch "
        f"(everything: `flask languages update` begins its catalogue of screen text), and run "
        f"`flask languages check`."
    )


@languages.command("update")
@_lists
@_catalogues
def update_command(lists: Path, catalogues: Path) -> None:
    """Bring the catalogues of screen text to what the code and the templates say now."""
    for tag in tags_of(Use.LAUNCH, folder=lists):
        screen_text.update(tag, catalogues)
        lacking = screen_text.missing(tag, screen_text.texts(), catalogues)
        click.echo(f"{tag}: {len(lacking)} to write")


def _share(line: Progress) -> str:
    return f"{line.written}/{line.total}".rjust(12)


def _name_missing(lines: Iterable[Progress], every: bool) -> None:
    for line in lines:
        shown = line.missing if every else line.missing[:_SHOWN]
        for text in shown:
            click.echo(f"  {line.language} {line.list} lacks: {text}", err=True)
        if len(shown) < len(line.missing):
            click.echo(f"  and {len(line.missing) - len(shown)} more (--all)", err=True)
