"""Identifiers of our own: readable over the phone, with a check character.

``C-7K3M9QXD`` is a prefix, seven random characters and one check character (Luhn mod 32 over
Crockford's alphabet, which leaves out I, L, O and U). A sheet's code is longer, because whoever
holds it may read a household's offer (D18): fifteen random characters, 75 bits.
"""

import secrets

from stdnum import luhn
from stdnum.exceptions import ValidationError

from registry.exceptions import NotFoundError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})
SHEET_RANDOM = 15


def new_public_id(prefix: str, *, random: int = 7) -> str:
    """A fresh identifier with its check character; ``prefix`` is one letter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(random))
    return f"{prefix}-{body}{luhn.calc_check_digit(body, alphabet=ALPHABET)}"


def new_sheet_code() -> str:
    """A sheet's code in groups of four, without a prefix: ``7K3M-9QXD-…``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(SHEET_RANDOM))
    return grouped(body + luhn.calc_check_digit(body, alphabet=ALPHABET))


def grouped(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_public_id(text: str) -> str:
    """The identifier as it is stored, from how somebody typed it.

    Raises:
        NotFoundError: the check character is wrong; the sentence says so.
    """
    prefix, _, rest = text.strip().upper().partition("-")
    body = rest.translate(_READ_AS)
    _check(body, text)
    return f"{prefix}-{body}"


def read_sheet_code(text: str) -> str:
    """The sheet's code as it is stored, from how somebody typed it."""
    body = text.strip().upper().translate(_READ_AS)
    if len(body) != SHEET_RANDOM + 1:
        raise NotFoundError(
            "A sheet's code has %(all)s letters and digits; this one has %(given)s."
            " Type it again as it stands under the square code on the sheet.",
            all=SHEET_RANDOM + 1,
            given=len(body),
        )
    _check(body, text)
    return grouped(body)


def _check(body: str, typed: str) -> None:
    try:
        luhn.validate(body, alphabet=ALPHABET)
    except ValidationError as error:
        raise NotFoundError(
            "“%(code)s” is not one of our codes: a letter or digit in it is wrong."
            " Compare it with the paper and type it again.",
            code=typed.strip(),
        ) from error
