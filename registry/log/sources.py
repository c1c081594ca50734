"""The tables whose rows become entries: what belongs to a row, and what its entry shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import RowMapping

from models.vocabulary import ActKind
from registry.canonical import digest
from registry.jcs import canonical
from registry.log.entry import Json
from registry.log.errors import LogError


@dataclass(frozen=True, slots=True)
class Record:
    """What one row says, and what the entry about it shows."""

    subject: str
    rows: Json
    chain: str | None = None
    link: str | None = None
    before: str | None = None  # the subject that this one follows
    household: bool = False  # a private household's, or a person's


class Reading(Protocol):
    """What ``records.RecordReader`` offers here."""

    def rows(self, table: str, ids: Iterable[int]) -> dict[int, RowMapping]: ...
    def row(self, table: str, row_id: int | None) -> RowMapping | None: ...
    def grouped(
        self, table: str, column: str, ids: Iterable[int]
    ) -> dict[int, list[RowMapping]]: ...
    def name(self, table: str, row_id: int | None) -> str | None: ...
    def said(self, source: str, rows: Iterable[RowMapping]) -> list[Json]: ...
    def is_household(self, chain_id: int | None) -> bool: ...
    def is_private(self, party_id: int | None) -> bool: ...


Held = Mapping[int, RowMapping]


def nothing_related(_reader: Reading, _held: Held) -> dict[int, Json]:
    """For sources whose row says all."""
    return {}


def _numbers(reader: Reading, held: Held) -> dict[int, Json]:
    found = reader.grouped("chain_number", "chain_id", held)
    return {
        chain_id: {"numbers": [{"scheme": n["scheme"], "number": n["number"]} for n in numbers]}
        for chain_id, numbers in found.items()
    }


def _asserted(reader: Reading, held: Held) -> dict[int, Json]:
    """The place or the batch that an act brings into the record."""
    found: dict[int, Json] = {}
    for kind, table in (
        (ActKind.PLACE_ASSERTED, "place"),
        (ActKind.BATCH_REGISTERED, "batch"),
    ):
        made = {n: row[f"{table}_id"] for n, row in held.items() if row["kind"] == kind}
        rows = reader.rows(table, made.values())
        said = dict(zip(rows, reader.said(table, rows.values()), strict=True))
        found |= {n: {table: said[target]} for n, target in made.items() if target in said}
    return found


def _found(reader: Reading, held: Held) -> dict[int, Json]:
    findings = reader.rows("finding", {row["finding_id"] for row in held.values()})
    said = dict(zip(findings, reader.said("finding", findings.values()), strict=True))
    return {
        n: {"finding": said[row["finding_id"]]}
        for n, row in held.items()
        if row["finding_id"] in said
    }


def _lists(reader: Reading, held: Held) -> dict[int, Json]:
    """A release's rows, as one digest over all of them."""
    found = reader.grouped("reference_row", "release_id", held)
    return {release: {"rows": _digest_of_rows(rows)} for release, rows in found.items()}


def _digest_of_rows(rows: Sequence[RowMapping]) -> str:
    kept = [[row["list"], row["code"], row["position"], row["body"]] for row in rows]
    return digest(canonical(kept))


RELATED: dict[str, Any] = {
    "chain": _numbers,
    "act": _asserted,
    "observation": _found,
    "finding_act": _found,
    "reference_release": _lists,
}


def _target(reader: Reading, row: RowMapping, table: str) -> RowMapping:
    found = reader.row(table, row[f"{table}_id"])
    if found is None:
        raise LogError(f"A row points at {table} {row[f'{table}_id']}, which is gone.")
    return found


def _party(reader: Reading, row: RowMapping, said: Json) -> Record:
    return Record(row["public_id"], said, household=reader.is_private(row["id"]))


def _of_party(reader: Reading, row: RowMapping, said: Json) -> Record:
    party = row["party_id"]
    return Record(str(reader.name("party", party)), said, household=reader.is_private(party))


def _of_licence(reader: Reading, row: RowMapping, said: Json) -> Record:
    licence = _target(reader, row, "licence")
    return _of_party(reader, licence, said)


def _release(_reader: Reading, row: RowMapping, said: Json) -> Record:
    return Record(row["digest"], said)


def _chain(reader: Reading, row: RowMapping, said: Json) -> Record:
    return _in_chain(reader, row["id"], row["public_id"], said)


def _act(reader: Reading, row: RowMapping, said: Json) -> Record:
    about = said["act"]
    named = _SUBJECT_OF_ACT.get(row["kind"].partition(":")[0])
    subject = about[named] if named else None
    if subject is None:
        raise LogError(f"{row['kind']} names nothing that it could be about.")
    return _in_chain(reader, row["chain_id"], subject, said, link=about["place"])


_SUBJECT_OF_ACT = {
    "place": "place",
    "edge": "place",
    "batch": "batch",
    "milestone": "batch",
    "workers": "batch",
    "disclosure": "disclosure",
    "statement": "disclosure",
    "offer": "chain",
}


def _disclosure(reader: Reading, row: RowMapping, said: Json) -> Record:
    about = said["disclosure"]
    return _in_chain(
        reader,
        row["chain_id"],
        row["public_id"],
        said,
        link=about["place"],
        before=about["previous"],
    )


def _sheet(reader: Reading, row: RowMapping, said: Json) -> Record:
    # A sheet's code opens it for whoever knows it: the log calls a sheet by its bytes.
    link = said["sheet"]["place"]
    return _in_chain(reader, row["chain_id"], row["digest"], said, link=link)


def _of_sheet(reader: Reading, row: RowMapping, said: Json) -> Record:
    sheet = _target(reader, row, "sheet")
    return _in_chain(reader, sheet["chain_id"], sheet["digest"], said)


def _of_finding(reader: Reading, row: RowMapping, said: Json) -> Record:
    finding = _target(reader, row, "finding")
    return _in_chain(reader, finding["chain_id"], finding["public_id"], said)


def _of_place(reader: Reading, row: RowMapping, said: Json) -> Record:
    place = _target(reader, row, "place")
    return _in_chain(reader, place["chain_id"], place["public_id"], said)


def _place(reader: Reading, row: RowMapping, said: Json) -> Record:
    return _in_chain(reader, row["chain_id"], row["public_id"], said)


def _erasure(reader: Reading, row: RowMapping, said: Json) -> Record:
    return _in_chain(reader, row["chain_id"], row["public_id"], said)


def _in_chain(
    reader: Reading,
    chain_id: int | None,
    subject: str,
    said: Json,
    *,
    link: str | None = None,
    before: str | None = None,
) -> Record:
    household = reader.is_household(chain_id)
    return Record(subject, said, reader.name("chain", chain_id), link, before, household)


DESCRIBE: dict[str, Any] = {
    "party": _party,
    "party_name": _of_party,
    "party_identifier": _of_party,
    "licence": _of_party,
    "licence_status": _of_licence,
    "reference_release": _release,
    "chain": _chain,
    "act": _act,
    "disclosure": _disclosure,
    "sheet": _sheet,
    "sheet_act": _of_sheet,
    "sheet_body": _of_sheet,
    "observation": _of_finding,
    "finding_act": _of_finding,
    "sealed_name": _of_place,
    "place": _place,
    "erasure": _erasure,
}
