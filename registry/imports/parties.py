"""Who the parties of a job are, and when two names in the register are one party.

The register gives its parties no number. Two rows name the same party only if the folded names
are equal and so is the country; for an employer or an agent of record the postal code too,
because farms and law offices of equal name are many. Everything else stays two parties, which a
registrar can still join; a wrong join could not be taken back as easily.
"""

from typing import Any

from registry.imports.cells import match_key, words
from registry.imports.mapping import RegisterMapping, TableMapping
from registry.imports.tables import Row

PartyForm = dict[str, Any]


def party_form(
    mapping: RegisterMapping, key: str, name: str, country: str, postal_code: str = ""
) -> PartyForm:
    """An organisation as the register names it, with the mark that finds it again."""
    mark = f"{country}:{postal_code[:5].strip()}:{match_key(name)}"
    return {
        "key": key,
        "kind": "organisation",
        "name": words(name)[:300],
        "country": country,
        "identifiers": [{"scheme": f"{mapping.register}-NAME", "id": mark[:300]}],
    }


def office_form(mapping: RegisterMapping) -> PartyForm:
    """The office that keeps the register."""
    return {
        "key": "office",
        "kind": "organisation",
        "name": mapping.office,
        "country": mapping.country,
        "identifiers": [{"scheme": mapping.register, "id": "office"}],
    }


def employer_form(
    mapping: RegisterMapping, table: TableMapping, row: Row, *, key: str = "employer"
) -> PartyForm:
    """The employer of a row, with its trading name where it has another one."""
    columns = table.columns
    name = row[columns["employer"]]
    country = mapping.code("country", row[columns["country"]])
    form = party_form(mapping, key, name, country, row[columns["postal_code"]])
    trading = row[columns["trading_name"]]
    if not mapping.fits("says_nothing", trading) and match_key(trading) != match_key(name):
        form["names"] = {"trading": words(trading)[:300]}
    return form


def agent_form(
    mapping: RegisterMapping, table: TableMapping, row: Row, *, key: str = "representative"
) -> PartyForm | None:
    """The agent or attorney of record of a row, if it names one."""
    name = row[table.columns["agent"]]
    if mapping.fits("says_nothing", name):
        return None
    postal_code = row[table.columns["agent_postal_code"]]
    return party_form(mapping, key, name, mapping.country, postal_code)
