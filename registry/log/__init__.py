"""The log: a public, signed, append-only list of every act (RFC 9162 tree, C2SP texts).

``docs/log.md`` says what an entry holds. What other rooms use:

Pure, without database or web (``errors.LogError`` is the one refusal):

- ``tree.leaf_hash(entry: bytes) -> bytes``
- ``tree.verify_inclusion(index, size, leaf: bytes, path: Sequence[bytes], root: bytes) -> None``
- ``tree.verify_consistency(old, new, old_root, new_root, path) -> None``
- ``note.read_vkey(text) -> Verifier``; ``note.open_note(note, verifiers) -> Opened``
- ``checkpoint.read_checkpoint(text) -> Checkpoint(origin, size, root)``;
  ``checkpoint.verify_checkpoint(note, verifiers, origin) -> Checkpoint``
- ``proof.read_proof(text) -> Proof(index, path, checkpoint, extra)``;
  ``proof.verify_proof(text, entry: str, verifiers, origin) -> Checkpoint``
- ``opening.body_key(salt) -> str``; ``opening.verify_body(entry, body, key) -> None``

With a database session:

- ``store.size_of(session) -> int``; ``store.root_of(session, size) -> bytes``
- ``store.latest_checkpoint(session) -> str | None`` (the signed note);
  ``store.checkpoint_covering(session, index) -> str | None`` (the newest that holds this entry)
- ``store.read_entry(session, index) -> str`` (the exact text of the leaf)
- ``store.proof_of(session, index, checkpoint: str) -> str`` (C2SP tlog-proof)
- ``store.consistency_of(session, old, new) -> list[bytes]``
- ``store.entries_of(session, subject) -> list[Leaf(index, entry, version)]`` (a public id)
- ``store.public_keys(session) -> list[str]`` (vkeys in force, the newest last)
- ``opening.open_entry(session, index) -> OpenedEntry(index, entry, body, key)``: the JSON text that
  the entry commits to and the key that proves it; who may see it is the caller's to decide.

``operations.acting.record_event(…, row=…)`` is how an act reaches the log; nothing else appends.
"""
