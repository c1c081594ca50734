"""The shapes of the typed values that a statement carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.vocabulary import Basis, Period

INCLUDES = ("overtime", "food", "housing", "transport")
PAYERS = (
    "worker",
    "employer",
    "origin_agency",
    "destination_agency",
    "local_intermediary",
    "government",
    "shared",
    "nobody_charges",
)
WHEN = ("before_acceptance", "before_departure", "by_deduction", "on_return")
CAUSES = ("ended_by_employer", "ended_by_worker", "abuse", "illness", "death")


def without_words(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A value without the free words beside its codes and figures; words alone are kept."""
    words = {"diet", "other"}
    if {"yes", "amount", "lines", "money"} & set(value):
        words.add("text")  # elsewhere the text is the answer, as with an occupation
    kept = {part: given for part, given in value.items() if part not in words}
    if "lines" in kept:
        kept["lines"] = [without_words(line) for line in kept["lines"]]
    return kept or value


@dataclass(frozen=True, slots=True)
class Money:
    """An amount for a period, before or after deductions, with what it includes."""

    amount: Decimal
    amount_to: Decimal | None
    currency: str
    period: Period
    basis: Basis
    includes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Loan(Money):
    """A sum lent, with its interest, who lends it and how it is paid back."""

    interest: Decimal | None
    interest_per: str
    lender: str
    repaid: str
    text: str


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One named allowance, deduction or penalty."""

    code: str
    text: str
    money: Money | None
    percent: Decimal | None
    until: date | None


@dataclass(frozen=True, slots=True)
class MoneyLines:
    """Several named amounts, with words beside them."""

    lines: tuple[MoneyLine, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours as one figure, or one for each weekday with Sunday first."""

    hours: Decimal | None
    hours_to: Decimal | None
    per: str
    weekdays: tuple[Decimal, ...]
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in a named calendar; ``every_years``: for so many years of work."""

    n: Decimal
    n_to: Decimal | None
    unit: str
    calendar: str
    every_years: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class TimeAndSum:
    """A length of time, a sum of money, or both, where a term is answered by either."""

    duration: Duration | None
    money: Money | None


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes or a no, with words for what happens."""

    yes: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One code of a list; ``other`` holds words that no code fits."""

    code: str
    other: str
    causes: tuple[tuple[str, str], ...] = ()  # cause → code; the rest has ``code``
    meals: Decimal | None = None  # a day
    diet: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words, with a code where one exists."""

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Several codes of a list, and entries that no code fits."""

    codes: frozenset[str]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of things, or a range of them."""

    n: Decimal
    n_to: Decimal | None


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage, or the amount that was stated in its place, and the cover that it buys."""

    percent: Decimal | None
    money: Money | None
    covered: bool | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place of work by level."""

    country: str
    region: str
    site: str
    may_change: bool | None


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    on: date


@dataclass(frozen=True, slots=True)
class Cost:
    """Who pays a cost, how much and when."""

    payer: str
    money: Money | None
    when: str
    refundable: bool | None
    share: Decimal | None

    @property
    def worker_pays(self) -> bool:
        """Whether the worker bears it, a later deduction included (2.2 rule 11)."""
        return self.payer in {"worker", "shared"} or self.when == "by_deduction"


Parsed = (
    Money
    | MoneyLines
    | Hours
    | Duration
    | TimeAndSum
    | YesNo
    | Choice
    | Words
    | Choices
    | Count
    | Percentage
    | Location
    | Day
    | Cost
)
