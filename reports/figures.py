"""How figures are written in arithmetic: plain digits, no false precision."""

from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
THOUSAND = Decimal(1000)


def figure_text(number: Decimal, places: int | None = None) -> str:
    """A figure with grouping and without trailing zeros; ``places`` rounds it first."""
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount as it was stated."""
    return f"{money_figure(amount)} {currency}"


def money_figure(amount: Decimal, places: int | None = None) -> str:
    """The figure of an amount: whole, or with two decimals at least, as money is written."""
    # Empty decimals of a whole amount can be misread (5); "20.5" is how nobody writes a price.
    text = figure_text(amount, places)
    whole, point, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}" if point else text


def about_text(amount: Decimal, currency: str) -> str:
    """An amount that was computed: whole units from a thousand on, two decimals below."""
    return f"{money_figure(amount, 0 if amount >= THOUSAND else 2)} {currency}"


def percent_text(share: Decimal) -> str:
    """A share as a percentage with at most one decimal."""
    return f"{figure_text(share * HUNDRED, 1)} %"
