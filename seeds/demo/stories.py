"""Loads the four stories through the operations, so that they have a history."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from registry.config import Settings
from registry.operations.acting import When
from registry.operations.chains import find_chain
from registry.operations.findings import observe
from registry.operations.loading import load_chain
from registry.reference_data import catalogue
from registry.sealing import Sealer
from seeds.demo.people import admit_people

FOLDER = Path(__file__).parent
NAMES = (
    "bangladesh-jordan-garment",
    "nepal-emirates-domestic",
    "andhra-kuwait-domestic",
    "jharkhand-bengaluru-garment",
)


def stories() -> Iterator[dict[str, Any]]:
    """The four chain forms, in the order in which the README walks through them."""
    for name in NAMES:
        story: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        yield story


def load_demo(session: Session, settings: Settings, *, at: datetime) -> int:
    """Load what is not there yet, compare it, and admit the people; how many chains are new."""
    terms = catalogue(session).reference_set.terms
    new = 0
    for story in stories():
        # A story that is held has gone on since: what people did in it is left as it is.
        if find_chain(session, [("key", story["chain"]["key"])]) is not None:
            continue
        loaded = load_chain(session, story, terms=terms, sealer=Sealer(settings.seal_key), at=at)
        observe(session, loaded.chain, when=When.now(at))
        new += 1
    admit_people(session, at=at)
    return new
