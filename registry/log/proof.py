"""Proofs that an entry is in the log, as one text (C2SP tlog-proof)."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.log.checkpoint import Checkpoint, verify_checkpoint
from registry.log.errors import LogError
from registry.log.note import Verifier
from registry.log.reading import read_base64, read_hash, read_number, write_base64
from registry.log.tree import leaf_hash, verify_inclusion

_FIRST = "c2sp.org/tlog-proof@v1"
_LONGEST = 200_000
_LONGEST_PATH = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """Where an entry stands, the way to the root, and the signed note with that root."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""  # nobody vouches for it

    @property
    def text(self) -> str:
        """The proof as it is handed out."""
        lines = [_FIRST]
        if self.extra:
            lines.append(f"extra {write_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [write_base64(step) for step in self.path]
        return "\n".join([*lines, "", self.checkpoint])


def read_proof(text: str) -> Proof:
    """A proof from its text; nothing of it is verified yet."""
    head, found, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if len(text) > _LONGEST or not found or lines.pop(0) != _FIRST:
        raise LogError("This is not a proof of the log, or it is cut off.")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = read_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise LogError("This proof does not say which entry it is about.")
    index = read_number(lines.pop(0).removeprefix("index "))
    if len(lines) > _LONGEST_PATH:
        raise LogError("This proof is too long.")
    return Proof(index, tuple(read_hash(line) for line in lines), checkpoint, extra)


def verify_proof(text: str, entry: str, verifiers: Sequence[Verifier], origin: str) -> Checkpoint:
    """Refuse unless the log signed that it holds this entry; returns the checkpoint."""
    proof = read_proof(text)
    checkpoint = verify_checkpoint(proof.checkpoint, verifiers, origin)
    leaf = leaf_hash(entry.encode("utf-8"))
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root)
    return checkpoint
