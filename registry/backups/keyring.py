"""The keys, kept apart from the backups: whoever has both can read sealed names and sign."""

import os
from datetime import datetime
from pathlib import Path

from registry.backups.copying import PRIVATE_FILE, make_folder, settle
from registry.backups.errors import BackupError
from registry.backups.manifest import check_sums, write_sums
from registry.config import Settings

LOG_KEY, DOCUMENT_KEY, SEAL_KEY, SECRET_KEY = "log-key", "document-key", "seal-key", "secret-key"


def keep_keys(
    settings: Settings, log_key: Path, target: Path, backups: Path, *, at: datetime
) -> tuple[Path, list[str]]:
    """Copy the keys into a folder of their own; returns it and the names of those it holds."""
    own, others = target.resolve(), backups.resolve()
    if own == others or own in others.parents or others in own.parents:
        raise BackupError(
            "Keys do not lie with the backups: whoever has both can read the sealed names. Name"
            " another folder, on another medium."
        )
    folder = make_folder(target / at.strftime("keys-%Y-%m-%dT%H%M%S.%fZ"))
    held = {
        LOG_KEY: _content(log_key),
        DOCUMENT_KEY: _content(settings.document_key),
        SEAL_KEY: settings.seal_key.encode("ascii"),
        SECRET_KEY: settings.secret_key.encode("utf-8"),
    }
    kept = {name: content for name, content in held.items() if content is not None}
    for name, content in kept.items():
        _write(folder / name, content)
    write_sums(folder)
    settle(target)
    return folder, sorted(kept)


def seal_key_in(folder: Path) -> str:
    """The seal key that a folder of keys holds."""
    check_sums(folder)
    return (folder / SEAL_KEY).read_text(encoding="ascii").strip()


def put_back(folder: Path, settings: Settings, log_key: Path, *, at: datetime) -> list[str]:
    """Put the keys where they belong; a key that is replaced stays beside it under another name."""
    check_sums(folder)
    places = {
        LOG_KEY: log_key,
        DOCUMENT_KEY: settings.document_key,
        SEAL_KEY: settings.var / SEAL_KEY,
        SECRET_KEY: settings.var / SECRET_KEY,
    }
    put = []
    for name, place in places.items():
        content, present = _content(folder / name), _content(place)
        if content is None or content == present:
            continue
        if present is not None:
            place.rename(place.with_name(f"{name}.before-{at:%Y%m%dT%H%M%S}"))
        make_folder(place.parent)
        _write(place, content)
        put.append(name)
    return put


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
