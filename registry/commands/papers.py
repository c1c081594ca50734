"""``flask log key documents`` and ``flask bundle``: the key of papers; evidence to take away."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from models.vocabulary import UserRole
from registry.access import PUBLIC, Reader
from registry.bundles import Asked, make_bundle
from registry.commands.log import key
from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.db import writing
from registry.evidence import announce, retire
from registry.queries import get_chain
from registry.signing import DocumentKey, document_key


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _key() -> DocumentKey:
    return document_key(_settings().document_key, _settings().base_url)


@key.command("documents", cls=RegistryCommand)
@click.option("--replace", metavar="REASON", help="Make a new key, and say why in the log.")
def documents(replace: str | None) -> None:
    """Make the key that signs sheets, receipts and bundles, if there is none; name it in the log.

    What an older key signed stays as it is: each paper carries the entry that named its key.
    """
    at, path = datetime.now(UTC), _settings().document_key
    if replace is not None:
        if not replace.strip():
            raise click.UsageError("Say in a few words why the key is replaced.")
        old = _key()
        with writing(current_app.extensions["sessions"]) as session:
            retire(session, old, replace.strip(), at=at)
        path.replace(path.with_name(f"{path.name}.{old.fingerprint[:12]}"))
    held = _key()
    with writing(current_app.extensions["sessions"]) as session:
        announce(session, held, at=at)
    click.echo(f"Papers are signed with the certificate {held.fingerprint}.")


@click.command("bundle", cls=RegistryCommand)
@click.argument("chain")
@click.option("--inspector-of", "country", help="As an inspector of this country sees it.")
@click.option("--on", type=click.DateTime(formats=["%Y-%m-%d"]), help="As it stood on this day.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
def bundle(chain: str, country: str | None, on: datetime | None, output: Path) -> None:
    """Put the evidence about CHAIN into one archive that proves itself (docs/evidence-bundle.md).

    Without --inspector-of it holds what everybody may see.
    """
    at = datetime.now(UTC)
    reader = PUBLIC
    if country:
        reader = Reader(role=UserRole.INSPECTOR, countries=frozenset({country.upper()}))
    with current_app.extensions["sessions"]() as session:
        asked = Asked(get_chain(session, reader, chain), reader, on.date() if on else at.date(), at)
        content = make_bundle(session, asked, _settings())
    output.write_bytes(content)
    click.echo(f"{output}: {len(content)} bytes")
