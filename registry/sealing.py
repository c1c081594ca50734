"""Names that nobody sees: encrypted, matched only by a keyed fingerprint (law 6, D19)."""

import base64
import hmac

from cryptography.fernet import Fernet


class Sealer:
    """Seals names with the registry's seal key; opening is a later, logged act of its own."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(self._key[:32]))

    def seal(self, name: str) -> str:
        """The name, encrypted and authenticated."""
        return self._fernet.encrypt(name.encode("utf-8")).decode("ascii")

    def fingerprint(self, name: str) -> str:
        """A keyed digest: equal for equal names, and of no use without the key."""
        return hmac.new(self._key, name.encode("utf-8"), "sha256").hexdigest()
