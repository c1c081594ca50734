"""What a filer works on: one place, its terms, what stands already, and the draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from models import Chain, Place
from models.vocabulary import DisclosureAct, State
from registry.exceptions import FormError
from registry.forms.declaration import DeclarationForm
from registry.forms.group import Answers, read_answers
from registry.history import ChainView, view_chain
from registry.operations.acting import When
from registry.operations.disclosures import Filing, file_disclosure
from registry.operations.drafts import drop_draft, find_draft
from registry.operations.filed import find_disclosure
from registry.operations.findings import observe
from registry.pages.asked_of_us import Question, questions_in
from registry.pages.gate import actor, reader
from registry.pages.rendering import lexicon, say_problem
from registry.pages.services import committing, now, session, today
from registry.queries import get_disclosure, get_place, last_filed_for_employer
from reports.facts import Disclosure
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.reference_facts import Term
from reports.saying import Saying
from reports.standing import Answer, Standing, fold


@dataclass
class Desk:
    """One place of one chain, on today's facts."""

    place: Place
    chain: Chain
    view: ChainView
    answers: Answers
    changed: list[str]  # terms whose answer was begun from what is on record

    @property
    def draft(self) -> dict[str, Any]:
        """What is kept until it is filed."""
        return {"answers": self.answers, "changed": self.changed}

    @property
    def corrects(self) -> bool:
        """Whether the draft changes an answer that is on record."""
        return any(self.answers.get(code, {}).get("state") for code in self.changed)

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The terms that the job is asked about, in their order."""
        known = self.view.catalogue.reference_set.terms
        asked = [known[code] for code in self.view.comparison.asked_terms]
        return {term.code: term for term in sorted(asked, key=lambda term: term.position)}

    @cached_property
    def groups(self) -> list[str]:
        """The groups of terms, in their order."""
        return list(dict.fromkeys(term.group for term in self.terms.values()))

    def terms_of(self, group: str) -> dict[str, Term]:
        """The terms of one group."""
        return {code: term for code, term in self.terms.items() if term.group == group}

    def group_after(self, group: str) -> str | None:
        """The group on the next page; None after the last."""
        rest = self.groups[self.groups.index(group) + 1 :]
        return rest[0] if rest else None

    def answered(self, group: str) -> int:
        """How many terms of a group the draft answers."""
        return sum(bool(self.answers.get(code, {}).get("state")) for code in self.terms_of(group))

    @cached_property
    def standing(self) -> Standing:
        """What stands today."""
        return fold(self.view.facts)

    @cached_property
    def naming(self) -> Naming:
        """What the links are called."""
        return Naming(self.view.facts, lexicon())

    @cached_property
    def saying(self) -> Saying:
        """Puts what stands into words."""
        return Saying(self.view.facts, Phrasing(lexicon()), self.naming)

    def on_record(self, term: str) -> tuple[Answer, ...]:
        """What this place states of a term today."""
        return self.standing.own(term, self.place.key)

    @cached_property
    def others(self) -> list[tuple[str, str]]:
        """The other links, whom one may have asked."""
        names = [(place.id, self.naming.name(place.id)) for place in self.naming.order]
        return [pair for pair in names if pair[0] != self.place.key]

    def served(self, term: str) -> list[tuple[str, str]]:
        """Disclosures given to this place that carry a value for the term (D7)."""
        given = {s.disclosure: s for s in self.view.facts.servings if s.to_place == self.place.key}
        return [
            (said.disclosure, f"{self.naming.name(said.place)}, {given[said.disclosure].on}")
            for said in self.view.facts.statements
            if said.disclosure in given and said.term == term and said.value
        ]

    @cached_property
    def filed(self) -> list[Disclosure]:
        """What this place has filed, the newest last."""
        return [one for one in self.view.facts.disclosures if one.place == self.place.key]

    @cached_property
    def copies_from(self) -> str:
        """The title of the employer's other chain for which this party filed last."""
        found = last_filed_for_employer(session(), self.chain, self.place)
        return found[1].title if found else ""

    @cached_property
    def questions(self) -> list[Question]:
        """What this place was asked about its answers."""
        return questions_in(self.view, {self.place.key})

    def servings_in(self, group: str) -> int:
        """How many terms of a group can be passed on as they were served."""
        return sum(bool(self.served(code)) for code in self.terms_of(group))

    @property
    def usual_act(self) -> str:
        """The first filing is one; after it one corrects what one changes, or updates the offer."""
        if not self.filed:
            return DisclosureAct.FILE.value
        return (DisclosureAct.CORRECT if self.corrects else DisclosureAct.UPDATE).value


def open_desk(place_id: str) -> Desk:
    """The desk of a place that the signed-in person may file for; 404 for any other."""
    place, chain = get_place(session(), current_user.user_id, place_id)
    view = view_chain(session(), reader(), chain, on=today())
    draft = find_draft(session(), current_user.user_id, place.id)
    kept = draft.body if draft else {}
    return Desk(place, chain, view, dict(kept.get("answers", {})), list(kept.get("changed", ())))


def file_draft(desk: Desk, form: DeclarationForm) -> str:
    """File what the draft says; returns the identifier of the disclosure."""
    statements, wrong = read_answers(desk.terms, desk.answers, say_problem)
    if wrong:
        raise FormError(*[problem.sentence for problem in wrong])
    if not statements:
        raise FormError(_("There is no answer in the draft yet, so there is nothing to file."))
    act = DisclosureAct(form.act.data or "")
    when = When.now(now(), said_on=form.said_day)
    with committing() as writer:
        place, chain = get_place(writer, current_user.user_id, desk.place.public_id)
        previous = None
        if act is not DisclosureAct.FILE:
            previous = find_disclosure(writer, chain, desk.filed[-1].id) if desk.filed else None
        filing = Filing(act, statements, previous=previous, reason=form.reason.data or "")
        by = actor(place.party_id or 0)
        known = desk.view.catalogue.reference_set.terms
        filed = file_disclosure(writer, chain, place, filing, terms=known, by=by, when=when)
        observe(writer, chain, when=when)
        drop_draft(writer, current_user.user_id, place.id)
        return filed.public_id


def read_receipt(place_id: str, public_id: str) -> dict[str, Any]:
    """What the receipt shows."""
    desk = open_desk(place_id)
    filed = get_disclosure(session(), desk.chain, public_id)
    stated = [one for one in desk.view.facts.statements if one.disclosure == filed.key]
    every = desk.standing.every
    return {
        "desk": desk,
        "filed": filed,
        "header": json.loads(filed.document),
        "answers": [every[one.id] for one in stated],
        "unknown": sum(one.state is State.UNKNOWN_TO_FILER for one in stated),
    }
