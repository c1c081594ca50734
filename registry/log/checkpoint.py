"""Checkpoints (C2SP tlog-checkpoint): how long the log is, and the root over all of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.log.errors import LogError
from registry.log.note import Verifier, open_note
from registry.log.reading import read_hash, read_number, write_base64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint states; only its signatures make it somebody's."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{write_base64(self.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from the text of a note, whoever signed it."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise LogError("This is not a checkpoint: it needs a name, a size and a root.")
    return Checkpoint(lines[0], read_number(lines[1]), read_hash(lines[2]))


def verify_checkpoint(note: str, verifiers: Sequence[Verifier], origin: str) -> Checkpoint:
    """The checkpoint of this log in a signed note."""
    checkpoint = read_checkpoint(open_note(note, verifiers).text)
    if checkpoint.origin != origin:
        raise LogError(f"This is a checkpoint of another log, {checkpoint.origin!r}.")
    return checkpoint
