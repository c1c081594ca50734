"""Keeping what a search looks through beside the record that it is made from."""

from collections.abc import Iterator

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models import Chain, ChainNumber, Party, PartyName, SearchKey
from registry.names import spell, spell_number

AT_ONCE = 1000
Row = dict[str, str | int | None]


def spell_party(session: Session, party: Party, name: str) -> None:
    """Let a name of a party be found; private names are empty here and stay unfound."""
    if name.strip():
        session.execute(insert(SearchKey), [_row("party", party.id, spell(name))])


def spell_chain(session: Session, chain: Chain) -> None:
    """Let a chain be found by its title, its occupation and its numbers."""
    numbers = [number.number for number in chain.numbers if number.scheme != "key"]
    rows = [_row("chain", chain.id, spell(f"{chain.title} {chain.occupation_title}"))]
    rows += [_row("number", chain.id, spell_number(number)) for number in numbers]
    session.execute(insert(SearchKey), rows)


def respell(session: Session) -> int:
    """Make the whole index again from the record; the number of names that it holds."""
    session.execute(delete(SearchKey))
    rows = list(_every_name(session))
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(SearchKey), rows[start : start + AT_ONCE])
    return len(rows)


def _every_name(session: Session) -> Iterator[Row]:
    for key, name in session.execute(select(Party.id, Party.name).order_by(Party.id)):
        if name:
            yield _row("party", key, spell(name))
    named = select(PartyName.party_id, PartyName.name).order_by(PartyName.id)
    for key, name in session.execute(named):
        yield _row("party", key, spell(name))
    titled = select(Chain.id, Chain.title, Chain.occupation_title).order_by(Chain.id)
    for key, title, occupation in session.execute(titled):
        yield _row("chain", key, spell(f"{title} {occupation}"))
    numbered = select(ChainNumber.chain_id, ChainNumber.number).where(ChainNumber.scheme != "key")
    for key, number in session.execute(numbered.order_by(ChainNumber.id)):
        yield _row("number", key, spell_number(number))


def _row(kind: str, subject: int, spelling: str) -> Row:
    of_party = kind == "party"
    return {
        "kind": kind,
        "party_id": subject if of_party else None,
        "chain_id": None if of_party else subject,
        "spelling": spelling,
    }
