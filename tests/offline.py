"""Papers of a registry made from scratch, by other means than the registry's own: a tree that is
the definition of RFC 9162, notes signed with ``cryptography``, a PDF written by hand."""

import base64
import hmac
import importlib.util
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.signing import DocumentKey, document_key, sign_pdf

VERIFIER = Path(__file__).parent.parent / "registry/static/verify.py"
NAME = "registry.example/log"
SALT, KEY = "5a" * 32, "6b" * 32


@cache
def verifier() -> ModuleType:
    """The stand-alone program, loaded from its file as a stranger would run it."""
    found = importlib.util.spec_from_file_location("standalone_verify", VERIFIER)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def commitment(key: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), text.encode(), "sha256").hexdigest()


# RFC 9162, 2.1.1, 2.1.3.1 and 2.1.4.1, as they are written there: slow, and easy to compare.


def root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), root(leaves[k:])]
    return [*path(m - k, leaves[k:]), root(leaves[:k])]


def growth(m: int, leaves: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*growth(m, leaves[:k], whole=whole), root(leaves[k:])]
    return [*growth(m - k, leaves[k:], whole=False), root(leaves[:k])]


@dataclass
class Signing:
    """A key that signs notes under a name; kind 1 is a log, 4 a witness."""

    name: str = NAME
    kind: int = 1
    secret: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def encoded(self) -> bytes:
        return bytes([self.kind]) + self.secret.public_key().public_bytes_raw()

    @property
    def number(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.encoded).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.number.hex()}+{b64(self.encoded)}"

    def line(self, text: str, at: int = 1_700_000_000) -> str:
        if self.kind == 4:
            message = f"cosignature/v1\ntime {at}\n{text}".encode()
            content = at.to_bytes(8, "big") + self.secret.sign(message)
        else:
            content = self.secret.sign(text.encode())
        return f"— {self.name} {b64(self.number + content)}\n"


@cache
def signing() -> Signing:
    return Signing()


def checkpoint(leaves: Sequence[str], *keys: Signing, name: str = NAME) -> str:
    held = [leaf.encode() for leaf in leaves]
    text = f"{name}\n{len(held)}\n{b64(root(held))}\n"
    return f"{text}\n" + "".join(key.line(text) for key in keys or (signing(),))


def proof(index: int, leaves: Sequence[str], *keys: Signing) -> str:
    steps = path(index, [leaf.encode() for leaf in leaves])
    lines = ["c2sp.org/tlog-proof@v1", f"index {index}", *map(b64, steps)]
    return "\n".join(lines) + "\n\n" + checkpoint(leaves, *keys)


def grown(old: int, leaves: Sequence[str]) -> str:
    lines = [f"old {old}", *map(b64, growth(old, [leaf.encode() for leaf in leaves]))]
    return "\n".join(lines) + "\n\n" + checkpoint(leaves)


@cache
def paper_key(folder: Path) -> DocumentKey:
    return document_key(folder / "document-key", "http://registry.example")


@dataclass
class Registry:
    """A log with one disclosure and the announcement of a key, and what is handed out of it."""

    key: DocumentKey
    before: int = 5  # entries of others before, between and after
    statements: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"term": "basic_wage", "state": "stated", "value": {"amount": "200"}},
            {"term": "duties", "state": "stated", "as_stated": "কাপড় সেলাই"},
        ]
    )
    private: bool = False

    @property
    def opened(self) -> dict[str, Any]:
        words = canonical(self.statements[1]["as_stated"])
        return {"/statements/1/as_stated": {"salt": SALT, "body": words}}

    @property
    def document(self) -> str:
        words = canonical(self.statements[1]["as_stated"])
        sealed = {**self.statements[1], "as_stated": {"commitment": commitment(SALT, words)}}
        return canonical({"form": "disclosure/1", "statements": [self.statements[0], sealed]})

    @property
    def filed(self) -> dict[str, Any]:
        """The entry of the disclosure, with what opens it."""
        digest = sha256(self.document.encode()).hexdigest()
        body: dict[str, Any] = {"disclosure": {"digest": digest, "public_id": "D-1"}}
        header = {"kind": "disclosure:filed", "id": "D-1", "link": "L-A", "by": "P-A"}
        header["at"] = "2026-11-01T09:00:00.000000Z"
        if self.private:
            text = canonical({**header, "body": body})
            entry = {"form": "log-entry/1", "kind": "private", "commitment": commitment(KEY, text)}
        else:
            text = canonical(body)
            entry = {"form": "log-entry/1", **header, "commitment": commitment(KEY, text)}
        opened = {"key": KEY, "document": self.document, "opened": self.opened}
        return {"index": self.before, "entry": canonical(entry), "body": text, **opened}

    @property
    def announced(self) -> dict[str, Any]:
        entry = {
            "form": "log-entry/1",
            "kind": "key:added",
            "use": "documents",
            "certificate": self.key.fingerprint,
            "modulus": self.key.modulus,
            "at": "2026-11-01T09:00:00.000000Z",
            "version": 1,
        }
        return {"index": 0, "entry": canonical(entry)}

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [self.announced, self.filed]

    @property
    def leaves(self) -> list[str]:
        others = [canonical({"form": "log-entry/1", "n": n}) for n in range(2 * self.before)]
        own = {one["index"]: one["entry"] for one in self.entries}
        return [own.get(n, text) for n, text in enumerate(others)]

    @property
    def record(self) -> dict[str, Any]:
        return {
            "form": "registry-record/1",
            "origin": NAME,
            "kind": "sheet",
            "code": "7QF2-M9PK-0000-0000",
            "chain": "C-1",
            "as_of": "2026-04-06",
            "entries": self.entries,
        }

    @property
    def proofs(self) -> list[str]:
        return [proof(one["index"], self.leaves) for one in self.entries]

    def sheet(self, record: str = "", proofs: Sequence[str] | None = None) -> bytes:
        """A signed PDF that carries its proofs."""
        texts = [record or canonical(self.record), *(self.proofs if proofs is None else proofs)]
        return sign_pdf(pdf_with(texts), self.key)


def pdf_with(texts: Sequence[str]) -> bytes:
    """One empty page and attached texts, as WeasyPrint writes them."""
    files = [zlib.compress(text.encode()) for text in texts]
    names = " ".join(f"(f{n}) {5 + 2 * n} 0 R" for n in range(len(files)))
    objects = [
        f"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [{names}]>>>>>>".encode(),
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>",
    ]
    for n, packed in enumerate(files):
        head = f"/Filter /FlateDecode/Length {len(packed)}>>\nstream\n"
        objects.append(b"<</Type /EmbeddedFile/Subtype /text#2fplain" + head.encode() + packed)
        objects[-1] += b"\nendstream"
        objects.append(f"<</Type /Filespec /F (f{n}) /EF <</F {4 + 2 * n} 0 R>>>>".encode())
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for n, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{n} 0 obj\n".encode() + content + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    tail = f"trailer\n<</Size {len(objects) + 1} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    out.write(tail.encode())
    return out.getvalue()


def stored(files: Mapping[str, bytes]) -> bytes:
    """An archive without compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
