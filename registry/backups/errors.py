"""The one refusal of backups: something is not certain enough to go on."""

from registry.exceptions import RegistryError


class BackupError(RegistryError):
    """A backup that could not be made, or must not be restored; the sentence says why."""

    status = 422
