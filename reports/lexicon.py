"""The words of one language: labels of codes, phrases, days, countries, names of languages."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

Catalogue = Mapping[str, Mapping[str, str]]  # code → language → text
Codelists = Mapping[str, Mapping[str, Mapping[str, str]]]  # list → code → language → label

RIGHT_TO_LEFT = frozenset({"ar", "ur", "fa"})
FALLBACK = "en"


class Lexicon:
    """What a document says in one language; English where the language has no word yet."""

    def __init__(
        self, language: str, catalogue: Catalogue, codelists: Codelists, country: str = ""
    ) -> None:
        self.language = language
        self._catalogue = catalogue
        self._codelists = codelists
        self._locale = _locale(language, country)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction_of(self.language)

    def say(self, code: str, **values: object) -> str:
        """A phrase of the catalogue with its blanks filled in."""
        phrase = self._catalogue[code]
        return (phrase.get(self.language) or phrase[FALLBACK]).format(**values)

    def say_counted(self, code: str, number: Decimal, /, **values: object) -> str:
        """A phrase about a number, in the plural form that CLDR gives the language."""
        plural = f"{code}.{self._locale.plural_form(number)}"
        return self.say(plural if plural in self._catalogue else code, **values)

    def knows(self, code: str) -> bool:
        """Whether the catalogue has such a phrase."""
        return code in self._catalogue

    def label(self, codelist: str, code: str) -> str:
        """The label of a code; the code in plain words where the list does not have it."""
        return self.pick(self._codelists.get(codelist, {}).get(code, {})) or code.replace("_", " ")

    def pick(self, labels: Mapping[str, str]) -> str:
        """One text out of several languages."""
        return labels.get(self.language) or labels.get(FALLBACK, "")

    def day(self, day: date | None) -> str:
        """A day with its month in words, so that nobody takes the month for the day."""
        if day is None:
            return self.say("print.day_unknown")
        return format_date(day, "d MMMM y", locale=self._locale)

    def weekday(self, number: int) -> str:
        """The name of a weekday; 0 is Sunday."""
        names: Mapping[int, str] = self._locale.days["format"]["abbreviated"]
        return names[(number - 1) % 7]

    def country(self, code: str) -> str:
        """The name of a country."""
        return str(self._locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        """The name of a language."""
        return str(self._locale.languages.get(code.partition("-")[0], code))

    def join(self, parts: Iterable[str]) -> str:
        """Several things one after the other."""
        return ("، " if self.direction == "rtl" else ", ").join(part for part in parts if part)

    def list_apart(self, parts: Iterable[str]) -> str:
        """Several things that may hold commas of their own, such as names of firms."""
        return ("؛ " if self.direction == "rtl" else "; ").join(part for part in parts if part)


def direction_of(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _locale(language: str, country: str) -> Locale:
    # Months have other names in the Levant than in the Gulf.
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language.partition("-")[0])
