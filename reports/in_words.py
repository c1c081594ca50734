"""Amounts in words, in the languages in which a library says them rightly.

Which languages those are and why the others are left out: docs/decisions/languages.md.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

import indic_numtowords
from num2words import num2words

Spell = Callable[[Decimal, str], str]

LARGEST = Decimal(10) ** 9
_AND = re.compile(r"\bو ")
_UNBENDING = "اةوى"  # final letters of Arabic nouns that take no written ending


@cache
def amount_in_words(amount: Decimal, currency: str, language: str) -> str:
    """An amount with the name of its currency in words; "" where it cannot be said rightly."""
    spell = SPELLED.get(language.partition("-")[0])
    if spell is None or not 0 < amount < LARGEST:
        return ""
    return spell(amount.normalize(), currency)


def _english(amount: Decimal, name: str) -> str:
    return f"{num2words(amount, lang='en')} {name}"


def _indic(language: str) -> Spell:
    def spell(amount: Decimal, name: str) -> str:
        if amount % 1:
            return ""  # the library knows whole numbers only
        words = indic_numtowords.num2words(int(amount), lang=language)
        return f"{words} {name}"

    return spell


def _arabic(amount: Decimal, name: str) -> str:
    """Whole amounts of a masculine currency that end in hundreds or in 11 to 99."""
    if amount % 1:
        return ""  # the library reads 1,150.5 as "1150 , 50"
    number = int(amount)
    end, thousands = number % 100, number // 1000
    # Numbers agree in gender with what is counted, and the library knows the masculine alone;
    # 1 to 10 ask for the plural of the noun; of thousands it counts 3 to 10 rightly, not 103.
    feminine = any(word.endswith("ة") for word in name.split())
    if feminine or 1 <= end <= 10 or (thousands > 10 and 1 <= thousands % 100 <= 10):
        return ""
    words = _AND.sub("و", num2words(number, lang="ar"))
    return f"{words} {_counted_noun(name) if end else name}"


def _counted_noun(name: str) -> str:
    """The noun after 11 to 99: singular, indefinite, accusative (تمييز)."""
    return " ".join(
        word if word.endswith(tuple(_UNBENDING)) else f"{word}ًا" for word in name.split()
    )


SPELLED: Mapping[str, Spell] = {
    "en": _english,
    "ar": _arabic,
    "bn": _indic("bn"),
    "hi": _indic("hi"),
}
