"""A filing by its name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Disclosure
from registry.exceptions import RefusedError


def find_disclosure(session: Session, chain: Chain, key: str) -> Disclosure:
    """The disclosure of a chain by its key or public identifier."""
    found = session.scalars(
        select(Disclosure).where(
            Disclosure.chain_id == chain.id,
            (Disclosure.key == key) | (Disclosure.public_id == key),
        )
    ).one_or_none()
    if found is None:
        raise RefusedError("There is no disclosure “%(key)s” in this chain.", key=key)
    return found
