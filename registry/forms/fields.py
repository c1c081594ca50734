"""Which inputs a term's value is typed into, by the term's type (docs/chain-form.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.vocabulary import TermType
from reports.reference_facts import Term


class Kind(StrEnum):
    """How an input is drawn and read."""

    NUMBER = "number"
    TEXT = "text"
    SELECT = "select"
    CHECKS = "checks"
    YES_NO = "yes_no"
    DAY = "day"
    CLOCK = "clock"
    WEEKDAYS = "weekdays"


@dataclass(frozen=True)
class Field:
    """One input. ``path`` is where its text goes in the value: ``money.amount``."""

    path: str
    kind: Kind
    label: object  # lazy text
    codelist: str = ""
    default: str = ""
    codes: tuple[str, ...] = ()  # where the choices are fewer than the list

    @property
    def name(self) -> str:
        """The name of the input within its term."""
        return self.path.replace(".", "_")


N, T, S, C, Y = Kind.NUMBER, Kind.TEXT, Kind.SELECT, Kind.CHECKS, Kind.YES_NO


def _money(prefix: str = "", *, period: str = "month") -> tuple[Field, ...]:
    return (
        Field(f"{prefix}amount", N, _l("Amount")),
        Field(f"{prefix}currency", S, _l("Currency"), "currency"),
        Field(f"{prefix}period", S, _l("For each"), "period", period),
    )


def _lines(count: int) -> tuple[Field, ...]:
    fields: list[Field] = []
    for n in range(count):
        at = f"lines.{n}."
        fields += [
            Field(f"{at}code", S, _l("What for"), "term"),
            Field(f"{at}text", T, _l("In your words")),
            *_money(f"{at}money."),
        ]
    return tuple(fields)


LINES = 4
BY_TYPE: Mapping[TermType, tuple[Field, ...]] = {
    TermType.MONEY: (
        Field("amount", N, _l("Amount")),
        Field("amount_to", N, _l("Up to (for a range)")),
        Field("currency", S, _l("Currency"), "currency"),
        Field("period", S, _l("For each"), "period", "month"),
        Field("basis", S, _l("Before or after deductions"), "basis", "gross"),
        Field("includes", C, _l("The amount includes"), "includes"),
    ),
    TermType.MONEY_LIST: _lines(LINES),
    TermType.HOURS: (
        Field("hours", N, _l("Hours")),
        Field("hours_to", N, _l("Up to (for a range)")),
        Field("per", S, _l("For each"), "period", "day", ("day", "week", "month")),
        Field("weekdays", Kind.WEEKDAYS, _l("Or the hours of each day of the week")),
        Field("begin", Kind.CLOCK, _l("Work begins at (for example 07:30)")),
        Field("end", Kind.CLOCK, _l("Work ends at")),
    ),
    TermType.DURATION: (
        Field("n", N, _l("Number")),
        Field("n_to", N, _l("Up to (for a range)")),
        Field("unit", S, _l("Of"), "unit", codes=("days", "weeks", "months", "years")),
        Field("calendar", S, _l("Calendar"), "calendar", "gregorian"),
    ),
    TermType.BOOL: (Field("yes", Y, _l("Yes or no")),),
    TermType.ENUM: (
        Field("code", S, _l("Choose one"), "term"),
        Field("other", T, _l("Or in your words")),
    ),
    TermType.TEXT: (Field("text", T, _l("In your words")),),
    TermType.LIST: (
        Field("codes", C, _l("Choose all that apply"), "term"),
        Field("other.0", T, _l("Another one, in your words")),
    ),
    TermType.INT: (
        Field("n", N, _l("Number")),
        Field("n_to", N, _l("Up to (for a range)")),
    ),
    TermType.PERCENT: (Field("percent", N, _l("Per cent")),),
    TermType.PLACE: (
        Field("country", S, _l("Country"), "country"),
        Field("region", T, _l("City or region")),
        Field("site", T, _l("Zone or site")),
        Field("may_change", Y, _l("May the place change?")),
    ),
    TermType.DATE: (Field("date", Kind.DAY, _l("Day")),),
    TermType.COST: (
        Field("payer", S, _l("Who pays"), "payer"),
        Field("money.amount", N, _l("Amount")),
        Field("money.currency", S, _l("Currency"), "currency"),
        Field("money.period", S, _l("For each"), "period", "once"),
        Field("when", S, _l("When it is paid"), "cost_when"),
        Field("refundable", Y, _l("Is it paid back?")),
        Field("share", N, _l("If shared: the worker's share, per cent")),
    ),
}

_CAUSES = ("ended_by_employer", "ended_by_worker", "abuse", "illness", "death")
# "Terms whose value carries a little more", docs/chain-form.md.
MORE: Mapping[str, tuple[Field, ...]] = {
    "overtime_rate": _money("money.", period="hour"),
    "social_security": (Field("covered", Y, _l("Is the worker covered?")),),
    "pay_holdback": _money("money.", period="once"),
    "end_of_service": _money("money.", period="once"),
    "annual_leave": (Field("every_years", N, _l("For every so many years of work")),),
    "sick_leave": (Field("every_years", N, _l("For every so many years of work")),),
    "loan_advance": (
        Field("interest_percent", N, _l("Interest, per cent")),
        Field("interest_per", S, _l("Interest for each"), "period", codes=("month", "year")),
        Field("lender", S, _l("Who lends"), "lender"),
        Field("repaid", S, _l("How it is repaid"), "cost_when"),
        Field("text", T, _l("In your words")),
    ),
    "maternity_pregnancy": (Field("text", T, _l("What happens, in your words")),),
    "osh_ppe": (Field("text", T, _l("Which dangers and which gear")),),
    "overtime_voluntary": (Field("text", T, _l("What happens, in your words")),),
    "food_provided": (
        Field("meals", N, _l("Meals a day")),
        Field("diet", T, _l("Religious or other diet")),
    ),
    "repatriation_early": tuple(
        Field(f"causes.{cause}", S, cause, "return_payer") for cause in _CAUSES
    ),
}


def fields_of(term: Term) -> tuple[Field, ...]:
    """The inputs of a term's value, in the order in which they are drawn."""
    return BY_TYPE[term.type] + MORE.get(term.code, ())
