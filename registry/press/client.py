"""How the rest of the registry has a document made."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from registry.press import errors, wire
from registry.press.job import Attachment, Job, Resource

CHECKOUT = Path(__file__).resolve().parents[2]
SECONDS_TO_ANSWER = 120.0
SECONDS_TO_START = 60.0


def render(
    html: str,
    *,
    press: Path,
    title: str,
    language: str,
    on: date,
    identifier: str,
    css: Sequence[str] = ("print",),
    attachments: Sequence[Attachment] = (),
    resources: Mapping[str, Resource] | None = None,
    timeout: float = SECONDS_TO_ANSWER,
) -> bytes:
    """Have a page made into a PDF by the press that listens at ``press``.

    ``css`` names style sheets of ``templates/print``. ``on`` and ``identifier`` go into the
    file, so that the same call gives the same bytes. Raises a ``PressError`` that says why not.
    """
    job = Job(
        html, title, language, on, identifier, tuple(css), tuple(attachments), resources or {}
    )
    answer = _ask(press, job.to_bytes(), timeout)
    if answer[:1] == wire.PDF:
        return answer[1:]
    raise errors.from_bytes(answer[1:])


def _ask(press: Path, message: bytes, timeout: float) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        try:
            connection.connect(str(press))
        except OSError as failure:
            raise errors.PressUnavailableError(f"No press answers at {press}: {failure}") from None
        try:
            _send(connection, message)
            return wire.receive(connection)
        except OSError as failure:
            raise errors.PressUnavailableError(
                f"The press at {press} fell silent: {failure}"
            ) from None


def _send(connection: socket.socket, message: bytes) -> None:
    try:
        connection.sendall(wire.frame(message))
    except BrokenPipeError:
        # The press answered before it had read everything, which means: too large. Hear why.
        return


def answers(press: Path) -> bool:
    """Whether a press listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(press))
        except OSError:
            return False
    return True


def process_of(press: Path) -> int:
    """The process id of the press that listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.connect(str(press))
        credentials = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(credentials[:4], sys.byteorder)


@contextmanager
def ensure_press(press: Path | None = None, **limits: float) -> Iterator[Path]:
    """The press that listens at ``press`` if one does, otherwise one started for this block.

    ``limits`` are fields of ``fence.Limits`` for the one that is started.
    """
    if press is not None and answers(press):
        yield press
        return
    with tempfile.TemporaryDirectory(prefix="press-") as directory:
        own = Path(directory) / "press.sock"
        process = subprocess.Popen(  # noqa: S603 -- this interpreter, our module
            [
                *(sys.executable, "-m", "registry.press", "--socket", str(own), "--until-eof"),
                *(f"--{name.replace('_', '-')}={value}" for name, value in limits.items()),
            ],
            cwd=CHECKOUT,
            # Its standard input ends when this process does, however that comes about.
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
        try:
            _wait_until_answering(process, own)
            yield own
        finally:
            process.communicate()


def _wait_until_answering(process: subprocess.Popen[bytes], press: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(press):
        if process.poll() is not None:
            raise errors.PressUnavailableError("A press could not be started; it says why above")
        if time.monotonic() > deadline:
            raise errors.PressUnavailableError(f"No press after {SECONDS_TO_START:g} s")
        time.sleep(0.02)
