"""The promoted facts of a statement: columns that searches and findings point at.

They repeat what the document says and can be made again from it (``flask facts rebuild``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.vocabulary import TermType

# Where the first figure and the upper figure of a type stand in its value.
_FIGURES = {
    TermType.MONEY: ("amount", "amount_to"),
    TermType.HOURS: ("hours", "hours_to"),
    TermType.DURATION: ("n", "n_to"),
    TermType.INT: ("n", "n_to"),
    TermType.PERCENT: ("percent", "percent_to"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Low and high figure, currency, period (or unit) and code of one value."""

    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    period: str | None = None
    code: str | None = None


NO_FACTS = Facts()


def promote(kind: TermType, value: Mapping[str, Any] | None) -> Facts:
    """The facts of one typed value."""
    if not value:
        return NO_FACTS
    money = value if kind is TermType.MONEY else value.get("money") or {}
    low_key, high_key = _FIGURES.get(kind, ("", ""))
    low, high = _decimal(value.get(low_key)), _decimal(value.get(high_key))
    if kind is TermType.COST:
        low, high = _decimal(money.get("amount")), _decimal(money.get("amount_to"))
    return Facts(
        low=low,
        high=high if high is not None else low,
        currency=money.get("currency"),
        period=money.get("period") or value.get("per") or value.get("unit"),
        code=_code(kind, value),
    )


def _decimal(figure: Any) -> Decimal | None:
    return None if figure in (None, "") else Decimal(str(figure))


def _code(kind: TermType, value: Mapping[str, Any]) -> str | None:
    if kind is TermType.BOOL:
        return "yes" if value.get("yes") else "no"
    if kind is TermType.COST:
        return value.get("payer")
    if kind is TermType.DATE:
        return value.get("date")
    if kind is TermType.PLACE:
        return value.get("country")
    if kind is TermType.LIST:
        return "|".join(sorted(value.get("codes") or []))[:300] or None
    return value.get("code") or None


def scope_text(scope: Mapping[str, str] | None) -> str:
    """``worksite=Boise, ID; crop=Hay``; "" is the whole offer."""
    return "; ".join(f"{kind}={name}" for kind, name in sorted((scope or {}).items()))[:300]
