"""The registry as it is started for people, and the browser that visits it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent

# Chromium has no sandbox as root, and would otherwise try to reach its maker.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    url: str
    database_url: str
    greeting: str
    "What was printed at the start: the address and the demo people's sign-in."


@contextmanager
def running_server(var: Path) -> Iterator[Server]:
    """`make run` on a fresh database of its own, on a free port."""
    port = find_free_port()
    database_url = f"sqlite:///{var}/registry.db"
    environment = os.environ | {
        "REGISTRY_VAR": str(var),
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "WEB_WORKERS": "1",
        # Ninety sheets printed beside the tests would only make them slower.
        "SHEETS_EVERY": "86400",
        "FLASK_APP": "wsgi",
    }
    # It stops as soon as the tests are gone, however they went.
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, ".ci/serve.py", "--demo"]
    log = var / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until_started(process, log)
            yield Server(f"http://localhost:{port}", database_url, log.read_text())
        finally:
            process.terminate()
            process.wait()


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_started(process: "subprocess.Popen[bytes]", log: Path) -> None:
    """The server gives up by itself when it takes too long, so there is no deadline here."""
    while "The registry is on" not in log.read_text():
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"The registry did not start: {log.read_text()}")


@contextmanager
def running_browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        raise RuntimeError("Chromium is not installed: 'make test' installs it.")
    with sync_playwright() as playwright:
        # Playwright gives each start an empty profile of its own.
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@contextmanager
def watched_page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    errors: list[str] = []
    strangers: list[str] = []

    def note_stranger(url: str) -> None:
        if not url.startswith(("http://localhost:", "data:", "about:", "blob:")):
            strangers.append(url)

    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: note_stranger(request.url))
    yield page
    context.close()
    assert not errors, f"a script failed: {errors}"
    assert not strangers, f"the page called somebody else: {strangers}"
