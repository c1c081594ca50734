"""Identifiers: read over the phone, typed by hand, and never guessed."""

import pytest

from registry.exceptions import NotFoundError
from registry.identifiers import (
    ALPHABET,
    new_public_id,
    new_sheet_code,
    read_public_id,
    read_sheet_code,
)


def test_an_identifier_is_read_however_it_is_typed() -> None:
    public_id = new_public_id("C")
    assert read_public_id(f"  {public_id.lower()} ") == public_id


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    while "1" not in (code := new_sheet_code()) and "0" not in code:
        pass
    assert read_sheet_code(code.replace("1", "I").replace("0", "O")) == code


def test_any_single_wrong_letter_is_noticed() -> None:
    code = new_sheet_code()
    for n, letter in enumerate(code):
        if letter != "-":
            other = ALPHABET[(ALPHABET.index(letter) + 1) % 32]
            with pytest.raises(NotFoundError, match="type it again"):
                read_sheet_code(code[:n] + other + code[n + 1 :])


def test_a_code_that_is_too_short_says_how_long_it_should_be() -> None:
    with pytest.raises(NotFoundError, match="16 letters and digits; this one has 4"):
        read_sheet_code("ABCD")


def test_codes_differ() -> None:
    assert len({new_sheet_code() for _ in range(200)}) == 200
