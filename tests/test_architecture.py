"""The contracts of .importlinter hold, and each is seen to catch what it is there for."""

import ast
import configparser
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("seeds", "registry", "reports", "models")

# One planted fault for each contract: where, what is written there, and what is then broken.
FAULTS = [
    ("models/planted.py", "import reports", "rooms"),
    ("reports/planted.py", "from registry import exceptions", "rooms"),
    ("registry/operations/planted.py", "import seeds", "rooms"),
    ("seeds/planted.py", "from wsgi import app", "root"),
    ("registry/operations/planted.py", "from registry.pages import planted", "floors"),
    ("registry/planted.py", "", "floors"),
    ("reports/planted.py", "from models import Chain", "words"),
    ("reports/planted.py", "import sqlalchemy.orm", "pure"),
    ("reports/planted.py", "from flask import g", "pure"),
    ("reports/planted.py", "from time import time", "pure"),
    ("models/planted.py", "from werkzeug.security import safe_join", "stored"),
    ("registry/operations/planted.py", "from flask_login import current_user", "acts"),
    ("registry/press/planted.py", "import models", "press"),
    ("registry/log/tree.py", "import models", "proofs"),
]
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("lint-imports"))
    command = [program, "--no-cache", "--config", str(ROOT / ".importlinter")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def name_of_contract(key: str) -> str:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    return contracts[f"importlinter:contract:{key}"]["name"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages without anything but their Python, to plant faults in."""
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return tmp_path


def test_every_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("path", "line", "contract"), FAULTS)
def test_a_planted_import_is_caught(copy: Path, path: str, line: str, contract: str) -> None:
    (copy / "registry/pages/planted.py").touch()
    planted = copy / path
    before = planted.read_text() if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n")
    result = lint_imports(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{name_of_contract(contract)} BROKEN" in " ".join(result.stdout.split())


def test_every_contract_has_a_planted_fault() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    keys = {name.rpartition(":")[2] for name in contracts.sections() if ":contract:" in name}
    assert keys == {contract for _, _, contract in FAULTS}


def clock_readings(source: str) -> Iterator[int]:
    """The lines that ask what time it is, which importing `datetime` alone does not tell."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield node.lineno


def test_reports_never_ask_what_day_it_is() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "reports").rglob("*.py")
        for line in clock_readings(path.read_text())
    }
    assert not found


def test_asking_what_day_it_is_would_be_seen() -> None:
    assert list(clock_readings("from datetime import date\n\nday = date.today()\n")) == [3]
