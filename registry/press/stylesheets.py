"""The style sheets of the templates, parsed once and again only when a file changes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


class Stylesheets:
    """Every ``*.css`` of one directory, by name without its ending."""

    def __init__(self, directory: Path, read: Callable[[str], Any]) -> None:
        self._directory = directory
        self._read = read
        self._stamps: dict[str, tuple[int, int]] = {}
        self._parsed: dict[str, Any] = {}

    def current(self) -> Mapping[str, Any]:
        """The parsed style sheets as the files stand now."""
        for path in sorted(self._directory.glob("*.css")):
            state = path.stat()
            stamp = (state.st_mtime_ns, state.st_size)
            if self._stamps.get(path.stem) != stamp:
                self._parsed[path.stem] = self._read(path.read_text(encoding="utf-8"))
                self._stamps[path.stem] = stamp
        return self._parsed
