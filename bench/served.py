"""A stored sheet, served through the application, against a page of three words from memory."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.measuring import Ratio, side_by_side
from bench.pages import hello
from registry.app import create_app
from registry.config import read_settings
from registry.db import make_engine, make_sessions, upgrade, writing
from registry.documents import sheet_document, to_pdf
from registry.press.client import ensure_press
from tests.loading import load_reference
from tests.paper import sheet_of, worked_example
from tests.test_pages_sheet import PDF, issue

REQUESTS = 40


def run() -> Iterator[Ratio]:
    """Requests per second of a stored sheet over those of a hello page."""
    facts, comparison = worked_example()
    view = sheet_of(facts, ("bn", "en"), comparison=comparison)
    with ensure_press() as press:
        pdf = to_pdf(sheet_document(view), press)
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(read_settings(), var=Path(folder))
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        upgrade(engine)
        sessions = make_sessions(engine)
        with writing(sessions) as session:
            load_reference(session)
            sheet = issue(session)
            code, digest = sheet.code, sheet.digest
        settings.sheets.mkdir()
        (settings.sheets / f"{digest}.pdf").write_bytes(pdf)
        app = create_app(settings, sessions=sessions)
        app.add_url_rule("/bench-hello", view_func=hello)
        client = app.test_client()
        address = f"/s/{code}/sheet.pdf"
        assert client.get(address).data == pdf != PDF
        # Time of the hello page over that of the sheet is the sheet's requests over the other's.
        value = side_by_side(
            lambda: [client.get("/bench-hello") for _ in range(REQUESTS)],
            lambda: [client.get(address) for _ in range(REQUESTS)],
        )
        engine.dispose()
    note = f"{len(pdf) // 1024} kB"
    yield Ratio("requests a second of a stored sheet over a hello page", value, 0.8, True, note)
