"""The texts that become leaves: what stands in them, and the commitments inside them.

Every entry is one JSON object in the form of RFC 8785. Whatever is not public is committed to by
``HMAC-SHA256(key, JSON)`` with a key made from 32 random bytes, so that nobody can try out what
it may say, and so that deleting those bytes erases it while the tree stays as it is.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from registry.jcs import canonical
from registry.log.errors import LogError
from registry.salts import keyed

FORM = "log-entry/1"
PRIVATE = "private"
Json = dict[str, Any]


def new_salt() -> str:
    """32 random bytes, in hex."""
    return secrets.token_hex(32)


def body_key(salt: str) -> str:
    """The key of the commitment to a body: whoever may read the body gets it."""
    return _derived(salt, b"body")


def user_mark(salt: str, user_id: int | None) -> str | None:
    """The person who acted, as a commitment whose key is never handed out."""
    if user_id is None:
        return None
    return commitment(_derived(salt, b"user"), str(user_id))


def commitment(key: str, text: str) -> str:
    """``HMAC-SHA256(key, text)``, in hex."""
    return hmac.new(bytes.fromhex(key), text.encode("utf-8"), "sha256").hexdigest()


def verify_body(entry: str, body: str, key: str) -> None:
    """Refuse unless the entry commits to this body under this key."""
    try:
        held = json.loads(entry).get("commitment")
        found = commitment(key, body)
    except (ValueError, AttributeError) as error:
        raise LogError("This is not an entry of the log, or its key is not in hex.") from error
    if not isinstance(held, str) or not hmac.compare_digest(held.encode(), found.encode()):
        raise LogError("The entry does not commit to this text.")


def open_text(header: Mapping[str, Any], body: Json, salt: str) -> str:
    """An entry that shows its header and commits to its body."""
    held = commitment(body_key(salt), canonical(body))
    return canonical({"form": FORM, **header, "commitment": held})


def private_text(header: Mapping[str, Any], body: Json, salt: str) -> str:
    """An entry that shows nothing: it commits to header and body together."""
    return canonical({"form": FORM, "kind": PRIVATE, "commitment": whole(header, body, salt)})


def whole(header: Mapping[str, Any], body: Json, salt: str) -> str:
    """The commitment to header and body together."""
    return commitment(body_key(salt), canonical({**header, "body": body}))


def own_text(header: Mapping[str, Any]) -> str:
    """An entry of the log about itself; all of it can be read."""
    return canonical({"form": FORM, **header})


def moment(at: datetime) -> str:
    """A moment in its one form: UTC, with six decimals."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _derived(salt: str, purpose: bytes) -> str:
    return keyed(salt, purpose)
