"""How names are folded for matching, and spelled for a search that forgives.

``fold`` keeps a name and drops its dress: two names that fold alike are the same words. ``spell``
goes further and is for search alone: names that sound alike meet, and so do some that do not.
"""

import re
import unicodedata

_SPACES = re.compile(r"[\s.,;:'\"()\-_/&]+")


def fold(name: str) -> str:
    """Lower case, without accents and punctuation, with single blanks."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn" or ord(c) > 0x36F)
    return _SPACES.sub(" ", plain.casefold()).strip()


# Letters that transliterations of Arabic, Bengali, Hindi and Nepali names use for one another.
_SOUNDS = (
    ("ph", "f"), ("bh", "b"), ("dh", "d"), ("gh", "g"), ("jh", "j"), ("kh", "k"), ("th", "t"),
    ("ck", "k"), ("q", "k"), ("w", "v"), ("z", "j"), ("ee", "i"), ("oo", "u"), ("ou", "u"),
    ("y", "i"), ("e", "a"), ("o", "u"),
)  # fmt: skip
_ALEFS = str.maketrans({"\u0629": "\u0647", "\u0649": "\u064a", "\u0671": "\u0627"})
# Vowel signs, lengthening, hamza and the dots that make another letter of one: often left out.
_LEFT_OUT = re.compile("[\u0640\u064b-\u0655\u0670\u09bc\u093c\u200c\u200d]")
_REPEATED = re.compile(r"([^\W\d_])\1+")
LONGEST = 300


def spell(name: str) -> str:
    """How a name sounds: Muhammad and Mohammed, Wadi and Waady, أحمد and احمد become one."""
    plain = _LEFT_OUT.sub("", fold(name).translate(_ALEFS))
    plain = spell_digits(plain)
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    return _REPEATED.sub(r"\1", plain)[:LONGEST]


def spell_number(number: str) -> str:
    """A reference number without what is left out or written differently between its parts."""
    return re.sub(r"[\W_]+", "", spell_digits(number).casefold())[:LONGEST]


def spell_digits(text: str) -> str:
    """The same text with Western digits."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
