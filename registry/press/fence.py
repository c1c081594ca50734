"""What a child of the press may use up, and the second wall round it.

The fetcher refuses addresses; the audit hook refuses the deed itself, so that a way round the
fetcher still ends at a closed door. Neither can be taken down again inside the process.
"""

import os
import resource
import sys
import sysconfig
from dataclasses import dataclass
from typing import Any

MEGABYTE = 1 << 20

_CLOSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.remove",
    "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "shutil.",
    "urllib.Request", "ftplib.", "smtplib.", "http.client.", "glob.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may cost, and how many may be at it or waiting."""

    seconds: float = 40.0
    processor_seconds: int = 30
    megabytes: int = 1024
    pages: int = 300
    job_megabytes: int = 16
    pdf_megabytes: int = 64
    at_once: int = 2
    waiting: int = 64


class FenceError(PermissionError):
    """The page led to something that a child of the press never does."""


def close_in(limits: Limits) -> None:
    """Hold this process, a child of the press, to its limits for the rest of its life."""
    seconds = limits.processor_seconds
    memory = limits.megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libraries = _library_directories()

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if not _is_reading_a_library(arguments, libraries):
                raise FenceError(f"refused to open {arguments[0]!r}")
        elif event.startswith(_CLOSED):
            raise FenceError(f"refused {event}")

    sys.addaudithook(refuse)


def _library_directories() -> tuple[str, ...]:
    """Where Python's own modules are: the only files that a page may cause to be read."""
    paths = sysconfig.get_paths()
    found = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {os.path.realpath(path) for path in found}
    return tuple(sorted(path.rstrip("/") + "/" for path in found))


def _is_reading_a_library(arguments: tuple[Any, ...], libraries: tuple[str, ...]) -> bool:
    path, mode, flags = arguments
    if isinstance(path, int):
        return True  # a descriptor that is open already
    if (mode and set(mode) & set("wax+")) or (flags or 0) & _WRITING:
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(libraries)
