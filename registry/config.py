"""Settings, from the environment; every default is safe in production or absent."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from registry.exceptions import SettingError

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """What the processes need to know; made once at start."""

    database_url: str
    var: Path
    base_url: str
    secret_key: str
    seal_key: str
    press_socket: Path
    secure_cookies: bool
    time_authority: str = ""

    @property
    def sheets(self) -> Path:
        """Where issued documents are kept, by digest."""
        return self.var / "sheets"

    @property
    def document_key(self) -> Path:
        """The key that signs sheets, receipts and bundles (mode 600)."""
        return self.var / "document-key"


def read_settings() -> Settings:
    """Settings of this process; makes the var folder and its two keys on the first start."""
    var = Path(os.environ.get("REGISTRY_VAR", CHECKOUT / "var"))
    var.mkdir(parents=True, exist_ok=True)
    base_url = os.environ.get("REGISTRY_URL", "http://localhost:8000").rstrip("/")
    return Settings(
        database_url=database_url(os.environ.get("DATABASE_URL", ""), var),
        var=var,
        base_url=base_url,
        secret_key=_kept_key("SECRET_KEY", var / "secret-key"),
        seal_key=_kept_key("SEAL_KEY", var / "seal-key"),
        press_socket=Path(os.environ.get("REGISTRY_PRESS_SOCKET", var / "press.sock")),
        secure_cookies=base_url.startswith("https://"),
        time_authority=os.environ.get("REGISTRY_TIME_AUTHORITY", ""),
    )


def database_url(given: str, var: Path) -> str:
    """The SQLAlchemy address: an embedded file unless PostgreSQL is asked for."""
    if not given:
        return f"sqlite:///{var / 'registry.db'}"
    scheme, sep, rest = given.partition("://")
    if not sep:
        raise SettingError("DATABASE_URL needs the form postgresql://user@host/name")
    if scheme in {"postgres", "postgresql"}:
        return f"postgresql+psycopg://{rest}"
    return given


def _kept_key(name: str, path: Path) -> str:
    """A key from the environment, or one made once and kept with mode 600."""
    if given := os.environ.get(name):
        return given
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(key := secrets.token_hex(32))
    return key
