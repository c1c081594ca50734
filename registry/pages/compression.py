"""Pages are sent compressed where that cannot give a secret away."""

import gzip

from flask import Flask, Response, request

SMALLEST = 1400
KINDS = {"text/html", "text/csv", "application/json"}


def install(app: Flask) -> None:
    """After the other headers are set, so that it sees whether a cookie is sent."""
    app.after_request(compress)


def compress(answer: Response) -> Response:
    """Compress what strangers read.

    A page for somebody who carries a cookie may hold a token beside text that others can choose,
    and its compressed length would tell about the token; such a page is sent as it is.
    """
    if answer.mimetype not in KINDS or answer.is_streamed or "Content-Encoding" in answer.headers:
        return answer
    answer.vary.update(("Accept-Encoding", "Cookie"))
    private = bool(request.cookies) or "Set-Cookie" in answer.headers
    if private or request.accept_encodings["gzip"] <= 0:
        return answer
    body = answer.get_data()
    if len(body) >= SMALLEST:
        answer.set_data(gzip.compress(body, compresslevel=5, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
