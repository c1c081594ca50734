"""The canonical document: one way to write it, and words that can be erased from it (D25)."""

from typing import Any

from registry.canonical import commitment, digest, open_document, seal_document
from registry.jcs import canonical

HEADER = {"id": "D-1", "filed_on": "2026-03-20"}


def statement(**more: Any) -> dict[str, Any]:
    return {"term": "basic_wage", "state": "stated", "value": {"amount": "200"}, **more}


def opened(sealed: Any) -> dict[str, Any]:
    return open_document(sealed.document, {pointer: body for pointer, _, body in sealed.texts})


def test_keys_and_spaces_do_not_change_the_document() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_the_digest_is_of_the_bytes() -> None:
    sealed = seal_document(HEADER, [statement()], household=False)
    assert sealed.digest == digest(sealed.document)


def test_words_are_committed_to_and_kept_apart() -> None:
    said = statement(as_stated="two hundred dollars", language="en")
    sealed = seal_document(HEADER, [said], household=False)
    assert "hundred" not in sealed.document
    ((pointer, salt, body),) = sealed.texts
    assert pointer == "/statements/0/as_stated"
    assert commitment(salt, body) in sealed.document
    assert opened(sealed)["statements"][0]["as_stated"] == "two hundred dollars"


def test_d25_a_household_s_values_are_not_in_the_document() -> None:
    sealed = seal_document(HEADER, [statement(scope={"worksite": "a street"})], household=True)
    assert '"200"' not in sealed.document
    assert "street" not in sealed.document
    assert opened(sealed)["statements"][0]["value"] == {"amount": "200"}


def test_erased_words_are_gone_and_said_to_be() -> None:
    said = statement(as_stated="two hundred dollars", language="en")
    sealed = seal_document(HEADER, [said], household=True)
    after = open_document(sealed.document, {})
    assert after["statements"][0]["as_stated"] is None
    assert after["statements"][0]["erased"] == ["as_stated", "value"]


def test_equal_words_are_committed_to_differently_each_time() -> None:
    said = statement(as_stated="yes", language="en")
    first, second = (seal_document(HEADER, [said], household=False) for _ in range(2))
    assert first.document != second.document
