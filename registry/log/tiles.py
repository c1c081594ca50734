"""The log as static files that anyone can mirror (C2SP tlog-tiles)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LogLeaf, LogNode
from registry.log import store
from registry.log.checkpoint import read_checkpoint
from registry.log.errors import LogError
from registry.log.files import write_whole
from registry.log.note import split_note

HEIGHT = 8
WIDTH = 1 << HEIGHT
_PUBLIC_MODE = 0o644


def export(session: Session, folder: Path) -> int:
    """Write what the newest checkpoint covers; whole tiles that are there stay as they are."""
    note = store.latest_checkpoint(session)
    if note is None:
        raise LogError("Nothing is signed yet: run flask log checkpoint first.")
    size = read_checkpoint(split_note(note)[0]).size
    written = sum(_export_level(session, folder, level, size) for level in _levels(size))
    written += _export_entries(session, folder, size)
    keys = "".join(f"{vkey}\n" for vkey in store.public_keys(session))
    write_whole(folder / "keys", keys, mode=_PUBLIC_MODE)
    # Last, so that a mirror never sees a checkpoint whose tiles are not there.
    write_whole(folder / "checkpoint", note, mode=_PUBLIC_MODE)
    return written


def tile_path(level: str, number: int, width: int) -> str:
    """``tile/0/x001/234``: three digits a folder, with the width of a partial tile."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{path}{partial}"


def _levels(size: int) -> Iterator[int]:
    level = 0
    while size >> (HEIGHT * level):
        yield level
        level += 1


def _tiles(count: int) -> Iterator[tuple[int, int]]:
    """Number and width of each tile over so many hashes."""
    for number in range(-(-count // WIDTH)):
        yield number, min(WIDTH, count - number * WIDTH)


def _export_level(session: Session, folder: Path, level: int, size: int) -> int:
    written = 0
    for number, width in _tiles(size >> (HEIGHT * level)):
        path = folder / tile_path(str(level), number, width)
        if path.is_file():
            continue
        first = number * WIDTH
        query = select(LogNode.hash).where(
            LogNode.level == HEIGHT * level, LogNode.idx >= first, LogNode.idx < first + width
        )
        hashes = session.scalars(query.order_by(LogNode.idx)).all()
        written += _write(path, b"".join(hashes), len(hashes), width)
    return written


def _export_entries(session: Session, folder: Path, size: int) -> int:
    written = 0
    for number, width in _tiles(size):
        path = folder / tile_path("entries", number, width)
        if path.is_file():
            continue
        first = number * WIDTH
        query = select(LogLeaf.entry).where(LogLeaf.idx >= first, LogLeaf.idx < first + width)
        entries = [e.encode("utf-8") for e in session.scalars(query.order_by(LogLeaf.idx))]
        written += _write(path, bundle(entries), len(entries), width)
    return written


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _write(path: Path, content: bytes, held: int, width: int) -> int:
    if held != width:
        raise LogError(f"{path.name}: the log has lost {width - held} of its entries or nodes.")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    partial.replace(path)
    return 1
