"""A finding as JSON: what an observation keeps and ``flask compare --json`` prints."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from reports.finding import Comparison, Finding


def jsonable(value: Any) -> Any:
    """Plain JSON of frozen values: decimals and dates as strings, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: jsonable(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(jsonable(k)): jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(jsonable(v) for v in value)
    return value


def finding_body(finding: Finding) -> dict[str, Any]:
    """One finding; its scope as a mapping."""
    body: dict[str, Any] = jsonable(finding)
    body["scope"] = dict(finding.scope.parts)
    return body


def comparison_body(comparison: Comparison, sentences: Mapping[int, str]) -> dict[str, Any]:
    """A whole comparison; ``sentences`` by position of the finding."""
    body: dict[str, Any] = jsonable(comparison)
    body["findings"] = [
        {**finding_body(finding), "sentence": sentences.get(n, "")}
        for n, finding in enumerate(comparison.findings)
    ]
    return body
