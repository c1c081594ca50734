"""``flask log key documents`` and ``flask bundle``: the key of papers, and evidence to take away."""

from datetime import UTC, datetime

import click
from flask import current_app

from registry.commands.log import key
from registry.commands.sentences import RegistryCommand
from registry.config import Settings
from registry.db import writing
from registry.evidence import announce, retire
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
