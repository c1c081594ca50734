"""Files that are whole on disk before anybody relies on them, with their SHA-256."""

import os
from hashlib import sha256
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
_CHUNK = 1 << 20


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    found = sha256()
    with path.open("rb") as read:
        while chunk := read.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def copy_whole(source: Path, target: Path) -> str:
    """Copy a file and wait for the disk; the SHA-256 is that of the bytes that were copied."""
    found = sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with source.open("rb") as read, os.fdopen(handle, "wb") as out:
        while chunk := read.read(_CHUNK):
            found.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return found.hexdigest()


def make_folder(path: Path) -> Path:
    """A folder for the account that runs this, and for no other."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return path


def settle(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
