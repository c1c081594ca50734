"""``python -m bench [NAME …] [--strict]``: runs every module of this directory that has ``run``."""

import argparse
import importlib
import pkgutil
import sys

import bench
from bench.measuring import Ratio


def main() -> int:
    """Print ratios; with ``--strict`` fail when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="modules to run; all without any")
    parser.add_argument("--strict", action="store_true", help="fail when a limit is not kept")
    options = parser.parse_args()
    found: list[Ratio] = []
    for name in sorted(module.name for module in pkgutil.iter_modules(bench.__path__)):
        if name == "__main__" or (options.names and name not in options.names):
            continue
        run = getattr(importlib.import_module(f"bench.{name}"), "run", None)
        if run is None:
            continue
        print(f"{name}:", flush=True)
        for ratio in run():
            found.append(ratio)
            print(ratio.line(), flush=True)
    return int(options.strict and not all(ratio.held for ratio in found))


if __name__ == "__main__":
    sys.exit(main())
