"""SQLite that remembers every write and every sync, to be cut off at any of them.

``db.make_engine("sqlite+recorded:///file")`` is the registry's own engine, with all that it sets,
on top of a layer (a "VFS") below SQLite. What a power cut leaves is made again from the record: of
each file what was synced, and of the rest any part.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apsw
from sqlalchemy.dialects import registry as dialects
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

VFS = "recording"
SECTOR = 512
Files = dict[str, bytes]


@dataclass(frozen=True)
class Step:
    """One thing that happened: to a file, or an act that was acknowledged."""

    what: str  # write, truncate, sync, delete, acknowledged
    name: str
    at: int = 0
    content: bytes = b""


RECORD: list[Step] = []


class RecordedFile(apsw.VFSFile):
    """A file whose changes are written down."""

    def __init__(self, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(str(path)).name

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        RECORD.append(Step("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        RECORD.append(Step("truncate", self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        RECORD.append(Step("sync", self._name))


class RecordingVFS(apsw.VFS):
    """Opens recorded files."""

    def __init__(self) -> None:
        super().__init__(VFS, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return RecordedFile(name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        RECORD.append(Step("delete", Path(filename).name))


@dataclass
class Disk:
    """What is certain to be on the disk, and what was written but not synced."""

    synced: Files
    written: dict[str, list[Step]] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        """One step further."""
        if step.what == "acknowledged":
            return
        if step.what == "delete":
            self.synced.pop(step.name, None)
            self.written.pop(step.name, None)
        elif step.what == "sync":
            waiting = self.written.pop(step.name, [])
            self.synced[step.name] = changed(self.synced.get(step.name, b""), waiting)
        else:
            self.written.setdefault(step.name, []).append(step)

    def cut(self, chance: random.Random) -> Files:
        """What a power cut leaves now: what was synced, some of the rest, the last of it torn."""
        left = dict(self.synced)
        for name, waiting in self.written.items():
            kept = some_of(waiting, chance)
            if kept and kept[-1].what == "write":
                whole = len(kept[-1].content) // SECTOR
                torn = kept[-1].content[: chance.randint(0, whole) * SECTOR]
                kept[-1] = Step("write", name, kept[-1].at, torn)
            if name in left or kept:
                left[name] = changed(left.get(name, b""), kept)
        return left


def some_of(waiting: Sequence[Step], chance: random.Random) -> list[Step]:
    """None of what was written, or its beginning, or any part: a disk promises no order."""
    way = chance.randrange(3)
    if way == 0:
        return []
    if way == 1:
        return list(waiting[: chance.randint(0, len(waiting))])
    return [step for step in waiting if chance.random() < 0.5]


def changed(content: bytes, steps: Sequence[Step]) -> bytes:
    """A file after these steps."""
    if not steps:
        return content
    made = bytearray(content)
    for step in steps:
        if step.what == "truncate":
            del made[step.at :]
            continue
        if len(made) < step.at:
            made.extend(bytes(step.at - len(made)))
        made[step.at : step.at + len(step.content)] = step.content
    return bytes(made)


def cuts(
    start: Mapping[str, bytes], number: int, seed: str
) -> Iterator[tuple[int, Files, list[str]]]:
    """So many power cuts: after which step, the files, and the acts acknowledged by then."""
    chance = random.Random(seed)
    chosen = sorted(chance.randrange(len(RECORD)) for _ in range(number))
    disk, acknowledged, done = Disk(dict(start)), list[str](), 0
    for at in chosen:
        for step in RECORD[done:at]:
            disk.add(step)
            if step.what == "acknowledged":
                acknowledged.append(step.name)
        done = at
        yield at, disk.cut(chance), list(acknowledged)


class Cursor:
    """As much of a cursor as SQLAlchemy needs; it reads every row at once."""

    arraysize = 1

    def __init__(self, raw: apsw.Connection) -> None:
        self._raw = raw
        self._rows: Iterator[Any] = iter(())
        self.description: list[tuple[Any, ...]] | None = None
        self.lastrowid, self.rowcount = 0, -1

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run one statement."""
        self.description = None
        cursor = self._raw.cursor()
        cursor.exec_trace = self._describe
        try:
            rows = list(cursor.execute(statement, tuple(parameters)))
        except apsw.ConstraintError as error:
            raise IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise OperationalError(str(error)) from error
        self._rows = iter(rows)
        self.lastrowid, self.rowcount = self._raw.last_insert_rowid(), self._raw.changes()
        return self

    def executemany(self, statement: str, every: Sequence[Sequence[Any]]) -> "Cursor":
        """Run one statement with each of these."""
        for parameters in every:
            self.execute(statement, parameters)
        return self

    def _describe(self, cursor: apsw.Cursor, _statement: str, _bindings: Any) -> bool:
        found = cursor.get_description()
        self.description = [(name, *[None] * 6) for name, _ in found] or None
        return True

    def fetchone(self) -> Any:
        """The next row."""
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        """The next rows."""
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        """The other rows."""
        return list(self._rows)

    def close(self) -> None:
        """Nothing is open any more."""


class Connection:
    """As much of a connection as SQLAlchemy needs."""

    isolation_level: str | None = None

    def __init__(self, path: str) -> None:
        self._raw = apsw.Connection(path, vfs=VFS)
        self._raw.set_busy_timeout(30_000)

    def cursor(self) -> Cursor:
        """A new one."""
        return Cursor(self._raw)

    def create_function(
        self, name: str, number: int, function: Any, *, deterministic: bool = False
    ) -> None:
        """For what the dialect adds to SQLite."""
        self._raw.create_scalar_function(name, function, number, deterministic=deterministic)

    def commit(self) -> None:
        """End the transaction, if there is one."""
        if self._raw.in_transaction:
            Cursor(self._raw).execute("COMMIT")

    def rollback(self) -> None:
        """Take the transaction back, if there is one."""
        if self._raw.in_transaction:
            Cursor(self._raw).execute("ROLLBACK")

    def close(self) -> None:
        """The last one to close also checkpoints."""
        self._raw.close()


class Error(Exception):
    """What the driver raises."""


class OperationalError(Error):
    """The database did not do it."""


class IntegrityError(Error):
    """A constraint stood in the way."""


class Dialect(SQLiteDialect_pysqlite):
    """The registry's own dialect on the recording layer."""

    driver = "recorded"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """A driver in the form of PEP 249."""
        names = ["InterfaceError", "DatabaseError", "DataError", "InternalError"]
        names += ["NotSupportedError", "ProgrammingError", "Warning"]
        return SimpleNamespace(
            **{name: type(name, (Error,), {}) for name in names},
            Error=Error,
            OperationalError=OperationalError,
            IntegrityError=IntegrityError,
            paramstyle="qmark",
            Binary=bytes,
            sqlite_version_info=tuple(map(int, apsw.sqlite_lib_version().split("."))),
            connect=lambda path, **_: Connection(path),
        )


dialects.register("sqlite.recorded", __name__, "Dialect")
_INSTALLED = RecordingVFS()
