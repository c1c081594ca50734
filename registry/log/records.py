"""From rows of the record to the facts that an entry commits to.

The same functions serve appending and auditing: an entry is made from what the database gives
back, and checked against what it gives back later. Row numbers never stand in a body; a row that
another one points at is called by its public name.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Table, select
from sqlalchemy.orm import Session

from models import Base
from models.vocabulary import PartyKind
from registry.log.entry import Json, moment
from registry.log.errors import LogError
from registry.log.sources import DESCRIBE, RELATED, Record, nothing_related

CHUNK = 500
TABLES: Mapping[str, Table] = Base.metadata.tables
# What a digest in the same row stands for; the audit checks that it does.
_LEFT_OUT = {"id", "document"}
_LEFT_OUT_OF = {"observation": {"body"}}
# How a row is called that another one points at.
_CALLED = {"licence": "number", "sheet": "digest"}


@dataclass
class RecordReader:
    """Reads records, each table with a handful of queries whatever the number of rows."""

    session: Session
    _known: dict[str, dict[int, RowMapping]] = field(default_factory=dict)

    def read(self, wanted: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], Record]:
        """Source table → row ids, to (table, id) → record; rows that are gone are left out."""
        found: dict[tuple[str, int], Record] = {}
        for source, ids in wanted.items():
            held = self.rows(source, ids)
            self._fetch_targets(TABLES[source], held.values())
            related = RELATED.get(source, nothing_related)(self, held)
            for row_id, row in held.items():
                said = {source: self._said(source, row), **related.get(row_id, {})}
                with suppress(LogError):  # a row that points at nothing records nothing
                    found[source, row_id] = DESCRIBE[source](self, row, said)
        return found

    def rows(self, table: str, ids: Iterable[int]) -> dict[int, RowMapping]:
        """Rows by id; kept, because the next one may point at them again."""
        known = self._known.setdefault(table, {})
        wanted = set(ids)
        for mapping in self._select(table, "id", wanted - known.keys()):
            known[mapping["id"]] = mapping
        return {row_id: known[row_id] for row_id in sorted(wanted) if row_id in known}

    def row(self, table: str, row_id: int | None) -> RowMapping | None:
        """One row, read if it is not known yet."""
        if row_id is None:
            return None
        known = self._known.get(table, {}).get(row_id)
        return known if known is not None else self.rows(table, [row_id]).get(row_id)

    def grouped(self, table: str, column: str, ids: Iterable[int]) -> dict[int, list[RowMapping]]:
        """Rows that point at one of these ids, by that id."""
        found: dict[int, list[RowMapping]] = {}
        for mapping in self._select(table, column, set(ids)):
            found.setdefault(mapping[column], []).append(mapping)
        return found

    def name(self, table: str, row_id: int | None) -> str | None:
        """What a row is called outside; a row that is gone is called missing."""
        if row_id is None:
            return None
        row = self.row(table, row_id)
        return "missing" if row is None else str(row[_CALLED.get(table, "public_id")])

    def is_household(self, chain_id: int | None) -> bool:
        """Whether the chain is a private household's offer."""
        row = self.row("chain", chain_id)
        return row is not None and bool(row["household"])

    def is_private(self, party_id: int | None) -> bool:
        """Whether the party is a household or a person, never named in the open."""
        row = self.row("party", party_id)
        return row is not None and row["kind"] != PartyKind.ORGANISATION

    def said(self, source: str, rows: Iterable[RowMapping]) -> list[Json]:
        """Rows as they stand in a body."""
        held = list(rows)
        self._fetch_targets(TABLES[source], held)
        return [self._said(source, row) for row in held]

    def _said(self, source: str, row: RowMapping) -> Json:
        targets = _targets(source)
        kept: Json = {}
        for column, value in row.items():
            if column in _LEFT_OUT or column in _LEFT_OUT_OF.get(source, ()):
                continue
            if column in targets:
                kept[column.removesuffix("_id")] = self.name(targets[column], value)
            else:
                kept[column] = _plain(value)
        return kept

    def _fetch_targets(self, table: Table, rows: Iterable[RowMapping]) -> None:
        held = list(rows)
        for column, target in _targets(table.name).items():
            self.rows(target, {row[column] for row in held if row[column] is not None})

    def _select(self, table: str, column: str, ids: set[int]) -> Iterable[RowMapping]:
        columns, ordered = TABLES[table].c, sorted(ids)
        for start in range(0, len(ordered), CHUNK):
            part = ordered[start : start + CHUNK]
            query = select(TABLES[table]).where(columns[column].in_(part)).order_by(columns.id)
            yield from self.session.execute(query).mappings()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


_POINTING: dict[str, dict[str, str]] = {}


def _targets(table: str) -> dict[str, str]:
    """Column → table that it points at."""
    if table not in _POINTING:
        _POINTING[table] = {
            column.name: next(iter(column.foreign_keys)).column.table.name
            for column in TABLES[table].c
            if column.foreign_keys
        }
    return _POINTING[table]
