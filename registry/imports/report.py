"""What an import took, what it did not take, and why: file, row, column, reason."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HEADER = ("file", "row", "column", "taken", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that was not taken, or one cell of a taken row that was kept in words."""

    file: str
    row: int
    column: str
    reason: str
    taken: bool = False


@dataclass
class TableReport:
    """The count of one table: rows in = rows taken + rows listed."""

    table: str
    file: str
    rows: int = 0
    taken: int = 0
    jobs: int = 0
    lines: list[Line] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)

    def refuse(self, row: int, column: str, reason: str) -> None:
        """List a row that is not taken."""
        self.lines.append(Line(self.file, row, column, reason))

    def note(self, row: int, column: str, reason: str) -> None:
        """List a cell of a taken row for which no value could be made."""
        self.lines.append(Line(self.file, row, column, reason, taken=True))

    @property
    def listed(self) -> int:
        """How many rows were not taken."""
        return sum(not line.taken for line in self.lines)

    def summary(self) -> str:
        """One line for the person who ran the import."""
        made = ", ".join(f"{count:,} {what}" for what, count in sorted(self.made.items()))
        noted = sum(line.taken for line in self.lines)
        return (
            f"{self.table:22} {self.rows:7,} rows = {self.taken:7,} taken + {self.listed} listed;"
            f" {noted} cells kept in words; {self.jobs:,} jobs; new: {made or 'nothing'}"
        )


def write_report(path: Path, reports: Iterable[TableReport]) -> None:
    """The list as one CSV file: rows not taken first, then cells kept in words."""
    lines = [line for report in reports for line in report.lines]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for line in sorted(lines, key=lambda line: (line.taken, line.file, line.row, line.column)):
            taken = "in words" if line.taken else "no"
            writer.writerow((line.file, line.row, line.column, taken, line.reason))
