"""Reference data as the database holds it: the newest release, read once a process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ReferenceRelease, ReferenceRow
from models.vocabulary import (
    Axis,
    Confidence,
    Direction,
    Owner,
    Qualifier,
    ReferenceSide,
    Requirement,
    Sector,
    TermType,
)
from registry.exceptions import SettingError
from reports.reference_facts import Benchmark, Divisor, Rate, Reference, ReferenceSet, Term

Labels = Mapping[str, str]
"""Language → text."""


@dataclass(frozen=True)
class Catalogue:
    """Everything read from one release."""

    reference_set: ReferenceSet
    codes: Mapping[str, Mapping[str, Labels]] = field(default_factory=dict)  # list → code → labels
    wording: Mapping[str, Labels] = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    launch: tuple[str, ...] = ("en",)  # those in which everything is written
    unreviewed: frozenset[str] = frozenset()  # languages without a named reviewer (D27)

    def label(self, codelist: str, code: str, language: str = "en") -> str:
        """The label of a code; English where the language lacks it, the code where both do."""
        labels = self.codes.get(codelist, {}).get(code, {})
        return labels.get(language) or labels.get("en") or code


_held: dict[str, Catalogue] = {}


def newest_release() -> Any:
    """A scalar subquery of the newest release's digest, to ride on another query."""
    return (
        select(ReferenceRelease.digest)
        .order_by(ReferenceRelease.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def catalogue(session: Session, digest: str | None = None) -> Catalogue:
    """The catalogue of a release, the newest by default; read from the database once."""
    digest = digest or session.scalar(select(newest_release()))
    if digest is None:
        raise SettingError("No reference data is loaded: run `flask seed reference` first.")
    if digest not in _held:
        _held[digest] = _read(session, digest)
    return _held[digest]


def _read(session: Session, digest: str) -> Catalogue:
    rows = session.execute(
        select(ReferenceRow.list, ReferenceRow.body)
        .join(ReferenceRelease, ReferenceRelease.id == ReferenceRow.release_id)
        .where(ReferenceRelease.digest == digest)
        .order_by(ReferenceRow.list, ReferenceRow.position)
    )
    lists: dict[str, list[dict[str, Any]]] = {}
    for name, body in rows:
        lists.setdefault(name, []).append(body)
    return make_catalogue(lists, digest)


def make_catalogue(lists: Mapping[str, list[dict[str, Any]]], version: str) -> Catalogue:
    """A catalogue from the bodies of a release's rows, by list."""
    codes: dict[str, dict[str, Labels]] = {}
    for body in lists.get("codes", []):
        codes.setdefault(body["list"], {})[body["code"]] = body["labels"]
    terms = [_term(body) for body in lists.get("terms", [])]
    return Catalogue(
        reference_set=ReferenceSet(
            terms={term.code: term for term in terms},
            references=_each(_reference, lists.get("references", [])),
            benchmarks=_each(_benchmark, lists.get("benchmarks", [])),
            rates=_each(_rate, lists.get("rates", [])),
            divisors=_each(_divisor, lists.get("divisors", [])),
            version=version[:12],
        ),
        codes=codes,
        wording={body["code"]: body["labels"] for body in lists.get("wording", [])},
        languages=tuple(body["code"] for body in lists.get("languages", [])),
        launch=tuple(
            body["code"]
            for body in lists.get("languages", [])
            if body.get("use") in {"source", "launch"}
        ),
        unreviewed=frozenset(
            body["code"] for body in lists.get("languages", []) if not body["reviewed"]
        ),
    )


def _each(
    make: Callable[[dict[str, Any]], Any], bodies: Iterable[dict[str, Any]]
) -> tuple[Any, ...]:
    return tuple(make(body) for body in bodies)


def _term(body: dict[str, Any]) -> Term:
    return Term(
        code=body["code"],
        group=body["group"],
        position=body["position"],
        type=TermType(body["type"]),
        unit=body["unit"],
        direction=Direction(body["direction"]),
        owner=Owner(body["owner"]),
        tier=body["tier"],
        order=tuple(body["order"]),
        codelist=body["codelist"],
        requirement={Sector(k): Requirement(v) for k, v in body["requirement"].items()},
        raised_in=frozenset(Sector(s) for s in body["raised_in"]),
        headline=body["headline"],
        axis=Axis(body["axis"]) if body["axis"] else None,
        indicators=tuple(body["indicators"]),
        source=body["source"],
        labels=body["labels"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reference(body: dict[str, Any]) -> Reference:
    return Reference(
        **{k: body[k] for k in ("code", "jurisdiction", "origin", "term", "value", "instrument")},
        **{k: body[k] for k in ("article", "source", "applies_to_migrants", "note")},
        sector=Sector(body["sector"]) if body["sector"] else None,
        qualifier=Qualifier(body["qualifier"]),
        side=ReferenceSide(body["side"]),
        effective_from=_day(body["effective_from"]),
        effective_to=_day(body["effective_to"]),
        read_on=date.fromisoformat(body["read_on"]),
        confidence=Confidence(body["confidence"]),
    )


def _benchmark(body: dict[str, Any]) -> Benchmark:
    return Benchmark(
        **{
            k: body[k] for k in ("code", "term", "value", "instrument", "article", "source", "note")
        },
        says=body["says"],
        qualifier=Qualifier(body["qualifier"]),
        adopted_on=date.fromisoformat(body["adopted_on"]),
        confidence=Confidence(body["confidence"]),
        sector=Sector(body["sector"]) if body["sector"] else None,
    )


def _rate(body: dict[str, Any]) -> Rate:
    return Rate(
        base=body["base"],
        quote=body["quote"],
        rate=Decimal(body["rate"]),
        on=date.fromisoformat(body["on"]),
        until=_day(body["until"]),
        peg=body["peg"],
        source=body["source"],
    )


def _divisor(body: dict[str, Any]) -> Divisor:
    return Divisor(
        jurisdiction=body["jurisdiction"], days=Decimal(body["days"]), source=body["source"]
    )
