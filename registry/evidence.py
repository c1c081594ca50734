"""What a paper carries so that it proves itself: entries of the log, what they commit to, proofs.

Nothing goes in that its reader may not see. A document travels whole or not at all; of what it
only commits to (words, a household's values, D25) those parts are opened that the paper prints.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Chain, Disclosure, ErasableText, LogLeaf, LogOpening, Party, Place
from models.vocabulary import ActKind, PartyKind, Role
from registry.exceptions import RegistryError, Sentence
from registry.jcs import canonical
from registry.log import store
from registry.log.append import append_own
from registry.log.checkpoint import read_checkpoint
from registry.log.kinds import DISCLOSED, KEY_ADDED, KEY_REVOKED
from registry.log.note import split_note
from registry.log.opening import open_entry
from registry.press.job import Attachment
from registry.signing import KEY_SUBJECT, DocumentKey

FORM = "registry-record/1"
SHOWN_DIGITS = 32  # of the record's SHA-256: what the paper and its square code carry
ANSWERS = (ActKind.STATEMENT_CONFIRMED, ActKind.STATEMENT_DISPUTED)
# Of these the paper says no more than the role and the division (D19), and nothing that names.
_UNNAMED = (Role.LOCAL_INTERMEDIARY.value, Role.HOUSEHOLD_EMPLOYER.value)

Json = dict[str, Any]


class NotYetError(RegistryError):
    """What a paper would prove is not under a signed checkpoint yet; it will be."""

    status = 503


class UnnamedKeyError(NotYetError):
    """The log does not name the key that signs papers; an operator has it named."""

    for_operator = True


@dataclass(frozen=True, slots=True)
class Carried:
    """A disclosure on a paper: whether its document may travel, and what is opened of it."""

    row_id: int
    name: str  # its key in the facts
    whole: bool = True
    pointers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record of entries with their proofs under one checkpoint."""

    record: str
    proofs: Mapping[int, str] = field(repr=False)
    checkpoint: str = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the record, in hex."""
        return sha256(self.record.encode("utf-8")).hexdigest()

    def files(self) -> dict[str, bytes]:
        """The record, the checkpoint and the proofs as files."""
        proofs = {f"proof-{index:07}.tlog-proof": text for index, text in self.proofs.items()}
        texts = {"checkpoint.txt": self.checkpoint, **proofs, "record.json": self.record}
        return {name: text.encode("utf-8") for name, text in sorted(texts.items())}

    def attachments(self) -> list[Attachment]:
        """The files as they travel inside a PDF."""
        return [
            Attachment(
                name, content, _SAID[name.rpartition(".")[2]], _RELATION[name.rpartition(".")[2]]
            )
            for name, content in self.files().items()
        ]


_SAID = {
    "json": "What the entries of the log say",
    "txt": "The signed checkpoint of the log",
    "tlog-proof": "That an entry is in the log",
}
_RELATION = {"json": "Source", "txt": "Supplement", "tlog-proof": "Supplement"}


def gather(
    session: Session,
    header: Mapping[str, Any],
    carried: Sequence[Carried],
    key: DocumentKey,
    *,
    acts: Iterable[int] = (),
    answers: Iterable[int] = (),
    parties: Iterable[int] = (),
) -> Evidence:
    """The record of these disclosures, acts and parties, under the newest checkpoint.

    ``header`` says which paper it is for; of ``answers`` the entry alone is carried, because their
    reasons are for nobody but the chain. Raises ``NotYetError`` while an entry waits for its
    checkpoint: a paper is issued after it, never before.
    """
    note = store.latest_checkpoint(session)
    if note is None:
        raise NotYetError(_WAIT)
    checkpoint = read_checkpoint(split_note(note)[0])
    leaves = {
        **_leaves(session, "party", parties, ["party:registered"]),
        **_leaves(session, "act", acts, [kind.value for kind in ActKind]),
    }
    by_disclosure = _leaves(session, "disclosure", [c.row_id for c in carried], DISCLOSED.values())
    documents = dict(zip(by_disclosure, carried, strict=True))
    shut = _leaves(session, "act", answers, [kind.value for kind in ANSWERS])
    indexes = sorted({_announced(session, key), *leaves, *shut, *documents})
    if indexes[-1] >= checkpoint.size:
        raise NotYetError(_WAIT)
    entries = [_entry(session, index, documents.get(index), index in shut) for index in indexes]
    record = {**header, "form": FORM, "origin": checkpoint.origin, "entries": entries}
    proofs = {index: store.proof_of(session, index, note) for index in indexes}
    return Evidence(canonical(record), proofs, note)


_WAIT = Sentence(
    "What this paper would prove is not under a signed checkpoint of the log yet. It will be in a"
    " moment: wait a minute and try again."
)


def announce(session: Session, key: DocumentKey, *, at: datetime) -> int | None:
    """Name the key of papers in the log; None where the log names it already."""
    try:
        _announced(session, key)
    except NotYetError:
        said = {"use": "documents", "certificate": key.fingerprint, "modulus": key.modulus}
        return append_own(session, KEY_ADDED, KEY_SUBJECT, said, at=at)
    return None


def retire(session: Session, key: DocumentKey, reason: str, *, at: datetime) -> int:
    """Say in the log that a key signs no more papers, and why; what it signed stays as it is."""
    said = {"use": "documents", "certificate": key.fingerprint, "reason": reason}
    return append_own(session, KEY_REVOKED, KEY_SUBJECT, said, at=at)


def document_keys(session: Session) -> list[Json]:
    """What the log says of the keys that ever signed papers, the newest last."""
    said = [json.loads(leaf.entry) for leaf in store.entries_of(session, KEY_SUBJECT)]
    return [one for one in said if one["kind"] == KEY_ADDED]


def document_certificates(session: Session) -> list[str]:
    """The SHA-256 of the certificates that sign papers and were not retired, the newest last."""
    said = [json.loads(leaf.entry) for leaf in store.entries_of(session, KEY_SUBJECT)]
    retired = {one["certificate"] for one in said if one["kind"] == KEY_REVOKED}
    return [c for one in document_keys(session) if (c := one["certificate"]) not in retired]


def acts_of(session: Session, chain: Chain, on: date) -> dict[str, list[int]]:
    """The acts and parties that a paper of a chain names, as ``gather`` takes them.

    Who the links are, what was told, and which words their speaker has confirmed or disputed: a
    statement that the record holds and the paper leaves out is explained by such an answer.
    """
    until = (Act.chain_id == chain.id, Act.filed_on <= on)
    named = (
        select(Act.id, Place.party_id)
        .join(Place, Place.id == Act.place_id)
        .where(*until, Place.role.not_in(_UNNAMED))
        .where(Act.kind == ActKind.PLACE_ASSERTED.value)
    )
    places = session.execute(named.order_by(Act.id)).all()
    told = select(Act.id).where(*until, Act.kind == ActKind.WORKERS_TOLD.value)
    answered = select(Act.id).where(*until, Act.kind.in_([kind.value for kind in ANSWERS]))
    firms = select(Party.id).where(
        Party.id.in_({place.party_id for place in places}),
        Party.kind == PartyKind.ORGANISATION.value,
    )
    return {
        "acts": [*(place.id for place in places), *session.scalars(told.order_by(Act.id))],
        # A household's entries show nothing by themselves (D18).
        "answers": [] if chain.household else list(session.scalars(answered.order_by(Act.id))),
        "parties": list(session.scalars(firms.order_by(Party.id))),
    }


def _leaves(
    session: Session, source: str, row_ids: Iterable[int], kinds: Iterable[str]
) -> dict[int, int]:
    """Where the entries of these rows stand, in the order given, to the row."""
    wanted = list(row_ids)
    query = select(LogOpening.row_id, LogOpening.leaf).where(
        LogOpening.source == source,
        LogOpening.row_id.in_(wanted),
        LogOpening.kind.in_(list(kinds)),
    )
    found: dict[int | None, int | None] = {row.row_id: row.leaf for row in session.execute(query)}
    places: dict[int, int] = {}
    for row_id in wanted:
        leaf = found.get(row_id)
        if leaf is None:
            raise NotYetError(_WAIT)
        places[leaf] = row_id
    return places


def _announced(session: Session, key: DocumentKey) -> int:
    """The entry that names the key with which papers are signed."""
    query = (
        select(LogOpening.leaf, LogLeaf.entry)
        .join(LogLeaf, LogLeaf.idx == LogOpening.leaf)
        .where(LogOpening.subject == KEY_SUBJECT)
        .order_by(LogOpening.leaf.desc())
    )
    for leaf, entry in session.execute(query):
        if leaf is not None and json.loads(entry).get("modulus") == key.modulus:
            return leaf
    raise UnnamedKeyError(
        "The log does not name the key that signs papers yet: say flask log key documents."
    )


def _entry(session: Session, index: int, carried: Carried | None, shut: bool) -> Json:
    opened = open_entry(session, index)
    told: Json = {"index": index, "entry": opened.entry}
    if opened.body and not shut:
        told |= {"body": opened.body, "key": opened.key}
    if carried is not None and carried.whole:
        disclosure = session.get_one(Disclosure, carried.row_id)
        told |= {"document": disclosure.document, "opened": _opened(session, carried)}
    return told


def _opened(session: Session, carried: Carried) -> Json:
    texts = select(ErasableText).where(ErasableText.disclosure_id == carried.row_id)
    return {
        text.pointer: {"salt": text.salt, "body": text.body}
        for text in session.scalars(texts.order_by(ErasableText.pointer))
        if text.pointer in carried.pointers
    }
