"""What can go wrong, each with one clear sentence that says what to do."""

from collections.abc import Sequence


class RegistryError(Exception):
    """Something that was asked for cannot be done; the message is for the person who asked."""

    status = 400


class SettingError(RegistryError):
    """A setting of the process is missing or malformed."""


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

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class RewriteError(RegistryError):
    """Somebody tried to change or delete a row of the record (law 2)."""

    status = 409
