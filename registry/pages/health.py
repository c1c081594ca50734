"""For whoever runs the registry: is it alive, and can it answer?"""

from flask import Blueprint, Response

from registry.access import permission
from registry.exceptions import RegistryError
from registry.pages.services import reference

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@permission("public")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _plain("alive\n", 200)


@blueprint.get("/readyz")
@permission("public")
def ready() -> Response:
    """The database answers and reference data is loaded."""
    try:
        version = reference().reference_set.version
    except RegistryError as problem:
        return _plain(f"not ready: {problem}\n", 503)
    return _plain(f"ready, reference data {version}\n", 200)


def _plain(text: str, status: int) -> Response:
    answer = Response(text, status, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
