"""Issuing a worker's sheet: freeze, print, keep the file, put it on record (D28)."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Place, Sheet
from models.vocabulary import SheetKind
from registry.access import Reader
from registry.carrying import carried_by, words_of
from registry.config import Settings
from registry.documents import comparison_document, sheet_document, to_pdf
from registry.evidence import SHOWN_DIGITS, Evidence, acts_of, gather
from registry.exceptions import FormError, RefusedError
from registry.finding_form import jsonable
from registry.history import ChainView, document_sources, finding_lives
from registry.identifiers import new_sheet_code
from registry.masking import shown_on_paper, shown_to
from registry.operations.acting import REGISTRY, Actor, When
from registry.operations.sheets import Printed, issue_sheet
from registry.press.client import ensure_press
from registry.reference_data import catalogue
from registry.signing import DocumentKey, document_key, sign_pdf
from registry.snapshot import snapshot
from registry.visible_findings import shown_findings
from reports.comparison import compare
from reports.comparison_document import comparison_view
from reports.facts import ChainFacts
from reports.rendering import Rendering, for_rendering
from reports.sheet import SheetView, last_day, sheet_view
from reports.sheet_side import SheetOrder


def issue_worker_sheet(
    session: Session,
    chain: Chain,
    *,
    link: str,
    languages: Sequence[str],
    on: date,
    settings: Settings,
    at: datetime,
    by: Actor = REGISTRY,
) -> tuple[Sheet, bytes]:
    """Print and record the sheet that ``link`` hands out, as of ``on``; returns row and PDF."""
    printed = print_worker_sheet(
        session, chain, link=link, languages=languages, on=on, settings=settings, at=at
    )
    return record_sheet(session, chain, printed, link=link, at=at, by=by), printed.pdf


def print_worker_sheet(
    session: Session,
    chain: Chain,
    *,
    link: str,
    languages: Sequence[str],
    on: date,
    settings: Settings,
    at: datetime,
) -> Printed:
    """Print the sheet and keep its file; it is nobody's until it is on record.

    Apart from recording, because printing takes a second and writers wait for each other.
    """
    place = _place(session, chain, link)
    printed = print_sheet(session, chain, place, languages, on=on, settings=settings, at=at)
    keep_file(settings.sheets, printed.pdf)
    return printed


def record_sheet(
    session: Session, chain: Chain, printed: Printed, *, link: str, at: datetime, by: Actor
) -> Sheet:
    """Put a printed sheet on record; the log holds the hash of its file from the commit on."""
    place = _place(session, chain, link)
    return issue_sheet(session, chain, place, printed, by=by, when=When.now(at))


def print_sheet(
    session: Session,
    chain: Chain,
    place: Place,
    languages: Sequence[str],
    *,
    on: date,
    settings: Settings,
    at: datetime,
) -> Printed:
    """The worker's paper as PDF, and the values that its code answers with."""
    if not 1 <= len(languages) <= 2:
        raise FormError("Languages: a sheet has one language, or two side by side.")
    full, release = snapshot(session, chain.id, on=on)
    if place.key not in {p.id for p in full.places}:
        raise RefusedError(
            "%(place)s was not a link of this chain on %(day)s.", place=place.key, day=on
        )
    held = catalogue(session, release)
    if unknown := sorted(set(languages) - set(held.languages)):
        raise FormError(
            "Languages: there is no %(unknown)s; choose of %(choices)s.",
            unknown=tuple(unknown),
            choices=held.languages,
        )
    comparison = compare(full, held.reference_set)
    holder = Reader(sheet_of=chain.public_id)
    lives = finding_lives(session, chain, on=on)
    shown = shown_findings(holder, full, comparison.findings, lives)
    code = new_sheet_code()
    sources = document_sources(held)

    def order(rendering: Rendering, record: str = "") -> SheetOrder:
        return SheetOrder(
            place=place.key,
            languages=tuple(languages),
            rendering=rendering,
            code=code,
            address=f"{settings.base_url}/s/{code}",
            issued_on=at.date(),
            expires_on=last_day(at.date()),
            record=record,
        )

    paper = sheet_view(shown_on_paper(full), comparison, shown, sources, order(Rendering.WORKER))
    evidence = _evidence(session, chain, full, paper, settings)
    paper = replace(paper, record=evidence.digest[:SHOWN_DIGITS])
    # Whoever types the code reads it in any launch language, whatever the paper is printed in.
    read = replace(
        order(Rendering.PUBLIC, paper.record),
        languages=tuple(dict.fromkeys((*languages, *held.launch))),
    )
    by_code = sheet_view(shown_to(holder, full), comparison, shown, sources, read)
    with ensure_press(settings.press_socket) as press:
        pdf = to_pdf(sheet_document(paper), press, evidence.attachments())
    signed = sign_pdf(pdf, _key(settings), authority=settings.time_authority)
    return Printed(code, SheetKind.WORKER, tuple(languages), on, signed, jsonable(by_code))


def _evidence(
    session: Session, chain: Chain, full: ChainFacts, paper: SheetView, settings: Settings
) -> Evidence:
    """What the sheet carries of the log: who states what, who was told, and that it is there."""
    shown = for_rendering(shown_on_paper(full), Rendering.WORKER)
    words = "\n".join(words_of(jsonable(paper)))
    header = {
        "kind": "sheet",
        "code": paper.code,
        "chain": chain.public_id,
        "as_of": paper.as_of.isoformat(),
        "issued_on": paper.issued_on.isoformat(),
        "languages": [side.language for side in paper.sides],
    }
    carried = carried_by(session, chain, full, shown, words)
    acts = acts_of(session, chain, full.on)
    return gather(session, header, carried, _key(settings), **acts)


def _key(settings: Settings) -> DocumentKey:
    return document_key(settings.document_key, settings.base_url)


def comparison_pdf(view: ChainView, settings: Settings, language: str) -> bytes:
    """The chain comparison of a view as PDF, for its reader; it is not put on record."""
    sources = document_sources(view.catalogue)
    page = comparison_view(view.facts, view.comparison, view.findings, sources, language)
    identifier = f"comparison {view.facts.id} {view.facts.on}"
    with ensure_press(settings.press_socket) as press:
        return to_pdf(comparison_document(page, identifier=identifier), press)


def _place(session: Session, chain: Chain, link: str) -> Place:
    place = session.scalars(
        select(Place).where(Place.chain_id == chain.id, Place.key == link)
    ).one_or_none()
    if place is None:
        keys = session.scalars(
            select(Place.key).where(Place.chain_id == chain.id).order_by(Place.id)
        )
        raise RefusedError(
            "“%(link)s” is not a link of this chain; its links are %(choices)s.",
            link=link,
            choices=tuple(keys),
        )
    return place


def keep_file(folder: Path, pdf: bytes) -> None:
    """Store the file under its digest; whole on disk before it is on record."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(pdf).hexdigest()}.pdf"
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        out.write(pdf)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
