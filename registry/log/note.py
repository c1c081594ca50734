"""Signed notes (C2SP signed-note) with Ed25519, and cosignatures of witnesses (tlog-cosignature).

A note is a text, an empty line, and one line for each signature. Keys are written as Go's
``note`` package writes them, so that its programs read ours.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registry.log.errors import LogError
from registry.log.reading import read_base64, write_base64

LOG_KEY, WITNESS_KEY = 0x01, 0x04  # signature types of signed-note
_LONGEST = 100_000
_MOST_SIGNATURES = 100
_KEY_BYTES = 32
_PREFIX = "— "
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SECRET = "PRIVATE+KEY+"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, with which key, and what."""

    name: str
    key_id: bytes
    content: bytes

    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"{_PREFIX}{self.name} {write_base64(self.key_id + self.content)}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name it signs under."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that say which key a signature was made with."""
        return sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[
            :4
        ]

    @property
    def vkey(self) -> str:
        """The key as one line of text, for people and programs."""
        return (
            f"{self.name}+{self.key_id.hex()}+{write_base64(bytes([self.algorithm]) + self.public)}"
        )

    def verify(self, text: str, content: bytes) -> bool:
        """Whether this is the key's signature over the text of a note."""
        message = text.encode("utf-8")
        if self.algorithm == WITNESS_KEY:
            if len(content) < 8 or content[0] & 0x80:
                return False
            message = cosigned_message(text, int.from_bytes(content[:8], "big"))
            content = content[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(content, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key with the name it signs under."""

    name: str
    algorithm: int
    secret: bytes

    @classmethod
    def new(cls, name: str, algorithm: int = LOG_KEY) -> "Signer":
        """A fresh key."""
        _check_name(name)
        return cls(name, algorithm, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> Verifier:
        """The public side."""
        public = self._key().public_key().public_bytes_raw()
        return Verifier(self.name, self.algorithm, public)

    @property
    def skey(self) -> str:
        """The key as one line of text; whoever has it can sign as the log."""
        kept = write_base64(bytes([self.algorithm]) + self.secret)
        return f"{_SECRET}{self.name}+{self.verifier.key_id.hex()}+{kept}"

    def sign(self, text: str, *, at: int = 0) -> Signature:
        """The signature over a text; a witness says at which second."""
        if self.algorithm == WITNESS_KEY:
            content = at.to_bytes(8, "big") + self._key().sign(cosigned_message(text, at))
        else:
            content = self._key().sign(text.encode("utf-8"))
        return Signature(self.name, self.verifier.key_id, content)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


@dataclass(frozen=True, slots=True)
class Opened:
    """A note whose text is signed by at least one of the keys that were asked for."""

    text: str
    signatures: tuple[Signature, ...]  # of known keys, all verified


def cosigned_message(text: str, at: int) -> bytes:
    """What a witness signs: that at this second it knew this tree."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def write_note(text: str, signatures: Iterable[Signature]) -> str:
    """The note of a text that ends in a newline."""
    return f"{text}\n" + "".join(signature.line() for signature in signatures)


def split_note(note: str) -> tuple[str, list[Signature]]:
    """The text and the signatures of a note, none of them verified."""
    if len(note) > _LONGEST or _CONTROL.search(note):
        raise LogError("This is not a signed note: it is too long or holds control characters.")
    text, found, lines = note.rpartition("\n\n")
    if not found or not lines.endswith("\n"):
        raise LogError("This is not a signed note: it has no signature lines, or is cut off.")
    signatures = [_read_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > _MOST_SIGNATURES:
        raise LogError("This note has too many signatures.")
    return f"{text}\n", signatures


def open_note(note: str, verifiers: Sequence[Verifier]) -> Opened:
    """The text of a note that one of these keys signed; signatures of other keys are ignored."""
    text, signatures = split_note(note)
    known = {(v.name, v.key_id): v for v in verifiers}
    verified = []
    for signature in signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None:
            continue
        if not verifier.verify(text, signature.content):
            raise LogError(f"The signature of {signature.name} does not fit the text.")
        verified.append(signature)
    if not verified:
        raise LogError("No known key has signed this.")
    return Opened(text, tuple(verified))


def read_vkey(text: str) -> Verifier:
    """A public key from its line of text."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    verifier = Verifier(name, *_read_key(name, encoded))
    if verifier.key_id.hex() != key_id:
        raise LogError("This public key is not whole: its number does not fit it.")
    return verifier


def read_skey(text: str) -> Signer:
    """A secret key from its line of text."""
    found, _, kept = text.strip().partition(_SECRET)
    if found or not kept:
        raise LogError("This is not a secret key of a log.")
    name, _, rest = kept.partition("+")
    key_id, _, encoded = rest.partition("+")
    signer = Signer(name, *_read_key(name, encoded))
    if signer.verifier.key_id.hex() != key_id:
        raise LogError("This secret key is not whole: its number does not fit it.")
    return signer


def _read_key(name: str, encoded: str) -> tuple[int, bytes]:
    _check_name(name)
    read = read_base64(encoded)
    if len(read) != _KEY_BYTES + 1 or read[0] not in {LOG_KEY, WITNESS_KEY}:
        raise LogError("This is not an Ed25519 key of a log or a witness.")
    return read[0], read[1:]


def _read_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_PREFIX).partition(" ")
    if not line.startswith(_PREFIX):
        raise LogError("This is not a signed note: a line of its signatures is none.")
    _check_name(name)
    read = read_base64(encoded)
    if len(read) <= 4:
        raise LogError("A signature of this note is cut off.")
    return Signature(name, read[:4], read[4:])


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise LogError(f"{name[:60]!r} cannot be the name of a key: no blanks and no plus.")
