"""A stranger elsewhere can set the registry up: nothing points at one machine or one index."""

import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools/bin/uv"

# Folders of a particular machine.
PRIVATE = re.compile(r"(?<![\w.-])/(?:work|opt/pypi|root)/")
LOCAL_INDEX = re.compile(r"(?:extra-)?index-url|find-links")


def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def private_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if PRIVATE.search(line) or LOCAL_INDEX.search(line)]


def test_no_file_names_a_folder_or_an_index_of_one_machine() -> None:
    found = {}
    for path in tracked_files():
        if path == Path(__file__) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        if lines := private_lines(text):
            found[str(path.relative_to(ROOT))] = lines[:3]
    assert not found


@pytest.mark.parametrize(
    "line",
    ["home = /wor" + "k/main", 'url = "file:///opt/py' + 'pi/simple"', "[pip] find-links = here"],
)
def test_a_line_of_one_machine_would_be_found(line: str) -> None:
    assert private_lines(line)


def test_the_lock_takes_everything_from_the_public_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    for package in lock["package"]:
        if package["name"] == "recruitment-chain-registry":
            assert package["source"] == {"virtual": "."}
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}
        files = [*package.get("wheels", []), package.get("sdist", package["wheels"][0])]
        assert {urlsplit(file["url"]).hostname for file in files} == {"files.pythonhosted.org"}
        assert all(file["hash"].startswith("sha256:") for file in files)


def test_the_lock_matches_what_is_asked_for() -> None:
    if not UV.exists():
        pytest.skip("uv was not installed by 'make'")
    command: list[str | Path] = [UV, "lock", "--check", "--offline", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_nothing_is_installed_when_nothing_is_missing() -> None:
    if not UV.exists():
        pytest.skip("uv was not installed by 'make'")
    # Without a network this can only pass when nothing has to be fetched.
    environment = os.environ | {"UV_OFFLINE": "1"}
    command: list[str | Path] = [ROOT / ".ci/install", "test"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_scripts_can_be_run() -> None:
    for script in (".ci/install", ".ci/run"):
        assert (ROOT / script).stat().st_mode & stat.S_IXUSR
        assert subprocess.run(["bash", "-n", ROOT / script]).returncode == 0


def test_every_target_says_what_it_does() -> None:
    command = ["make", "--no-print-directory", "help"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    targets = {line.split()[1] for line in done.stdout.splitlines()}
    assert targets == {"help", "run", "serve", "test", "prove", "lint", "types", "fmt", "bench"}
