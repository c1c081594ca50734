"""Filing without typing it all again: copies, passing on whole groups, confirming, withdrawing."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from models.vocabulary import DisclosureAct, State
from registry.access import permission
from registry.exceptions import FormError
from registry.forms.group import Answers, typed_answers
from registry.forms.prefill import typed_from
from registry.forms.texts import readable
from registry.history import view_chain
from registry.operations.acting import When
from registry.operations.disclosures import Filing, file_disclosure
from registry.operations.drafts import keep_draft
from registry.operations.filed import find_disclosure
from registry.operations.findings import observe
from registry.pages.filing_desk import Desk, open_desk
from registry.pages.filing_words import filing_words
from registry.pages.gate import actor, reader
from registry.pages.services import committing, now, session, today
from registry.queries import get_place, last_filed_for_employer
from reports.standing import fold

LONGEST_REASON = 300
ACTS = {DisclosureAct.CONFIRM, DisclosureAct.WITHDRAW}

blueprint = Blueprint("again", __name__)
blueprint.context_processor(filing_words)


@blueprint.post("/filing/<place_id>/copy")
@permission("disclosure:file")
def copy(place_id: str) -> Response:
    """Start from what the same party states for another job of the same employer."""
    desk = open_desk(place_id)
    keep(desk, copied(desk) | _answered(desk.answers))
    return redirect(url_for("filing.tasks", place_id=place_id), 303)


@blueprint.post("/filing/<place_id>/terms/<group>/fill")
@permission("disclosure:file")
def fill(place_id: str, group: str) -> Response:
    """Keep what was typed, and fill in one term from the record or a group from what was served."""
    desk = open_desk(place_id)
    terms = desk.terms_of(group)
    typed = typed_answers(terms.values(), request.form)
    code = request.form.get("fill", "")
    if code in terms and (held := desk.on_record(code)):
        typed[code] = typed_from(terms[code], held[0], same_chain=True)
        desk.changed.append(code)
    elif code == "passed":
        typed = passed_on(desk, group) | _answered(typed)
    keep(desk, desk.answers | typed)
    anchor = code if code in terms else None
    return redirect(
        url_for("filing.show_group", place_id=place_id, group=group, _anchor=anchor), 303
    )


@blueprint.get("/filing/<place_id>/stand")
@permission("disclosure:file")
def show(place_id: str) -> str:
    """What was filed, to be confirmed unchanged or withdrawn."""
    return render_template("filing/stand.html", desk=open_desk(place_id), problems=[])


@blueprint.post("/filing/<place_id>/stand")
@permission("disclosure:file")
def stand(place_id: str) -> Response:
    """Confirm a filing as it is, or withdraw it; neither erases anything."""
    desk = open_desk(place_id)
    act = request.form.get("act", "")
    if act not in ACTS or request.form.get("filing") not in {one.id for one in desk.filed}:
        raise FormError(_("Choose a filing, and whether you confirm or withdraw it."))
    if request.form.get("declared") != "y":
        raise FormError(_("Confirm that this is what you state."))
    public_id = put_on_record(desk, DisclosureAct(act), request.form["filing"])
    return redirect(url_for("filing.receipt", place_id=place_id, public_id=public_id), 303)


def put_on_record(desk: Desk, act: DisclosureAct, key: str) -> str:
    """File an act that carries no answers of its own."""
    when = When.now(now())
    with committing() as writer:
        place, chain = get_place(writer, current_user.user_id, desk.place.public_id)
        previous = find_disclosure(writer, chain, key)
        reason = readable(request.form.get("reason", ""), LONGEST_REASON)
        filing = Filing(act, (), previous=previous, reason=reason, paper=previous.paper)
        by = actor(place.party_id or 0)
        known = desk.view.catalogue.reference_set.terms
        filed = file_disclosure(writer, chain, place, filing, terms=known, by=by, when=when)
        observe(writer, chain, when=when)
        return filed.public_id


def copied(desk: Desk) -> Answers:
    """What this party's last filing for the same employer comes to today, as if typed."""
    found = last_filed_for_employer(session(), desk.chain, desk.place)
    if found is None:
        raise FormError(_("Your organisation has filed nothing else for this employer."))
    place, chain = found
    standing = fold(view_chain(session(), reader(), chain, on=today()).facts)
    return {
        code: typed_from(term, held[0], same_chain=False)
        for code, term in desk.terms.items()
        if (held := standing.own(code, place.key))
    }


def passed_on(desk: Desk, group: str) -> Answers:
    """The terms of a group that were served on this place, each passed on from the last serving."""
    return {
        code: {"state": State.PASSED_ON.value, "passed_from": served[-1][0]}
        for code in desk.terms_of(group)
        if (served := desk.served(code))
    }


def keep(desk: Desk, answers: Answers) -> None:
    """Keep the draft."""
    desk.answers = answers
    with committing() as writer:
        keep_draft(writer, current_user.user_id, desk.place.id, desk.draft, at=now())


def _answered(answers: Answers) -> Answers:
    return {code: typed for code, typed in answers.items() if typed.get("state")}
