"""The canonical document of a disclosure (RFC 8785), its digest and its commitments (D25)."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from models.vocabulary import SCHEMA_VERSION
from registry.jcs import canonical
from registry.salts import keyed
from reports.rendering import AGENCIES

FORM = "disclosure/1"
# Verbatim words are erasable everywhere; a household's values too, because the offer itself
# can identify one worker (H7).
WORDS = ("as_stated", "evidence", "reason")
HOUSEHOLD_VALUES = ("value", "scope", "citation")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A canonical document and the erasable texts that it only commits to."""

    document: str
    digest: str
    texts: tuple[tuple[str, str, str], ...]  # (JSON pointer, salt as hex, body as JSON)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, as hex."""
    return sha256(text.encode("utf-8")).hexdigest()


def commitment(salt: str, body: str) -> str:
    """``HMAC-SHA256(salt, body)`` as hex: deleting the salt erases the body."""
    return keyed(salt, body.encode("utf-8"))


def seal_document(
    header: Mapping[str, Any], statements: list[dict[str, Any]], *, household: bool
) -> Sealed:
    """Write the document; what is erasable is replaced by its commitment."""
    texts: list[tuple[str, str, str]] = []
    kept = [
        _seal_statement(n, statement, _sealed_fields(statement, household=household), texts)
        for n, statement in enumerate(statements)
    ]
    document = canonical({"form": FORM, "schema": SCHEMA_VERSION, **header, "statements": kept})
    return Sealed(document, digest(document), tuple(texts))


def is_price_between_agencies(value: Mapping[str, Any] | None) -> bool:
    """Whether a value says how much one agency pays: who pays is public, how much is not (D18)."""
    return bool(value) and (value or {}).get("payer") in AGENCIES and "money" in (value or {})


def _sealed_fields(statement: Mapping[str, Any], *, household: bool) -> tuple[str, ...]:
    if household:
        return (*WORDS, *HOUSEHOLD_VALUES)
    # Sealed, so that the document can travel with a paper that does not say the price.
    return (*WORDS, "value") if is_price_between_agencies(statement.get("value")) else WORDS


def _seal_statement(
    n: int, statement: Mapping[str, Any], fields: tuple[str, ...], texts: list[tuple[str, str, str]]
) -> dict[str, Any]:
    kept = dict(statement)
    for field in fields:
        if kept.get(field) in (None, "", {}):
            continue
        body, salt = canonical(kept[field]), secrets.token_hex(32)
        texts.append((f"/statements/{n}/{field}", salt, body))
        kept[field] = {"commitment": commitment(salt, body)}
    return kept


def open_document(document: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The document with its erasable texts put back; an erased one is marked ``erased``."""
    opened: dict[str, Any] = json.loads(document)
    for n, statement in enumerate(opened["statements"]):
        for field in (*WORDS, *HOUSEHOLD_VALUES):
            held = statement.get(field)
            if isinstance(held, dict) and set(held) == {"commitment"}:
                body = texts.get(f"/statements/{n}/{field}")
                statement[field] = None if body is None else json.loads(body)
                if body is None:
                    statement.setdefault("erased", []).append(field)
    return opened
