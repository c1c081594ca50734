"""What CLDR says about a language and a country: looked up once, then kept."""

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def locale_of(language: str, country: str = "") -> Locale:
    """The customs of a language, as they are in a country where CLDR knows the two together."""
    # Months have other names in the Levant than in the Gulf, and digits in the Emirates.
    language = language.replace("-", "_")
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language.partition("_")[0])


@cache
def direction_of(language: str) -> str:
    """The direction in which a language is written: ``rtl`` or ``ltr``."""
    try:
        return str(locale_of(language).text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"
