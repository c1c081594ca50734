"""Parties: admit, name, identify, license; seal the names that are not public."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Licence, LicenceStatusEntry, Party, PartyIdentifier, PartyName, Place, SealedName
from models.vocabulary import LicenceStatus, PartyKind
from registry.exceptions import FormError, RefusedError
from registry.identifiers import new_public_id
from registry.log.kinds import NAME_SEALED
from registry.names import fold
from registry.operations.acting import Actor, record_event, record_untold
from registry.operations.spelling import spell_party
from registry.sealing import Sealer


def register_party(
    session: Session, *, kind: PartyKind, name: str, country: str, by: Actor, at: datetime
) -> Party:
    """Admit a party. A household's or a person's name is never taken here: seal it."""
    if kind is PartyKind.ORGANISATION and not name.strip():
        raise FormError("Name: an organisation needs a name.")
    if kind is not PartyKind.ORGANISATION and name.strip():
        raise RefusedError(
            "The name of a household or a person is not part of the record: leave it out,"
            " or have it sealed with the person's own claim slip."
        )
    party = Party(
        public_id=new_public_id("P"),
        kind=kind.value,
        name=name.strip(),
        name_key=fold(name),
        country=country,
        registered_at=at,
    )
    session.add(party)
    session.flush()
    spell_party(session, party, party.name)
    record_event(session, "party:registered", party.public_id, row=party, by=by, at=at)
    return party


def add_name(
    session: Session, party: Party, *, name: str, language: str, kind: str, by: Actor, at: datetime
) -> None:
    """Add a trading name or a name in another script; an equal one is not added twice."""
    known = {
        party.name,
        *session.scalars(select(PartyName.name).where(PartyName.party_id == party.id)),
    }
    if name.strip() in known:
        return
    added = PartyName(
        party_id=party.id,
        kind=kind,
        language=language,
        name=name.strip(),
        name_key=fold(name),
        recorded_at=at,
    )
    session.add(added)
    session.flush()
    spell_party(session, party, added.name)
    record_event(session, "party:named", party.public_id, row=added, by=by, at=at)


def find_by_identifier(session: Session, scheme: str, number: str) -> Party | None:
    """The party that an official register knows under this number."""
    return session.scalars(
        select(Party)
        .join(PartyIdentifier, PartyIdentifier.party_id == Party.id)
        .where(PartyIdentifier.scheme == scheme, PartyIdentifier.number == number)
    ).one_or_none()


def identify_party(
    session: Session, party: Party, *, scheme: str, number: str, by: Actor, at: datetime
) -> None:
    """Record an official identifier; one number belongs to one party."""
    holder = find_by_identifier(session, scheme, number)
    if holder is not None:
        if holder.id != party.id:
            raise RefusedError(
                "%(scheme)s %(number)s already belongs to %(party)s.",
                scheme=scheme,
                number=number,
                party=holder.public_id,
            )
        return
    added = PartyIdentifier(party_id=party.id, scheme=scheme, number=number, recorded_at=at)
    session.add(added)
    session.flush()
    record_event(session, "party:identified", party.public_id, row=added, by=by, at=at)


def record_licence(
    session: Session,
    party: Party,
    *,
    scheme: str,
    number: str,
    authority: str,
    category: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> Licence:
    """Record a licence as its register states it; the same number is recorded once."""
    held = session.scalars(
        select(Licence).where(Licence.scheme == scheme, Licence.number == number)
    ).one_or_none()
    if held is not None:
        if held.party_id != party.id:
            raise RefusedError(
                "Licence %(scheme)s %(number)s is recorded for another party.",
                scheme=scheme,
                number=number,
            )
        return held
    if valid_from and valid_to and valid_to < valid_from:
        raise FormError(
            "Licence %(number)s: it ends (%(end)s) before it begins (%(start)s).",
            number=number,
            end=valid_to,
            start=valid_from,
        )
    licence = Licence(
        party_id=party.id,
        scheme=scheme,
        number=number,
        authority=authority,
        category=category,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
    )
    session.add(licence)
    session.flush()
    record_event(session, "licence:recorded", party.public_id, row=licence, by=by, at=at)
    return licence


def record_licence_status(
    session: Session,
    licence: Licence,
    *,
    status: LicenceStatus,
    on: date,
    source: str,
    checked_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Add one line of a licence's status history; an equal line is not added twice."""
    same = select(LicenceStatusEntry.id).where(
        LicenceStatusEntry.licence_id == licence.id,
        LicenceStatusEntry.status == status.value,
        LicenceStatusEntry.on == on,
        LicenceStatusEntry.checked_on == checked_on,
    )
    if session.scalars(same).first() is not None:
        return
    line = LicenceStatusEntry(
        licence_id=licence.id,
        status=status.value,
        on=on,
        source=source,
        checked_on=checked_on,
        recorded_at=at,
    )
    session.add(line)
    session.flush()
    record_event(session, f"licence:{status.value}", licence.number, row=line, by=by, at=at)


def seal_names(
    session: Session, place_id: int, names: list[str], *, sealer: Sealer, by: Actor, at: datetime
) -> int:
    """Seal names under a place; returns how many were new. No event says which."""
    held = set(
        session.scalars(select(SealedName.fingerprint).where(SealedName.place_id == place_id))
    )
    new = {sealer.fingerprint(name): name for name in names}
    rows = [
        SealedName(place_id=place_id, fingerprint=mark, sealed=sealer.seal(name), sealed_at=at)
        for mark, name in new.items()
        if mark not in held
    ]
    if rows:
        session.add_all(rows)
        session.flush()
        place = session.get_one(Place, place_id)
        record_event(session, "names:sealed", str(place_id), row=place, by=by, at=at)
        for row in rows:
            record_untold(session, NAME_SEALED, row)
    return len(rows)
