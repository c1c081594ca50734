"""Backups: a copy of everything that the registry must never lose, and the way back from it.

One backup is one folder: the database as it stood at one moment, the issued sheets, a manifest,
and the SHA-256 of every file. Beside the folders lies the journal of what was erased; it is never
rolled back, so that an old backup cannot bring an erased name back.
"""
