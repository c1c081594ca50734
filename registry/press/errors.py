"""Why a document was not made: one class a reason, each with a sentence for the reader of a log."""

import json
from collections.abc import Iterable

from registry.exceptions import RegistryError


class PressError(RegistryError):
    """A document could not be made."""

    status = 503
    for_operator = True


class PressUnavailableError(PressError):
    """No press answers at the address."""


class PressBusyError(PressError):
    """The press has more jobs waiting than it takes."""


class BadJobError(PressError):
    """What was sent is not a job, or is larger than one may be."""


class MissingGlyphsError(PressError):
    """No font of the press can print some characters of the page."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(set(characters)))
        names = ", ".join(f"{one} (U+{ord(one):04X})" for one in self.characters)
        super().__init__(f"No font can print {names}")


class RefusedAddressError(PressError):
    """The page asks for something that did not come with the job."""


class TooManyPagesError(PressError):
    """The document is longer than a document may be."""


class LimitReachedError(PressError):
    """The job used up its time, its processor time or its memory."""


class RenderError(PressError):
    """The page could not be made into a PDF for a reason that is none of the others."""


_BY_NAME: dict[str, type[PressError]] = {
    kind.__name__: kind
    for kind in (
        PressBusyError,
        BadJobError,
        RefusedAddressError,
        TooManyPagesError,
        LimitReachedError,
        RenderError,
    )
}


def to_bytes(error: PressError) -> bytes:
    """Put an error into the form that goes over the socket."""
    told = error.characters if isinstance(error, MissingGlyphsError) else str(error)
    return json.dumps([type(error).__name__, told, getattr(error, "__notes__", [])]).encode()


def from_bytes(message: bytes) -> PressError:
    """Make the error again on the other side of the socket."""
    name, told, notes = json.loads(message)
    if name == MissingGlyphsError.__name__:
        return MissingGlyphsError(told)
    error = _BY_NAME.get(name, RenderError)(told)
    for note in notes:
        error.add_note(note)
    return error
