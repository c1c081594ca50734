"""Search: what is named, numbered or titled like what was typed, also in another spelling.

First what holds the words as they sound (chains by date, parties by name: R12); then, apart, what
is written nearly so, by closeness and name. Every query carries ``may_list``: what a page would
answer with 404 is neither found nor counted, and takes no room from what may be found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import (
    ColumnElement,
    Select,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from models import Chain, ChainNumber, Party, PartyIdentifier, Place, SearchKey
from registry.access import Reader
from registry.names import spell, spell_number
from registry.queries import PAGE, ChainLine, chain_lines, may_list, shows_party

GRAM = 3
RAREST = 6
CANDIDATES = 200
MOST_CLOSE = 10
NEARLY = 78  # of 100: one letter of five may differ
NUMBER_NEARLY = 85

_GRAMS = table("search_gram", column("rowid"), column("rank"))
_COUNTS = table("search_gram_count", column("term"), column("doc"))


def search_chains(
    session: Session, reader: Reader, text: str, *, limit: int = PAGE
) -> list[ChainLine]:
    """Chains by reference number, title, occupation, or the name of a party in them."""
    spelled = _asked(text)
    if not spelled:
        return []
    number = spell_number(text)
    titled = select(SearchKey.chain_id).where(_holds(session, spelled), SearchKey.kind == "chain")
    numbered = select(SearchKey.chain_id).where(
        SearchKey.kind == "number", SearchKey.spelling.startswith(number, autoescape=True)
    )
    named = select(SearchKey.party_id).where(_holds(session, spelled), SearchKey.kind == "party")
    by_party = exists().where(
        Place.chain_id == Chain.id, Place.party_id.in_(named), shows_party(reader)
    )
    found = [Chain.public_id == text.strip().upper(), Chain.occupation == text.strip()]
    found += [Chain.id.in_(titled), by_party]
    if any(sign.isdigit() for sign in number):
        found.append(Chain.id.in_(numbered))
    query = (
        select(Chain)
        .where(may_list(reader), or_(*found))
        .order_by(Chain.registered_on.desc(), Chain.id.desc())
        .limit(limit)
    )
    return chain_lines(session, query)


def search_parties(session: Session, text: str, *, limit: int = PAGE) -> Sequence[Party]:
    """Organisations by name, other name, or official number, in order of name (R12)."""
    spelled = _asked(text)
    if not spelled:
        return []
    named = select(SearchKey.party_id).where(_holds(session, spelled), SearchKey.kind == "party")
    numbered = exists().where(
        PartyIdentifier.party_id == Party.id,
        PartyIdentifier.scheme != "key",
        PartyIdentifier.number == text.strip(),
    )
    itself = Party.public_id == text.strip().upper()
    query = select(Party).where(
        Party.kind == "organisation", or_(Party.id.in_(named), numbered, itself)
    )
    return session.scalars(query.order_by(Party.name_key, Party.id).limit(limit)).all()


def _asked(text: str) -> str:
    """The spelling to look for; "zzzz" is one letter when it is spelled, and nobody's name."""
    spelled = spell(text)
    return "" if len(spelled) == 1 < len(text.strip()) - 1 else spelled


def exact_chain(session: Session, reader: Reader, text: str) -> str | None:
    """The chain whose own number or reference number this is, if the reader may list it."""
    numbered = exists().where(
        ChainNumber.chain_id == Chain.id,
        ChainNumber.scheme != "key",
        ChainNumber.number == text.strip(),
    )
    named = or_(Chain.public_id == text.strip().upper(), numbered)
    found = session.scalars(select(Chain.public_id).where(may_list(reader), named).limit(2)).all()
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Close:
    """What is written nearly as it was typed."""

    parties: Sequence[Party]
    chains: Sequence[ChainLine]


def close_to(
    session: Session, reader: Reader, text: str, *, parties: Sequence[str], chains: Sequence[str]
) -> Close:
    """Parties and chains that are written nearly so, without those that were found already."""
    spelled, number = spell(text), spell_number(text)
    of_party = select(SearchKey.party_id, SearchKey.spelling).where(SearchKey.kind == "party")
    listed = select(SearchKey.chain_id, SearchKey.spelling).join(
        Chain, Chain.id == SearchKey.chain_id
    )
    of_chain = listed.where(may_list(reader), SearchKey.kind == "chain")
    of_number = listed.where(may_list(reader), SearchKey.kind == "number")
    near_parties = _nearest(session, of_party, spelled)
    near_chains = _nearest(session, of_chain, spelled)
    if any(sign.isdigit() for sign in number):
        near_chains |= _nearest(session, of_number, number)
    return Close(
        _parties_by_closeness(session, near_parties, parties)[:MOST_CLOSE],
        _chains_by_closeness(session, near_chains, chains)[:MOST_CLOSE],
    )


def _parties_by_closeness(
    session: Session, near: dict[int, int], found: Sequence[str]
) -> list[Party]:
    held = session.scalars(
        select(Party).where(
            Party.id.in_(near), Party.kind == "organisation", Party.public_id.not_in(found)
        )
    )
    return sorted(held, key=lambda party: (-near[party.id], party.name_key, party.id))


def _chains_by_closeness(
    session: Session, near: dict[int, int], found: Sequence[str]
) -> list[ChainLine]:
    wanted = Chain.id.in_(near), Chain.public_id.not_in(found)
    keys = {
        name: key for key, name in session.execute(select(Chain.id, Chain.public_id).where(*wanted))
    }
    lines = chain_lines(session, select(Chain).where(*wanted))
    return sorted(lines, key=lambda line: (-near[keys[line.public_id]], line.title, line.public_id))


def closeness(asked: str, spelled: str) -> int:
    """How nearly two spellings are one, of 100: whole words in any order, or a part as typed."""
    words = spelled.split()
    best = [len(word) * max(fuzz.ratio(word, other) for other in words) for word in asked.split()]
    by_words = sum(best) / max(1, sum(map(len, asked.split())))
    part = fuzz.partial_ratio(asked, spelled) if GRAM + 1 < len(asked) <= len(spelled) else 0
    return round(max(by_words, part))


def _nearest(session: Session, query: Select[*tuple[Any, ...]], asked: str) -> dict[int, int]:
    """Closeness by key, of what is close enough."""
    if len(asked) < GRAM:
        return {}
    found: dict[int, int] = {}
    least = NUMBER_NEARLY if asked.isalnum() and any(c.isdigit() for c in asked) else NEARLY
    for key, spelled in session.execute(_candidates(session, query, asked)):
        near = closeness(asked, spelled) if spelled else 0
        if near >= least:
            found[key] = max(near, found.get(key, 0))
    return found


def _candidates(
    session: Session, query: Select[*tuple[Any, ...]], asked: str
) -> Select[*tuple[Any, ...]]:
    """The spellings that share the rarest runs of three letters with what was typed."""
    grams = list(dict.fromkeys(asked[n : n + GRAM] for n in range(len(asked) - GRAM + 1)))
    if session.get_bind().dialect.name != "postgresql":
        counted = select(_COUNTS.c.term).where(_COUNTS.c.term.in_(grams)).order_by(_COUNTS.c.doc)
        rarest = session.scalars(counted.limit(RAREST)).all() or grams[:1]
        joined = query.join(_GRAMS, _GRAMS.c.rowid == SearchKey.id)
        return joined.where(_matches(rarest)).order_by(_GRAMS.c.rank).limit(CANDIDATES)
    if _has_trigrams(session):
        session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", "0.3", True)))
        near = func.word_similarity(asked, SearchKey.spelling).desc()
        return query.where(SearchKey.spelling.op("%>")(asked)).order_by(near).limit(CANDIDATES)
    held = [SearchKey.spelling.contains(gram, autoescape=True) for gram in grams]
    return query.where(or_(*held)).limit(CANDIDATES * RAREST)


def _holds(session: Session, spelled: str) -> ColumnElement[bool]:
    """The condition that a spelling holds these letters; one or two begin a word.

    From three on it is read from an index.
    """
    if len(spelled) < GRAM:
        begins = SearchKey.spelling.startswith(spelled, autoescape=True)
        return or_(begins, SearchKey.spelling.contains(f" {spelled}", autoescape=True))
    if session.get_bind().dialect.name == "postgresql":
        return SearchKey.spelling.contains(spelled, autoescape=True)
    return SearchKey.id.in_(select(_GRAMS.c.rowid).where(_matches([spelled])))


def _matches(phrases: Sequence[str]) -> ColumnElement[bool]:
    quoted = " OR ".join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
    return literal_column("search_gram").op("MATCH", is_comparison=True)(quoted)


def _has_trigrams(session: Session) -> bool:
    made = table("pg_extension", column("extname"))
    return bool(session.scalar(select(made.c.extname).where(made.c.extname == "pg_trgm")))
