"""Prepare the database, then keep the processes of the registry up, or none: web server, render
process, signer of the log, printer of ready sheets.

    python .ci/serve.py [--demo]

Ctrl-C (or SIGTERM) stops all. When one ends by itself, the others are stopped too, and a sentence
says which it was: half a registry that looks alive is worse than none.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SECONDS_TO_STOP = 10
SECONDS_TO_ANSWER = 60


def main(arguments: list[str]) -> int:
    demo = "--demo" in arguments
    os.chdir(ROOT)
    # The database and the keys are for the account that runs this, and for no other.
    os.umask(0o077)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    if is_taken(host, port):
        print(f"Port {port} is already in use; stop what uses it, or say PORT=8001 make run.")
        return 1
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    url = prepare_environment(port)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        flask("prepare", *(["--demo"] if demo else []))
        for name, command in commands(host, port).items():
            # In a session of its own, so that Ctrl-C reaches this program alone.
            children[name] = subprocess.Popen(command, start_new_session=True)
        # Asked while the web server starts: each of these programs takes seconds to load.
        greeting = flask("people", capture=True) if demo else ""
        wait_until_answering(children, host, port)
        if first_ended(children) is None:
            print(f"\nThe registry is on {url} (Ctrl-C stops it)", flush=True)
            print(greeting, flush=True)
        return watch(children)
    except TimeoutError:
        print(f"The web server gave no answer in {SECONDS_TO_ANSWER} seconds; everything stops.")
        return 1
    except subprocess.CalledProcessError as failure:
        print(f"Could not start: '{' '.join(failure.cmd[1:])}' failed (exit {failure.returncode}).")
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        stop(children)


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def prepare_environment(port: int) -> str:
    """Say by the environment what all processes must agree on; return the address for people."""
    var = Path(os.environ.setdefault("REGISTRY_VAR", str(ROOT / "var")))
    var.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("REGISTRY_PRESS_SOCKET", str(var / "press.sock"))
    os.environ.setdefault("FLASK_APP", "wsgi")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    return os.environ.setdefault("REGISTRY_URL", f"http://localhost:{port}")


def flask(*words: str, capture: bool = False) -> str:
    output = subprocess.PIPE if capture else None
    done = subprocess.run([BIN / "flask", *words], check=True, text=True, stdout=output)
    return done.stdout or ""


def commands(host: str, port: int) -> dict[str, list[str]]:
    web = [f"{BIN}/granian", "wsgi:app", "--interface", "wsgi", "--no-ws"]
    web += ["--host", host, "--port", str(port), "--log-level", "warning"]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "4"]
    press = [sys.executable, "-m", "registry.press"]
    press += ["--socket", os.environ["REGISTRY_PRESS_SOCKET"]]
    log = [f"{BIN}/flask", "log", "checkpoint", "--every", os.environ.get("LOG_EVERY", "5")]
    # Whoever waits for a page or a paper goes before those that are printed in advance.
    sheets = [
        "nice",
        f"{BIN}/flask",
        "ready-sheets",
        "--every",
        os.environ.get("SHEETS_EVERY", "10"),
    ]
    return {"render": press, "log": log, "sheets": sheets, "web": web}


def wait_until_answering(
    children: dict[str, subprocess.Popen[bytes]], host: str, port: int
) -> None:
    """Return when the web server gives any answer, or a child has ended."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while first_ended(children) is None:
        if time.monotonic() > deadline:
            raise TimeoutError
        try:
            urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return


def watch(children: dict[str, subprocess.Popen[bytes]]) -> int:
    while (name := first_ended(children)) is None:
        time.sleep(0.2)
    code = children[name].returncode
    print(f"The {name} process ended by itself (exit {code}), so everything is being stopped.")
    return 1


def first_ended(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
