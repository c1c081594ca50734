"""What a backup says of itself, and the SHA-256 of everything in it.

``SHA256SUMS`` has the form of ``sha256sum``, so that a backup can be checked where nothing else of
the registry is left: ``sha256sum -c SHA256SUMS``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from registry.backups.copying import digest_of
from registry.backups.errors import BackupError
from registry.log.files import write_whole

FORM = "registry-backup/1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


@dataclass(frozen=True)
class Manifest:
    """What somebody who restores must know before opening the database."""

    engine: str  # as SQLAlchemy calls it
    revision: str  # of the tables
    made_at: str
    size: int  # entries of the log
    seal_key: str  # which key seals the names; says nothing about the key
    erasures: int  # lines of the journal, and the digest of the last one
    erasures_digest: str
    tables: Mapping[str, int]  # name → rows
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    doubts: Sequence[str] = ()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, then the SHA-256 of everything there is."""
    said = {"form": FORM, **asdict(manifest)}
    write_whole(folder / MANIFEST, json.dumps(said, indent=1, ensure_ascii=False) + "\n")
    write_sums(folder)


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file of a folder."""
    found = sorted(_files(folder))
    lines = (f"{digest_of(folder / name)}  {name}\n" for name in found)
    write_whole(folder / SUMS, "".join(lines))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup, every byte of which is as it was written; refused otherwise."""
    check_sums(folder)
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if said.pop("form") != FORM:
            raise BackupError(f"{folder} was written by another version of this program.")
        return Manifest(**said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} is not a backup: it has no readable {MANIFEST}.") from error


def check_sums(folder: Path) -> None:
    """Refuse a folder of which a byte changed, a file is gone, or one was added."""
    promised = _read_sums(folder)
    found = set(_files(folder))
    if gone := sorted(promised.keys() - found):
        raise BackupError(f"{folder / gone[0]} is gone ({len(gone)} files are missing).")
    if added := sorted(found - promised.keys()):
        raise BackupError(f"{folder / added[0]} does not belong to this backup.")
    for name, digest in promised.items():
        if digest_of(folder / name) != digest:
            raise BackupError(f"{folder / name} was changed or damaged: its SHA-256 is another.")


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        text = (folder / SUMS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"{folder} is not a backup: it has no readable {SUMS}.") from error
    lines = [_LINE.fullmatch(line) for line in text.removesuffix("\n").split("\n")]
    promised = {found[2]: found[1] for found in lines if found is not None}
    if len(promised) != len(lines) or not text.endswith("\n"):
        raise BackupError(f"{folder / SUMS} is damaged: a line of it is no SHA-256 with a name.")
    return promised


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise BackupError(f"{path} is neither a file nor a folder.")
        if path.is_file() and path != folder / SUMS:
            yield path.relative_to(folder).as_posix()
