"""Rows that say more about one place, crop or dwelling of a job: one disclosure a job."""

from collections.abc import Sequence

from registry.imports.cell_answers import Reading, Statement
from registry.imports.cells import tidy_name, words
from registry.imports.jobs import Form, Job, NotTakenError, Taken, filing
from registry.imports.mapping import TableMapping
from registry.imports.parties import employer_form, office_form
from registry.imports.shapes import answer_row
from registry.imports.tables import Row

LONGEST_NAME = 220


def conditions_form(
    job: Job, table: TableMapping, rows: Sequence[Row], reading: Reading
) -> tuple[Taken, list[Row]]:
    """The second paper of an employer, each row in its own scope; and the rows that say nothing."""
    taken, silent = Taken({**job.named()}), []
    statements: list[Statement] = []
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for row in rows:
        said = _statements(row, table, reading, taken)
        if not said:
            silent.append(row)
            continue
        scope = _numbered(_scope(row, table, job), seen)
        statements += [{**statement, "scope": scope} for statement in said]
        taken.rows.append(row.number)
    if statements:
        taken.form |= {"acts": [filing(job, table, statements)]}
    return taken, silent


def clients_form(job: Job, table: TableMapping, rows: Sequence[Row], reading: Reading) -> Taken:
    """The firms that a job contractor hires for, above it in the chain."""
    taken = Taken({**job.named()})
    parties, places, edges = [office_form(job.mapping)], [], []
    statements: list[Statement] = []
    said_on: Form = {"said_on": job.received_on} if job.received_on else {}
    for number, row in enumerate(rows, start=1):
        if not row[table.columns["employer"]]:
            raise NotTakenError(table.columns["employer"], "the cell is empty")
        key = "client" if number == 1 else f"client-{number}"
        parties.append(employer_form(job.mapping, table, row, key=key))
        country = job.mapping.code("country", row[table.columns["country"]])
        place = {"key": key, "role": "user_enterprise", "party": key, "country": country}
        places.append({**place, "asserted_by": "office", **said_on})
        edge = {"below": "employer", "above": key, "kind": "passes_to", "asserted_by": "office"}
        edges.append(edge)
        scope = {"scope": {"client": words(row[table.columns["employer"]])}} if number > 1 else {}
        statements += [{**s, **scope} for s in _statements(row, table, reading, taken)]
        taken.rows.append(row.number)
    acts = [filing(job, table, statements)]
    taken.form |= {"parties": parties, "places": places, "edges": edges, "acts": acts}
    return taken


def _statements(row: Row, table: TableMapping, reading: Reading, taken: Taken) -> list[Statement]:
    statements = []
    for answer in table.answers:
        said, column, reason = answer_row(row, answer, reading)
        if column:
            taken.unclear.append((row.number, column, reason))
        if said is not None:
            statements.append(said)
    return statements


def _scope(row: Row, table: TableMapping, job: Job) -> dict[str, str]:
    """The name of the place, crop or dwelling, told apart as the register tells it apart."""
    columns, mapping = table.scope, job.mapping
    place, street = row[columns["place"]], row[columns.get("street", "")]
    state = row[columns.get("state", "")]
    parts = [place if street else tidy_name(place), street, tidy_name(row[columns.get("city", "")])]
    area = row[columns.get("area_if_vague", "")]
    if area and (not place or mapping.fits("several_places", place)):
        parts.append(area)
    else:
        parts.append(mapping.code("state", state) or state)
    name = words(", ".join(part for part in parts if part))[:LONGEST_NAME].replace("\n", " ")
    scope = {columns["kind"]: name or f"row {row.number}"}
    if crew := row[columns.get("crew", "")]:
        scope["crew"] = crew
    return scope


def _numbered(
    scope: dict[str, str], seen: dict[tuple[tuple[str, str], ...], int]
) -> dict[str, str]:
    """The second row about what has the same name is "(2)": none may hide another."""
    key = tuple(sorted(scope.items()))
    seen[key] = seen.get(key, 0) + 1
    if seen[key] == 1:
        return scope
    kind = next(iter(scope))
    return _numbered({**scope, kind: f"{scope[kind]} ({seen[key]})"}, seen)
