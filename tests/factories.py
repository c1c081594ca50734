"""The cast: one chain in its JSON form, with people and firms that only exist here.

``S`` is a local intermediary in Faridpur, ``A`` an origin agency, ``B`` a destination agency,
``H`` the employer. ``ChainForm(household=True)`` makes H a private household.
"""

# factory-boy declares no types: its declarations are called untyped.
# mypy: disable-error-code="no-untyped-call"

from typing import Any

from factory.base import DictFactory
from factory.declarations import LazyAttribute, LazyFunction, Sequence

DAY = "2026-03-20"


class PartyFactory(DictFactory):
    """A party of a chain form."""

    key = "A"
    kind = "organisation"
    name = LazyAttribute(lambda form: f"Agency {form.key}")
    country = "BD"


class StatementFactory(DictFactory):
    """What a link says about the wage, unless told otherwise."""

    term = "basic_wage"
    state = "stated"
    value = LazyFunction(lambda: wage("200"))


class DisclosureFactory(DictFactory):
    """One filing."""

    act = "file"
    key = Sequence(lambda n: f"d-{n}")
    place = "A"
    filed_on = DAY
    statements = LazyFunction(lambda: [statement_form()])


def party_form(**more: Any) -> dict[str, Any]:
    """A party, with some keys changed."""
    return dict(PartyFactory.build(**more))


def statement_form(**more: Any) -> dict[str, Any]:
    """A statement, with some keys changed."""
    return dict(StatementFactory.build(**more))


def disclosure_form(**more: Any) -> dict[str, Any]:
    """A filing, with some keys changed."""
    return dict(DisclosureFactory.build(**more))


def wage(amount: str, currency: str = "USD", period: str = "month") -> dict[str, Any]:
    """A gross cash wage."""
    return {"amount": amount, "currency": currency, "period": period, "basis": "gross"}


def places(*, household: bool = False) -> list[dict[str, Any]]:
    """S below A below B below H."""
    role = "household_employer" if household else "employer"
    return [
        {"key": "H", "role": role, "party": "H", "country": "JO", "division": "Amman"},
        {"key": "B", "role": "destination_agency", "party": "B", "country": "JO"},
        {"key": "A", "role": "origin_agency", "party": "A", "country": "BD"},
        {
            "key": "S",
            "role": "local_intermediary",
            "party": None,
            "country": "BD",
            "division": "Dhaka",
            "district": "Faridpur",
            "engaged_by": "A",
        },
    ]


def chain_form(*acts: dict[str, Any], household: bool = False, **chain: Any) -> dict[str, Any]:
    """A whole chain form with these acts."""
    employer = party_form(
        key="H",
        kind="household" if household else "organisation",
        name="" if household else "Qasr Garments",
        country="JO",
    )
    offer = {
        "key": "the-chain",
        "title": "Sewing operators, Amman",
        "sector": "domestic_work" if household else "garment",
        "origin": "BD",
        "destination": "JO",
        "positions": 1,
    }
    return {
        "form": "recruitment-chain/1",
        "parties": [party_form(), party_form(key="B", country="JO"), employer, party_form(key="R")],
        "chain": {**offer, **chain},
        "places": [{**place, "filed_on": DAY} for place in places(household=household)],
        "edges": [
            {"below": "S", "above": "A", "kind": "engages", "filed_on": DAY},
            {"below": "A", "above": "B", "filed_on": DAY},
            {"below": "B", "above": "H", "filed_on": DAY},
        ],
        "batches": [
            {
                "key": "batch",
                "size": "1" if household else "10-49",
                "languages": ["bn"],
                "filed_on": DAY,
                "milestones": [{"milestone": "acceptance", "on": "2026-03-25", "filed_on": DAY}],
            }
        ],
        "acts": list(acts),
    }
