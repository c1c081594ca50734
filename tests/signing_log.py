"""The log in tests: named keys, and a checkpoint over everything so far."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from registry.config import Settings
from registry.db import writing
from registry.evidence import announce
from registry.log import keys, signer, store
from registry.signing import DocumentKey, document_key

ORIGIN = "localhost:8000/log"


class SignedLog:
    """The signing process of a test: its keys and its state are its own."""

    def __init__(self, sessions: sessionmaker[Session], settings: Settings, folder: Path) -> None:
        self.sessions, self.folder = sessions, folder
        self.document_key: DocumentKey = document_key(settings.document_key, settings.base_url)

    def sign(self) -> str:
        """Name the keys in the log if need be, and sign it as it stands; the public key."""
        at = datetime.now(UTC)
        with writing(self.sessions) as session:
            signers = keys.first_key(session, self.folder / "log-key", ORIGIN, at=at)
            announce(session, self.document_key, at=at)
        signer.sign(self.sessions, signers, self.folder / "log-state", at=at)
        with self.sessions() as session:
            (vkey,) = store.public_keys(session)
        return vkey
