"""A real PostgreSQL for the tests: made in a temporary folder, reached by a socket, then gone.

It asks for nothing but Debian's package: no running cluster, no password, no port. The
server ends with the tests, even when they are killed.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 60

# What a power cut would cost is of no interest here, and waiting for the disk is most of the time.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "50",
    "autovacuum": "off",
    "timezone": "UTC",
}


@contextmanager
def running_postgres() -> Iterator[str]:
    """The SQLAlchemy address of an empty database in a server that lives as long as the block."""
    programs = find_programs()
    owner = find_owner()
    home = Path(tempfile.mkdtemp(prefix="registry-pg-"))
    try:
        os.chown(home, owner.pw_uid, owner.pw_gid)
        create_cluster(programs, owner, home)
        with server(programs, owner, home):
            yield f"postgresql+psycopg://{owner.pw_name}@/postgres?host={home}"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def find_programs() -> Path:
    """The newest `bin` that Debian's packages laid down; it is in nobody's PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if found:
        return found[-1]
    postgres = shutil.which("postgres")
    if postgres is None:
        raise RuntimeError("PostgreSQL is not installed: 'make test' installs it.")
    return Path(postgres).resolve().parent


def find_owner() -> pwd.struct_passwd:
    """Root may not run PostgreSQL, so root's tests run it as the user of Debian's package."""
    if os.geteuid() == 0:
        return pwd.getpwnam("postgres")
    return pwd.getpwuid(os.geteuid())


def as_owner(owner: pwd.struct_passwd, *command: str | Path) -> list[str]:
    words = [str(word) for word in command]
    # The server gets a quick shutdown (INT) as soon as the tests are gone, however they went.
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        prefix += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return [*prefix, *words]


def create_cluster(programs: Path, owner: pwd.struct_passwd, home: Path) -> None:
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = as_owner(owner, programs / "initdb", "-D", home / "data", *options)
    done = subprocess.run(command, cwd=home, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr}")


@contextmanager
def server(programs: Path, owner: pwd.struct_passwd, home: Path) -> Iterator[None]:
    options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    options.append(f"-cunix_socket_directories={home}")
    command = as_owner(owner, programs / "postgres", "-D", home / "data", *options)
    log = home / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=home, stdout=output, stderr=output)
        try:
            wait_until_ready(programs, home, process, log)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def wait_until_ready(
    programs: Path, home: Path, process: "subprocess.Popen[bytes]", log: Path
) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    ask: list[str | Path] = [programs / "pg_isready", "--quiet", "--host", home]
    while subprocess.run(ask).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        time.sleep(0.05)
