"""Names of laws and what instruments say: held in English, said in the reader's language."""

from hashlib import sha256

_LENGTH = 10


def law_code(english: str) -> str:
    """The code of the catalogue for a text that stands in the tables of legal figures.

    It follows from the English, so that a text which changes has no translation until somebody
    has written one for what it says now.
    """
    return f"law.{sha256(english.encode()).hexdigest()[:_LENGTH]}"
