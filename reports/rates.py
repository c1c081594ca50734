"""Dated, sourced exchange rates: from one currency to another on a day, and how it was reached."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.figures import about_text, amount_text, figure_text
from reports.finding import Step
from reports.reference_facts import Rate

PEG_TOLERANCE = Decimal("0.015")  # 2.2 rule 1: a peg is exact, what is rounded is not
FLOATING_TOLERANCE = Decimal("0.03")
MAX_HOPS = 3  # rial - dollar - euro - taka; longer ways pile error on error


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in another currency, how closely it may be read, and the arithmetic."""

    factor: Decimal
    tolerance: Decimal
    hops: tuple[tuple[Rate, bool], ...]  # each rate, and whether it is used the other way round

    def steps(self, amount: Decimal, currency: str) -> tuple[Step, ...]:
        """The conversion of one amount, original first (2.2)."""
        steps = []
        written = amount_text(amount, currency)
        for rate, inverted in self.hops:
            into = rate.base if inverted else rate.quote
            sign = "÷" if inverted else "×"
            result = amount / rate.rate if inverted else amount * rate.rate
            text = (
                f"{written} {sign} {figure_text(rate.rate)} {rate.quote} per {rate.base} "
                f"≈ {about_text(result, into)}"
            )
            kind = "peg" if rate.peg else "rate"
            steps.append(Step(text, f"{kind} of {rate.on.isoformat()}, {rate.source}"))
            amount, written = result, about_text(result, into)
        return tuple(steps)


SAME = Conversion(Decimal(1), Decimal(0), ())


class Rates:
    """Rates by pair, each list in the order of its days."""

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self._pairs: dict[tuple[str, str], list[Rate]] = {}
        for rate in sorted(rates, key=lambda each: (each.on, each.peg, each.source, each.rate)):
            self._pairs.setdefault((rate.base, rate.quote), []).append(rate)
        self._next: dict[str, list[str]] = {}
        for base, quote in sorted(self._pairs):
            self._next.setdefault(base, []).append(quote)
            self._next.setdefault(quote, []).append(base)
        self._found: dict[tuple[str, str, date], Conversion | None] = {}

    def convert(self, source: str, target: str, day: date) -> Conversion | None:
        """The shortest sourced way between two currencies on a day; None where there is none."""
        if source == target:
            return SAME
        key = (source, target, day)
        if key not in self._found:
            self._found[key] = self._search(source, target, day)
        return self._found[key]

    def _on(self, pair: tuple[str, str], day: date) -> Rate | None:
        dated = self._pairs.get(pair, [])
        position = bisect_right(dated, day, key=lambda rate: rate.on)
        for rate in reversed(dated[:position]):
            if rate.until is None or day <= rate.until:
                return rate
        return None

    def _hop(self, source: str, target: str, day: date) -> tuple[Rate, bool] | None:
        direct = self._on((source, target), day)
        if direct is not None:
            return direct, False
        inverse = self._on((target, source), day)
        return None if inverse is None else (inverse, True)

    def _search(self, source: str, target: str, day: date) -> Conversion | None:
        row: Mapping[str, tuple[tuple[Rate, bool], ...]] = {source: ()}
        seen = {source}
        for _ in range(MAX_HOPS):
            following: dict[str, tuple[tuple[Rate, bool], ...]] = {}
            for here, hops in row.items():
                for there in self._next.get(here, ()):
                    hop = None if there in seen else self._hop(here, there, day)
                    if hop is not None and there not in following:
                        following[there] = (*hops, hop)
            if target in following:
                return _conversion(following[target])
            seen.update(following)
            row = following
        return None


def _conversion(hops: tuple[tuple[Rate, bool], ...]) -> Conversion:
    factor = Decimal(1)
    for rate, inverted in hops:
        factor = factor / rate.rate if inverted else factor * rate.rate
    pegged = all(rate.peg for rate, _ in hops)
    return Conversion(factor, PEG_TOLERANCE if pegged else FLOATING_TOLERANCE, hops)


class Exchange:
    """A chain's own rates first, then those of the reference set."""

    def __init__(self, own: tuple[Rate, ...], shared: tuple[Rate, ...]) -> None:
        named = {frozenset((rate.base, rate.quote)) for rate in own}
        # A pair that the chain's remit gives is never mixed with another source of the same pair.
        rest = (r for r in shared if frozenset((r.base, r.quote)) not in named) if own else ()
        self._rates = Rates((*own, *rest)) if own else None
        self._shared = shared

    def convert(self, source: str, target: str, day: date) -> Conversion | None:
        """The way between two currencies on a day."""
        if source == target:
            return SAME
        if self._rates is None:
            self._rates = _indexed(self._shared)
        return self._rates.convert(source, target, day)


_INDEXED: dict[int, tuple[tuple[Rate, ...], Rates]] = {}


def _indexed(rates: tuple[Rate, ...]) -> Rates:
    # Thousands of daily rates are the same tuple for every chain of a run; the kept reference
    # makes sure that the id stays theirs.
    kept = _INDEXED.get(id(rates))
    if kept is None:
        if len(_INDEXED) > 3:
            _INDEXED.clear()
        kept = _INDEXED[id(rates)] = (rates, Rates(rates))
    return kept[1]
