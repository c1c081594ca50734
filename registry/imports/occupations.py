"""ISCO-08 codes by the titles of the classification's index.

The index is that of the International Labour Organization as shipped by stroops/lumenshine-backend
(Apache-2.0), reduced to code and title.
"""

import csv
from functools import cache
from pathlib import Path

from registry.imports.cells import match_key

INDEX = Path(__file__).with_name("isco08_titles.csv")


@cache
def occupation_codes() -> dict[str, str]:
    """Folded title → code, for titles that stand for one code only.

    ``Cleaner, aircraft`` is found as "aircraft cleaner" too.
    """
    codes: dict[str, set[str]] = {}
    with INDEX.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for title in _spellings(row["title"]):
                codes.setdefault(match_key(title), set()).add(row["code"])
    return {title: next(iter(held)) for title, held in codes.items() if len(held) == 1}


def _spellings(title: str) -> list[str]:
    noun, comma, kind = title.partition(", ")
    return [title, f"{kind} {noun}"] if comma else [title]
