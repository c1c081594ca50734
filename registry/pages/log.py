"""The public log: its checkpoint, entries, proofs and keys, and what all this proves."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from registry.access import permission
from registry.evidence import NotYetError, document_certificates
from registry.exceptions import NotFoundError
from registry.log import store
from registry.log.checkpoint import Checkpoint, read_checkpoint
from registry.log.errors import LogError
from registry.log.note import split_note
from registry.log.reading import read_number, write_base64
from registry.pages.assets import FOLDER
from registry.pages.exports import as_table
from registry.pages.log_words import FIELDS, MEANINGS
from registry.pages.services import session

LATEST = 20
MOST_ENTRIES = 200
ENTRY_HEAD = ("number", "kind", "at", "meaning", "entry")

blueprint = Blueprint("log", __name__)


@blueprint.get("/log")
@permission("log:read")
def show() -> str:
    """The newest checkpoint, what it is, and the entries added last."""
    size = store.size_of(session())
    note = store.latest_checkpoint(session())
    latest = [(n, read_entry(n)) for n in range(size - 1, max(-1, size - 1 - LATEST), -1)]
    return render_template(
        "log/show.html",
        size=size,
        checkpoint=checkpoint_of(note) if note else None,
        latest=latest,
        meanings=MEANINGS,
    )


@blueprint.get("/log/entries.<any(csv, json):form>")
@permission("log:read")
def entries(form: str) -> Response:
    """A run of entries; ``from`` names the first, and without it they are the newest."""
    asked = request.args.get("from", "")
    first = existing(asked) if asked else max(0, store.size_of(session()) - MOST_ENTRIES)
    last = min(store.size_of(session()), first + MOST_ENTRIES)
    lines = (entry_line(index) for index in range(first, last))
    return as_table(form, f"log-{first}", ENTRY_HEAD, lines)


def entry_line(index: int) -> tuple[str, ...]:
    """An entry with what its kind means, and its exact text, which proofs are about."""
    said = read_entry(index)
    meaning, day = str(MEANINGS[said["kind"]]), str(said.get("at", ""))
    return (str(index), said["kind"], day, meaning, store.read_entry(session(), index))


@blueprint.get("/log/entries/<number>")
@permission("log:read")
def entry(number: str) -> str:
    """One entry: what it says, what that means, and where its proof is."""
    index = existing(number)
    note = store.checkpoint_covering(session(), index)
    return render_template(
        "log/entry.html",
        index=index,
        size=store.size_of(session()),
        text=store.read_entry(session(), index),
        said=read_entry(index),
        checkpoint=checkpoint_of(note) if note else None,
        meanings=MEANINGS,
        fields=FIELDS,
    )


@blueprint.get("/log/entries/<number>/entry.json")
@permission("log:read")
def entry_text(number: str) -> Response:
    """The exact bytes of an entry: its proof is about these."""
    return plain(store.read_entry(session(), existing(number)), "application/json")


@blueprint.get("/log/entries/<number>/entry.tlog-proof")
@permission("log:read")
def proof(number: str) -> Response:
    """The proof of an entry under the newest checkpoint (C2SP tlog-proof)."""
    index = existing(number)
    note = store.checkpoint_covering(session(), index)
    if note is None:
        raise NotYetError(_("This entry is not under a signed checkpoint yet; it will be soon."))
    return plain(store.proof_of(session(), index, note))


@blueprint.get("/log/checkpoint")
@permission("log:read")
def checkpoint() -> Response:
    """The newest checkpoint as a signed note (C2SP tlog-checkpoint)."""
    return plain(signed())


@blueprint.get("/log/growth")
@permission("log:read")
def growth() -> Response:
    """That the log only grew since it had ``old`` entries, in the form that a witness takes."""
    note = signed()
    try:
        old = read_number(request.args.get("old", ""))
        steps = store.consistency_of(session(), old, checkpoint_of(note).size)
    except LogError as problem:
        sentence = _("The log has nothing for this size: give that of an earlier checkpoint.")
        raise NotFoundError(sentence) from problem
    lines = [f"old {old}", *map(write_base64, steps)]
    return plain("\n".join(lines) + f"\n\n{note}")


@blueprint.get("/log/key")
@permission("log:read")
def key() -> str:
    """The public keys, to be kept on paper, and the certificate that signs papers."""
    vkeys = store.public_keys(session())
    certificates = document_certificates(session())
    verifier = sha256(program()).hexdigest()
    return render_template(
        "log/key.html", vkeys=vkeys, certificates=certificates, verifier=verifier
    )


@blueprint.get("/log/key.txt")
@permission("log:read")
def key_text() -> Response:
    """The public keys as the program that checks papers takes them."""
    return plain("".join(f"{vkey}\n" for vkey in store.public_keys(session())))


@blueprint.get("/log/verify.py")
@permission("log:read")
def verifier() -> Response:
    """The one file that checks papers without a network."""
    answer = Response(program(), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@blueprint.get("/log/proves")
@permission("log:read")
def proves() -> str:
    """What papers and log prove, and what they do not: for a union, a court, a worker."""
    return render_template("log/proves.html", verifier=sha256(program()).hexdigest())


def existing(number: str) -> int:
    """The index of an entry that there is."""
    try:
        index = read_number(number)
    except LogError:
        index = -1
    if not 0 <= index < store.size_of(session()):
        raise NotFoundError(_("The log has no such entry."))
    return index


def read_entry(index: int) -> dict[str, Any]:
    """What an entry says."""
    found: dict[str, Any] = json.loads(store.read_entry(session(), index))
    return found


def signed() -> str:
    """The newest signed note."""
    note = store.latest_checkpoint(session())
    if note is None:
        raise NotYetError(_("Nothing in the log is signed yet; the first checkpoint comes soon."))
    return note


def checkpoint_of(note: str) -> Checkpoint:
    """The checkpoint in a note of our own."""
    return read_checkpoint(split_note(note)[0])


@cache
def program() -> bytes:
    """The bytes of the program, read once."""
    return (FOLDER / "verify.py").read_bytes()


def plain(text: str, kind: str = "text/plain") -> Response:
    """Text for programs."""
    return Response(text.encode("utf-8"), mimetype=kind)
