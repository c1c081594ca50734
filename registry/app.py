"""The web application: settings, sessions, extensions, headers, error pages, blueprints."""

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.orm import Session, sessionmaker

from registry.config import CHECKOUT, Settings
from registry.db import make_engine, make_sessions
from registry.pages import (
    assets,
    chains,
    compare,
    compression,
    errors,
    exports,
    filing,
    filing_again,
    findings,
    gate,
    headers,
    health,
    home,
    languages,
    limits,
    log,
    parties,
    printing,
    questions,
    rendering,
    search,
    services,
    sheets,
    signin,
    term_files,
    terms,
    uploads,
)

PAGES = (
    assets,
    chains,
    compare,
    exports,
    filing,
    filing_again,
    findings,
    health,
    home,
    log,
    parties,
    printing,
    questions,
    search,
    sheets,
    signin,
    term_files,
    terms,
)
MOST_BYTES = 1 << 20


def create_app(settings: Settings, sessions: sessionmaker[Session] | None = None) -> Flask:
    """The application; it refuses to start when a view names no permission."""
    app = Flask("registry", static_folder=None, template_folder=str(CHECKOUT / "templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the browser's own session
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=5000,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    uploads.install(app)
    services.install(app, settings, sessions or make_sessions(make_engine(settings.database_url)))
    app.extensions["assets"] = assets.read_assets()
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    for part in (languages, rendering, gate, limits, compression, headers, errors):
        part.install(app)
    gate.refuse_unmarked(app)
    return app
