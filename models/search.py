"""What a search looks through: names and titles as they sound. Made from the record, never part."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from models.base import Base, Code, Key, ShortText, link


class SearchKey(Base):
    """One name of a party, or the title of a chain, folded so that spellings meet.

    Every row can be made again from the record (``flask search rebuild``); a migration keeps an
    index of trigrams beside it: FTS5 on SQLite, ``pg_trgm`` on PostgreSQL where it can be had.
    """

    __tablename__ = "search_key"
    __table_args__ = (
        Index("ix_search_key_party_id", "party_id"),
        Index("ix_search_key_chain_id", "chain_id"),
    )

    id: Mapped[Key]
    kind: Mapped[Code]  # party or chain
    party_id: Mapped[int | None] = link("party.id", index=False)
    chain_id: Mapped[int | None] = link("chain.id", index=False)
    spelling: Mapped[ShortText]  # registry.names.spell of the name
