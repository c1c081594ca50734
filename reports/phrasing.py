"""What a stated value says, in the words of one language: "140 JOD a month, before deductions"."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from models.vocabulary import Basis, Period, Qualifier, TermType
from reports import values as v
from reports.figures import figure_text, money_figure
from reports.in_words import amount_in_words
from reports.lexicon import Lexicon
from reports.reference_facts import Term, Value
from reports.value_problems import BadValueError

WAGE = "basic_wage"  # the amount that is printed in words too


class Phrasing:
    """Phrases for the values of terms; ``twice`` writes figures in both digit systems."""

    def __init__(self, lexicon: Lexicon, *, twice: bool = False) -> None:
        self.lexicon = lexicon
        self._twice = twice

    def value(self, term: Term, value: Value, qualifier: Qualifier) -> str:
        """A value as filed; "" when it consists of words only, which are quoted elsewhere."""
        try:
            parsed = v.parse(term, value, qualifier)
        except BadValueError:
            return self.lexicon.say("print.unreadable")
        phrase: Callable[[Any, Term, Qualifier], str] = getattr(self, _PHRASES[term.type])
        return phrase(parsed, term, qualifier)

    def figure(self, number: Decimal | str, unit: str = "") -> str:
        """A figure with its unit; on key lines after the figure as the reader writes it.

        The Western figure keeps its unit: bank slips and contracts say "230 JOD".
        """
        text = figure_text(number) if isinstance(number, Decimal) else number
        written = f"{text} {unit}" if unit else text
        local = self.lexicon.figure(text) if self._twice else text
        return written if local == text else f"{local} ({written})"

    def in_words(self, term: Term, value: Value, qualifier: Qualifier) -> str:
        """The amount of a key line in words; "" where no library says it rightly (5)."""
        if not self._twice or term.code != WAGE:
            return ""
        try:
            money = v.parse(term, value, qualifier)
        except BadValueError:
            return ""
        return self._spelled(money) if isinstance(money, v.Money) else ""

    def _spelled(self, money: v.Money) -> str:
        language, name = self.lexicon.language, self.lexicon.currency(money.currency)
        words = amount_in_words(money.amount, name, language) if name != money.currency else ""
        if words and money.amount_to is not None:
            last = amount_in_words(money.amount_to, name, language)
            words = self._between(words, last) if last else ""
        return self.lexicon.say("print.in_words", words=words) if words else ""

    def amount(self, money: v.Money, qualifier: Qualifier = Qualifier.EXACT) -> str:
        """An amount with its currency, without its period."""
        first = self.figure(money_figure(money.amount), money.currency)
        if money.amount_to is None:
            return self._qualified(first, qualifier)
        last = self.figure(money_figure(money.amount_to), money.currency)
        return self._between(first, last)

    def counted(self, code: str, number: Decimal, last: Decimal | None = None) -> str:
        """So and so many hours, days or persons, in the plural that the language asks for."""
        if last is not None:
            span = self._between(self.figure(number), self.figure(last))
            return self.lexicon.say_counted(code, last, n=span)
        figure = self.figure(number)
        if self._twice and self.lexicon.brackets(code, number):
            # The phrase has brackets of its own: "ساعة واحدة (١، 1)".
            western = figure_text(number)
            figure = self.lexicon.join(dict.fromkeys([self.lexicon.figure(western), western]))
        return self.lexicon.say_counted(code, number, n=figure)

    def _qualified(self, text: str, qualifier: Qualifier) -> str:
        if qualifier in {Qualifier.EXACT, Qualifier.RANGE}:
            return text
        return self.lexicon.say(f"print.{qualifier.value}", value=text)

    def _between(self, first: str, last: str) -> str:
        return self.lexicon.say("print.between", first=first, last=last)

    def _money(self, money: v.Money, term: Term, qualifier: Qualifier) -> str:
        say, label = self.lexicon.say, self.lexicon.label
        text = self.amount(money, qualifier)
        if money.period is not Period.ONCE or term.unit != "once":
            text = say(f"print.per.{money.period.value}", amount=text)
        parts = [text]
        if money.basis is not Basis.UNSPECIFIED:
            parts.append(label("basis", money.basis.value))
        if money.includes:
            things = [label("wage_includes", one) for one in sorted(money.includes)]
            parts.append(say("print.including", things=self.lexicon.join(things)))
        if isinstance(money, v.Loan):
            parts += self._loan(money, term)
        return self.lexicon.join(parts)

    def _loan(self, loan: v.Loan, term: Term) -> list[str]:
        """Its interest, who lends and how it is repaid; its words are quoted elsewhere."""
        say, label = self.lexicon.say, self.lexicon.label
        parts = []
        if loan.interest is not None:
            rate = say("print.interest", n=self.figure(loan.interest))
            parts.append(say(f"print.per.{loan.interest_per}", amount=rate))
        if loan.lender:
            parts.append(say("print.lent_by", lender=label(term.codelist, loan.lender)))
        if loan.repaid:
            parts.append(say("print.repaid", when=label("cost_when", loan.repaid)))
        return parts

    def _money_lines(self, lines: v.MoneyLines, term: Term, qualifier: Qualifier) -> str:
        return self.lexicon.list_apart(self._money_line(line, term) for line in lines.lines)

    def _money_line(self, line: v.MoneyLine, term: Term) -> str:
        label = self.lexicon.label(term.codelist, line.code) if line.code else ""
        name = f"{label} ({line.text})" if label and line.text else label or line.text
        parts = [self._money(line.money, term, Qualifier.EXACT)] if line.money else []
        if line.percent is not None:
            parts.append(self.lexicon.say("print.percent_of_wage", n=self.figure(line.percent)))
        if line.until:
            parts.append(self.lexicon.say("print.until", day=self.lexicon.day(line.until)))
        told = self.lexicon.join(parts)
        return f"{name}: {told}" if name and told else name or told

    def _hours(self, hours: v.Hours, term: Term, qualifier: Qualifier) -> str:
        parts = [self._weekdays(hours.weekdays)] if hours.weekdays else []
        if hours.hours is not None:
            # The term says for which period its figure is; hours of rest are hours a week.
            code = f"print.{term.unit}" if term.unit.startswith("hours") else "print.hours"
            if hours.per != "day" and term.unit == "hours_per_day":
                code = f"print.hours_per_{hours.per}"
            text = self.counted(code, hours.hours, hours.hours_to)
            parts.append(self._qualified(text, qualifier))
        if hours.begin and hours.end:
            # In words: a dash between two times is read backwards in a right-to-left line.
            parts.append(self._between(hours.begin, hours.end))
        return self.lexicon.join(parts)

    def _weekdays(self, weekdays: tuple[Decimal, ...]) -> str:
        # From Monday on, equal days together: "Mon–Fri 8, Sat 5, Sun 0".
        week = [(number, weekdays[number]) for number in (1, 2, 3, 4, 5, 6, 0)]
        parts = []
        for hours, days in groupby(week, key=lambda day: day[1]):
            names = [self.lexicon.weekday(number) for number, _ in days]
            span = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
            parts.append(f"{span}: {self.counted('print.hours', hours)}")
        return self.lexicon.join(parts)

    def _duration(self, value: v.Duration | v.TimeAndSum, term: Term, qualifier: Qualifier) -> str:
        if isinstance(value, v.Duration):
            return self._length(value, term, qualifier)
        beside = Qualifier.EXACT if value.duration else qualifier
        length = self._length(value.duration, term, qualifier) if value.duration else ""
        money = self._money(value.money, term, beside) if value.money else ""
        return self.lexicon.join([length, money])

    def _length(self, duration: v.Duration, term: Term, qualifier: Qualifier) -> str:
        text = self.counted(f"print.{duration.unit}", duration.n, duration.n_to)
        if duration.every_years != 1:
            years = self.counted("print.years", duration.every_years)
            text = self.lexicon.say("print.for_every_years", amount=text, years=years)
        elif term.unit == "days_per_year":
            text = self.lexicon.say("print.per.year", amount=text)
        elif term.unit == "months_of_wage_per_year":
            text = self.lexicon.say("print.wage_for_each_year", amount=text)
        if duration.calendar != "gregorian":
            text = f"{text} ({self.lexicon.label('calendar', duration.calendar)})"
        return self._qualified(text, qualifier)

    def _yes_no(self, answer: v.YesNo, term: Term, qualifier: Qualifier) -> str:
        # The words beside it are quoted elsewhere, in their own language.
        return self.lexicon.label("yes_no", "yes" if answer.yes else "no")

    def _choice(self, choice: v.Choice, term: Term, qualifier: Qualifier) -> str:
        label = self.lexicon.label
        code = label(term.codelist, choice.code) if choice.code else ""
        text = f"{code} ({choice.other})" if code and choice.other else code or choice.other
        meals = self.counted("print.meals", choice.meals) if choice.meals is not None else ""
        causes = (
            f"{label('ending_cause', cause)}: {label(term.codelist, payer)}"
            for cause, payer in choice.causes
        )
        return self.lexicon.list_apart([self.lexicon.join([text, meals, choice.diet]), *causes])

    def _words(self, words: v.Words, term: Term, qualifier: Qualifier) -> str:
        if words.code and words.text:
            return f"{words.text} ({self.lexicon.label(term.codelist, words.code)})"
        return words.text or self.lexicon.label(term.codelist, words.code)

    def _choices(self, choices: v.Choices, term: Term, qualifier: Qualifier) -> str:
        if term.unit == "BCP47":
            return self.lexicon.join(self.lexicon.language_name(c) for c in sorted(choices.codes))
        labels = [self.lexicon.label(term.codelist, code) for code in sorted(choices.codes)]
        return self.lexicon.join([*labels, *choices.other])

    def _count(self, count: v.Count, term: Term, qualifier: Qualifier) -> str:
        return self._qualified(self.counted(f"print.{term.unit}", count.n, count.n_to), qualifier)

    def _percentage(self, share: v.Percentage, term: Term, qualifier: Qualifier) -> str:
        parts = []
        if share.money is not None:
            parts.append(self._money(share.money, term, qualifier))
        elif share.percent is not None:
            text = self.lexicon.say(f"print.{term.unit}", n=self.figure(share.percent))
            parts.append(self._qualified(text, qualifier))
        if share.covered is not None:
            parts.append(self.lexicon.say("print.cover" if share.covered else "print.no_cover"))
        return self.lexicon.join(parts)

    def _location(self, place: v.Location, term: Term, qualifier: Qualifier) -> str:
        country = self.lexicon.country(place.country) if place.country else ""
        text = self.lexicon.join([place.site, place.region, country])
        if place.may_change is None:
            return text
        change = "print.may_change" if place.may_change else "print.stays"
        return f"{text} ({self.lexicon.say(change)})" if text else self.lexicon.say(change)

    def _day(self, day: v.Day, term: Term, qualifier: Qualifier) -> str:
        return self._qualified(self.lexicon.day_twice(day.on), qualifier)

    def _cost(self, cost: v.Cost, term: Term, qualifier: Qualifier) -> str:
        say, label = self.lexicon.say, self.lexicon.label
        nobody = cost.payer == "nobody_charges"
        payer = label("payer", cost.payer)
        parts = [payer if nobody else say("print.paid_by", payer=payer)]
        if cost.money is not None:
            parts.append(self.amount(cost.money, qualifier))
        if cost.share is not None:
            parts.append(say("print.share", n=self.figure(cost.share)))
        if cost.when:
            parts.append(label("cost_when", cost.when))
        if cost.refundable is not None:
            parts.append(say("print.refundable" if cost.refundable else "print.not_refundable"))
        return self.lexicon.join(parts)


_PHRASES: Mapping[TermType, str] = {
    TermType.MONEY: "_money",
    TermType.MONEY_LIST: "_money_lines",
    TermType.HOURS: "_hours",
    TermType.DURATION: "_duration",
    TermType.BOOL: "_yes_no",
    TermType.ENUM: "_choice",
    TermType.TEXT: "_words",
    TermType.LIST: "_choices",
    TermType.INT: "_count",
    TermType.PERCENT: "_percentage",
    TermType.PLACE: "_location",
    TermType.DATE: "_day",
    TermType.COST: "_cost",
}
