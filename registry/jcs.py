"""The one way to write a JSON value: RFC 8785, the JSON Canonicalization Scheme."""

import json
import re
from typing import Any

import rfc8785

_SURROGATE = re.compile(r"[\ud800-\udfff]")


def canonical(value: Any) -> str:
    """The canonical text, by the fast way where nothing in the value can be written in two ways.

    Python's own writer gives the same text for names in ASCII and whole numbers that are not
    large; only what else there is (fractions, names in other scripts) needs the longer way.
    """
    if _is_plain(value):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if text.isascii() or not _SURROGATE.search(text):
            return text
    return rfc8785.dumps(value).decode("utf-8")


def _is_plain(value: object) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if isinstance(value, int):
        return kind is int and -(1 << 53) < value < 1 << 53
    if isinstance(value, dict):
        return all(type(k) is str and k.isascii() and _is_plain(v) for k, v in value.items())
    return isinstance(value, list | tuple) and all(map(_is_plain, value))
