"""Papers kept in memory: as long as the file is there and is the same, and no more than so many."""

import os
from pathlib import Path

from registry.pages.shelf import Shelf


def paper(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(name.encode())
    return path


def test_file_is_read_once(tmp_path: Path) -> None:
    shelf, path = Shelf(), paper(tmp_path, "a")
    assert shelf.find("S-1") is None
    assert shelf.put("S-1", path).content == b"a"
    assert shelf.find("S-1") == shelf.put("S-1", path)


def test_erased_or_changed_file_is_not_answered_from_memory(tmp_path: Path) -> None:
    shelf = Shelf()
    gone, changed = paper(tmp_path, "a"), paper(tmp_path, "b")
    shelf.put("S-1", gone)
    shelf.put("S-2", changed)
    gone.unlink()
    os.utime(changed, ns=(1, 1))
    assert shelf.find("S-1") is None
    assert shelf.find("S-2") is None
    assert len(shelf) == 0


def test_no_more_than_so_many_are_kept_and_the_first_gives_way(tmp_path: Path) -> None:
    shelf = Shelf(most=2)
    for name in "abc":
        shelf.put(name, paper(tmp_path, name))
    assert len(shelf) == 2
    assert shelf.find("a") is None
