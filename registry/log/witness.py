"""A witness (C2SP tlog-witness): it cosigns only what adds to what it has seen.

It knows the log's public key and its own state, and nothing of the registry: a union federation or
an inspectorate runs it on a machine of its own.
"""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.errors import LogError
from registry.log.files import read_secret, write_whole
from registry.log.note import WITNESS_KEY, Signer, Verifier, open_note, read_skey, split_note
from registry.log.reading import read_hash, read_number
from registry.log.tree import verify_consistency

MOST_BYTES = 100_000
MOST_HASHES = 63
FORM = "witness-state/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness says: a status of HTTP, and a text."""

    status: int
    text: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass
class Witness:
    """One witness of the logs whose public keys it was given."""

    signer: Signer
    logs: Sequence[Verifier]
    state: Path
    clock: Callable[[], int]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Cosign a checkpoint, or say why not."""
        try:
            old, path, note = read_request(body)
            checkpoint = read_checkpoint(split_note(note)[0])
        except (LogError, UnicodeDecodeError):
            return Answer(400)
        trusted = [log for log in self.logs if log.name == checkpoint.origin]
        if not trusted:
            return Answer(404)
        try:
            text = open_note(note, trusted).text
        except LogError:
            return Answer(403)
        if old > checkpoint.size:
            return Answer(400)
        # Compared and kept in one piece, or a slower request could roll a faster one back.
        with self.lock:
            return self._decide(old, path, checkpoint, text)

    def _decide(self, old: int, path: Sequence[bytes], checkpoint: Checkpoint, text: str) -> Answer:
        seen = self.seen(checkpoint.origin)
        if old != seen.size:
            return _conflict(seen.size)
        if old == checkpoint.size and old and checkpoint.root != seen.root:
            return _conflict(seen.size)
        try:
            _refuse_rewrite(seen, checkpoint, path)
        except LogError:
            return Answer(422)
        self._keep(checkpoint)
        return Answer(200, self.signer.sign(text, at=self.clock()).line())

    def seen(self, origin: str) -> Checkpoint:
        """The last checkpoint of this log that was cosigned; size 0 if none was."""
        held = self._read().get(origin)
        if held is None:
            return Checkpoint(origin, 0, b"")
        return Checkpoint(origin, int(held["size"]), bytes.fromhex(held["root"]))

    def _keep(self, checkpoint: Checkpoint) -> None:
        said = {"size": checkpoint.size, "root": checkpoint.root.hex()}
        held = {"form": FORM, "logs": {**self._read(), checkpoint.origin: said}}
        write_whole(self.state, json.dumps(held, indent=1, sort_keys=True))

    def _read(self) -> dict[str, dict[str, str]]:
        if not self.state.is_file():
            return {}
        held = json.loads(self.state.read_text(encoding="utf-8"))
        logs: dict[str, dict[str, str]] = held["logs"]
        return logs


def read_request(body: bytes) -> tuple[int, list[bytes], str]:
    """Old size, consistency proof and note of an ``add-checkpoint``."""
    head, found, note = body.decode("utf-8").partition("\n\n")
    first, *lines = head.split("\n")
    if not found or not first.startswith("old ") or len(lines) > MOST_HASHES:
        raise LogError("This is not a request to add a checkpoint.")
    return read_number(first.removeprefix("old ")), [read_hash(line) for line in lines], note


def _refuse_rewrite(seen: Checkpoint, checkpoint: Checkpoint, path: Sequence[bytes]) -> None:
    if seen.size == 0:
        if path:
            raise LogError("Nothing is consistent with an empty log but no proof at all.")
        return
    verify_consistency(seen.size, checkpoint.size, seen.root, checkpoint.root, path)


def _conflict(size: int) -> Answer:
    return Answer(409, f"{size}\n", "text/x.tlog.size")


def own_key(path: Path, name: str) -> Signer:
    """The witness's key; made at the first start."""
    if not path.is_file():
        write_whole(path, f"{Signer.new(name, WITNESS_KEY).skey}\n")
    signer = read_skey(read_secret(path).strip())
    if signer.algorithm != WITNESS_KEY:
        raise LogError(f"{path} is not the key of a witness.")
    return signer


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers ``POST /add-checkpoint``; the caller runs it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path.rstrip("/") != "/add-checkpoint":
                self._say(Answer(404))
            elif not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
                self._say(Answer(400))
            else:
                self._say(witness.add_checkpoint(self.rfile.read(int(length))))

        def do_GET(self) -> None:
            vkey = witness.signer.verifier.vkey
            self._say(Answer(200, f"{vkey}\n") if self.path == "/" else Answer(404))

        def _say(self, answer: Answer) -> None:
            body = answer.text.encode("utf-8")
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            if answer.status == 400:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody is told who asked."""

    return ThreadingHTTPServer((host, port), Handler)
