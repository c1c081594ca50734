"""Files that are sent to us stay in memory: what a stranger holds is never written to a disk."""

from io import BytesIO
from typing import IO

from flask import Flask, Request


class InMemory(Request):
    """A request whose files are never spooled to a temporary file."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def install(app: Flask) -> None:
    """Take every request so; how large it may be is said by the view."""
    app.request_class = InMemory
