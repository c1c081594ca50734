"""What the organisations of a filer have been asked, and until when a reply is awaited."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask_login import current_user

from registry.history import ChainView, view_chain
from registry.pages.finding_case import address_of
from registry.pages.gate import reader
from registry.pages.services import session, today
from registry.replying import asked_in_chains_of, own_places, replies_as


@dataclass(frozen=True)
class Question:
    """One finding that was asked about."""

    chain: str  # its title
    place: str  # the own place that may reply
    address: str
    kind: str
    terms: tuple[str, ...]
    asked_on: date
    due_on: date
    addressed: bool  # put to the reader's own place, which is not only a side of it
    replied: bool


def questions_to_us() -> list[Question]:
    """What was asked in all chains of the reader's parties, the most urgent first."""
    found = []
    for chain in asked_in_chains_of(session(), reader()):
        view = view_chain(session(), reader(), chain, on=today())
        found += questions_in(view, own_places(session(), reader(), chain))
    return sorted(found, key=urgency)


def urgency(one: Question) -> tuple[bool, bool, date, str]:
    """What is put to the reader before what is put to others, and what is due first first."""
    return one.replied, not one.addressed, one.due_on, one.address


def questions_in(view: ChainView, own: Collection[str]) -> list[Question]:
    """What was asked in one chain, the most urgent first; what was settled is asked no more."""
    names = {name for _, _, name in current_user.parties}
    found = []
    for shown in view.findings:
        life, place = shown.life, replies_as(own, shown.finding)
        if not (life.asked_on and life.due_on and place) or life.settled_on:
            continue
        found.append(
            Question(
                chain=view.facts.title,
                place=place,
                address=address_of(view.facts.id, shown.identity, "reply"),
                kind=shown.finding.kind.value,
                terms=shown.finding.terms,
                asked_on=life.asked_on,
                due_on=life.due_on,
                addressed=place in shown.finding.addressed_to,
                replied=any(who in names for _, who, *_ in life.replies),
            )
        )
    return sorted(found, key=urgency)
