"""The recruiters that a job's register entry lists: agencies in their places, people sealed.

The register does not say who engaged whom: several agencies are a fan whose order is unknown.
A person's name is never part of the record (law 6); only its count is. A recruiter without an
agency, or whose "agency" is a person's own name, is a local intermediary known by its province.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from models.vocabulary import EdgeKind, Role
from registry.imports.cells import match_key, tidy_name
from registry.imports.jobs import Form, Job, Taken
from registry.imports.mapping import RegisterMapping, TableMapping
from registry.imports.parties import agent_form, employer_form, office_form, party_form
from registry.imports.tables import Row
from registry.names import fold

_NOT_KEY = re.compile(r"[^a-z0-9]+")


@dataclass
class _Place:
    """One place of the fan while its rows are gathered."""

    name: str  # "" for a local intermediary
    country: str
    division: str
    people: list[Mapping[str, str]] = field(default_factory=list)


def recruiters_form(
    job: Job, table: TableMapping, rows: Sequence[Row], persons: frozenset[str]
) -> Taken:
    """The places of the recruiters of one job below its employer."""
    mapping = job.mapping
    taken = Taken({**job.named()}, rows=[row.number for row in rows])
    places: dict[str, _Place] = {}
    for row in rows:
        country = mapping.code("country", row[table.columns["country"]])
        if not country:
            reason = "the country is none of the mapping's"
            taken.unclear.append((row.number, table.columns["country"], reason))
        _gather(places, mapping, table, row, country, persons)
    kind = EdgeKind.ORDER_UNKNOWN if len(places) > 1 else EdgeKind.PASSES_TO
    taken.form |= {
        "parties": [office_form(mapping), *_parties(job, places)],
        "places": [_place(job, key, place) for key, place in places.items()],
        "edges": [
            {"below": key, "above": "employer", "kind": kind.value, "asserted_by": "office"}
            for key in places
        ],
    }
    return taken


def personal_names(
    table: TableMapping, rows: Sequence[Row], mapping: RegisterMapping
) -> frozenset[str]:
    """The "agencies" of the table that are the own name of a person who recruits."""
    columns, found = table.columns, set()
    for row in rows:
        agency = row[columns["agency"]]
        given = [word for word in fold(agency).split() if not mapping.fits("honorific", word)]
        own = fold(" ".join(row[columns[part]] for part in ("last", "first", "middle"))).split()
        honoured = len(given) < len(fold(agency).split())
        if mapping.fits("no_agency", agency):
            continue
        if len(given) > 1 and (honoured or set(given) <= set(own)):
            found.add(match_key(agency))
    return frozenset(found)


def _gather(
    places: dict[str, _Place],
    mapping: RegisterMapping,
    table: TableMapping,
    row: Row,
    country: str,
    persons: frozenset[str],
) -> None:
    columns = table.columns
    agency = row[columns["agency"]]
    division = tidy_name(row[columns["province"]] or row[columns["state"]])
    person = {part: row[columns[part]] for part in ("last", "first", "middle", "city")}
    person |= {"state": division, "country": country}
    unnamed = mapping.fits("no_agency", agency) or match_key(agency) in persons
    if unnamed:
        key = f"intermediary-{_slug(country, division)}"
        place = places.setdefault(key, _Place("", country, division))
        if match_key(agency) in persons:
            place.people.append({"last": agency, "country": country})
    else:
        key = f"agency-{_slug(country, match_key(agency))}"
        place = places.setdefault(key, _Place(agency, country, ""))
    if not mapping.fits("no_agency", f"{person['last']}"):
        place.people.append(person)


def _slug(*parts: str) -> str:
    words = _NOT_KEY.sub("-", fold("-".join(part for part in parts if part))).strip("-")
    return words if len(words) <= 40 else f"{words[:33]}-{sha256(words.encode()).hexdigest()[:6]}"


def _parties(job: Job, places: Mapping[str, _Place]) -> list[Form]:
    forms = []
    for key, place in places.items():
        if place.name:
            forms.append(_party(job, key, place))
    return forms


def _party(job: Job, key: str, place: _Place) -> Form:
    """The employer or the agent of record where it recruits by itself, else an agency."""
    named = match_key(place.name)
    if not job.household and named == match_key(job.cell("employer")):
        return employer_form(job.mapping, job.table, job.row, key=key)
    if named == match_key(job.cell("agent")):
        agent = agent_form(job.mapping, job.table, job.row, key=key)
        if agent is not None:
            return agent
    return party_form(job.mapping, key, place.name, place.country)


def _place(job: Job, key: str, place: _Place) -> Form:
    people = {tuple(sorted(person.items())): person for person in place.people}
    return {
        "key": key,
        "role": _role(job, place).value,
        "party": key if place.name else None,
        "country": place.country,
        "division": place.division,
        "asserted_by": "office",
        **({"said_on": job.received_on} if job.received_on else {}),
        "sealed_people": list(people.values()),
    }


def _role(job: Job, place: _Place) -> Role:
    if not place.name:
        return Role.LOCAL_INTERMEDIARY
    if job.mapping.fits("public_authority", place.name):
        return Role.ORIGIN_STATE_AGENCY
    at_home = place.country == job.mapping.country
    return Role.DESTINATION_AGENCY if at_home else Role.ORIGIN_AGENCY
