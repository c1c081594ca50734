"""Is this file ours? Answered from its bytes, in memory; nothing of it is kept (R1)."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Sheet
from registry.evidence import FORM, document_keys
from registry.exceptions import NotFoundError
from registry.queries import get_sheet
from registry.static import verify

MOST_BYTES = 16 << 20
_MOST_STREAMS = 3000
_MOST_UNPACKED = 32 << 20  # of one stream, and of all together
_STREAM = re.compile(rb"stream\r?\n")


class Verdict(StrEnum):
    """What the registry can say of a file."""

    ISSUED = "issued"  # byte for byte
    ALTERED = "altered"  # it carries the record of a paper of ours, and is another file
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The verdict, the paper it is about, and the hash that was looked up."""

    verdict: Verdict
    digest: str
    sheet: Sheet | None = None


def recognise(session: Session, pdf: bytes) -> Recognised:
    """Whether the file is one that was issued here, one that was made of it, or neither."""
    digest = sha256(pdf).hexdigest()
    query = select(Sheet).where(Sheet.digest == digest).options(selectinload(Sheet.acts))
    sheet = session.scalars(query.order_by(Sheet.id)).first()
    if sheet is not None:
        return Recognised(Verdict.ISSUED, digest, sheet)
    if _is_receipt(session, pdf):
        return Recognised(Verdict.ISSUED, digest)
    for code in codes_in(pdf):
        try:
            return Recognised(Verdict.ALTERED, digest, get_sheet(session, code))
        except NotFoundError:
            continue
    return Recognised(Verdict.UNKNOWN, digest)


def _is_receipt(session: Session, pdf: bytes) -> bool:
    """Whether a key of ours signed every byte of it as a receipt; of these no copy is kept."""
    try:
        content, signature = verify.signature_of(pdf)
        records = [json.loads(text) for text in verify.attached(pdf) if text.startswith("{")]
    except (verify.RefusedError, *verify.DAMAGED):
        return False
    said = [record.get("kind") for record in records if isinstance(record, dict)]
    return said == ["receipt"] and any(
        _signed(signature, content, key) for key in document_keys(session)
    )


def _signed(signature: bytes, content: bytes, key: dict[str, Any]) -> bool:
    try:
        verify.check_signature(signature, content, key)
    except (verify.RefusedError, *verify.DAMAGED):
        return False
    return True


def codes_in(pdf: bytes) -> Iterator[str]:
    """The codes in records of ours inside a file, however the file was written anew since."""
    left = _MOST_UNPACKED
    for number, found in enumerate(_STREAM.finditer(pdf)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        unpacked = _unpack(memoryview(pdf)[found.end() :], left)
        left -= len(unpacked)
        if f'"form":"{FORM}"'.encode() in unpacked:
            yield from _codes(unpacked)


def _unpack(rest: memoryview, most: int) -> bytes:
    """The content of the stream that begins here, packed or plain."""
    try:
        return zlib.decompressobj().decompress(rest, most)
    except zlib.error:
        plain = bytes(rest[:most])
        return plain[: plain.find(b"endstream")] if plain.startswith(b"{") else b""


def _codes(text: bytes) -> Iterator[str]:
    try:
        code = json.loads(text)["code"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if isinstance(code, str):
        yield code[:100]
