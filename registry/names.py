"""How names are folded for matching and search."""

import re
import unicodedata

_SPACES = re.compile(r"[\s.,;:'\"()\-_/&]+")


def fold(name: str) -> str:
    """Lower case, without accents and punctuation, with single blanks."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn" or ord(c) > 0x36F)
    return _SPACES.sub(" ", plain.casefold()).strip()
