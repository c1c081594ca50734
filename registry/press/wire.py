"""Messages over the press's socket: four bytes of length, big-endian, then the content.

A request is a job. An answer begins with one byte more, ``P`` for a PDF or ``E`` for an error.
"""

import socket
import struct

PDF = b"P"
ERROR = b"E"
_LENGTH = struct.Struct(">I")
LENGTH_SIZE = _LENGTH.size


def frame(content: bytes) -> bytes:
    """Set the length before the content."""
    return _LENGTH.pack(len(content)) + content


def read_length(prefix: bytes | bytearray) -> int:
    """How long the message is that begins so."""
    length: int = _LENGTH.unpack(prefix[:LENGTH_SIZE])[0]
    return length


def receive(connection: socket.socket) -> bytes:
    """Wait for one whole message; ``ConnectionError`` when the other side ends before it."""
    return _receive_exactly(connection, read_length(_receive_exactly(connection, LENGTH_SIZE)))


def _receive_exactly(connection: socket.socket, size: int) -> bytes:
    chunks: list[bytes] = []
    while size:
        chunk = connection.recv(min(size, 1 << 16))
        if not chunk:
            raise ConnectionError("the press ended the conversation early")
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
