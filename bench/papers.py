"""A sheet that proves itself, with its record, proofs and signature, against the bare page."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.measuring import Ratio
from models import Chain, Place
from registry.config import read_settings
from registry.db import make_engine, make_sessions, upgrade, writing
from registry.documents import sheet_document, to_pdf
from registry.press.client import ensure_press
from registry.sheets import print_sheet
from reports.sheet import SheetView
from reports.views import revive
from seeds.demo import load_demo
from tests.loading import load_reference
from tests.signing_log import SignedLog

TIMES = 7
LANGUAGES = ("bn", "en")


def run() -> Iterator[Ratio]:
    """The time that a person waits for either, press and all."""
    with tempfile.TemporaryDirectory() as folder, ensure_press() as press:
        settings = replace(read_settings(), var=Path(folder), press_socket=press)
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        upgrade(engine)
        sessions = make_sessions(engine)
        at = datetime.now(UTC)
        with writing(sessions) as session:
            load_reference(session)
            load_demo(session, settings, at=at)
        SignedLog(sessions, settings, Path(folder)).sign()
        with sessions() as session:
            named = Chain.title == "Sewing operators, Irbid"
            chain = session.scalars(select(Chain).where(named)).one()
            filers = select(Place).where(Place.chain_id == chain.id, Place.key == "A")
            place = session.scalars(filers).one()
            views: list[dict[str, Any]] = []

            def proven() -> bytes:
                held = print_sheet(
                    session, chain, place, LANGUAGES, on=at.date(), settings=settings, at=at
                )
                views.append(held.view)
                return held.pdf

            proven()
            view: SheetView = revive(SheetView, views[0])
            view = replace(view, sides=view.sides[: len(LANGUAGES)])
            value = waited(proven, lambda: to_pdf(sheet_document(view), press))
        engine.dispose()
    yield Ratio("issuing a sheet, compared, proven and signed, over printing its page", value, 2.0)


def waited(one: Callable[[], object], other: Callable[[], object]) -> float:
    """Elapsed time of ``one`` over that of ``other``, in turns, medians of several."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(TIMES):
        for work, times in ((one, first), (other, second)):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    return statistics.median(first) / statistics.median(second)
