"""``flask import oflc``: a register's tables into the record, one transaction a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.db import writing
from registry.imports.cell_answers import Reading
from registry.imports.mapping import SHIPPED, read_mapping
from registry.imports.occupations import occupation_codes
from registry.imports.report import TableReport, write_report
from registry.imports.shapes import SHAPES
from registry.imports.taking import Loader, Taking, read_folder, take_table
from registry.reference_data import catalogue
from registry.sealing import Sealer

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def imports() -> None:
    """Take over the tables of an official register."""


@imports.command("oflc", cls=RegistryCommand)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--mapping", type=FILE, default=SHIPPED, help="Another year's mapping file.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where to list.")
@with_appcontext
def oflc(folder: Path, mapping: Path, report: Path | None) -> None:
    """Take over the H-2A and H-2B tables in FOLDER; twice makes nothing twice."""
    settings, at = current_app.extensions["settings"], datetime.now(UTC)
    reading = Reading(read_mapping(mapping, shapes=SHAPES), occupation_codes())
    taking = read_folder(folder, reading)
    reports = _take(taking, settings, at)
    path = report or settings.var / f"import-{at:%Y%m%d-%H%M%S}.csv"
    write_report(path, reports)
    for done in reports:
        click.echo(done.summary())
    click.echo(f"Rows not taken, and cells kept in words: {path}")


def _take(taking: Taking, settings: Settings, at: datetime) -> list[TableReport]:
    sessions, jobs, reports = current_app.extensions["sessions"], set[str](), []
    bar = tqdm(total=taking.rows, unit="row", disable=not sys.stderr.isatty())
    with bar:
        for source in taking.sources:
            bar.set_description(source.mapping.name)
            with writing(sessions) as session:
                terms = catalogue(session).reference_set.terms
                loader = Loader(session, terms, Sealer(settings.seal_key), at, jobs)
                reports.append(take_table(taking, source, loader, advance=bar.update))
    return reports
