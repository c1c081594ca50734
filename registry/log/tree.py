"""The hash tree of RFC 9162, section 2.1: hashes, roots, paths, and their verification.

A node ``(level, index)`` is the root of the ``2^level`` leaves from ``index * 2^level`` on; only
whole ones are kept, and whatever a proof needs is folded from a handful of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from registry.log.errors import LogError

Position = tuple[int, int]  # level, index
Range = tuple[int, int]  # first leaf, leaf after the last
Reader = Callable[[Iterable[Position]], Mapping[Position, bytes]]
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def whole_nodes(begin: int, end: int) -> list[Position]:
    """The whole subtrees that cover the leaves ``begin`` to ``end``, from left to right.

    ``begin`` is where a subtree of the tree begins, so that sizes fall from left to right.
    """
    found: list[Position] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, sizes falling."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees beside the way from a leaf to the root, the leaf's neighbour first."""
    if not 0 <= index < size:
        raise LogError(f"Entry {index} is not in a log of {size} entries.")
    ranges: list[Range] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _left_size(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The subtrees that lead from the tree of ``old`` leaves to that of ``new``."""
    if not 0 < old <= new:
        raise LogError(f"There is no consistency proof from {old} to {new} entries.")
    ranges: list[Range] = []
    begin, end, known = 0, new, True
    while old != end:
        middle = begin + _left_size(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin, known = middle, False
    if not known:
        ranges.append((begin, end))
    return ranges[::-1]


def read_root(size: int, read: Reader) -> bytes:
    """The root of the first ``size`` leaves."""
    return read_ranges([(0, size)], read)[0]


def read_ranges(ranges: Sequence[Range], read: Reader) -> list[bytes]:
    """The root of each range, with one reading of the nodes."""
    positions = [whole_nodes(begin, end) for begin, end in ranges]
    nodes = read([position for needed in positions for position in needed])
    missing = [p for needed in positions for p in needed if p not in nodes]
    if missing:
        level, index = missing[0]
        raise LogError(f"The log has lost node {index} of level {level}.")
    return [fold([nodes[position] for position in needed]) for needed in positions]


def verify_inclusion(
    index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """Refuse unless the leaf stands at ``index`` under this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise LogError(f"Entry {index} is not in a log of {size} entries.")
    position, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise LogError("The inclusion proof is too long.")
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            position, last = _up_to_a_right_turn(position, last)
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise LogError("The inclusion proof is too short.")
    if found != root:
        raise LogError("The inclusion proof does not lead to the root of the checkpoint.")


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Refuse unless the tree of ``new`` leaves only adds to that of ``old`` (2.1.4.2)."""
    if not 0 < old <= new:
        raise LogError(f"There is no consistency proof from {old} to {new} entries.")
    if old == new:
        if path or old_root != new_root:
            raise LogError("Two trees of one size have different roots.")
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if _both_roots(old - 1, new - 1, steps) != (old_root, new_root):
        raise LogError("The newer tree does not extend the older one.")


def _both_roots(position: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of the older and the newer tree that these steps lead to."""
    if not steps:
        raise LogError("The consistency proof is too short.")
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise LogError("The consistency proof is too long.")
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            position, last = _up_to_a_right_turn(position, last)
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    if last:
        raise LogError("The consistency proof is too short.")
    return old, new


def _up_to_a_right_turn(position: int, last: int) -> tuple[int, int]:
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


@dataclass
class Edge:
    """The right edge of a tree: enough of it to add leaves and to know the root."""

    size: int = 0
    nodes: dict[int, bytes] = field(default_factory=dict)  # level → hash, for each bit of size

    @classmethod
    def at(cls, size: int, hashes: Sequence[bytes]) -> "Edge":
        """The edge of a tree of this size from its whole subtrees, left to right."""
        levels = [level for level, _ in whole_nodes(0, size)]
        return cls(size, dict(zip(levels, hashes, strict=True)))

    @property
    def hashes(self) -> list[bytes]:
        """The whole subtrees, left to right."""
        return [self.nodes[level] for level in sorted(self.nodes, reverse=True)]

    @property
    def root(self) -> bytes:
        """The root of the tree as it is."""
        return fold(self.hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add one leaf; returns the nodes that became whole, as (level, index, hash)."""
        level, found = 0, leaf
        made = [(0, self.size, leaf)]
        while level in self.nodes:
            found = node_hash(self.nodes.pop(level), found)
            level += 1
            made.append((level, self.size >> level, found))
        self.nodes[level] = found
        self.size += 1
        return made


def _left_size(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
