"""``flask log``: start, sign, audit, export, witness, proofs and keys of the log."""

import signal
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from tqdm import tqdm

from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.db import damage, writing
from registry.exceptions import RegistryError
from registry.log import audit as auditing
from registry.log import keys, signer, store, tiles, witness
from registry.log.append import start_log
from registry.log.checkpoint import read_checkpoint
from registry.log.cosigning import WitnessAddress, cosign_with, read_address
from registry.log.note import read_vkey, split_note
from registry.log.reading import read_number
from registry.operations.facts import wrong_facts

log = AppGroup("log", help="The public log: sign, audit, export, witness.")
key = AppGroup("key", help="The keys that sign the log.")
log.add_command(key)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANY_FILE = click.Path(dir_okay=False, path_type=Path)


def _sessions() -> sessionmaker[Session]:
    found: sessionmaker[Session] = current_app.extensions["sessions"]
    return found


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def key_file(settings: Settings) -> Path:
    """Where the signing process keeps its keys; a web worker never reads it."""
    return settings.var / "log-key"


def state_file(settings: Settings) -> Path:
    """Where the signing process keeps what it signed last."""
    return settings.var / "log-state"


def origin(settings: Settings) -> str:
    """What the log is called: its address, without the scheme."""
    parts = urlsplit(settings.base_url)
    return f"{parts.netloc}{parts.path}/log"


@log.command(cls=RegistryCommand)
def start() -> None:
    """Start the log, with an entry for every act that is older; twice changes nothing."""
    with writing(_sessions()) as session:
        older = start_log(session)
    click.echo(f"The log runs; {older} acts are older than it.")


@log.command(cls=RegistryCommand)
@click.option("--every", type=click.FloatRange(min=0.1), help="Go on, once in so many seconds.")
@click.option("--witness", "witnesses", multiple=True, metavar="URL=VKEY", help="Ask to cosign.")
def checkpoint(every: float | None, witnesses: Sequence[str]) -> None:
    """Sign the log as it stands, unless it shrank or its history changed."""
    asked = [read_address(text) for text in witnesses]
    _first_keys()
    if every is None:
        _sign(asked)
        return
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            _sign(asked)
        except OperationalError as busy:
            # A long import holds the database: nothing is lost by signing later.
            click.echo(f"Not signed this time: {busy.orig}.", err=True)
        stopped.wait(every)


def _first_keys() -> None:
    settings = _settings()
    with writing(_sessions()) as session:
        at = datetime.now(UTC)
        keys.first_key(session, key_file(settings), origin(settings), at=at)


def _sign(asked: Sequence[WitnessAddress]) -> None:
    # Read each time: a key that was added or revoked counts from the next signing on.
    signers = keys.read_keys(key_file(_settings()))
    at, path = datetime.now(UTC), state_file(_settings())
    cosign = cosign_with(asked, lambda text: click.echo(text, err=True)) if asked else None
    note = signer.sign(_sessions(), signers, path, at=at, cosign=cosign)
    if note is not None:
        click.echo(f"Signed {read_checkpoint(split_note(note)[0]).size} entries.")


@log.command(cls=RegistryCommand)
@click.argument("file", type=FILE)
@click.option("--key", "vkey", required=True, help="The log's public key, from paper.")
def adopt(file: Path, vkey: str) -> None:
    """Go on signing after the checkpoint in FILE, where the signer's own state is lost."""
    with _sessions()() as session:
        note = file.read_text(encoding="utf-8")
        found = signer.adopt(session, state_file(_settings()), note, [read_vkey(vkey)])
    click.echo(f"The log extends this checkpoint of {found.size} entries; signing goes on there.")


@log.command(cls=RegistryCommand)
@click.option("--against", type=FILE, help="A checkpoint that somebody else held.")
@click.option("--key", "vkey", help="The log's public key, from paper; else the log's own.")
def audit(against: Path | None, vkey: str | None) -> None:
    """Compare the whole log with the whole database; exit 1 on any doubt."""
    with _sessions()() as session:
        size = store.size_of(session)
        with tqdm(total=size, unit="entry", disable=not sys.stderr.isatty()) as bar:
            doubts = damage(session) + auditing.audit(session, progress=bar.update)
        doubts += wrong_facts(session)
        if against is not None:
            known = [read_vkey(vkey)] if vkey else store.every_key(session)
            note = against.read_text(encoding="utf-8")
            try:
                auditing.against(session, note, known)
            except RegistryError as error:
                doubts.append(str(error))
    if doubts:
        _refuse(doubts, size)
    click.echo(f"{size} entries, and all of them agree with the record.")
    if against is None:
        click.echo(
            "A database that was rebuilt as a whole would say the same: compare with a checkpoint"
            " that somebody else holds (--against)."
        )


def _refuse(doubts: Sequence[str], size: int) -> NoReturn:
    for doubt in doubts:
        click.echo(doubt, err=True)
    click.echo(f"{len(doubts)} doubts about {size} entries. Sign nothing until they are explained.")
    sys.exit(1)


@log.command(cls=RegistryCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the log as static files that anyone can mirror (C2SP tlog-tiles)."""
    with _sessions()() as session:
        written = tiles.export(session, folder)
    click.echo(f"{written} files are new in {folder}.")


@log.command(cls=RegistryCommand)
@click.argument("entry")
@click.option("-o", "--output", type=ANY_FILE)
def proof(entry: str, output: Path | None) -> None:
    """Print the proof of ENTRY: its number, or the identifier of what it is about."""
    with _sessions()() as session:
        index = _index_of(session, entry)
        note = store.checkpoint_covering(session, index)
        if note is None:
            raise click.ClickException(f"Entry {index} is not under a signed checkpoint yet.")
        text = store.proof_of(session, index, note)
        click.echo(store.read_entry(session, index), err=output is None)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _index_of(session: Session, named: str) -> int:
    if named.isascii() and named.isdigit():
        index = read_number(named)
        store.read_entry(session, index)
        return index
    found = store.entries_of(session, named)
    if not found:
        raise click.ClickException(f"The log has no entry about {named}.")
    return found[-1].index


@log.command("witness", cls=RegistryCommand)
@click.option("--name", required=True, help="What the witness is called, e.g. union.example/w1.")
@click.option("--log-key", required=True, multiple=True, help="Public key of a log; repeatable.")
@click.option("--key", "key_path", type=ANY_FILE, required=True, help="Its own key, made if none.")
@click.option("--state", type=ANY_FILE, required=True, help="Where it keeps what it has seen.")
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=int, default=8042)
def run_witness(
    name: str, log_key: Sequence[str], key_path: Path, state: Path, host: str, port: int
) -> None:
    """Cosign what only adds to what was seen before; needs nothing of the registry."""
    own = witness.own_key(key_path, name)
    known = [read_vkey(text) for text in log_key]
    server = witness.serve(witness.Witness(own, known, state, lambda: int(time.time())), host, port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.echo(f"Witness {own.verifier.vkey} on http://{host}:{server.server_port}")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")


@key.command(cls=RegistryCommand)
def show() -> None:
    """Print the public keys in force, for paper and for witnesses."""
    with _sessions()() as session:
        for vkey in store.public_keys(session):
            click.echo(vkey)


@key.command(cls=RegistryCommand)
def add() -> None:
    """Make another key; from now on both sign, so that the old one vouches for it."""
    path = key_file(_settings())
    held = keys.read_keys(path)
    with writing(_sessions()) as session:
        made = keys.add_key(session, path, held, held[0].name, at=datetime.now(UTC))
    click.echo(made.verifier.vkey)


@key.command(cls=RegistryCommand)
@click.option("--reason", required=True, help="What happened to the old key.")
def replace(reason: str) -> None:
    """Make a key where the old one is lost, and say in the log that it is."""
    settings = _settings()
    with writing(_sessions()) as session:
        name, at = origin(settings), datetime.now(UTC)
        made = keys.replace_lost(session, key_file(settings), name, reason, at=at)
    click.echo(f"{made.verifier.vkey}\nTell this key to everybody who held the old one.")


@key.command(cls=RegistryCommand)
@click.argument("key_id")
@click.option("--reason", required=True, help="Why, for everybody to read in the log.")
def revoke(key_id: str, reason: str) -> None:
    """Stop signing with the key of this number and say so in the log."""
    path = key_file(_settings())
    with writing(_sessions()) as session:
        at = datetime.now(UTC)
        gone = keys.revoke_key(session, path, keys.read_keys(path), key_id, reason, at=at)
    click.echo(f"{gone.vkey} signs no more.")
