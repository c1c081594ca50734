"""One job in a process of its own: how it begins, how it is read, and what its end means."""

import gc
import os
import signal
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from registry.press import wire
from registry.press.errors import LimitReachedError, PressError, RenderError, to_bytes
from registry.press.fence import MEGABYTE, Limits, close_in
from registry.press.job import Job

_CHUNK = 1 << 16


@dataclass(slots=True)
class Child:
    """A running child, as its parent sees it."""

    pid: int
    pipe: int
    deadline: float
    stopped_by: str = ""
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0

    def fileno(self) -> int:
        """The end of the pipe on which the answer comes."""
        return self.pipe

    def read(self, limits: Limits) -> bool:
        """Take what has come; False when the child has said all that it will say."""
        chunk = os.read(self.pipe, _CHUNK)
        self.chunks.append(chunk)
        self.size += len(chunk)
        if self.size > limits.pdf_megabytes * MEGABYTE:
            self.stop(f"The document is larger than {limits.pdf_megabytes} MB")
            return False
        return bool(chunk)

    def stop(self, reason: str) -> None:
        """End the child; the reason becomes the answer."""
        self.stopped_by = self.stopped_by or reason
        os.kill(self.pid, signal.SIGKILL)

    def reap(self, limits: Limits) -> bytes:
        """Wait for the end of the process and make the answer of it."""
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        if self.stopped_by:
            return wire.ERROR + to_bytes(LimitReachedError(self.stopped_by))
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            return b"".join(self.chunks)
        return wire.ERROR + to_bytes(_explain_end(code, limits))


def _explain_end(code: int, limits: Limits) -> PressError:
    if code == -signal.SIGXCPU:
        used = f"{limits.processor_seconds} s of processor time"
        return LimitReachedError(f"The document needed more than {used}")
    if code < 0:
        # A library that gets no more memory aborts without a word.
        name = signal.Signals(-code).name
        return RenderError(f"The render process was ended by {name} before it had finished")
    return RenderError(f"The render process ended with exit code {code}")


def fork_child(
    message: bytes, stylesheets: Mapping[str, Any], limits: Limits, *, deadline: float
) -> Child:
    """Fork a child for one job. Only a process without threads may call this."""
    reading, writing = os.pipe()
    gc.freeze()  # so that the child's collector does not copy the parent's pages
    pid = os.fork()
    if pid == 0:
        _run(message, stylesheets, limits, writing)
    gc.unfreeze()
    os.close(writing)
    os.set_blocking(reading, False)
    return Child(pid, reading, deadline)


def _run(message: bytes, stylesheets: Mapping[str, Any], limits: Limits, pipe: int) -> NoReturn:
    """The whole life of the child: it never returns into the parent's loop."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
        # It says what it has to say in its answer; its files may not grow by a byte.
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(1, 2)
        os.dup2(pipe, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX"))
        close_in(limits)
        gc.disable()  # it lives for one document; its memory is limited all the same
        answer = _answer(message, stylesheets, limits)
        with os.fdopen(3, "wb") as out:
            out.write(answer)
        code = 0
    finally:
        os._exit(code)


def _answer(message: bytes, stylesheets: Mapping[str, Any], limits: Limits) -> bytes:
    from registry.press.typeset import typeset

    try:
        return wire.PDF + typeset(Job.from_bytes(message), stylesheets, pages=limits.pages)
    except PressError as known:
        return wire.ERROR + to_bytes(known)
    except MemoryError:
        told = f"The document needed more than {limits.megabytes} MB of memory"
        return wire.ERROR + to_bytes(LimitReachedError(told))
    except Exception as unknown:
        told = f"The page could not be made into a PDF ({type(unknown).__name__}: {unknown})"
        failure = RenderError(told)
        failure.add_note(traceback.format_exc())
        return wire.ERROR + to_bytes(failure)
