"""Taking the tables of a register into the record: read all, then load table by table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from registry.exceptions import FormError
from registry.imports.cell_answers import Reading
from registry.imports.conditions import clients_form, conditions_form
from registry.imports.jobs import Form, Job, NotTakenError, Taken, job_form
from registry.imports.mapping import RegisterMapping, TableMapping
from registry.imports.recruiters import personal_names, recruiters_form
from registry.imports.report import TableReport
from registry.imports.tables import Row, Table, find_table, read_table
from registry.operations.loading import load_chain
from registry.sealing import Sealer
from reports.reference_facts import Term

FORGET_EVERY = 50


@dataclass(frozen=True)
class Source:
    """One table of the mapping and the file that was found for it."""

    mapping: TableMapping
    table: Table


@dataclass(frozen=True)
class Taking:
    """All tables of a folder, read and checked before anything is written."""

    sources: tuple[Source, ...]
    jobs: Mapping[str, Job]
    reading: Reading
    persons: frozenset[str]  # "agencies" that are a person's own name

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(len(source.table.rows) for source in self.sources)


def read_folder(folder: Path, reading: Reading) -> Taking:
    """Find and read every table that the mapping names; a table that is absent is an error."""
    mapping, sources = reading.mapping, []
    for table in mapping.tables:
        path = find_table(folder, table.files)
        if path is None:
            named = " or ".join(table.files)
            raise FormError(f"{folder}: the table {table.name} is not there ({named}).")
        sources.append(Source(table, read_table(path, table.needed())))
    persons = [
        personal_names(source.mapping, source.table.rows, mapping)
        for source in sources
        if source.mapping.kind == "recruiters"
    ]
    own_names = frozenset[str]().union(*persons)
    return Taking(tuple(sources), _jobs(sources, mapping), reading, own_names)


def _jobs(sources: list[Source], mapping: RegisterMapping) -> dict[str, Job]:
    jobs: dict[str, Job] = {}
    for source in sources:
        if source.mapping.kind == "jobs":
            for row in source.table.rows:
                job = Job(row, source.mapping, mapping)
                if job.case and not row.problem:
                    jobs.setdefault(job.case, job)
    return jobs


@dataclass
class Loader:
    """Loads forms into one session, and forgets what was loaded."""

    session: Session
    terms: Mapping[str, Term]
    sealer: Sealer
    at: datetime
    jobs: set[str] = field(default_factory=set)  # numbers of the jobs that are in the record
    forms: int = 0

    def load(self, form: Form, report: TableReport) -> None:
        """Load one form through the operations."""
        loaded = load_chain(self.session, form, terms=self.terms, sealer=self.sealer, at=self.at)
        report.made += loaded.made
        self.forms += 1
        if self.forms % FORGET_EVERY == 0:
            self.session.flush()
            self.session.expunge_all()


def take_table(
    taking: Taking, source: Source, loader: Loader, *, advance: Callable[[int], object]
) -> TableReport:
    """Load one table; every row is either taken or listed with the reason."""
    report = TableReport(source.mapping.name, source.table.file, rows=len(source.table.rows))
    sound = list(_sound(source, taking, report, advance))
    for rows in _by_job(source, sound):
        job = taking.jobs[rows[0][source.mapping.columns["case"]]]
        try:
            taken = _form(source, taking, job, rows, report, loader)
            if taken.rows:
                loader.load(taken.form, report)
                loader.jobs.add(job.case)
                report.jobs += 1
        except NotTakenError as error:
            for row in rows:
                report.refuse(row.number, error.column, error.reason)
        else:
            report.taken += len(taken.rows)
            for number, column, reason in taken.unclear:
                report.note(number, column, reason)
        advance(len(rows))
    return report


def _sound(
    source: Source, taking: Taking, report: TableReport, advance: Callable[[int], object]
) -> Iterator[Row]:
    column = source.mapping.columns["case"]
    for row in source.table.rows:
        job = taking.jobs.get(row[column])
        reason = row.problem
        if not reason and not row[column]:
            reason = "the row names no job"
        elif not reason and job is None:
            reason = "no table of jobs holds this number"
        elif not reason and source.mapping.kind == "jobs" and job is not None:
            same = job.row is row
            reason = "" if same else f"row {job.row.number} has this number already"
        if reason:
            report.refuse(row.number, column, reason)
            advance(1)
        else:
            yield row


def _by_job(source: Source, rows: list[Row]) -> list[list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[source.mapping.columns["case"]], []).append(row)
    return list(grouped.values())


def _form(
    source: Source,
    taking: Taking,
    job: Job,
    rows: list[Row],
    report: TableReport,
    loader: Loader,
) -> Taken:
    table, reading = source.mapping, taking.reading
    if table.kind == "jobs":
        return job_form(job, reading)
    if job.case not in loader.jobs:
        reason = f"its job, row {job.row.number} of the table {job.table.name}, was not taken"
        raise NotTakenError(table.columns["case"], reason)
    if table.kind == "recruiters":
        return recruiters_form(job, table, rows, taking.persons)
    if table.kind == "clients":
        return clients_form(job, table, rows, reading)
    taken, silent = conditions_form(job, table, rows, reading)
    for row in silent:
        report.refuse(row.number, "", "no cell of the row says anything that is taken over")
    return taken
