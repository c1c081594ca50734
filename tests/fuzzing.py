"""Whatever comes in, the verifier answers or refuses: nothing else escapes, nothing false passes.

    python -m tests.fuzzing TARGET FOLDER -runs=1000000

runs one target with libFuzzer (atheris) from the seeds in FOLDER. The suite calls the same targets
with a few thousand mutations of its own (test_verify_fuzz.py).
"""

import functools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from tests import offline
from tests.offline import Registry, canonical, checkpoint, grown, proof, signing, stored

APART = b"\x00\xff\x00"  # between two files in one input
LEAVES = [f"entry {n}" for n in range(20)]


class Targets:
    """The parsers of the verifier, each with what it must hold to."""

    def __init__(self, verify: ModuleType, folder: Path) -> None:
        self.verify = verify
        # The same signatures come again and again; they are verified once.
        remembered: Any = functools.lru_cache(maxsize=4096)(verify.ed25519_holds)
        setattr(verify, "ed25519_holds", remembered)  # noqa: B010 -- a module is no class
        self.registry = Registry(offline.paper_key(folder), before=2)
        self.sheet = self.registry.sheet()
        self.record = canonical(self.registry.record)
        self.proofs = self.registry.proofs
        self.content, self.signature = verify.signature_of(self.sheet)
        manifest = b'{"form":"evidence-bundle/1","files":[]}'
        self.bundle = stored({"manifest.json": manifest, "record.json": self.record.encode()})
        self.keys = verify.read_keys(signing().vkey)
        self.named = {"modulus": self.registry.key.modulus,
                      "certificate": self.registry.key.fingerprint}  # fmt: skip

    def seeds(self) -> dict[str, list[bytes]]:
        """Inputs that pass, for each target."""
        text, note = proof(3, LEAVES), checkpoint(LEAVES)
        return {
            "numbers": [b"0", b"12", b"9223372036854775807"],
            "files": [note.encode(), APART.join([text.encode(), LEAVES[3].encode()]),
                      APART.join([checkpoint(LEAVES[:5]).encode(), grown(5, LEAVES).encode()])],
            "keys": [signing().vkey.encode()],
            "record": [self.record.encode()],
            "signature": [self.signature],
            "paper": [self.sheet],
            "bundle": [self.bundle],
        }  # fmt: skip

    def run(self, target: str, data: bytes) -> None:
        """One input; anything but an answer or a refusal is a fault."""
        try:
            getattr(self, f"try_{target}")(data)
        except self.verify.RefusedError:
            return

    def try_numbers(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        number = self.verify.read_number(text)
        assert str(number) == text, text
        assert 0 <= number < 1 << 63

    def try_files(self, data: bytes) -> None:
        self.verify.check(data.split(APART), signing().vkey)

    def try_keys(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        assert self.verify.check([checkpoint(LEAVES).encode()], text)

    def try_record(self, data: bytes) -> None:
        try:
            self.verify.check_record(data.decode(), self.proofs, self.keys)
        except self.verify.DAMAGED as problem:
            raise self.verify.RefusedError(str(problem)) from None

    def try_signature(self, data: bytes) -> None:
        try:
            self.verify.check_signature(data, self.content, self.named)
        except self.verify.DAMAGED as problem:
            raise self.verify.RefusedError(str(problem)) from None
        # What is signed, by whom, and the signature itself: the same, byte for byte.
        assert len(data) >= len(self.signature) - 8

    def try_paper(self, data: bytes) -> None:
        self.verify.check([b"%PDF-" + data[5:]], signing().vkey)
        assert data[5:] == self.sheet[5:], "another file passed as the sheet"

    def try_bundle(self, data: bytes) -> None:
        self.verify.check([b"PK" + data[2:]], signing().vkey)
        raise AssertionError("a bundle without a signature passed")


def main(arguments: list[str]) -> None:
    """Run one target under libFuzzer."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    target = arguments[1]
    # Without instruments there is nothing to steer by, and a million runs try nothing.
    with atheris.instrument_imports(include=["registry.static", "registry.log"]):
        from registry.static import verify
        from tests.fuzzing_log import LogTargets
    with tempfile.TemporaryDirectory() as keys:
        made = (LogTargets if target.startswith("log_") else Targets)(verify, Path(keys))
        run_target(atheris, made, arguments)


def run_target(atheris: Any, targets: Any, arguments: list[str]) -> None:
    """Until so many inputs were tried; a fault ends the process."""
    target, folder = arguments[1], Path(arguments[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds()[target]):
        (folder / f"seed-{number}").write_bytes(seed)
    one: Callable[[bytes], None] = functools.partial(targets.run, target)
    atheris.Setup([arguments[0], str(folder), *arguments[3:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
