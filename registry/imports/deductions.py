"""What is taken from pay, read from free text: only where the words plainly name it."""

import re
from typing import Any

from registry.imports.mapping import RegisterMapping

_CLAUSES = re.compile(r"[;\n•]|(?<!approx)(?<!wk)(?<!mo)\.(?=\s|$)")
_AMOUNT = re.compile(
    r"\$\s?(?P<amount>[0-9][0-9,]*(?:\.[0-9]{1,2})?)"
    r"\s*(?:per|/|a|each|every)?\s*(?:worker per\s+)?"
    r"(?P<period>bi-?weekly|two weeks|hour|hr|day|week|weekly|wk|month|monthly|mo)\b",
    re.IGNORECASE,
)
_PERIODS = {
    "biweekly": "two_weeks", "twoweeks": "two_weeks", "hour": "hour", "hr": "hour",
    "day": "day", "week": "week", "weekly": "week", "wk": "week", "month": "month",
    "monthly": "month", "mo": "month",
}  # fmt: skip


def read_deductions(text: str, mapping: RegisterMapping) -> dict[str, Any] | None:
    """One line for each reason that a clause plainly names; None where none is named.

    A clause that denies ("no deductions for housing", "at no cost") names nothing, and an amount
    is kept only where its clause holds one amount for one reason.
    """
    lines: dict[str, dict[str, Any]] = {}
    for clause in _CLAUSES.split(text):
        if mapping.patterns["denies"].search(clause):
            continue
        codes = [line.code for line in mapping.deductions if line.pattern.search(clause)]
        for code in dict.fromkeys(codes):
            line: dict[str, Any] = {"code": code}
            if len(codes) == 1 and (money := _money(clause, mapping.currency)):
                line["money"] = money
            held = lines.get(code)
            if held is None or ("money" in line and "money" not in held):
                lines[code] = line
    return {"lines": list(lines.values())} if lines else None


def _money(clause: str, currency: str) -> dict[str, str] | None:
    if clause.count("$") != 1:
        return None
    found = _AMOUNT.search(clause)
    if not found:
        return None
    period = _PERIODS[re.sub(r"[- ]", "", found["period"].lower())]
    return {"amount": found["amount"].replace(",", ""), "currency": currency, "period": period}
