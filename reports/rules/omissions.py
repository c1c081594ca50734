"""What a link was given and did not pass on, what it refused, what it asked and was not told."""

from collections.abc import Iterator, Mapping
from datetime import date

from models.vocabulary import FindingKind, Role, Severity, State
from reports import params as p
from reports.finding import Finding
from reports.rules.grouping import Group, grouped
from reports.setting import Setting
from reports.severity import NOTE, QUESTION, SERIOUS, at_most, severity_of
from reports.standing import Answer, cleared

RULE = "2.4 omitted"
DECLINED = "declined"
GIVEN = "given"
PUBLIC = "public"
NOT_GIVEN = "not_given"
ASKED = "asked_no_answer"
DOWN: Mapping[Severity, Severity] = {SERIOUS: QUESTION, QUESTION: NOTE, NOTE: NOTE}

Left = tuple[Severity, Answer, date | None]


def omitted(setting: Setting) -> Iterator[Finding]:
    """A link was given a term, or could read it, filed after that, and does not state it."""
    for place, identity in setting.picture.places.items():
        if not setting.picture.owes(place) or place not in setting.standing.spoke:
            continue
        yield from _declined(setting, place)
        if identity.role is not Role.UNKNOWN and place not in setting.picture.employers:
            yield from _not_passed_on(setting, place)


def _declined(setting: Setting, place: str) -> Iterator[Finding]:
    refused = {
        code: answer
        for code in setting.terms
        for answer in setting.standing.own(code, place)
        if answer.state is State.DECLINED and not setting.standing.states(code, place)
    }
    if not refused:
        return
    severities = {}
    for code in refused:
        severity = severity_of(FindingKind.OMITTED, setting.tier(code))
        owns = place in setting.owners(setting.terms[code].owner)
        severities[code] = severity if owns else at_most(severity, QUESTION)
    yield grouped(
        Group(
            FindingKind.OMITTED,
            RULE,
            (setting.picture.answering(place),),
            reason=DECLINED,
            words="omitted.declined",
            below=place,
            statements=tuple(answer.id for answer in refused.values()),
            params={"below": p.place(place)},
        ),
        severities,
    )


def _not_passed_on(setting: Setting, place: str) -> Iterator[Finding]:
    groups: dict[tuple[str, str], dict[str, Left]] = {}
    above = setting.picture.all_above(place) or tuple(
        each for each in setting.picture.employers if each != place
    )
    for code in setting.asked_terms:
        found = _left_out(setting, place, code, above)
        if found is not None:
            upper, reason, left = found
            groups.setdefault((upper, reason), {})[code] = left
    for (upper, reason), lefts in sorted(groups.items()):
        yield _group(setting, place, upper, reason, lefts)


def _group(
    setting: Setting, place: str, upper: str, reason: str, lefts: Mapping[str, Left]
) -> Finding:
    on = max((on for _, _, on in lefts.values() if on is not None), default=None)
    asked = upper if reason == ASKED else place
    return grouped(
        Group(
            FindingKind.OMITTED,
            RULE,
            (setting.picture.answering(asked),),
            reason=reason,
            words=f"omitted.{reason}",
            below=place,
            above=upper,
            statements=tuple(answer.id for _, answer, _ in lefts.values()),
            on=on,
            params={"below": p.place(place), "above": p.place(upper), "on": p.day(on)},
        ),
        {code: severity for code, (severity, _, _) in lefts.items()},
    )


def _left_out(
    setting: Setting, place: str, code: str, above: tuple[str, ...]
) -> tuple[str, str, Left] | None:
    answers = setting.standing.of(code, place)
    if any(a.disclosed or a.state is State.DECLINED for a in answers):
        return None
    if answers:
        return _unknown(setting, answers[0], above)
    spoke = setting.standing.spoke_on.get(place)
    if spoke is None:
        return None
    for upper in above:
        for answer in setting.standing.own(code, upper):
            filed = answer.statement.filed_on
            # If the upper link spoke later, nothing was left out; it is late, and the owner's.
            if not answer.disclosed or filed is None or filed >= spoke:
                continue
            given, public = (
                _given_on(setting, answer, place, spoke),
                _public_on(setting, answer, spoke),
            )
            severity = severity_of(FindingKind.OMITTED, setting.tier(code))
            if given or public:
                return upper, GIVEN if given else PUBLIC, (severity, answer, given or public)
            # D12: without a record that it was given, it is asked, not held against the link.
            return upper, NOT_GIVEN, (DOWN[severity], answer, None)
    return None


def _unknown(
    setting: Setting, answer: Answer, above: tuple[str, ...]
) -> tuple[str, str, Left] | None:
    """What follows from "not known to us": never anything that silence would not bring."""
    code, filed = answer.term, answer.statement.filed_on
    severity = at_most(severity_of(FindingKind.OMITTED, setting.tier(code)), QUESTION)
    for upper in above:
        for known in setting.standing.own(code, upper):
            on = _given_on(setting, known, answer.place, filed) if filed else None
            if known.disclosed and on is not None:
                return upper, "unknown_though_given", (severity, known, on)
    asked = answer.statement.asked
    if asked is None or cleared(answer, setting.facts.on) or asked.disputed_on is not None:
        return None
    # D6: after thirty days it reads "asked on D, no answer since", and is put to the one asked.
    answered = setting.standing.states(code, asked.place)
    owns = asked.place in setting.owners(setting.terms[code].owner)
    if answered or owns or asked.place not in setting.picture.places:
        return None  # an owner's silence is a finding already
    return asked.place, ASKED, (severity, answer, asked.on)


def _given_on(setting: Setting, answer: Answer, place: str, before: date) -> date | None:
    """The day on which a statement was served on a link before that link spoke."""
    days = [
        serving.on
        for serving in setting.facts.servings
        if serving.disclosure == answer.statement.disclosure
        and serving.to_place == place
        and serving.on < before
    ]
    return min(days, default=None)


def _public_on(setting: Setting, answer: Answer, before: date) -> date | None:
    published, filed = setting.facts.published_on, answer.statement.filed_on
    if published is None or filed is None or max(published, filed) >= before:
        return None
    return max(published, filed)
