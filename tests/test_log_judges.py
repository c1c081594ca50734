"""Independent judges: proofs and notes of ours in the hands of programs that others wrote.

Go's ``x/mod/sumdb`` judges inclusion, consistency and notes; node's ``@sigstore/verify`` judges
inclusion. Both must accept every proof and refuse every tampered one, and so must we.
"""

import base64
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from registry.log.checkpoint import Checkpoint
from registry.log.errors import LogError
from registry.log.note import Signer, open_note, read_vkey, write_note
from registry.log.tree import (
    Edge,
    Position,
    consistency_ranges,
    inclusion_ranges,
    leaf_hash,
    read_ranges,
    verify_consistency,
    verify_inclusion,
)

pytestmark = pytest.mark.prove
HERE = Path(__file__).parent / "judges"
GO_SOURCES = Path("/usr/share/gocode")
SIGSTORE = "@sigstore/verify@3.1.1"
SMALL = range(1, 71)
LARGE = (127, 128, 129, 255, 1_000, 4_096, 65_535, 65_537, 131_073, 199_999, 200_000)
SAMPLES = 40
DICE = random.Random(9162)
SIGNER = Signer.new("registry.example/log")


@dataclass(frozen=True)
class Case:
    """One thing to judge, and what is right."""

    kind: str
    old: int
    new: int
    entry: bytes
    first: bytes
    root: bytes
    path: tuple[bytes, ...]
    holds: bool = True

    @property
    def line(self) -> str:
        said = {"Kind": self.kind, "Old": self.old, "New": self.new}
        hashes = {"First": self.first, "Root": self.root, "Entry": self.entry}
        said |= {name: _base64(content) for name, content in hashes.items()}
        return json.dumps({**said, "Path": [_base64(step) for step in self.path]})


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def entry(index: int) -> bytes:
    return b"entry %d" % index


class Tree:
    """A log with the roots of every size."""

    def __init__(self, size: int) -> None:
        edge = Edge()
        self.nodes: dict[Position, bytes] = {}
        self.roots = {0: edge.root}
        wanted = {*SMALL, *LARGE, *(DICE.randrange(1, size) for _ in range(400))}
        self.sizes = sorted(wanted)
        for index in range(size):
            self.nodes |= {(lv, n): h for lv, n, h in edge.add(leaf_hash(entry(index)))}
            if index + 1 in wanted:
                self.roots[index + 1] = edge.root

    def inclusion(self, index: int, size: int) -> Case:
        path = read_ranges(inclusion_ranges(index, size), self._read)
        leaf = leaf_hash(entry(index))
        return Case("inclusion", index, size, entry(index), leaf, self.roots[size], tuple(path))

    def consistency(self, old: int, new: int) -> Case:
        path = read_ranges(consistency_ranges(old, new), self._read)
        return Case("consistency", old, new, b"", self.roots[old], self.roots[new], tuple(path))

    def _read(self, wanted: Any) -> dict[Position, bytes]:
        return {position: self.nodes[position] for position in wanted}


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(max(LARGE))


def flipped(content: bytes) -> bytes:
    place = DICE.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << DICE.randrange(8)]) + content[place + 1 :]


def tampered(case: Case) -> Iterator[Case]:
    """What must be refused: another root, another beginning, a step changed, less or more."""
    yield replace(case, root=flipped(case.root), holds=False)
    other = flipped(case.entry or b"x")
    first = leaf_hash(other) if case.kind == "inclusion" else flipped(case.first)
    yield replace(case, first=first, entry=other, holds=False)
    yield replace(case, path=(*case.path, case.root), holds=False)
    if case.path:
        place = DICE.randrange(len(case.path))
        before, after = case.path[:place], case.path[place + 1 :]
        yield replace(case, path=(*before, flipped(case.path[place]), *after), holds=False)
        yield replace(case, path=(*before, *after), holds=False)
        yield replace(case, path=case.path[::-1], holds=case.path[::-1] == case.path)


def inclusions(tree: Tree) -> list[Case]:
    found = [tree.inclusion(index, size) for size in SMALL for index in range(size)]
    for size in LARGE:
        indices = {0, size - 1, *(DICE.randrange(size) for _ in range(SAMPLES))}
        found += [tree.inclusion(index, size) for index in indices]
    return [*found, *(wrong for case in found for wrong in tampered(case))]


def consistencies(tree: Tree) -> list[Case]:
    found = [tree.consistency(old, new) for new in SMALL for old in range(1, new + 1)]
    for new in LARGE:
        olds = [size for size in tree.sizes if size <= new]
        found += [tree.consistency(old, new) for old in DICE.sample(olds, min(SAMPLES, len(olds)))]
    return [*found, *(wrong for case in found for wrong in tampered(case))]


def ours(case: Case) -> bool:
    """Our own judgement, by the same cases."""
    verify: Callable[..., None] = verify_inclusion
    arguments: tuple[object, ...] = (case.old, case.new, case.first, case.path, case.root)
    if case.kind == "consistency":
        verify, arguments = (
            verify_consistency,
            (case.old, case.new, case.first, case.root, case.path),
        )
    try:
        verify(*arguments)
    except LogError:
        return False
    return True


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program, built from Debian's own sources."""
    _install("go", GO_SOURCES / "src/golang.org/x/mod", "golang-go", "golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GO_SOURCES),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    program = folder / "judge"
    command = ["go", "build", "-o", str(program), str(HERE / "judge.go")]
    subprocess.run(command, check=True, env=environment, cwd=folder)
    return program


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The node program with the published package."""
    _install("npm", Path("/usr"), "nodejs", "npm")
    folder = tmp_path_factory.mktemp("node")
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), SIGSTORE]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        pytest.skip(f"npm could not install {SIGSTORE}: {done.stderr.strip()[-300:]}")
    return ["node", str(HERE / "judge.js"), str(folder / "node_modules")]


def _install(program: str, sources: Path, *packages: str) -> None:
    if shutil.which(program) and sources.exists():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages]
        for command in (["apt-get", "-qq", "update"], install):
            subprocess.run(command, env=environment, capture_output=True)
    if not (shutil.which(program) and sources.exists()):
        pytest.skip(f"this judge needs the Debian packages {' and '.join(packages)}")


def judgements(command: list[str], lines: list[str]) -> list[bool]:
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return [line == "true" for line in done.stdout.split()]


def wrong(cases: list[Case], found: list[bool]) -> list[tuple[str, int, int, bool]]:
    assert len(found) == len(cases)
    return [
        (case.kind, case.old, case.new, case.holds)
        for case, accepted in zip(cases, found, strict=True)
        if accepted is not case.holds
    ]


def test_go_agrees_about_inclusion(tree: Tree, go: Path) -> None:
    cases = inclusions(tree)
    assert len(cases) > 10_000
    assert wrong(cases, judgements([str(go)], [case.line for case in cases])) == []
    assert wrong(cases, [ours(case) for case in cases]) == []


def test_go_agrees_about_consistency(tree: Tree, go: Path) -> None:
    cases = consistencies(tree)
    assert len(cases) > 10_000
    assert wrong(cases, judgements([str(go)], [case.line for case in cases])) == []
    assert wrong(cases, [ours(case) for case in cases]) == []


def test_node_agrees_about_inclusion(tree: Tree, node: list[str]) -> None:
    cases = inclusions(tree)
    assert wrong(cases, judgements(node, [case.line for case in cases])) == []


def note_line(note: str, key: str) -> str:
    return json.dumps({"Kind": "note", "Note": note, "Key": key})


def opens(note: str, key: str) -> bool:
    try:
        open_note(note, [read_vkey(key)])
    except LogError:
        return False
    return True


def test_go_agrees_about_notes(tree: Tree, go: Path) -> None:
    text = Checkpoint(SIGNER.name, 70, tree.roots[70]).text
    note = write_note(text, [Signer.new("other.example/log").sign(text), SIGNER.sign(text)])
    key = SIGNER.verifier.vkey
    pairs = [(note, key), (note, Signer.new(SIGNER.name).verifier.vkey), (note, key[:-3])]
    for place in range(len(note)):
        if note[place] not in "—":
            changed = chr(ord(note[place]) ^ 1)
            pairs.append((note[:place] + changed + note[place + 1 :], key))
    pairs += [(note[:cut], key) for cut in range(len(note))]
    found = judgements([str(go)], [note_line(*pair) for pair in pairs])
    assert found[0] is True
    assert found[1] is False
    ours_alone = [(p, a) for p, a in zip(pairs, found, strict=True) if a is not opens(*p)]
    # We are stricter in one thing: base64 with other bits after its end is another text.
    assert [pair for pair, accepted in ours_alone if not accepted] == []
    assert all(in_another_form(pair[0]) for pair, _ in ours_alone)


def in_another_form(note: str) -> bool:
    """Whether a signature is written otherwise than its bytes are."""
    written = [line.rpartition(" ")[2] for line in note.rpartition("\n\n")[2].splitlines()]
    return any(_base64(base64.b64decode(text)) != text for text in written)
