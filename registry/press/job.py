"""What is sent to the press and what comes back, as plain values and as bytes."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.press import errors


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Unspecified"  # ISO 32000-2, 7.11.3: Source, Supplement, Data, ...


@dataclass(frozen=True, slots=True)
class Resource:
    """The content of one address that the page may ask for."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be made.

    ``on`` and ``identifier`` stand in the file instead of the moment of rendering and a random
    number, so that the same job gives the same bytes.
    """

    html: str
    title: str
    language: str
    on: date
    identifier: str
    css: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    resources: Mapping[str, Resource] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Put the job into the form that goes over the socket."""
        return json.dumps(
            {
                "html": self.html,
                "title": self.title,
                "language": self.language,
                "on": self.on.isoformat(),
                "identifier": self.identifier,
                "css": list(self.css),
                "attachments": [
                    [one.name, _to_text(one.content), one.description, one.relationship]
                    for one in self.attachments
                ],
                "resources": {
                    address: [one.media_type, _to_text(one.content)]
                    for address, one in self.resources.items()
                },
            }
        ).encode()

    @classmethod
    def from_bytes(cls, message: bytes) -> "Job":
        """Read a job as it came over the socket; ``BadJobError`` when it is none."""
        try:
            fields: dict[str, Any] = json.loads(message)
            attachments = fields.pop("attachments")
            resources = fields.pop("resources")
            return cls(
                **fields
                | {
                    "on": date.fromisoformat(fields["on"]),
                    "css": tuple(fields["css"]),
                    "attachments": tuple(
                        Attachment(name, b64decode(content), description, relationship)
                        for name, content, description, relationship in attachments
                    ),
                    "resources": {
                        address: Resource(media_type, b64decode(content))
                        for address, (media_type, content) in resources.items()
                    },
                }
            )
        except (AttributeError, KeyError, TypeError, ValueError) as failure:
            raise errors.BadJobError(
                f"The press was sent something that is no job: {failure}"
            ) from None


def _to_text(content: bytes) -> str:
    return b64encode(content).decode("ascii")
