"""The exported log: the paths and contents of C2SP tlog-tiles, enough to check it elsewhere."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from registry.log import store, tiles
from registry.log.checkpoint import verify_checkpoint
from registry.log.errors import LogError
from registry.log.note import read_vkey
from registry.log.tree import Edge, leaf_hash, read_root
from tests.log_operator import drop_triggers
from tests.log_story import NEXT_DAY, file_more, open_chain, sign


@pytest.mark.parametrize(
    ("level", "number", "width", "path"),
    [
        ("0", 0, 256, "tile/0/000"),
        ("0", 0, 1, "tile/0/000.p/1"),
        ("1", 67, 256, "tile/1/067"),
        ("0", 1000, 256, "tile/0/x001/000"),
        ("entries", 1234067, 8, "tile/entries/x001/x234/067.p/8"),
    ],
)
def test_paths_are_those_of_the_standard(level: str, number: int, width: int, path: str) -> None:
    assert tiles.tile_path(level, number, width) == path


def read_bundle(content: bytes) -> list[bytes]:
    found = []
    while content:
        length = int.from_bytes(content[:2], "big")
        found.append(content[2 : 2 + length])
        content = content[2 + length :]
    return found


def files(folder: Path, level: str) -> list[bytes]:
    paths = sorted(p for p in (folder / "tile" / level).rglob("*") if p.is_file())
    whole = [p for p in paths if ".p" not in str(p)]
    part = [p for p in paths if ".p" in str(p)][-1:]
    return [p.read_bytes() for p in [*whole, *part]]


def test_a_mirror_can_check_the_log_from_its_files_alone(
    session: Session, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    loaded = open_chain(session)
    file_more(session, loaded, 240)
    sign(sessions, tmp_path)
    folder = tmp_path / "export"
    assert tiles.export(session, folder) == 5
    keys = [read_vkey(line) for line in (folder / "keys").read_text().splitlines()]
    checkpoint = verify_checkpoint((folder / "checkpoint").read_text(), keys, keys[0].name)
    assert 256 < checkpoint.size < 512
    entries = [e for tile in files(folder, "entries") for e in read_bundle(tile)]
    assert len(entries) == checkpoint.size
    edge = Edge()
    for entry in entries:
        edge.add(leaf_hash(entry))
    assert edge.root == checkpoint.root
    hashes = b"".join(files(folder, "0"))
    assert hashes == b"".join(leaf_hash(entry) for entry in entries)
    (upper,) = files(folder, "1")
    assert upper == read_root(256, store.nodes_of(session))


def test_a_second_export_writes_what_is_new_and_leaves_the_rest(
    session: Session, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    loaded = open_chain(session)
    session.commit()
    sign(sessions, tmp_path)
    folder = tmp_path / "export"
    tiles.export(session, folder)
    assert tiles.export(session, folder) == 0
    file_more(session, loaded, 2, at=NEXT_DAY)
    sign(sessions, tmp_path, at=NEXT_DAY)
    assert tiles.export(session, folder) == 2


def test_a_log_with_a_hole_is_not_exported(
    session: Session, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    open_chain(session)
    session.commit()
    sign(sessions, tmp_path)
    drop_triggers(session)
    session.execute(text("DELETE FROM log_leaf WHERE idx = 3"))
    with pytest.raises(LogError, match="has lost 1 of its entries"):
        tiles.export(session, tmp_path / "export")
    assert not (tmp_path / "export" / "checkpoint").exists()
