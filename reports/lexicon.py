"""The words of one language: labels of codes, phrases, days, countries, names of languages."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_currency_name

from reports.calendars import day_beside
from reports.digits import style_of
from reports.endings import with_endings
from reports.laws import law_code
from reports.locales import direction_of, locale_of

Catalogue = Mapping[str, Mapping[str, str]]  # code → language → text
Codelists = Mapping[str, Mapping[str, Mapping[str, str]]]  # list → code → language → label

FALLBACK = "en"


class Lexicon:
    """What a document says in one language; English where the language has no word yet."""

    def __init__(
        self, language: str, catalogue: Catalogue, codelists: Codelists, country: str = ""
    ) -> None:
        self.language = language
        self._catalogue = catalogue
        self._codelists = codelists
        self._country = country
        self._locale = locale_of(language, country)
        self._style = style_of(language, country)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction_of(self.language)

    def say(self, code: str, **values: object) -> str:
        """A phrase of the catalogue with its blanks filled in."""
        phrase = self._catalogue[code]
        said = phrase.get(self.language) or phrase[FALLBACK]
        return with_endings(said, values, self.language).format(**values)

    def say_counted(self, code: str, number: Decimal, /, **values: object) -> str:
        """A phrase about a number, in the plural form that CLDR gives the language."""
        return self.say(self._counted(code, number), **values)

    def brackets(self, code: str, number: Decimal) -> bool:
        """Whether the phrase about a number says it in words and has the figure in brackets."""
        phrase = self._catalogue[self._counted(code, number)]
        return "({n})" in (phrase.get(self.language) or phrase[FALLBACK])

    def _counted(self, code: str, number: Decimal) -> str:
        plural = f"{code}.{self._locale.plural_form(number)}"
        return plural if plural in self._catalogue else code

    def speaks(self, code: str) -> bool:
        """Whether the catalogue has a phrase in this very language."""
        return self.language in self._catalogue.get(code, {})

    def currency(self, code: str) -> str:
        """The name of a currency: ours, where CLDR's would be taken for another one."""
        named = f"currency.{code}"
        return (
            self.say(named) if self.speaks(named) else get_currency_name(code, locale=self._locale)
        )

    def law(self, english: str) -> str:
        """The name of a law, or what an instrument says; the English where it has no other."""
        code = law_code(english)
        return self.say(code) if self.knows(code) else english

    def knows(self, code: str) -> bool:
        """Whether the catalogue has such a phrase."""
        return code in self._catalogue

    def label(self, codelist: str, code: str) -> str:
        """The label of a code; the code in plain words where the list does not have it."""
        return self.word(codelist, code) or code.replace("_", " ")

    def word(self, codelist: str, code: str) -> str:
        """The label of a code; "" where the list does not have it."""
        return self.pick(self._codelists.get(codelist, {}).get(code, {}))

    def occupation(self, code: str, title: str) -> tuple[str, ...]:
        """A kind of work: what the classification calls it, and the title that was given."""
        named = self.word("isco08", code)
        if title and (self.language == FALLBACK or not named):
            return (title,)
        return tuple(filter(None, (named or code, title)))

    def pick(self, labels: Mapping[str, str]) -> str:
        """One text out of several languages."""
        return labels.get(self.language) or labels.get(FALLBACK, "")

    def day(self, day: date | None) -> str:
        """A day with its month in words, so that nobody takes the month for the day."""
        if day is None:
            return self.say("print.day_unknown")
        return format_date(day, "d MMMM y", locale=self._locale)

    def day_twice(self, day: date | None) -> str:
        """A day, with the day of the reader's own calendar beside it where there is one (5)."""
        text, beside = self.day(day), self.other_day(day)
        return f"{text} ({beside})" if beside else text

    def other_day(self, day: date | None) -> str:
        """A day in the calendar that the language or the country has besides, in its digits."""
        return day_beside(day, self.language, self._country) if day else ""

    def figure(self, figure: str) -> str:
        """A figure that is written ``1,234,567.5``, in the reader's digits and groups."""
        return self._style.write(figure)

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

    def all_of(self, parts: Iterable[str]) -> str:
        """Several things with the word for "and", to be heard rather than seen."""
        *others, last = parts
        if not others:
            return last
        apart = any("," in part or "،" in part for part in others)
        first = self.list_apart(others) if apart else self.join(others)
        return format_list([first, last], locale=self._locale)

    def list_apart(self, parts: Iterable[str]) -> str:
        """Several things that may hold commas of their own, such as names of firms."""
        return ("؛ " if self.direction == "rtl" else "; ").join(part for part in parts if part)
