"""Asking witnesses to cosign: over HTTP, each with its own old size, none able to stop signing."""

import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from registry.log import store
from registry.log.checkpoint import Checkpoint
from registry.log.errors import LogError
from registry.log.note import Signature, Verifier, open_note, read_vkey
from registry.log.reading import read_number, write_base64
from registry.log.witness import MOST_BYTES

SECONDS = 5
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class WitnessAddress:
    """Where a witness answers, and the key it must answer with."""

    url: str
    key: Verifier


def read_address(text: str) -> WitnessAddress:
    """``URL=VKEY``."""
    url, found, vkey = text.partition("=")
    if not found or urlsplit(url).scheme not in {"http", "https"}:
        raise LogError("A witness is given as URL=VKEY, its address and its public key.")
    return WitnessAddress(url.rstrip("/"), read_vkey(vkey))


def cosign_with(
    addresses: Sequence[WitnessAddress], warn: Callable[[str], object]
) -> Callable[[Session, str, Checkpoint], list[Signature]]:
    """A function that gathers what these witnesses sign; who does not answer is said."""

    def cosign(session: Session, note: str, checkpoint: Checkpoint) -> list[Signature]:
        gathered: list[Signature] = []
        for address in addresses:
            try:
                gathered += _ask(session, address, note, checkpoint)
            except (LogError, OSError) as error:
                warn(f"The witness {address.key.name} did not cosign: {error}")
        return gathered

    return cosign


def _ask(
    session: Session, address: WitnessAddress, note: str, checkpoint: Checkpoint
) -> Sequence[Signature]:
    status, text = _post(address, request_body(session, 0, note, checkpoint))
    if status == _CONFLICT:
        old = read_number(text.removesuffix("\n"))
        if 0 < old <= checkpoint.size:
            status, text = _post(address, request_body(session, old, note, checkpoint))
    if status != 200:
        raise LogError(f"it answered {status}.")
    return open_note(note + text, [address.key]).signatures


def request_body(session: Session, old: int, note: str, checkpoint: Checkpoint) -> bytes:
    """An ``add-checkpoint`` from the size that the witness knows."""
    path = store.consistency_of(session, old, checkpoint.size) if old else []
    lines = [f"old {old}", *map(write_base64, path), "", note]
    return "\n".join(lines).encode("utf-8")


def _post(address: WitnessAddress, body: bytes) -> tuple[int, str]:
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when it was read
        f"{address.url}/add-checkpoint", data=body, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return answer.status, answer.read(MOST_BYTES).decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(MOST_BYTES).decode("utf-8", "replace")
