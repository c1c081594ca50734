"""Numbers, hashes and lines of the log's texts, read without any of Python's leniency.

``int()`` takes "१", "+1", "1_0" and " 1 "; ``base64.b64decode`` skips what it does not know. A text
that two programs read differently proves nothing, so there is one way to write each thing.
"""

import base64
import binascii
import re

from registry.log.errors import LogError

HASH_BYTES = 32
_NUMBER = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_DIGITS = 19  # of 2^63
_TOO_LARGE = 1 << 63


def read_number(text: str) -> int:
    """A decimal number below 2^63, in ASCII and without sign, blank or leading zero."""
    if len(text) > _DIGITS or not _NUMBER.fullmatch(text) or int(text) >= _TOO_LARGE:
        raise LogError(f"{text[:40]!r} is not a number in its one form.")
    return int(text)


def read_base64(text: str) -> bytes:
    """Standard base64 with its padding; what encodes to another text is refused."""
    try:
        read = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise LogError(f"{text[:40]!r} is not base64.") from error
    if write_base64(read) != text:
        raise LogError(f"{text[:40]!r} is not base64 in its one form.")
    return read


def write_base64(content: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(content).decode("ascii")


def read_hash(text: str) -> bytes:
    """A SHA-256 hash in base64."""
    read = read_base64(text)
    if len(read) != HASH_BYTES:
        raise LogError(f"A hash has {HASH_BYTES} bytes; this one has {len(read)}.")
    return read
