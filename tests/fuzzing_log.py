"""Whatever comes in, the parsers of the log answer or refuse: nothing else escapes, nothing false
passes. The targets are run as those of the verifier are (fuzzing.py)."""

from pathlib import Path
from types import ModuleType

from registry.log.checkpoint import Checkpoint, verify_checkpoint
from registry.log.errors import LogError
from registry.log.note import WITNESS_KEY, Signer, open_note, read_skey, read_vkey, write_note
from registry.log.proof import Proof, read_proof, verify_proof
from registry.log.reading import read_number, write_base64
from registry.log.tree import leaf_hash, node_hash
from registry.log.witness import Witness

ENTRY = '{"kind":"log:started"}'
ANSWERS = {200, 400, 403, 404, 409, 422}


class LogTargets:
    """The parsers of the log, each with what it must hold to."""

    def __init__(self, _: ModuleType, folder: Path) -> None:
        self.signer = Signer("registry.example/log", 1, bytes(range(32)))
        leaves = [leaf_hash(ENTRY.encode()), leaf_hash(b"another")]
        self.checkpoint = Checkpoint(self.signer.name, 2, node_hash(*leaves))
        text = self.checkpoint.text
        self.note = write_note(text, [self.signer.sign(text)])
        self.proof = Proof(0, (leaves[1],), self.note).text
        self.keys = [self.signer.verifier]
        self.request = f"old 0\n\n{self.note}"
        steps = write_base64(leaves[1])
        self.grown = f"old 1\n{steps}\n\n{self.note}"
        self.witness = Witness(
            Signer("union.example/w1", WITNESS_KEY, bytes(range(1, 33))),
            self.keys,
            folder / "witness.json",
            lambda: 1_700_000_000,
        )

    def seeds(self) -> dict[str, list[bytes]]:
        """Inputs that pass, for each target."""
        return {
            "log_numbers": [b"0", b"12", b"9223372036854775807"],
            "log_keys": [self.signer.verifier.vkey.encode(), self.signer.skey.encode()],
            "log_notes": [self.note.encode()],
            "log_proofs": [self.proof.encode()],
            "log_requests": [self.request.encode(), self.grown.encode()],
        }

    def run(self, target: str, data: bytes) -> None:
        """One input; anything but an answer or a refusal is a fault."""
        try:
            getattr(self, f"try_{target}")(data)
        except LogError:
            return

    def try_log_numbers(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        number = read_number(text)
        assert str(number) == text, text
        assert 0 <= number < 1 << 63

    def try_log_keys(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        if text.startswith("PRIVATE"):
            assert read_skey(text).skey == text.strip()
        else:
            assert read_vkey(text).vkey == text.strip()

    def try_log_notes(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        assert open_note(text, self.keys).text == self.checkpoint.text
        assert verify_checkpoint(text, self.keys, self.signer.name) == self.checkpoint

    def try_log_proofs(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        assert verify_proof(text, ENTRY, self.keys, self.signer.name) == self.checkpoint
        assert read_proof(text).index == 0

    def try_log_requests(self, data: bytes) -> None:
        answer = self.witness.add_checkpoint(data)
        assert answer.status in ANSWERS
        if answer.status == 200:
            note = data.decode("utf-8").partition("\n\n")[2]
            assert open_note(note, self.keys).text == self.checkpoint.text
