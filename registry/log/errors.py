"""The one refusal of the log: something does not prove what it should."""

from registry.exceptions import RegistryError


class LogError(RegistryError):
    """A proof, a note or a log that does not hold; the sentence says why."""

    status = 503
    for_operator = True
