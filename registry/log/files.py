"""Small files that must be whole: keys that nobody else may read, and what was signed last."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.log.errors import LogError

SECRET_MODE = 0o600


def write_whole(path: Path, text: str, *, mode: int = SECRET_MODE) -> None:
    """Replace a file: after a power cut it is the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """One process at a time works with this file; a second one waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_WRONLY | os.O_CREAT, SECRET_MODE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_secret(path: Path) -> str:
    """A file that only its owner may read; any other mode is refused."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise LogError(f"{path} can be read by others: say chmod 600 {path}, and change the key.")
    return path.read_text(encoding="utf-8")
