"""Files that never change, kept in memory after the first reader; no more than so many."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

MOST_FILES = 64  # of some 100 kB


@dataclass(frozen=True, slots=True)
class Volume:
    """A file as it was read, and what tells it from a later one of the same name."""

    path: Path
    changed: int
    content: bytes


class Shelf:
    """Issued papers by the address under which they are asked for."""

    def __init__(self, most: int = MOST_FILES) -> None:
        self._most = most
        self._volumes: OrderedDict[str, Volume] = OrderedDict()

    def __len__(self) -> int:
        return len(self._volumes)

    def find(self, name: str) -> Volume | None:
        """What is kept under a name, if the file on disk is still the one that was read."""
        held = self._volumes.get(name)
        if held is None:
            return None
        try:
            changed = held.path.stat().st_mtime_ns
        except FileNotFoundError:  # erased, or moved to another disk: memory must not outlive it
            changed = None
        if changed != held.changed:
            self._volumes.pop(name, None)
            return None
        return held

    def put(self, name: str, path: Path) -> Volume:
        """Read a file and keep it under a name; what was put first gives way."""
        volume = Volume(path, path.stat().st_mtime_ns, path.read_bytes())
        self._volumes[name] = volume
        while len(self._volumes) > self._most:
            self._volumes.popitem(last=False)
        return volume
