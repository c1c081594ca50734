"""Endings that a language hangs on a name, written onto names of its own script."""

import re
from collections.abc import Callable, Mapping

# Bengali: a sentence of the catalogue hangs "-এর" (of) or "-কে" (to) on a name in Latin letters.
# A word of its own script takes the ending without the dash, and after a vowel "র" alone. Figures
# keep the dash, and so do words that end in a sign such as "ং".
_BENGALI = re.compile(
    "([\u0985-\u09b9\u09bc\u09be-\u09cc\u09dc-\u09e1])-(এর|কে)(?![\u0980-\u09ff])"
)
_BENGALI_VOWEL = re.compile("[\u0985-\u0994\u09be-\u09cc]")
_GENITIVE = {True: "র", False: "ের"}


def _bengali(found: re.Match[str]) -> str:
    last, ending = found.groups()
    if ending == "এর":
        ending = _GENITIVE[bool(_BENGALI_VOWEL.match(last))]
    return f"{last}{ending}"


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "bn": lambda text: _BENGALI.sub(_bengali, text),
}


def with_endings(text: str, language: str) -> str:
    """The sentence with its endings as they are written after the words that fill its blanks."""
    write = _WRITERS.get(language)
    return write(text) if write else text
