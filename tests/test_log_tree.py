"""The tree of the log is that of RFC 9162: roots, paths, and what their verification refuses."""

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.log.errors import LogError
from registry.log.tree import (
    EMPTY_ROOT,
    Edge,
    Position,
    consistency_ranges,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    read_ranges,
    read_root,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 70
ENTRIES = [os.urandom(5) for _ in range(LARGEST)]


def grow(entries: list[bytes]) -> tuple[Edge, dict[Position, bytes]]:
    edge = Edge()
    nodes: dict[Position, bytes] = {}
    for entry in entries:
        nodes |= {(level, i): found for level, i, found in edge.add(leaf_hash(entry))}
    return edge, nodes


EDGE, NODES = grow(ENTRIES)


def read(positions: Iterable[Position]) -> Mapping[Position, bytes]:
    return {position: NODES[position] for position in positions}


# The definitions of RFC 9162, 2.1, word for word and without any thought of speed.
def split(size: int) -> int:
    k = 1
    while 2 * k < size:
        k *= 2
    return k


def mth(entries: list[bytes]) -> bytes:
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: list[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], known: bool) -> list[bytes]:
    if m == len(entries):
        return [] if known else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], known), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_roots_and_inclusion_paths_are_those_of_the_standard(size: int) -> None:
    entries = ENTRIES[:size]
    assert read_root(size, read) == mth(entries)
    for index in range(size):
        found = read_ranges(inclusion_ranges(index, size), read)
        assert found == path(index, entries)
        verify_inclusion(index, size, leaf_hash(entries[index]), found, mth(entries))


@pytest.mark.parametrize("new", range(1, LARGEST + 1))
def test_consistency_paths_are_those_of_the_standard(new: int) -> None:
    for old in range(1, new + 1):
        found = read_ranges(consistency_ranges(old, new), read)
        assert found == subproof(old, ENTRIES[:new], True)
        verify_consistency(old, new, mth(ENTRIES[:old]), mth(ENTRIES[:new]), found)


def test_the_edge_of_a_tree_knows_its_root_and_can_be_taken_up_again() -> None:
    for size in range(LARGEST):
        edge, _ = grow(ENTRIES[:size])
        assert edge.root == mth(ENTRIES[:size])
        again = Edge.at(size, edge.hashes)
        again.add(leaf_hash(ENTRIES[size]))
        assert again.root == mth(ENTRIES[: size + 1])
    assert Edge().root == EMPTY_ROOT


@given(st.integers(1, LARGEST), st.data())
def test_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    found = path(index, ENTRIES[:size])
    root, leaf = mth(ENTRIES[:size]), leaf_hash(ENTRIES[index])
    with pytest.raises(LogError):
        verify_inclusion(index, size, leaf_hash(b"another"), found, root)
    with pytest.raises(LogError):
        verify_inclusion(index, size, leaf, [*found, root], root)
    if found:
        place = data.draw(st.integers(0, len(found) - 1))
        with pytest.raises(LogError):
            verify_inclusion(index, size, leaf, found[:place] + found[place + 1 :], root)
        found[place] = bytes([found[place][0] ^ 1]) + found[place][1:]
        with pytest.raises(LogError):
            verify_inclusion(index, size, leaf, found, root)


@given(st.integers(2, LARGEST), st.data())
def test_a_changed_consistency_proof_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    found = subproof(old, ENTRIES[:new], True)
    roots = mth(ENTRIES[:old]), mth(ENTRIES[:new])
    other = node_hash(*roots)
    for wrong in ((other, roots[1]), (roots[0], other)):
        with pytest.raises(LogError):
            verify_consistency(old, new, *wrong, found)
    with pytest.raises(LogError):
        verify_consistency(old, new, *roots, [*found, other])
    place = data.draw(st.integers(0, len(found) - 1))
    with pytest.raises(LogError):
        verify_consistency(old, new, *roots, found[:place] + found[place + 1 :])
    with pytest.raises(LogError):
        verify_consistency(old, new, *roots, [*found[:place], other, *found[place + 1 :]])


def test_a_consistency_proof_from_nothing_is_refused() -> None:
    root = mth(ENTRIES)
    with pytest.raises(LogError, match="no consistency proof from 0"):
        consistency_ranges(0, LARGEST)
    for found in ([], [root]):
        with pytest.raises(LogError, match="no consistency proof from 0"):
            verify_consistency(0, LARGEST, EMPTY_ROOT, root, found)


def test_a_tree_is_consistent_with_itself_by_no_proof_at_all() -> None:
    root = mth(ENTRIES)
    verify_consistency(LARGEST, LARGEST, root, root, [])
    with pytest.raises(LogError):
        verify_consistency(LARGEST, LARGEST, root, root, [root])
    with pytest.raises(LogError):
        verify_consistency(LARGEST, LARGEST, root, EMPTY_ROOT, [])


@pytest.mark.parametrize(("old", "new"), [(2, 1), (-1, 1), (1, 0)])
def test_a_tree_never_shrinks(old: int, new: int) -> None:
    with pytest.raises(LogError):
        verify_consistency(old, new, EMPTY_ROOT, EMPTY_ROOT, [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1)])
def test_an_entry_outside_the_log_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(LogError):
        inclusion_ranges(index, size)
    with pytest.raises(LogError):
        verify_inclusion(index, size, EMPTY_ROOT, [], EMPTY_ROOT)


def test_a_lost_node_is_named() -> None:
    with pytest.raises(LogError, match="node 0 of level 6"):
        read_root(LARGEST, lambda wanted: {p: NODES[p] for p in wanted if p != (6, 0)})
