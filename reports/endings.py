"""Endings that a sentence hangs on a name, written onto names of the language's own script."""

import re
from collections.abc import Callable, Mapping

# Bengali: a phrase of the catalogue hangs "-এর" (of) or "-কে" (to) on its blank, as is written
# after Latin letters and figures. A word of its own script takes the ending without the dash:
# "ের", after a vowel "র", after a vowel that stands alone "য়ের". Signs such as "ং" keep the dash.
_BENGALI = re.compile(r"\{(\w+)\}-(এর|কে)")
_LETTER = re.compile("[\u0985-\u09b9\u09bc\u09be-\u09cc\u09dc-\u09e1]$")
_VOWEL_ALONE = re.compile("[\u0987-\u098a]$")
_VOWEL = re.compile("[\u0985-\u0994\u09be-\u09cc]$")


def _bengali(phrase: str, values: Mapping[str, object]) -> str:
    def hung(found: re.Match[str]) -> str:
        name, ending = found.groups()
        word = str(values.get(name, ""))
        if not _LETTER.search(word):
            return found[0]
        return f"{{{name}}}{_genitive(word) if ending == 'এর' else ending}"

    return _BENGALI.sub(hung, phrase)


def _genitive(word: str) -> str:
    if _VOWEL_ALONE.search(word):
        return "য়ের"
    return "র" if _VOWEL.search(word) else "ের"


_WRITERS: Mapping[str, Callable[[str, Mapping[str, object]], str]] = {"bn": _bengali}


def with_endings(phrase: str, values: Mapping[str, object], language: str) -> str:
    """A phrase with blanks, its endings as they are written after what will fill the blanks."""
    write = _WRITERS.get(language)
    return write(phrase, values) if write else phrase
