"""A full disk during filing, sheet and backup: refused with a sentence, and nothing half-done."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.live import ROOT

# In a name space of its own: the small disk is gone with the process, and nobody else sees it.
MOUNT = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


def small_disk(size: str, folder: str) -> list[str]:
    """The beginning of a command that runs with a small disk at this folder."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", "--mount", *own, "sh", "-c", MOUNT, "sh", size, folder]


def run(scenario: str, scratch: Path, size: str) -> str:
    # Where the server's own account may look; what pytest makes is for this account alone.
    with tempfile.TemporaryDirectory(prefix="registry-disk-") as disk:
        Path(disk).chmod(0o755)
        begin = small_disk(size, disk)
        if subprocess.run([*begin, "true"], capture_output=True).returncode != 0:
            pytest.skip("no small disk can be mounted here: name spaces are not permitted")
        command = [*begin, sys.executable, "-m", "tests.fault_disk", scenario, disk, str(scratch)]
        done = subprocess.run(
            ["setpriv", "--pdeathsig", "KILL", *command],
            cwd=ROOT,
            env=os.environ | {"REGISTRY_VAR": str(scratch / "unused")},
            capture_output=True,
            text=True,
            timeout=240,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_filing_on_a_full_disk_is_refused_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    assert "database or disk is full" in run("filing", tmp_path, "9m")


def test_a_backup_on_a_full_disk_leaves_the_older_ones_alone(tmp_path: Path) -> None:
    assert "No backup was made" in run("backup", tmp_path, "9m")


@pytest.mark.prove
def test_a_sheet_without_room_for_its_file_is_not_on_record(tmp_path: Path) -> None:
    assert "No space left on device" in run("sheet", tmp_path, "12m")


@pytest.mark.prove
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give the server a small disk")
def test_postgresql_on_a_full_disk_refuses_and_goes_on(tmp_path: Path) -> None:
    assert "No space left on device" in run("postgresql", tmp_path, "64m")
