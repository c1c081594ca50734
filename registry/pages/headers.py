"""The headers that every answer carries."""

from flask import Flask, Response, current_app, request
from flask_login import current_user

# No inline script or style anywhere: what a browser runs is a file of ours, or nothing.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


def set_headers(answer: Response) -> Response:
    """Add what is missing; a view may have said something stricter."""
    for name, value in FIXED.items():
        answer.headers.setdefault(name, value)
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=63072000")
    # A shared phone or computer must not show to the next person what this one read.
    keep = "no-store" if current_user.is_authenticated else "no-cache"
    answer.headers.setdefault("Cache-Control", keep)
    return answer


def install(app: Flask) -> None:
    """Every answer, also an error."""
    app.after_request(set_headers)
