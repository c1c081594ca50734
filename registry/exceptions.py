"""What can go wrong, each with one clear sentence that says what to do."""

from dataclasses import dataclass
from typing import TypeAlias

from reports.value_problems import Problem


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list inside a sentence; a page says its word instead."""

    codelist: str  # "term", or the name of a codelist
    code: str

    def __str__(self) -> str:
        return self.code


class Sentence:
    """One sentence for the person who asked: its entry in the catalogue, and what fills it.

    An act does not know in which language it is read: it names the entry, which is the English
    sentence, as gettext has it, and a page says it (``registry/pages/saying.py``). Blanks stand
    as ``%(day)s`` and take a text, a figure, a day, a ``Code``, another sentence, or a tuple of
    these. At a terminal the English is read, by ``str``.
    """

    __slots__ = ("blanks", "entry")

    def __init__(self, entry: str, /, **blanks: object) -> None:
        self.entry = entry
        self.blanks = blanks

    def __str__(self) -> str:
        if not self.blanks:
            return self.entry
        return self.entry % {name: _plain(held) for name, held in self.blanks.items()}


def _plain(held: object) -> str:
    return ", ".join(map(str, held)) if isinstance(held, tuple) else str(held)


Said: TypeAlias = str | Sentence | Problem


class RegistryError(Exception):
    """Something that was asked for cannot be done; the message is for the person who asked.

    A message without blanks may be a sentence that a page has translated already.
    """

    status = 400
    for_operator = False  # a page says the general sentence of the status instead

    def __init__(self, sentence: str | Sentence = "", /, **blanks: object) -> None:
        said = sentence if isinstance(sentence, Sentence) else Sentence(sentence, **blanks)
        super().__init__(str(said))
        self.problems: tuple[Said, ...] = (said,)


class SettingError(RegistryError):
    """A setting of the process is missing or malformed."""

    status = 503
    for_operator = True


class NotFoundError(RegistryError):
    """No such thing, or none that this reader may know of (404, never 403)."""

    status = 404


class NotAllowedError(RegistryError):
    """The reader may know of the thing but not do this with it."""

    status = 403


class RefusedError(RegistryError):
    """The act contradicts the record or the rules; nothing was written."""

    status = 409


class FormError(RegistryError):
    """The input is malformed: every problem at once, each naming what and where."""

    status = 422

    def __init__(self, *problems: Said, **blanks: object) -> None:
        said = [Sentence(one, **blanks) if isinstance(one, str) else one for one in problems]
        super().__init__("\n".join(map(str, said)))
        self.problems = tuple(said)


class RewriteError(RegistryError):
    """Somebody tried to change or delete a row of the record (law 2)."""

    status = 409
