"""Keys made of salts: whoever deletes a salt erases what was committed to with it (D25)."""

import hmac


def keyed(salt: str, content: bytes) -> str:
    """``HMAC-SHA256(salt, content)`` as hex; ``salt`` is hex too.

    A salt that is damaged on the disk commits to something else: the audit says so, and goes on.
    """
    try:
        key = bytes.fromhex(salt)
    except ValueError:
        key = salt.encode("utf-8")
    return hmac.new(key, content, "sha256").hexdigest()
