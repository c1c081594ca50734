"""Links that are known to exist and for which nobody has filed anything (2.4)."""

from collections.abc import Iterator

from models.vocabulary import OWES_NOTHING_ROLES, FindingKind, Role
from reports import params as p
from reports.facts import Place
from reports.finding import Finding
from reports.rules.difference import RULE_VERSION
from reports.setting import Setting
from reports.severity import severity_of

RULE = "2.4 gap_in_chain"
# An unknown link owes no terms, but that it is unknown is the gap.
CONTEXT = OWES_NOTHING_ROLES - {Role.UNKNOWN}


def gaps(setting: Setting) -> Iterator[Finding]:
    """A link is known to exist, and nobody has filed for it."""
    tellers = {telling.place for telling in setting.facts.tellings}
    groups: dict[tuple[str, ...], list[str]] = {}
    for place in setting.picture.places.values():
        if place.role in CONTEXT or place.id in setting.picture.employers:
            continue  # an employer's silence is a finding about its terms
        if place.id in setting.standing.spoke or place.id in tellers or _described(place):
            continue
        # Ten parallel agencies of one employer are one question to it, not ten.
        groups.setdefault(_asked(setting, place.id), []).append(place.id)
    for asked, silent in groups.items():
        if asked:
            yield _finding(setting, asked, silent)


def _described(place: Place) -> bool:
    # D5: people named under an agency describe what stands there.
    return place.role is Role.LOCAL_INTERMEDIARY and place.people_count > 0


def _asked(setting: Setting, place: str) -> tuple[str, ...]:
    """The neighbouring links that can be asked who stands between them."""
    picture = setting.picture
    identity = picture.places[place]
    beside = (identity.engaged_by, *picture.above.get(place, ()), *picture.below.get(place, ()))
    near = [each for each in beside if each in picture.places and picture.licensed(each)]
    # A household or a factory is asked only where no agency stands beside the gap.
    licensed = [each for each in near if each not in picture.employers] or near
    if not licensed:
        # Nobody said who stands beside it: whoever entered it, or the employer, is asked.
        licensed = [
            each.id
            for each in picture.places.values()
            if each.party and each.party == identity.asserted_by and picture.licensed(each.id)
        ] or list(picture.employers or picture.recruiters)
    return tuple(sorted(set(licensed) - {place}))


def _finding(setting: Setting, asked: tuple[str, ...], silent: list[str]) -> Finding:
    kind = FindingKind.GAP_IN_CHAIN
    one = len(silent) == 1
    below = setting.picture.below.get(silent[0], ()) if one else ()
    above = setting.picture.above.get(silent[0], ()) if one else ()
    between = (below[0], above[0]) if below and above else None
    mode = "between" if between else ("one" if one else "several")
    sides = {"lower": p.place(between[0]), "upper": p.place(between[1])} if between else {}
    return Finding(
        kind=kind,
        severity=severity_of(kind, 1),
        terms=(),
        rule=RULE,
        rule_version=RULE_VERSION,
        addressed_to=asked,
        between=between,
        words=f"gap_in_chain.{mode}",
        params={
            "links": p.places(silent),
            "count": str(len(silent)),
            "asked": p.places(asked),
            **sides,
            "also": [],
        },
    )
