"""How often something may be tried: by account and by address, in memory, under a rotating salt."""

import hmac
import secrets
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter

from registry.pages.services import today

# An address behind which a whole dormitory signs in gets more tries than one account does.
BY_ACCOUNT = "10 per 15 minutes"
BY_ADDRESS = "100 per 15 minutes"
# Printing costs a second of a processor, and a file that is looked through may be large.
PRINTING = "30 per 15 minutes"
PRINTED = ("printing.comparison", "printing.issue", "filing.receipt_paper", "sheets.check")

_salts: dict[object, bytes] = {}


def install(app: Flask) -> None:
    """Count in the memory of this process; the addresses themselves are kept nowhere (D23)."""
    limiter = Limiter(address_key, storage_uri="memory://", default_limits=[])
    limiter.init_app(app)
    views: dict[str, Any] = app.view_functions
    view = limiter.limit(BY_ADDRESS, key_func=address_key)(views["signin.enter"])
    views["signin.enter"] = limiter.limit(BY_ACCOUNT, key_func=account_key)(view)
    for name in PRINTED:
        views[name] = limiter.limit(PRINTING, key_func=address_key)(views[name])
    # Without a reference the counters would be collected as garbage.
    app.extensions["limiter_kept"] = limiter


def account_key() -> str:
    """The account that is tried, not readable."""
    return hidden("account", request.form.get("login", "").strip().lower())


def address_key() -> str:
    """The address that asks, not readable."""
    return hidden("address", request.remote_addr or "")


def hidden(kind: str, text: str) -> str:
    """A digest under a salt that lives for a day in this process and nowhere else."""
    day = today()
    if day not in _salts:
        _salts.clear()
        _salts[day] = secrets.token_bytes(32)
    return hmac.new(_salts[day], f"{kind}:{text}".encode(), "sha256").hexdigest()
