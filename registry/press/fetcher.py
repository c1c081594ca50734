"""What a page may ask for while it is made: what came with the job, and data in the page."""

from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from registry.press.job import Resource

_LONGEST_SHOWN = 200


class RefusingFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types.
    """Answers from the job and from ``data:`` addresses; anything else ends the rendering.

    Nothing is ever fetched over a network or from a disk: the content of an allowed address
    came with the job, under that exact address. What was refused stands in ``refused``.
    """

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._resources = resources
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The content of one address."""
        found = read_data_url(url) if url[:5].lower() == "data:" else self._resources.get(url)
        if found is None:
            self.refused.append(url[:_LONGEST_SHOWN])
            # A BaseException: WeasyPrint would go on without the thing after any other.
            raise FatalURLFetchingError(self.refused[-1])
        return URLFetcherResponse(url, found.content, {"Content-Type": found.media_type})


def read_data_url(url: str) -> Resource:
    """The content that stands in the address itself (RFC 2397)."""
    described, _, told = url[len("data:") :].partition(",")
    media_type, is_base64, _ = described.partition(";base64")
    content = unquote_to_bytes(told)
    return Resource(media_type or "text/plain", b64decode(content) if is_base64 else content)
