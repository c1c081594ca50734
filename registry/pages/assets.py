"""Stylesheets and scripts, served from memory under the digest of their content."""

import gzip
import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, url_for

from registry.access import permission

FOLDER = Path(__file__).parent.parent / "static"
SERVED = {".css", ".js", ".svg", ".txt"}
FOREVER = "public, max-age=31536000, immutable"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file, read once at start."""

    path: str
    digest: str
    kind: str
    body: bytes
    packed: bytes


def read_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every file that may be served, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SERVED)
    return {asset.path: asset for asset in (read_asset(path, folder) for path in files)}


def read_asset(path: Path, folder: Path) -> Asset:
    """One file with its digest and its compressed form."""
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "text/plain"
    name = path.relative_to(folder).as_posix()
    return Asset(name, sha256(body).hexdigest()[:16], kind, body, gzip.compress(body, mtime=0))


def asset(path: str) -> str:
    """The address of a file; an unknown one fails where it is written, not in the browser."""
    found: Asset = current_app.extensions["assets"][path]
    return url_for("assets.show", digest=found.digest, path=path)


@blueprint.get("/assets/<digest>/<path:path>")
@permission("public")
def show(digest: str, path: str) -> Response:
    """Serve the file that has this digest, and no other version under its name."""
    found: Asset | None = current_app.extensions["assets"].get(path)
    if found is None or found.digest != digest:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    answer = Response(found.packed if packed else found.body, mimetype=found.kind)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOREVER
    return answer
