"""Finding and reading a table, be it a CSV file or a workbook; the CSV wins."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from registry.exceptions import FormError
from registry.imports.cells import clean

SEARCHED_FOR_HEADER = 20
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, with the number that a spreadsheet shows beside it."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""  # why the row as a whole cannot be read

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read: its file, its header and its rows that are not blank."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)


def find_table(folder: Path, patterns: Sequence[str]) -> Path | None:
    """The file of a table: the first pattern that fits; a CSV before a workbook."""
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    found = [path for path in found if path.is_file()]
    return next((path for path in found if path.suffix.lower() == ".csv"), next(iter(found), None))


def read_table(path: Path, columns: Sequence[str]) -> Table:
    """Read the table whole; every column that the mapping names must be in its first row."""
    grid = _read_csv(path) if path.suffix.lower() == ".csv" else _read_workbook(path)
    first = [clean(cell) for cell in next(grid, ())]
    early = list(islice(grid, SEARCHED_FOR_HEADER))
    _check_header(path.name, first, early, columns)
    rows = []
    for number, cells in _numbered(early, grid):
        row = _row(number, cells, first)
        if row is not None:
            rows.append(row)
    return Table(path.name, tuple(first), tuple(rows))


def _numbered(early: list[list[Any]], rest: Iterator[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    number = 1
    for rows in (early, rest):
        for cells in rows:
            number += 1
            yield number, cells


def _row(number: int, cells: list[Any], header: list[str]) -> Row | None:
    values = [clean(cell) for cell in cells]
    if not any(values):
        return None
    problem = ""
    if len(values) < len(header) or any(values[len(header) :]):
        problem = f"the row has {len(values)} cells, the header {len(header)}"
    return Row(number, dict(zip(header, values, strict=False)), problem)


def _check_header(
    file: str, header: list[str], early: list[list[Any]], columns: Sequence[str]
) -> None:
    missing = [column for column in dict.fromkeys(columns) if column not in header]
    if not missing:
        doubled = sorted({name for name in header if name and header.count(name) > 1})
        if doubled:
            raise FormError(f"{file}, row 1: the column {', '.join(doubled)} stands there twice.")
        return
    for number, cells in enumerate(early, start=2):
        if not set(columns) - {clean(cell) for cell in cells}:
            moved = f"{file}: the header stands in row {number}, not in row 1."
            raise FormError(f"{moved} Remove the rows above it.")
    absent = f"{file}, row 1: the column {', '.join(missing)} is missing."
    raise FormError(f"{absent} Give a mapping file that names the columns of this table.")


def _read_csv(path: Path) -> Iterator[list[Any]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FormError(
                f"{path.name}, line {reader.line_num}: the file is broken off or damaged here."
            ) from error


def _read_workbook(path: Path) -> Iterator[list[Any]]:
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    except CalamineError as error:
        raise FormError(f"{path.name}: this is not a workbook that can be read.") from error
    yield from sheet.iter_rows()
