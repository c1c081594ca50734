"""``flask backup`` and ``flask restore``: the way out of a machine and into another one."""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from registry.backups import keyring
from registry.backups.errors import BackupError
from registry.backups.journal import FILE
from registry.backups.restoring import Order, Restored, restore
from registry.backups.taking import Taken, back_up, journal_of
from registry.commands.log import key_file, state_file
from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.log.note import read_vkey

FOLDER = click.Path(file_okay=False, path_type=Path)
THERE = click.Path(exists=True, file_okay=False, path_type=Path)
GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


def _engine() -> Engine:
    bound = current_app.extensions["sessions"].kw["bind"]
    if not isinstance(bound, Engine):
        raise BackupError("A backup needs a database of its own, not an open connection.")
    return bound


@click.command("backup", cls=RegistryCommand)
@click.argument("dest", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Also copy the keys, into this other folder.")
@click.option("--erasures-only", is_flag=True, help="Only bring the journal of erasing up to date.")
@with_appcontext
def backup(dest: Path, keys: Path | None, erasures_only: bool) -> None:
    """Make a backup in a new folder under DEST; exit 1 on any doubt about what it holds."""
    settings: Settings = current_app.extensions["settings"]
    engine, at = _engine(), datetime.now(UTC)
    try:
        if erasures_only:
            count = len(journal_of(engine, dest).acts)
            click.echo(f"{dest / FILE} names {count} acts of erasing.")
            return
        if keys is not None:
            folder, names = keyring.keep_keys(settings, key_file(settings), keys, dest, at=at)
            click.echo(f"{', '.join(names)}: in {folder}. Keep it away from the backups.")
        with tqdm(unit="entry", disable=not sys.stderr.isatty()) as bar:
            taken = back_up(engine, settings, dest, at=at, progress=bar.update)
    except (OSError, sqlite3.Error, DBAPIError) as failure:
        raise BackupError(f"No backup was made: {_reason(failure)}.") from failure
    _report(taken)


def _report(taken: Taken) -> None:
    manifest = taken.manifest
    click.echo(f"{taken.folder}: {manifest.size} entries of the log, {taken.sheets} sheets.")
    if manifest.doubts:
        for doubt in manifest.doubts:
            click.echo(doubt, err=True)
        click.echo(
            f"The backup is kept, but {len(manifest.doubts)} things in the registry are doubtful:"
            " keep the older backups until they are explained.",
            err=True,
        )
        sys.exit(1)


@click.command("restore", cls=RegistryCommand)
@click.argument("src", type=THERE)
@click.option(
    "--check-against",
    "checkpoint",
    type=GIVEN,
    required=True,
    help="The newest checkpoint that anybody holds.",
)
@click.option("--key", "vkey", help="The log's public key, from paper; else the log's own.")
@click.option("--keys", type=THERE, help="Also put back the keys of this folder.")
@click.option("--journal", type=GIVEN, help="The journal of erasing; else the one beside SRC.")
@click.option("--although-lost", "lost", type=click.IntRange(min=1), default=None, metavar="N")
@click.option("--seal-key-lost", is_flag=True, help="Nobody will ever read the sealed names.")
@with_appcontext
def restore_command(
    src: Path,
    checkpoint: Path,
    vkey: str | None,
    keys: Path | None,
    journal: Path | None,
    lost: int | None,
    seal_key_lost: bool,
) -> None:
    """Restore the backup SRC into an empty place, or leave the place as it is and exit 1."""
    settings: Settings = current_app.extensions["settings"]
    at = datetime.now(UTC)
    seal_key = keyring.seal_key_in(keys) if keys is not None else settings.seal_key
    order = Order(
        source=src,
        journal=journal or src.resolve().parent / FILE,
        sheets=settings.sheets,
        log_state=state_file(settings),
        checkpoint=_text(checkpoint),
        key=read_vkey(vkey) if vkey else None,
        seal_key=None if seal_key_lost else seal_key,
        lost=lost or 0,
        at=at,
    )
    try:
        with tqdm(unit="entry", disable=not sys.stderr.isatty()) as bar:
            restored = restore(_engine(), order, progress=bar.update)
        put = keyring.put_back(keys, settings, key_file(settings), at=at) if keys else []
    except (OSError, sqlite3.Error, DBAPIError) as failure:
        raise BackupError(f"Nothing was restored: {_reason(failure)}.") from failure
    _tell(restored, put, checkpoint, lost or 0)


def _tell(restored: Restored, put: list[str], checkpoint: Path, lost: int) -> None:
    made = restored.manifest.made_at
    click.echo(f"{restored.size} entries and {restored.sheets} sheets are back, as of {made}.")
    if restored.erased_again:
        click.echo(f"{restored.erased_again} acts of erasing are younger and were done again.")
    if put:
        click.echo(f"Keys put back: {', '.join(put)}. Start every process anew.")
    if lost:
        click.echo(f"{lost} signed entries are lost. Do not sign: docs/keys-and-backups.md.")
    else:
        click.echo(
            f"All agrees with the record and extends the checkpoint of {restored.checkpoint.size}"
            f" entries. If the signer lost its state: flask log adopt {checkpoint} --key …"
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BackupError(f"{path} is not a checkpoint: it is not text.") from error


def _reason(failure: OSError | sqlite3.Error | DBAPIError) -> str:
    return str(failure.orig if isinstance(failure, DBAPIError) else failure).strip().rstrip(".")
