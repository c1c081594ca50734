"""An act that waits for its entry."""

from dataclasses import dataclass

from models import Event


@dataclass(frozen=True, slots=True)
class Noted:
    """What was done, the row that records it, and the line of the trail, if it left one."""

    kind: str
    source: str
    row_id: int
    event: Event | None = None
