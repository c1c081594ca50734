"""One row of a register of jobs as one chain: the job order, its parties and its decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import Role, Sector
from registry.imports.cell_answers import Reading, Statement
from registry.imports.cells import tidy_name, to_day, to_number, words
from registry.imports.mapping import Answer, RegisterMapping, TableMapping
from registry.imports.parties import agent_form, employer_form, office_form
from registry.imports.shapes import answer_row, isco_code
from registry.imports.tables import Row

FORM = "recruitment-chain/1"
Form = dict[str, Any]
SOURCE = "official_register"


class NotTakenError(ValueError):
    """A row that cannot be taken; names the column and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass
class Taken:
    """One form, the rows that it was made of, and the cells that were kept in words."""

    form: Form
    rows: list[int] = field(default_factory=list)
    unclear: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """A row of jobs, with what other tables need to know of it."""

    row: Row
    table: TableMapping
    mapping: RegisterMapping

    def cell(self, name: str) -> str:
        """The cell of one of the table's named columns."""
        return self.row[self.table.columns.get(name, "")]

    @property
    def case(self) -> str:
        """The register's number of the job."""
        return self.cell("case")

    @property
    def household(self) -> bool:
        """Whether the employer is a private household (D18)."""
        return self.sector is Sector.DOMESTIC_WORK

    @property
    def sector(self) -> Sector:
        """The sector, by the employer's industry, else the table's."""
        return self.mapping.sector(self.cell("industry")) or self.table.sector

    @property
    def received_on(self) -> str:
        """The day on which the employer's form reached the office."""
        return self._day("received")

    @property
    def decided_on(self) -> str:
        """The day of the office's decision."""
        return self._day("decided")

    def _day(self, name: str) -> str:
        given = self.cell(name)
        try:
            return to_day(given).isoformat() if given else ""
        except ValueError as error:
            raise NotTakenError(self.table.columns[name], str(error)) from error

    @property
    def numbers(self) -> list[dict[str, str]]:
        """The register's numbers of the job: case, and job order where there is one."""
        numbers = [{"scheme": self.mapping.register, "number": self.case}]
        if order := self.cell("job_order"):
            scheme = f"{self.mapping.register}-JOB-ORDER"
            numbers.append({"scheme": scheme, "number": order})
        return numbers

    @property
    def worksite(self) -> str:
        """The town of the main worksite as the name of a scope."""
        state = self.cell("worksite_state")
        parts = (tidy_name(self.cell("worksite")), self.mapping.code("state", state) or state)
        return words(", ".join(part for part in parts if part))

    @property
    def role(self) -> Role:
        """The employer's role in the chain."""
        if self.household:
            return Role.HOUSEHOLD_EMPLOYER
        hires_for_others = self.mapping.code("outsourcing", self.cell("outsourcing"))
        return Role.OUTSOURCING_EMPLOYER if hires_for_others else Role.EMPLOYER

    def named(self) -> Form:
        """The chain as later tables name it: by its numbers alone."""
        return {"form": FORM, "chain": {"numbers": self.numbers, "sector": self.sector.value}}


def job_form(job: Job, reading: Reading) -> Taken:
    """The chain of one job: employer, agent of record, office; job order and decision."""
    for name in ("case", "employer"):
        if not job.cell(name):
            raise NotTakenError(job.table.columns[name], "the cell is empty")
    taken = Taken({"form": FORM}, rows=[job.row.number])
    positions = _positions(job, taken)
    statements = _statements(job, reading, taken)
    taken.form |= {
        "parties": _parties(job),
        "chain": _chain(job, reading, positions),
        "places": _places(job),
        "edges": _edges(job),
        "acts": _acts(job, statements, reading),
    }
    return taken


def _chain(job: Job, reading: Reading, positions: int | None) -> Form:
    title = words(job.cell("title"))
    where = "private household" if job.household else job.worksite
    return {
        "title": ", ".join(part for part in (title, where) if part)[:300],
        "sector": job.sector.value,
        "occupation": isco_code(
            job.row, [job.table.columns["title"], job.table.columns["occupation"]], reading
        ),
        "occupation_title": title[:300],
        "origin": "",  # the register does not say where the workers come from
        "destination": job.mapping.country,
        "positions": positions,
        "numbers": job.numbers,
        "official_status": job.cell("status")[:300],
        "official_status_on": job.decided_on or None,
        "register": job.mapping.register,
    }


def _positions(job: Job, taken: Taken) -> int | None:
    given = job.cell("workers")
    try:
        return int(to_number(given)) if given else None
    except ValueError:
        column = job.table.columns["workers"]
        taken.unclear.append((job.row.number, column, "this is not a whole number"))
        return None


def _parties(job: Job) -> list[Form]:
    parties = [office_form(job.mapping)]
    if not job.household:
        parties.append(employer_form(job.mapping, job.table, job.row))
    if agent := agent_form(job.mapping, job.table, job.row):
        parties.append(agent)
    return parties


def _places(job: Job) -> list[Form]:
    said = {"asserted_by": "office", **({"said_on": job.received_on} if job.received_on else {})}
    country = job.mapping.country
    employer: Form = {
        "key": "employer",
        "role": job.role.value,
        "party": None if job.household else "employer",
        "country": job.mapping.code("country", job.cell("country")),
        **said,
    }
    if job.household:
        # Its name, not a recruiter's: it is sealed, and counts as nobody.
        employer |= {"sealed_people": [{"last": job.cell("employer")}], "people_count": 0}
    office = {"key": "office", "role": Role.STATE_OFFICE.value, "party": "office"}
    places = [employer, {**office, "country": country, **said}]
    if agent_form(job.mapping, job.table, job.row):
        agent = {"key": "representative", "role": Role.REPRESENTATIVE.value}
        places.append({**agent, "party": "representative", "country": country, **said})
    return places


def _edges(job: Job) -> list[Form]:
    if not agent_form(job.mapping, job.table, job.row):
        return []
    edge = {"below": "representative", "above": "employer", "kind": "represents"}
    return [{**edge, "asserted_by": "office"}]


def _acts(job: Job, statements: list[Statement], reading: Reading) -> list[Form]:
    acts = []
    if statements:
        acts.append(filing(job, job.table, statements))
    if decision := _decision(job, reading):
        acts.append(decision)
    if not job.household:
        # A private household's offer is never published by us, whatever its register does (D18).
        acts.append({"act": "publish", "by": "office", **_said(job.decided_on)})
    return acts


def _said(on: str) -> Form:
    return {"said_on": on} if on else {}


def filing(job: Job, table: TableMapping, statements: list[Statement]) -> Form:
    """What the employer stated in one paper, as the register publishes it."""
    return {
        "act": "file",
        "key": table.key,
        "place": "employer",
        "source": SOURCE,
        "audience": "authority",
        "document": table.paper,
        **_said(job.received_on),
        "statements": statements,
    }


def _decision(job: Job, reading: Reading) -> Form | None:
    """The dates that the office granted, where it granted any."""
    if not job.mapping.code("granted", job.cell("status")):
        return None
    begin, end = job.table.columns["granted_begin"], job.table.columns["granted_end"]
    answers = (
        Answer("start_date", "date", {"date": begin}),
        Answer("contract_duration", "span", {"begin": begin, "end": end}),
    )
    statements = [s for s, *_ in (answer_row(job.row, a, reading) for a in answers) if s]
    workers = job.cell("granted")
    counted = f"; {workers} workers" if workers else ""
    return {
        "act": "file",
        "key": "decision",
        "place": "office",
        "source": SOURCE,
        "audience": "public",
        "document": "Decision",
        "reason": f"{job.cell('status')}{counted}"[:300],
        **_said(job.decided_on),
        "statements": statements,
    }


def _statements(job: Job, reading: Reading, taken: Taken) -> list[Statement]:
    row = _without_household(job)
    statements: list[Statement] = []
    if job.household:
        statements.append(
            {"term": "employer_name", "state": "stated", "value": {"text": "private household"}}
        )
    for answer in job.table.answers:
        said, column, reason = answer_row(row, answer, reading)
        if column:
            taken.unclear.append((row.number, column, reason))
        if said is None:
            continue
        statements.append(said)
        if answer.at_worksite_if and row[answer.at_worksite_if] == "Y" and job.worksite:
            # The form asks for this beside its main worksite; other papers name others.
            statements.append({**said, "scope": {"worksite": job.worksite}})
    return statements


def _without_household(job: Job) -> Row:
    """The row without the name and street of a private household."""
    if not job.household:
        return job.row
    hidden = {job.table.columns["employer"], job.table.columns["trading_name"]}
    for answer in job.table.answers:
        if answer.shape == "place":
            hidden |= set(answer.named("site")[:-1])
    cells: Mapping[str, str] = {k: v for k, v in job.row.cells.items() if k not in hidden}
    return Row(job.row.number, cells)
