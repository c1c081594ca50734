"""One chain on one day for one reader: facts, comparison, and what was done about findings."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Party
from registry.access import Reader, may_read
from registry.exceptions import NotFoundError
from registry.masking import shown_to
from registry.operations.findings import held_findings, life_of
from registry.reference_data import Catalogue, catalogue
from registry.snapshot import snapshot
from registry.visible_findings import FindingLife, ShownFinding, sees_routing, shown_findings
from reports.comparison import compare
from reports.facts import ChainFacts
from reports.finding import Comparison
from reports.sources import Sources


@dataclass(frozen=True, slots=True)
class ChainView:
    """What a page, a document or an export is made from."""

    facts: ChainFacts  # masked for the reader
    comparison: Comparison  # only the findings the reader may see
    findings: tuple[ShownFinding, ...]
    catalogue: Catalogue


def view_chain(
    session: Session, reader: Reader, chain: Chain, *, on: date, by_source_date: bool = False
) -> ChainView:
    """Compute the chain on full facts, then show the reader what is theirs to see."""
    full, release = snapshot(session, chain.id, on=on, by_source_date=by_source_date)
    if not may_read(reader, full):
        raise NotFoundError(
            "There is no chain “%(chain)s” that you can open.", chain=chain.public_id
        )
    held = catalogue(session, release)
    comparison = compare(full, held.reference_set)
    lives = finding_lives(session, chain, on=on) if comparison.findings else {}
    shown = shown_findings(reader, full, comparison.findings, lives)
    seen = replace(
        comparison,
        findings=tuple(item.finding for item in shown),
        routed_to_inspector=comparison.routed_to_inspector and sees_routing(reader, full),
    )
    return ChainView(shown_to(reader, full), seen, shown, held)


def document_sources(held: Catalogue) -> Sources:
    """What documents are made with besides the facts."""
    return Sources(
        references=held.reference_set,
        catalogue=held.wording,
        codelists=held.codes,
        unreviewed=held.unreviewed,
    )


def finding_lives(session: Session, chain: Chain, *, on: date) -> dict[str, FindingLife]:
    """What was done about each finding up to a day, by identity; replies carry party names."""
    held = [row for row in held_findings(session, chain) if row.acts]
    ids = {act.by_party_id for row in held for act in row.acts if act.by_party_id}
    query = select(Party).where(Party.id.in_(ids))
    names = {str(p.id): p.name for p in session.scalars(query)} if ids else {}
    return {row.identity: _named(life_of(row, on=on), names) for row in held}


def _named(life: FindingLife, names: dict[str, str]) -> FindingLife:
    replies = tuple((day, names.get(by, ""), text, lang) for day, by, text, lang in life.replies)
    return replace(life, replies=replies)
