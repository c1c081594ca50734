"""Pages: the page of a chain against the same page rendered from memory; its queries by length."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, template_rendered
from jinja2 import Template
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session, sessionmaker

from bench.measuring import Ratio, side_by_side
from models import Chain
from registry.access import permission
from registry.app import create_app
from registry.config import read_settings
from registry.db import make_engine, make_sessions, upgrade, writing
from registry.snapshot import snapshot
from seeds.demo import load_demo
from tests.factories import DAY, chain_form, disclosure_form
from tests.loading import AT, load, load_reference

LINKS = (1, 6, 10)


def run() -> Iterator[Ratio]:
    """All ratios of pages."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(read_settings(), var=Path(folder))
        engine = make_engine(f"sqlite:///{folder}/bench.db")
        upgrade(engine)
        sessions = make_sessions(engine)
        with writing(sessions) as session:
            load_reference(session)
            load_demo(session, settings, at=datetime.now(UTC))
            lengths = {links: chain_of(session, links) for links in LINKS}
            named = Chain.title == "Sewing operators, Irbid"
            demo = session.scalars(select(Chain).where(named)).one().public_id
        app = create_app(settings, sessions=sessions)
        app.add_url_rule("/bench-hello", view_func=hello)
        yield page_from_memory(app, demo)
        yield unchanged_page(app, demo)
        yield queries(engine, sessions, lengths)
        engine.dispose()


def chain_of(session: Session, links: int) -> int:
    """A chain of so many agencies, each with a filing."""
    form = chain_form(key=f"chain-of-{links}")
    form["places"] = [
        {"key": f"p{n}", "role": "origin_agency", "party": "A", "filed_on": DAY}
        for n in range(links)
    ]
    form["edges"] = [
        {"below": f"p{n}", "above": f"p{n + 1}", "filed_on": DAY} for n in range(links - 1)
    ]
    form["acts"] = [disclosure_form(key=f"d{n}", place=f"p{n}") for n in range(links)]
    return load(session, form).chain.id


def page_from_memory(app: Flask, chain: str) -> Ratio:
    """Read, compared and rendered, over rendered alone from what was read."""
    rendered: list[tuple[Template, dict[str, Any]]] = []

    def keep(_app: Flask, template: Template, context: dict[str, Any], **_more: Any) -> None:
        rendered.append((template, context))

    client, address = app.test_client(), f"/chains/{chain}"
    with template_rendered.connected_to(keep, app):
        assert client.get(address).status_code == 200
    template, context = rendered[0]
    with app.test_request_context(address):
        value = side_by_side(lambda: client.get(address), lambda: template.render(context))
    return Ratio("chain page over the same page rendered from memory", value, 2.0)


def unchanged_page(app: Flask, chain: str) -> Ratio:
    """A page that the reader has already, over a page of three words."""
    client, address = app.test_client(), f"/chains/{chain}"
    headers = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    value = side_by_side(
        lambda: [client.get(address, headers=headers) for _ in range(20)],
        lambda: [client.get("/bench-hello") for _ in range(20)],
    )
    return Ratio("conditional GET of an unchanged chain page over a hello page", value, 3.0)


@permission("public")
def hello() -> str:
    """The least that a page can be."""
    return "hello, chain, page"


def queries(engine: Engine, sessions: sessionmaker[Session], chains: dict[int, int]) -> Ratio:
    """Queries of one comparison: the same number for one, six and ten links."""
    counts = {}
    for links, chain_id in chains.items():
        seen: list[str] = []

        def count(*arguments: Any, seen: list[str] = seen) -> None:
            if arguments[2].startswith("SELECT"):
                seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", count)
        with sessions() as session:
            snapshot(session, chain_id, on=AT.date())
        event.remove(engine, "before_cursor_execute", count)
        counts[links] = len(seen)
    note = ", ".join(f"{links} links: {number}" for links, number in counts.items())
    return Ratio(
        "queries of a comparison, the most of any length", max(counts.values()), 4, note=note
    )
