"""A filing's receipt as a PDF that proves itself; made when it is asked for, and not kept."""

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Chain, Disclosure, ErasableText, Place
from models.vocabulary import ActKind
from registry.access import Reader
from registry.config import Settings
from registry.documents import receipt_document, to_pdf
from registry.evidence import Carried, Evidence, gather
from registry.history import document_sources, view_chain
from registry.press.client import ensure_press
from registry.signing import DocumentKey, document_key, sign_pdf
from reports.receipt import Proof, receipt_view


def receipt_pdf(
    session: Session,
    chain: Chain,
    filed: Disclosure,
    reader: Reader,
    language: str,
    settings: Settings,
    *,
    on: date,
) -> bytes:
    """The receipt for the one who filed; ``NotYetError`` until the log's checkpoint holds it."""
    view = view_chain(session, reader, chain, on=on)
    key = document_key(settings.document_key, settings.base_url)
    evidence = _evidence(session, chain, filed, key)
    (index,) = (n["index"] for n in json.loads(evidence.record)["entries"] if "document" in n)
    at = filed.recorded_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    paper = receipt_view(
        view.facts,
        filed.key,
        document_sources(view.catalogue),
        language if language in view.catalogue.languages else "en",
        Proof(digest=filed.digest, entry=str(index), filed_at=at),
        asked=len(view.comparison.asked_terms),
    )
    with ensure_press(settings.press_socket) as press:
        pdf = to_pdf(receipt_document(paper), press, evidence.attachments())
    return sign_pdf(pdf, key, authority=settings.time_authority)


def _evidence(session: Session, chain: Chain, filed: Disclosure, key: DocumentKey) -> Evidence:
    """The filing with everything in it: whoever filed it may see all of it."""
    texts = select(ErasableText.pointer).where(ErasableText.disclosure_id == filed.id)
    carried = Carried(filed.id, filed.key, pointers=frozenset(session.scalars(texts)))
    placed = select(Act.id).where(
        Act.place_id == filed.place_id, Act.kind == ActKind.PLACE_ASSERTED.value
    )
    place = session.get_one(Place, filed.place_id)
    header = {
        "kind": "receipt",
        "code": filed.public_id,
        "chain": chain.public_id,
        "as_of": filed.filed_on.isoformat(),
    }
    firms = {row for row in (place.party_id, filed.recorder_id) if row is not None}
    acts = list(session.scalars(placed.order_by(Act.id)))
    return gather(session, header, [carried], key, acts=acts, parties=sorted(firms))
