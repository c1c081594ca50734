"""The keys that sign checkpoints: one line each in a file of the signing process alone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from registry.log.append import append_own
from registry.log.errors import LogError
from registry.log.files import read_secret, write_whole
from registry.log.kinds import KEY_ADDED, KEY_REVOKED
from registry.log.note import Signer, Verifier, read_skey, read_vkey
from registry.log.store import KEY_SUBJECT, public_keys


def read_keys(path: Path) -> list[Signer]:
    """The secret keys of a file; all of them sign, so that an old key vouches for a new one."""
    if not path.is_file():
        raise LogError(f"There is no key of the log at {path}.")
    signers = [read_skey(line) for line in read_secret(path).splitlines() if line]
    if not signers or len({signer.name for signer in signers}) != 1:
        raise LogError(f"{path} must hold keys of one log, one a line.")
    return signers


def first_key(session: Session, path: Path, name: str, *, at: datetime) -> list[Signer]:
    """The keys of the file; where neither file nor log knows one, a fresh key, put in the log."""
    if path.is_file():
        return read_keys(path)
    if public_keys(session):
        raise LogError(
            f"The log has a key, but there is none at {path}. Put it back from where it is kept,"
            " or follow what docs/log.md says of a lost key."
        )
    return [add_key(session, path, [], name, at=at)]


def add_key(
    session: Session, path: Path, held: Sequence[Signer], name: str, *, at: datetime
) -> Signer:
    """Make a key beside those held, keep it, and say so in the log."""
    signer = Signer.new(name)
    # The file first: a key that the log names and nobody has is worse than the reverse.
    write_whole(path, "".join(f"{one.skey}\n" for one in [*held, signer]))
    vkey = signer.verifier.vkey
    append_own(session, KEY_ADDED, KEY_SUBJECT, {"key": vkey}, at=at)
    return signer


def revoke_key(
    session: Session, path: Path, held: Sequence[Signer], key_id: str, reason: str, *, at: datetime
) -> Verifier:
    """Stop signing with a key and say so, with the reason, in the log."""
    named = [vkey for vkey in public_keys(session) if read_vkey(vkey).key_id.hex() == key_id]
    if not named:
        raise LogError(f"No key in force has the number {key_id}.")
    kept = [one for one in held if one.verifier.vkey != named[0]]
    if not kept:
        raise LogError("This is the only key: add another one first, so that signing goes on.")
    said = {"key": named[0], "reason": reason}
    append_own(session, KEY_REVOKED, KEY_SUBJECT, said, at=at)
    write_whole(path, "".join(f"{one.skey}\n" for one in kept))
    return read_vkey(named[0])


def replace_lost(session: Session, path: Path, name: str, reason: str, *, at: datetime) -> Signer:
    """Make a key where every older one is lost; people must learn the new one from people."""
    if path.is_file():
        raise LogError(f"There is a key at {path}: add another one, then revoke it.")
    for vkey in public_keys(session):
        said = {"key": vkey, "reason": reason}
        append_own(session, KEY_REVOKED, KEY_SUBJECT, said, at=at)
    return add_key(session, path, [], name, at=at)
