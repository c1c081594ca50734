"""One finding of one chain as its own pages show it, and the ways in to these pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from models import Chain
from models import Finding as Row
from models.vocabulary import FindingStatus
from registry.exceptions import NotFoundError
from registry.history import ChainView, finding_lives, view_chain
from registry.operations.findings import (
    concerned_places,
    held_findings,
    last_seen,
    why_not_longer,
)
from registry.pages.chain_page import words_of
from registry.pages.gate import reader
from registry.pages.rendering import lexicon
from registry.pages.services import session, today
from registry.queries import get_chain
from registry.replying import may_ask, may_settle, own_places, replies_as, without_account
from registry.visible_findings import REPLY_WINDOW, UNASKED, FindingLife, ShownFinding, reply_window
from reports.naming import Naming
from reports.standing import fold

MARK = 16  # of the 64 signs of an identity
Door = tuple[str, str]


@dataclass(frozen=True)
class Gone:
    """A finding that was asked about, and is found no more."""

    address: str
    kind: str
    terms: tuple[str, ...]
    status: str


@dataclass
class Case:
    """A finding for one reader: as it is found today, and as it stands on record."""

    chain: Chain
    view: ChainView
    own: frozenset[str]
    mark: str
    shown: ShownFinding | None  # None where it is found no more
    row: Row | None
    life: FindingLife

    @property
    def asks(self) -> bool:
        """Whether the reader may ask those whom it is addressed to."""
        return bool(self.addressed) and may_ask(reader(), self.view.facts)

    @property
    def unasked(self) -> bool:
        """Whether nobody has asked yet; it is asked once."""
        return not (self.life.asked_on or self.life.settled_on)

    @property
    def settles(self) -> bool:
        """Whether the reader may settle what was asked."""
        asked = self.life.asked_on and not self.life.settled_on
        return bool(asked and may_settle(reader(), self.view.facts))

    @property
    def speaks_as(self) -> str:
        """The own place that may reply; a finding that is seen no more has nothing to reply to."""
        return replies_as(self.own, self.shown.finding) if self.shown else ""

    @property
    def inside(self) -> bool:
        """Whether the reader may read what was asked in own words."""
        concerned = bool(self.own & self.concerned)
        return concerned or may_ask(reader(), self.view.facts)

    @cached_property
    def concerned(self) -> set[str]:
        """The places between which it is, and those to whom it is addressed."""
        if self.shown is None:
            return concerned_places(last_seen(self.row)) if self.row else set()
        found = self.shown.finding
        return {found.below, found.above, *found.addressed_to} - {""}

    @cached_property
    def addressed(self) -> tuple[str, ...]:
        """To whom it is addressed, of the places that stand today."""
        found = self.shown.finding.addressed_to if self.shown else ()
        known = {place.id for place in self.view.facts.places}
        return tuple(key for key in found if key in known)

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that it is about."""
        if self.shown:
            return self.shown.finding.terms
        return tuple(last_seen(self.row).get("terms", ())) if self.row else ()

    @property
    def kind(self) -> str:
        """What kind of finding it is."""
        return self.shown.finding.kind.value if self.shown else self.row.kind if self.row else ""

    @property
    def is_addressed(self) -> bool:
        """Whether the question is put to the reader, who is not only a side of it."""
        return self.speaks_as in self.addressed

    @property
    def urgent(self) -> bool:
        """Whether a batch leaves so soon that the time for a reply is short (D20)."""
        return reply_window(self.view.facts, today()) < REPLY_WINDOW

    @property
    def due_on(self) -> date:
        """The day until which a reply is awaited, where it is asked today (D20)."""
        return today() + reply_window(self.view.facts, today())

    @property
    def without_account(self) -> frozenset[str]:
        """Of those addressed, the ones for whom nobody signs in."""
        return without_account(session(), self.chain, self.addressed)

    @property
    def may_wait(self) -> bool:
        """Whether those concerned may ask for more time."""
        if self.row is None or self.life.status is not FindingStatus.ASKED:
            return False
        return bool(self.speaks_as) and not why_not_longer(self.row, on=today())

    def address(self, view: str, done: str | None = None) -> str:
        """The address of one of its pages, which may say what was just done."""
        return address_of(self.chain.public_id, self.mark, view, done)

    @cached_property
    def words(self) -> dict[str, Any]:
        """What the templates of a chain put it into words with."""
        facts = self.view.facts
        return words_of(self.view, Naming(facts, lexicon()), fold(facts))


def address_of(chain: str, mark: str, view: str, done: str | None = None) -> str:
    """The address of a page of a finding."""
    return url_for(f"findings.{view}", public_id=chain, mark=mark[:MARK], done=done)


def open_case(public_id: str, mark: str) -> Case:
    """The finding for the one who asks; 404 where it is not theirs to see."""
    chain = get_chain(session(), reader(), public_id)
    view = view_chain(session(), reader(), chain, on=today())
    own = own_places(session(), reader(), chain)
    shown = next((one for one in view.findings if one.identity[:MARK] == mark), None)
    held = held_findings(session(), chain)
    row = next((one for one in held if one.identity[:MARK] == mark), None)
    life = shown.life if shown else UNASKED
    if shown is None and row is not None:
        life = finding_lives(session(), chain, on=today()).get(row.identity, UNASKED)
    case = Case(chain, view, own, mark, shown, row, life)
    # What was asked about and is found no more is read by those only who knew of the question.
    if shown is None and not (case.life.asked_on and case.inside):
        raise NotFoundError(_("There is no such difference that you can open."))
    return case


def ways_in(chain: Chain, view: ChainView, *, now: bool) -> dict[str, Any]:
    """What a reader may do about the findings of a page that shows the present day."""
    if not now:
        return {"doors": lambda _shown: [], "gone": []}
    own = own_places(session(), reader(), chain)
    asks = may_ask(reader(), view.facts)
    gone = gone_of(view, held_findings(session(), chain)) if asks else []
    return {"doors": lambda shown: doors_of(shown, view.facts.id, own, asks=asks), "gone": gone}


def doors_of(shown: ShownFinding, chain: str, own: Collection[str], *, asks: bool) -> list[Door]:
    """The ways from a finding to the pages on which something can be done about it."""
    life, found = shown.life, []
    if asks and not (life.asked_on or life.settled_on):
        if shown.finding.addressed_to:
            found.append((address_of(chain, shown.identity, "ask"), _("Ask about this")))
    elif asks:
        words = _("See the question") if life.settled_on else _("See the question, or settle it")
        found.append((address_of(chain, shown.identity, "show"), words))
    if replies_as(own, shown.finding):
        found.append((address_of(chain, shown.identity, "reply"), _("Reply to this")))
    return found


def gone_of(view: ChainView, rows: Collection[Row]) -> list[Gone]:
    """What was asked about and is found no more."""
    found = {shown.identity for shown in view.findings}
    return [
        Gone(
            address_of(view.facts.id, row.identity, "show"),
            row.kind,
            tuple(last_seen(row).get("terms", ())),
            row.acts[-1].status,
        )
        for row in rows
        if row.acts and row.identity not in found
    ]
