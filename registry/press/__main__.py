"""``python -m registry.press --socket PATH``: the warm parent from which every child is forked."""

import argparse
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from types import FrameType
from typing import Any

from registry.press.fence import Limits
from registry.press.fonts import prepare_fonts
from registry.press.server import Press

STYLE_DIRECTORY = Path(__file__).resolve().parents[2] / "templates" / "print"
_WARM_UP = "<!doctype html><html lang=en><title>0</title><p>Aa অআ अआ اب ১२٣ ●"


def main() -> int:
    """Make ready, say so, then serve until told to stop."""
    options = _options()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        with tempfile.TemporaryDirectory(prefix="press-") as private:
            prepare_fonts(Path(private))
            stylesheets = _warm_up()
            with _listening_at(options.socket) as listener:
                press = Press(listener, stylesheets, _limits(options))
                if options.until_eof:
                    press.watch(sys.stdin, _end_at_eof)
                press.serve()
    except (FileNotFoundError, FileExistsError, ValueError) as failure:
        print(failure, file=sys.stderr)  # noqa: T201 -- the operator reads this
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m registry.press", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="where to listen (mode 600)")
    parser.add_argument(
        "--until-eof", action="store_true", help="stop when standard input ends (private press)"
    )
    for limit in fields(Limits):
        flag = f"--{limit.name.replace('_', '-')}"
        parser.add_argument(flag, type=type(limit.default), default=limit.default)
    return parser.parse_args()


def _limits(options: argparse.Namespace) -> Limits:
    return Limits(**{limit.name: getattr(options, limit.name) for limit in fields(Limits)})


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_at_eof() -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        raise KeyboardInterrupt


def _warm_up() -> Callable[[], Mapping[str, Any]]:
    """Import WeasyPrint and make one page, so that no child has to; give the style sheets."""
    # Here, not above: the fonts must be chosen before the libraries are loaded.
    from registry.press import typeset
    from registry.press.stylesheets import Stylesheets

    typeset.require_subsetting()
    typeset.warm_up(_WARM_UP)
    stylesheets = Stylesheets(STYLE_DIRECTORY, typeset.read_stylesheet)
    stylesheets.current()
    return stylesheets.current


@contextmanager
def _listening_at(path: Path) -> Iterator[socket.socket]:
    """A listening socket that only this user may speak to; the file goes when the press goes."""
    _remove_left_over(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        before = os.umask(0o177)  # mode 600 from the first moment
        try:
            listener.bind(str(path))
        except OSError as failure:
            raise ValueError(f"Cannot listen at {path}: {failure}") from None
        finally:
            os.umask(before)
        try:
            listener.listen(64)
            yield listener
        finally:
            path.unlink(missing_ok=True)


def _remove_left_over(path: Path) -> None:
    """Take away the socket of a press that was killed; never that of one that answers."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise FileExistsError(f"A press listens at {path} already.")


if __name__ == "__main__":
    sys.exit(main())
