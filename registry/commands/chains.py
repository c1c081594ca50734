"""``flask load``, ``chain``, ``compare``, ``sheet``: one chain from the command line."""

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from models import Chain
from registry.access import OPERATOR, PUBLIC
from registry.chain_export import chain_form
from registry.commands.sentences import RegistryCommand
from registry.db import writing
from registry.exceptions import FormError
from registry.finding_form import comparison_body
from registry.history import ChainView, document_sources, view_chain
from registry.operations.acting import When
from registry.operations.findings import observe
from registry.operations.loading import load_chain
from registry.queries import get_chain
from registry.reference_data import catalogue
from registry.sealing import Sealer
from registry.sheets import comparison_pdf, issue_worker_sheet

DAY = click.DateTime(formats=["%Y-%m-%d"])


def _day(given: datetime | None) -> date:
    return given.date() if given else datetime.now(UTC).date()


@click.command("load", cls=RegistryCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Load a chain in its JSON form (docs/chain-form.md); twice makes nothing twice."""
    form = read_form(file)
    settings = current_app.extensions["settings"]
    at = datetime.now(UTC)
    with writing(current_app.extensions["sessions"]) as session:
        terms = catalogue(session).reference_set.terms
        sealer = Sealer(settings.seal_key)
        loaded = load_chain(session, form, terms=terms, sealer=sealer, at=at)
        observe(session, loaded.chain, when=When.now(at))
        public_id = loaded.chain.public_id
    made = ", ".join(f"{count} {what}" for what, count in sorted(loaded.made.items()))
    click.echo(f"{public_id}: {made or 'nothing new'}")


def read_form(file: Path) -> dict[str, Any]:
    """The file as JSON, or one sentence that says where it breaks off."""
    try:
        form = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise FormError(
            f"{file.name}, line {error.lineno}: the file is not whole JSON ({error.msg})."
        ) from error
    except UnicodeDecodeError as error:
        raise FormError(f"{file.name}: the file is not UTF-8 text; save it as UTF-8.") from error
    if not isinstance(form, dict):
        raise FormError(f"{file.name}: a chain is one JSON object.")
    return form


@click.command("chain", cls=RegistryCommand)
@click.argument("chain")
@click.option("--json", "as_json", is_flag=True, required=True, help="As a JSON form.")
@click.option("--on", type=DAY, help="As it stood on this day.")
@click.option("--all", "everything", is_flag=True, help="Also what is not public; for a transfer.")
@with_appcontext
def chain(chain: str, as_json: bool, on: datetime | None, everything: bool) -> None:
    """Print everything public about a chain, in the form that `flask load` takes."""
    reader = OPERATOR if everything else PUBLIC
    with current_app.extensions["sessions"]() as session:
        view = view_chain(session, reader, get_chain(session, reader, chain), on=_day(on))
    click.echo(json.dumps(chain_form(view.facts), ensure_ascii=False, indent=2))


@click.command("compare", cls=RegistryCommand)
@click.argument("chain", required=False)
@click.option("--on", type=DAY, help="As it stood on this day.")
@click.option("--json", "form", flag_value="json", default=True, help="Findings as JSON.")
@click.option("--pdf", "form", flag_value="pdf", help="The chain comparison as PDF.")
@click.option("--all", "every", is_flag=True, help="Compare every chain and record the findings.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def compare(
    chain: str | None, on: datetime | None, form: str, every: bool, output: Path | None
) -> None:
    """Compare what the links of CHAIN state, as it stood on a day."""
    if every:
        compare_all()
        return
    if chain is None:
        raise click.UsageError("Name a chain by its identifier or reference number, or say --all.")
    with current_app.extensions["sessions"]() as session:
        view = view_chain(session, OPERATOR, get_chain(session, OPERATOR, chain), on=_day(on))
    if form == "pdf":
        _write(comparison_pdf(view, current_app.extensions["settings"], "en"), output)
    else:
        text = json.dumps(comparison_json(view), ensure_ascii=False, indent=2)
        _write(text.encode() + b"\n", output)


def comparison_json(view: ChainView) -> dict[str, Any]:
    """A comparison as JSON, each finding with its English sentence."""
    wording = document_sources(view.catalogue).wording(view.facts, "en")
    words = {n: wording.sentence(f) for n, f in enumerate(view.comparison.findings)}
    return comparison_body(view.comparison, words)


def compare_all() -> None:
    """Compare every chain, a thousand a transaction; print counts by kind and severity."""
    sessions, at = current_app.extensions["sessions"], datetime.now(UTC)
    with sessions() as session:
        ids = list(session.scalars(select(Chain.id).order_by(Chain.id)))
    counts: Counter[tuple[str, str]] = Counter()
    with tqdm(total=len(ids), unit="chain", disable=not sys.stderr.isatty()) as bar:
        for start in range(0, len(ids), 1000):
            with writing(sessions) as session:
                for chain_id in ids[start : start + 1000]:
                    _count(session, chain_id, at, counts)
                    bar.update()
    for (kind, severity), count in sorted(counts.items()):
        click.echo(f"{kind:24} {severity:9} {count:7}")


def _count(session: Session, chain_id: int, at: datetime, counts: Counter[tuple[str, str]]) -> None:
    chain = session.get_one(Chain, chain_id)
    for row in observe(session, chain, when=When.now(at)):
        counts[row.kind, row.observations[-1].severity] += 1
    session.flush()
    session.expunge_all()


@click.command("sheet", cls=RegistryCommand)
@click.argument("chain")
@click.option("--link", required=True, help="Key of the place that hands the sheet out.")
@click.option("--languages", default="en", help="One or two, e.g. bn,en.")
@click.option("--on", type=DAY, help="As it stood on this day.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@with_appcontext
def sheet(chain: str, link: str, languages: str, on: datetime | None, output: Path) -> None:
    """Issue a worker's sheet as PDF."""
    settings, at = current_app.extensions["settings"], datetime.now(UTC)
    with writing(current_app.extensions["sessions"]) as session:
        held = get_chain(session, OPERATOR, chain)
        issued, pdf = issue_worker_sheet(
            session,
            held,
            link=link,
            languages=tuple(languages.split(",")),
            on=_day(on),
            settings=settings,
            at=at,
        )
        code = issued.code
    _write(pdf, output)
    click.echo(f"Sheet {code}: {settings.base_url}/s/{code}")


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
