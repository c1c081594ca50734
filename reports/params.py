"""What a sentence is filled with: references to places, terms and statements, never their text.

A reader's masked facts fill them in when the sentence is made, so a finding on record holds
no words that a reader may not see.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Param = Mapping[str, Any] | str
Sentence = Mapping[str, Any]


def place(identifier: str) -> Param:
    """A link, shown under the name that the reader may see."""
    return {"place": identifier}


def places(identifiers: Iterable[str]) -> Param:
    """Several links."""
    return {"places": list(identifiers)}


def term(code: str) -> Param:
    """A term, shown with its label."""
    return {"term": code}


def terms(codes: Iterable[str]) -> Param:
    """Several terms."""
    return {"terms": list(codes)}


def said(statement: str) -> Param:
    """What a statement says."""
    return {"statement": statement}


def scope_of(statement: str) -> Param:
    """For which place, crop or occupation a statement is meant."""
    return {"scope_of": statement}


def recorder(statement: str) -> Param:
    """Who entered a statement."""
    return {"recorder": statement}


def day(on: date | None) -> Param:
    """A day."""
    return {"date": on.isoformat() if on else ""}


def batch(identifier: str) -> Param:
    """A batch of workers."""
    return {"batch": identifier}


def codes(codelist: str, listed: Iterable[str]) -> Param:
    """Codes of a list."""
    return {"codelist": codelist, "codes": list(listed)}


def languages(tags: Iterable[str]) -> Param:
    """Names of languages."""
    return {"languages": list(tags)}


def sentence(words: str, **params: Param) -> Sentence:
    """One further whole sentence of a finding."""
    return {"words": words, "params": params}
