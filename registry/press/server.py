"""The press's loop: one process, one thread, one child a job.

Forking is unsafe in a process with threads, and a page that is made into a PDF inside a web
worker slows every other page: hence a process apart, and no threads in it.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.press import wire
from registry.press.child import Child, fork_child
from registry.press.errors import BadJobError, PressBusyError, PressError, to_bytes
from registry.press.fence import MEGABYTE, Limits

Stylesheets = Callable[[], Mapping[str, Any]]
SECONDS_TO_SEND = 20.0


@dataclass(slots=True, eq=False)
class Customer:
    """One connection: a job comes in, an answer goes out, and that is all."""

    connection: socket.socket
    deadline: float
    received: bytearray = field(default_factory=bytearray)
    answer: memoryview = field(default_factory=lambda: memoryview(b""))
    child: Child | None = None
    waiting: bool = False

    def job(self) -> bytes | None:
        """The job, once all of it has come."""
        prefix, message = self.received[: wire.LENGTH_SIZE], self.received[wire.LENGTH_SIZE :]
        if len(prefix) < wire.LENGTH_SIZE or len(message) < wire.read_length(prefix):
            return None
        return bytes(message[: wire.read_length(prefix)])


class Press:
    """Takes jobs from a listening socket until something raises in its loop."""

    def __init__(
        self, listener: socket.socket, stylesheets: Stylesheets, limits: Limits | None = None
    ) -> None:
        self._listener = listener
        self._stylesheets = stylesheets
        self._limits = limits or Limits()
        self._selector = selectors.DefaultSelector()
        self._customers: set[Customer] = set()
        self._waiting: deque[Customer] = deque()
        listener.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ, self._welcome)

    def watch(self, source: Any, on_readable: Callable[[], None]) -> None:
        """Have something else call when it can be read."""
        self._selector.register(source, selectors.EVENT_READ, on_readable)

    def serve(self) -> None:
        """Work until an exception ends it, then leave no child behind."""
        try:
            while True:
                for key, _ in self._selector.select(self._until_next_deadline()):
                    if key.fd in self._selector.get_map():
                        key.data()
                self._end_overdue()
                self._start_waiting()
        finally:
            for customer in list(self._customers):
                self._dismiss(customer)
            self._selector.close()

    def _welcome(self) -> None:
        connection, _ = self._listener.accept()
        connection.setblocking(False)
        customer = Customer(connection, time.monotonic() + SECONDS_TO_SEND)
        self._customers.add(customer)
        self._listen(connection, lambda: self._receive(customer))

    def _listen(self, source: Any, react: Callable[[], None]) -> None:
        self._selector.register(source, selectors.EVENT_READ, react)

    def _receive(self, customer: Customer) -> None:
        try:
            chunk = customer.connection.recv(1 << 16)
        except OSError:
            chunk = b""
        if not chunk:  # gone; nobody needs the document any more
            self._dismiss(customer)
            return
        if customer.waiting or customer.child:
            return
        customer.received += chunk
        self._look_at(customer)

    def _look_at(self, customer: Customer) -> None:
        prefix = customer.received[: wire.LENGTH_SIZE]
        most = self._limits.job_megabytes
        if len(prefix) == wire.LENGTH_SIZE and wire.read_length(prefix) > most * MEGABYTE:
            self._answer_error(customer, BadJobError(f"A job may be {most} MB at most"))
        elif customer.job() is None:
            return
        elif len(self._waiting) >= self._limits.waiting:
            self._answer_error(customer, PressBusyError("Too many documents wait to be made"))
        else:
            customer.waiting = True
            self._waiting.append(customer)

    def _running(self) -> list[Customer]:
        return [one for one in self._customers if one.child]

    def _start_waiting(self) -> None:
        while self._waiting and len(self._running()) < self._limits.at_once:
            self._start(self._waiting.popleft())

    def _start(self, customer: Customer) -> None:
        message = customer.job() or b""
        customer.waiting = False
        customer.received.clear()
        deadline = time.monotonic() + self._limits.seconds
        running = fork_child(message, self._stylesheets(), self._limits, deadline=deadline)
        customer.child = running
        self._listen(running, lambda: self._hear(customer, running))

    def _hear(self, customer: Customer, running: Child) -> None:
        if not running.read(self._limits):
            self._selector.unregister(running)
            customer.child = None
            self._answer(customer, running.reap(self._limits))

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for customer in list(self._customers):
            if customer.child:
                if customer.child.deadline < now:
                    told = f"The document needed more than {self._limits.seconds:g} s"
                    customer.child.stop(told)
            elif not customer.waiting and customer.deadline < now:
                self._dismiss(customer)

    def _until_next_deadline(self) -> float | None:
        deadlines = [
            one.child.deadline if one.child else one.deadline
            for one in self._customers
            if not one.waiting
        ]
        return max(0.0, min(deadlines) - time.monotonic()) + 0.01 if deadlines else None

    def _answer_error(self, customer: Customer, error: PressError) -> None:
        self._answer(customer, wire.ERROR + to_bytes(error))

    def _answer(self, customer: Customer, content: bytes) -> None:
        customer.answer = memoryview(wire.frame(content))
        customer.deadline = time.monotonic() + SECONDS_TO_SEND
        self._selector.modify(
            customer.connection, selectors.EVENT_WRITE, lambda: self._send(customer)
        )

    def _send(self, customer: Customer) -> None:
        try:
            sent = customer.connection.send(customer.answer)
        except OSError:
            sent = len(customer.answer)
        customer.answer = customer.answer[sent:]
        if not customer.answer:
            self._dismiss(customer)

    def _dismiss(self, customer: Customer) -> None:
        self._customers.discard(customer)
        if customer.waiting:
            self._waiting.remove(customer)
        self._selector.unregister(customer.connection)
        customer.connection.close()
        if customer.child:
            self._selector.unregister(customer.child)
            customer.child.stop("Nobody waits for the document any more")
            customer.child.reap(self._limits)
