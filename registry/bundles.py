"""The evidence bundle: one archive that proves itself, as docs/evidence-bundle.md says.

The same chain, day and moment give the same bytes: no compression, no clock, files in order.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from models import Chain
from models.vocabulary import Source
from registry.access import Reader
from registry.carrying import carried_by
from registry.chain_export import compared_form
from registry.config import Settings
from registry.evidence import Evidence, acts_of, gather
from registry.exceptions import RefusedError
from registry.history import ChainView, document_sources, view_chain
from registry.jcs import canonical
from registry.log import store
from registry.queries import sheets_of
from registry.sheets import comparison_pdf
from registry.signing import DocumentKey, document_key, sign_content
from registry.snapshot import snapshot

FORM = "evidence-bundle/1"
VERIFIER = Path(__file__).parent / "static/verify.py"

PROVES = (
    "Each statement in record.json was filed for the link that is named, on the day that is given.",
    "All of it was in the public log of the registry when the checkpoint was signed.",
    "No file of this bundle was changed since the registry made it.",
)
DOES_NOT_PROVE = (
    "That what was stated is true.",
    "That it is still stated: a link may have corrected it since.",
    "Which person filed it; the registry knows the organisation's account.",
    "That nothing else exists: what workers told their union is its own to hand over.",
)
_SAID = {
    "README.txt": "What this is, what it proves and what it does not, how to check it",
    "chain.json": "The chain as this reader may see it, in the form of docs/chain-form.md",
    "checkpoint.txt": "The signed checkpoint of the log",
    "comparison.pdf": "The comparison of the chain, for people",
    "key.txt": "The log's public key as the registry gives it: compare it with paper",
    "record.json": "The entries of the log about the chain, with what they commit to",
    "verify.py": "The program that checks this bundle without a network",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose evidence is asked for: the chain on a day, as one reader sees it, made at a moment."""

    chain: Chain
    reader: Reader
    on: date
    at: datetime


def make_bundle(
    session: Session, asked: Asked, settings: Settings, files: Mapping[str, bytes] | None = None
) -> bytes:
    """The archive; ``files`` are documents that belong to the case, under their names."""
    if asked.reader.operator:
        # What only the machine's operator sees (workers' accounts among it) is nobody's evidence.
        raise RefusedError(
            "A bundle is made for somebody who may see what is in it: name a reader."
        )
    key = document_key(settings.document_key, settings.base_url)
    view = view_chain(session, asked.reader, asked.chain, on=asked.on)
    evidence = _evidence(session, asked, view, key)
    held = evidence.files()
    contents = {
        **{f"proofs/{name}": held[name] for name in held if name.startswith("proof-")},
        **{name: held[name] for name in held if not name.startswith("proof-")},
        **{f"files/{name}": content for name, content in (files or {}).items()},
        **_issued(session, asked, settings),
        "chain.json": _chain_json(view),
        "comparison.pdf": comparison_pdf(view, settings, "en"),
        "key.txt": "".join(f"{vkey}\n" for vkey in store.public_keys(session)).encode(),
        "verify.py": VERIFIER.read_bytes(),
        "README.txt": _readme(asked).encode(),
    }
    manifest = canonical(_manifest(asked, evidence, contents)).encode()
    signature = sign_content(manifest, key, at=asked.at)
    return _archive({**contents, "manifest.json": manifest, "manifest.p7s": signature})


def _evidence(session: Session, asked: Asked, view: ChainView, key: DocumentKey) -> Evidence:
    full, _ = snapshot(session, asked.chain.id, on=asked.on)
    words = "\n".join(f"{s.as_stated}\n{s.reason}" for s in view.facts.statements)
    carried = carried_by(session, asked.chain, full, view.facts, words, replaced_too=True)
    accounts = {s.disclosure for s in full.statements if s.source is Source.WORKERS_ACCOUNT}
    kept = [one for one in carried if one.name not in accounts]
    acts = acts_of(session, asked.chain, asked.on)
    header = {
        "kind": "bundle",
        "code": "",
        "chain": asked.chain.public_id,
        "as_of": asked.on.isoformat(),
    }
    return gather(session, header, kept, key, **acts)


def _chain_json(view: ChainView) -> bytes:
    wording = document_sources(view.catalogue).wording(view.facts, "en")
    words = {n: wording.sentence(found) for n, found in enumerate(view.comparison.findings)}
    body = compared_form(view.facts, view.comparison, view.findings, words)
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _issued(session: Session, asked: Asked, settings: Settings) -> dict[str, bytes]:
    """The sheets that stand, as they were issued; a household's are in its worker's hand (D18)."""
    if asked.chain.household:
        return {}
    papers = {}
    for sheet in sheets_of(session, asked.chain, asked.on):
        path = settings.sheets / f"{sheet.digest}.pdf"
        if path.is_file():
            papers[f"issued/{sheet.code}.pdf"] = path.read_bytes()
    return papers


def _manifest(asked: Asked, evidence: Evidence, contents: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "form": FORM,
        "origin": json.loads(evidence.record)["origin"],
        "chain": asked.chain.public_id,
        "as_of": asked.on.isoformat(),
        "made_at": asked.at.isoformat(timespec="seconds"),
        "proves": list(PROVES),
        "does_not_prove": list(DOES_NOT_PROVE),
        "files": [
            {
                "path": path,
                "sha256": sha256(content).hexdigest(),
                "size": len(content),
                "what": _what(path),
            }
            for path, content in sorted(contents.items())
        ],
    }


def _what(path: str) -> str:
    folder = path.partition("/")[0]
    of_folder = {
        "proofs": "That one entry is in the log (C2SP tlog-proof)",
        "issued": "A job-condition sheet as it was issued",
        "files": "A document of the case",
    }
    return of_folder.get(folder) or _SAID[path]


def _readme(asked: Asked) -> str:
    return "\n".join(
        [
            f"Evidence about chain {asked.chain.public_id}, as of {asked.on.isoformat()}",
            "",
            "What this proves:",
            *(f"- {line}" for line in PROVES),
            "",
            "What it does not prove:",
            *(f"- {line}" for line in DOES_NOT_PROVE),
            "",
            "How to check it, on a computer with Python 3.9 or later and no network:",
            "    python3 verify.py --key KEY bundle.zip",
            "KEY is the public key of the log from paper, or from a union or an inspectorate that",
            "holds it. Take verify.py from somewhere else than this bundle, too, or read it first.",
            "",
        ]
    )


def _archive(contents: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(path)  # dated 1980: an archive knows no earlier day
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
