"""Signing checkpoints: a process of its own, which trusts its own state and not the database.

The state is what was signed last and the right edge of that tree. New entries are hashed onto that
edge; if the database's own root is another, its history is not the one that was signed.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from models import LogCheckpoint, LogLeaf
from registry.db import writing
from registry.log import store
from registry.log.batches import close_batch, is_due
from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.errors import LogError
from registry.log.files import only_one, write_whole
from registry.log.note import Signature, Signer, Verifier, open_note, split_note, write_note
from registry.log.tree import Edge, leaf_hash

FORM = "log-state/1"
_CHUNK = 2000
_HELP = "Nothing was signed. docs/log.md says what to do."


@dataclass(frozen=True, slots=True)
class State:
    """What was signed last."""

    note: str
    checkpoint: Checkpoint
    edge: Edge


Cosigner = Callable[[Session, str, Checkpoint], list[Signature]]


def read_state(path: Path) -> State | None:
    """The state of the signer; None where it never signed. A broken one is refused."""
    if not path.is_file():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        note, hashes = str(held["note"]), [bytes.fromhex(one) for one in held["edge"]]
        checkpoint = read_checkpoint(split_note(note)[0])
        edge = Edge.at(checkpoint.size, hashes)
    except (KeyError, TypeError, ValueError, LogError) as error:
        raise LogError(f"{path} is broken, so what was signed last is not known.") from error
    sound = held.get("sha256") == _sum(note, edge) and edge.root == checkpoint.root
    if held.get("form") != FORM or not sound:
        raise LogError(f"{path} is broken, so what was signed last is not known.")
    return State(note, checkpoint, edge)


def sign(
    sessions: sessionmaker[Session],
    signers: Sequence[Signer],
    path: Path,
    *,
    at: datetime,
    cosign: Cosigner | None = None,
) -> str | None:
    """Sign the log as it stands, if it only adds to what was signed; the note, if it is new."""
    with only_one(path):
        return _sign(sessions, signers, path, at, cosign)


def _sign(
    sessions: sessionmaker[Session],
    signers: Sequence[Signer],
    path: Path,
    at: datetime,
    cosign: Cosigner | None,
) -> str | None:
    state = read_state(path)
    with sessions() as session:
        due = is_due(session, at=at)
    if due:
        with writing(sessions) as session:
            close_batch(session, at=at)
    with sessions() as session:
        _refuse_lost_state(session, path, state)
        edge = extend(session, state)
        if state is not None and edge.size == state.checkpoint.size:
            return _publish_again(sessions, state, at=at)
        checkpoint = Checkpoint(signers[0].name, edge.size, edge.root)
        text = checkpoint.text
        note = write_note(text, [signer.sign(text) for signer in signers])
        # On disk before anybody sees it: a checkpoint that its own signer forgot is a fork to be.
        _write_state(path, note, edge)
        if cosign is not None:
            note += "".join(signature.line() for signature in cosign(session, note, checkpoint))
    _publish(sessions, checkpoint.size, note, at=at)
    return note


def extend(session: Session, state: State | None) -> Edge:
    """The edge of the log as it stands, reached from what was signed; refuses any other log."""
    edge = Edge(state.edge.size, dict(state.edge.nodes)) if state is not None else Edge()
    size, signed = store.size_of(session), edge.size
    if size < signed:
        raise LogError(
            f"The log has {size} entries, but {signed} were signed: the last {signed - size} are"
            f" gone. {_HELP}"
        )
    while edge.size < size:
        query = select(LogLeaf.idx, LogLeaf.entry).where(LogLeaf.idx >= edge.size)
        for idx, entry in session.execute(query.order_by(LogLeaf.idx).limit(_CHUNK)):
            if idx != edge.size:
                raise LogError(f"Entry {edge.size} of the log is missing. {_HELP}")
            edge.add(leaf_hash(entry.encode("utf-8")))
    if store.root_of(session, edge.size) != edge.root:
        raise LogError(
            f"The log does not extend the {signed} entries that were signed: its history was"
            f" changed. {_HELP}"
        )
    return edge


def _refuse_lost_state(session: Session, path: Path, state: State | None) -> None:
    published = session.scalar(select(func.max(LogCheckpoint.size))) or 0
    known = state.checkpoint.size if state is not None else 0
    if published > known:
        raise LogError(
            f"A checkpoint of {published} entries is published, but {path} knows of {known} only:"
            " the state is lost or old. Check a checkpoint that somebody else holds, then say"
            f" `flask log adopt` with it. {_HELP}"
        )


def adopt(session: Session, path: Path, note: str, verifiers: Sequence[Verifier]) -> Checkpoint:
    """Take a checkpoint held elsewhere as what was signed last; the database must extend it."""
    checkpoint = read_checkpoint(open_note(note, verifiers).text)
    if path.is_file():
        raise LogError(f"There is a state at {path} already: move it away first.")
    if checkpoint.size > store.size_of(session):
        raise LogError(f"The log has fewer than the {checkpoint.size} entries of this checkpoint.")
    edge = Edge()
    query = select(LogLeaf.entry).where(LogLeaf.idx < checkpoint.size).order_by(LogLeaf.idx)
    for entry in session.scalars(query.execution_options(yield_per=_CHUNK)):
        edge.add(leaf_hash(entry.encode("utf-8")))
    if (edge.size, edge.root) != (checkpoint.size, checkpoint.root):
        raise LogError("The log is not the one of this checkpoint: its history was changed.")
    _write_state(path, note, edge)
    return checkpoint


def _write_state(path: Path, note: str, edge: Edge) -> None:
    hashes = [one.hex() for one in edge.hashes]
    kept = {"form": FORM, "note": note, "edge": hashes, "sha256": _sum(note, edge)}
    write_whole(path, json.dumps(kept, indent=1))


def _sum(note: str, edge: Edge) -> str:
    """Against a flipped bit, not against somebody: whoever can write here has the key too."""
    return sha256(note.encode("utf-8") + b"".join(edge.hashes)).hexdigest()


def _publish(sessions: sessionmaker[Session], size: int, note: str, *, at: datetime) -> None:
    with writing(sessions) as session:
        session.add(LogCheckpoint(size=size, note=note, signed_at=at))


def _publish_again(sessions: sessionmaker[Session], state: State, *, at: datetime) -> str | None:
    """What was signed but not published, because the process ended in between."""
    size = state.checkpoint.size
    with sessions() as session:
        if session.get(LogCheckpoint, size) is not None:
            return None
    _publish(sessions, size, state.note, at=at)
    return state.note
