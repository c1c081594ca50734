"""Which kind of entry each act gets: one table, beside which docs/log.md can be read.

What an entry shows depends on two things only: what was done, and whether the chain is a private
household's. Nothing else may decide it, or the difference would tell something.
"""

from enum import StrEnum

from models.vocabulary import (
    ActKind,
    DisclosureAct,
    FindingStatus,
    LicenceStatus,
    SheetStatus,
)


class Shown(StrEnum):
    """What the public log shows of an act."""

    OPEN = "open"  # kind, ids, organisation and time; the body as a commitment
    PRIVATE = "private"  # one commitment over all of it, as an entry of its own
    SEALED = "sealed"  # nothing by itself: a commitment inside the day's batch


# What the log says of itself; everything about these stands in the entry.
STARTED, BATCH, KEY_ADDED, KEY_REVOKED = "log:started", "log:batch", "key:added", "key:revoked"
OWN_KINDS = frozenset({STARTED, BATCH, KEY_ADDED, KEY_REVOKED})
# Rows that leave no line in the trail, and the two acts of erasing.
OBSERVED, NAME_SEALED, VIEW_FROZEN = "finding:observed", "name:sealed", "sheet:frozen"
RECORD_ERASED, NAME_ERASED = "record:erased", "name:erased"

DISCLOSED = {
    DisclosureAct.FILE: "disclosure:filed",
    DisclosureAct.CORRECT: "disclosure:corrected",
    DisclosureAct.UPDATE: "disclosure:updated",
    DisclosureAct.CONFIRM: "disclosure:confirmed",
    DisclosureAct.WITHDRAW: "disclosure:withdrawn",
}
_OPEN = (
    "party:registered",
    "party:named",
    "party:identified",
    "licence:recorded",
    *(f"licence:{status.value}" for status in LicenceStatus),
    "reference:released",
    "chain:registered",
    *(act.value for act in ActKind),
    *DISCLOSED.values(),
    "term:asked",
    RECORD_ERASED,
)
_SHEETS = (
    "sheet:issued",
    f"sheet:{SheetStatus.SUPERSEDED.value}",
    f"sheet:{SheetStatus.WITHDRAWN.value}",
)
_SEALED = (
    *(f"finding:{status.value}" for status in FindingStatus),
    OBSERVED,
    "names:sealed",
    NAME_SEALED,
    VIEW_FROZEN,
    NAME_ERASED,
)

# Kind → what is shown of it in any chain but a household's, and in a household's.
KINDS: dict[str, tuple[Shown, Shown]] = {
    **dict.fromkeys(_OPEN, (Shown.OPEN, Shown.PRIVATE)),
    # D24: nobody may see that somebody asked for the paper of a household's offer.
    **dict.fromkeys(_SHEETS, (Shown.OPEN, Shown.SEALED)),
    **dict.fromkeys(_SEALED, (Shown.SEALED, Shown.SEALED)),
}


def shown(kind: str, *, household: bool) -> Shown:
    """What the log shows of an act; an act without an entry kind is a fault of the program."""
    return KINDS[kind][household]
