#!/usr/bin/env python3
"""Check a paper of a recruitment chain registry without a network and without the registry.

    python3 verify.py --key KEY sheet.pdf              a sheet or a receipt
    python3 verify.py --key KEY bundle.zip             an evidence bundle
    python3 verify.py --key KEY 12.tlog-proof 12.json  a proof, and the entry that it is about
    python3 verify.py --key KEY checkpoint             a checkpoint
    python3 verify.py --key KEY old-checkpoint growth  that the log only grew since a checkpoint

KEY is the public key of the registry's log, as a line of text or as a file with that line. Get it
from paper, or from somebody who is not the registry; keys of witnesses may stand below it.
The answer is PROVEN (exit 0), REFUSED (exit 1), or that nothing could be checked (exit 2).

This file needs Python 3.9 or later and nothing else. It follows RFC 8032 (Ed25519), RFC 9162
(hash tree), RFC 5652 and 8017 (signature of a PDF), and C2SP signed-note, tlog-checkpoint,
tlog-proof, tlog-cosignature and tlog-witness.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import io
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

Json = Any
Keys = dict[tuple[str, bytes], tuple[int, bytes]]  # name and number, to kind and key
Point = tuple[int, int, int, int]
Checkpoint = tuple[str, int, bytes, list[str]]  # name of the log, size, root, witnesses

LARGEST = 64 << 20  # bytes of a file, and of what unpacks from it
FORM = "registry-record/1"
BUNDLE = "evidence-bundle/1"


class RefusedError(Exception):
    """Something does not prove what it should; the sentence says what."""


def need(holds: Any, sentence: str) -> None:
    """Go on only if this holds."""
    if not holds:
        raise RefusedError(sentence)


# ---- Reading, without any of Python's leniency: one way to write each thing. ------------------


def read_number(text: str) -> int:
    """A decimal number below 2^63: ASCII digits, no sign, no blank, no leading zero."""
    ok = len(text) <= 19 and re.fullmatch("0|[1-9][0-9]*", text, re.ASCII) and int(text) < 1 << 63
    need(ok, f"{text[:40]!r} is not a number in its one form.")
    return int(text)


def read_base64(text: str, size: int | None = None) -> bytes:
    """Standard base64 that encodes back to the same text, of so many bytes."""
    try:
        read = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        read = b""
    ok = base64.b64encode(read).decode("ascii") == text and size in (None, len(read))
    need(ok, f"{text[:60]!r} is not what should stand here.")
    return read


def read_json(text: str) -> Json:
    """JSON in which no name stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        need(len(dict(pairs)) == len(pairs), "A name stands twice in an object.")
        return dict(pairs)

    return json.loads(text, object_pairs_hook=once)


# ---- Ed25519, RFC 8032 section 5.1: points as (X, Y, Z, T). -----------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def read_point(encoded: bytes) -> Point | None:
    """The point that 32 bytes stand for, or None."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(p: Point, q: Point) -> Point:
    """The sum of two points."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, point: Point) -> Point:
    """A point added to itself so many times."""
    total = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


BASE = read_point((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or (0, 0, 0, 0)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature over the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = read_point(public), read_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or s >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    left, right = times(s, BASE), add(nonce, times(int.from_bytes(challenge, "little"), key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- Keys, signed notes, checkpoints (C2SP). --------------------------------------------------


def read_keys(text: str) -> Keys:
    """Public keys, one a line: (name, number) to (kind, key). 1 is a log's, 4 a witness's."""
    keys: Keys = {}
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if line.startswith("#"):
            continue
        name, _, rest = line.partition("+")
        number, _, encoded = rest.partition("+")
        key = read_base64(encoded, 33)
        need(name and key[0] in (1, 4), "This is not a public key of a log.")
        found = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
        need(found.hex() == number, "The public key is mistyped: its number does not fit it.")
        keys[name, found] = key[0], key[1:]
    need(any(kind == 1 for kind, _ in keys.values()), "No public key of a log was given.")
    return keys


def open_note(note: str, keys: Keys) -> tuple[str, list[tuple[str, int]]]:
    """The text of a note that a log's key signed, and who signed besides."""
    ok = len(note) <= 100_000 and not re.search("[\x00-\x09\x0b-\x1f]", note)
    need(ok, "A signed text is too long or holds control characters.")
    text, found, lines = note.rpartition("\n\n")
    need(found and lines.endswith("\n"), "A signed text is cut off.")
    text, signers = text + "\n", list[tuple[str, int]]()
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "—" and parts[1], "A signature line is malformed.")
        content = read_base64(parts[2])
        kind, key = keys.get((parts[1], content[:4]), (0, b""))
        message, signature = text, content[4:]
        if kind == 4:
            moment, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = f"cosignature/v1\ntime {moment}\n{text}"
        if kind:
            holds = ed25519_holds(key, message.encode(), signature)
            need(holds, f"The signature of {parts[1]} does not fit: the text was changed.")
            signers.append((parts[1], kind))
    need(any(kind == 1 for _, kind in signers), "None of the keys that you gave signed this.")
    return text, signers


def read_checkpoint(note: str, keys: Keys) -> Checkpoint:
    """The checkpoint in a note: (origin, size, root, witnesses)."""
    text, signers = open_note(note, keys)
    lines = text[:-1].split("\n")
    need(len(lines) >= 3 and all(lines), "A checkpoint needs a name, a size and a root.")
    need((lines[0], 1) in signers, f"The log {lines[0]!r} did not sign this checkpoint itself.")
    witnesses = [name for name, kind in signers if kind == 4]
    return lines[0], read_number(lines[1]), read_base64(lines[2], 32), witnesses


# ---- The hash tree, RFC 9162 section 2.1. -----------------------------------------------------


def leaf_hash(entry: str) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + entry.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> None:
    """Refuse unless the leaf stands at this index under the root (2.1.3.2)."""
    need(index < size, f"Entry {index} is not in a log of {size} entries.")
    place, last = index, size - 1
    for sibling in path:
        need(last, "A proof is too long.")
        if place & 1 or place == last:
            leaf = node_hash(sibling, leaf)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        place, last = place >> 1, last >> 1
    need(last == 0, "A proof is too short.")
    need(leaf == root, f"Entry {index} is not what the log holds there.")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]
) -> None:
    """Refuse unless the tree of ``new`` entries only adds to that of ``old`` (2.1.4.2)."""
    need(old > 0, "From a log of 0 entries nothing can be shown.")
    need(old <= new, f"The log shrank from {old} to {new} entries.")
    if old == new:
        need(not path and old_root == new_root, "Two logs of one size differ: one was rewritten.")
        return
    steps = path if old & (old - 1) else [old_root, *path]
    need(steps, "A proof is too short.")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        need(last, "A proof is too long.")
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    need(last == 0, "A proof is too short.")
    ok = before == old_root and after == new_root
    need(ok, "The newer log does not contain the older one: it was rewritten.")


def read_path(head: str, first: str) -> tuple[int, list[bytes]]:
    """The number in the first line of a proof, and the hashes below it."""
    lines = head.split("\n")
    need(lines[0].startswith(first), f"A proof lacks the line that begins with {first!r}.")
    need(len(lines) <= 64, "A proof is too long.")
    return read_number(lines[0][len(first) :]), [read_base64(line, 32) for line in lines[1:]]


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """A tlog-proof: where the entry stands, the way to the root, and the checkpoint's note."""
    head, found, note = text.partition("\n\n")
    first, _, head = head.partition("\n")
    need(found and first == "c2sp.org/tlog-proof@v1", "A proof is cut off, or is none.")
    if head.startswith("extra "):
        head = head.partition("\n")[2]  # nobody vouches for what stands there
    return (*read_path(head, "index "), note)


def check_proof(text: str, entry: str, keys: Keys) -> tuple[int, Checkpoint]:
    """Refuse unless the log signed that it holds this entry; returns index and checkpoint."""
    index, path, note = read_proof(text)
    checkpoint = read_checkpoint(note, keys)
    check_inclusion(index, checkpoint[1], leaf_hash(entry), path, checkpoint[2])
    return index, checkpoint


# ---- A record: entries of the log with what they commit to. -----------------------------------


def commitment(key: str, text: str) -> str:
    """What stands in an entry or a document instead of a text."""
    need(re.fullmatch("[0-9a-f]{64}", key, re.ASCII), "The key of a commitment is malformed.")
    return hmac.new(bytes.fromhex(key), text.encode(), "sha256").hexdigest()


def check_entry(
    one: Json, proofs: dict[int, str], keys: Keys
) -> tuple[int, Checkpoint, Json, Json, Json]:
    """Check one entry of a record; returns (index, checkpoint, entry, body, document)."""
    need(one["index"] in proofs, f"Entry {one['index']} of the record has no proof.")
    index, checkpoint = check_proof(proofs[one["index"]], one["entry"], keys)
    entry, body, document = read_json(one["entry"]), {}, {}
    if "body" in one:
        ok = commitment(one["key"], one["body"]) == entry["commitment"]
        need(ok, f"Entry {index} does not commit to what the record says of it.")
        body = read_json(one["body"])
        if entry["kind"] == "private":  # it shows nothing, and commits to everything
            entry, body = body, body["body"]
    if "document" in one:
        found = hashlib.sha256(one["document"].encode()).hexdigest()
        ok = body["disclosure"]["digest"] == found
        need(ok, f"The document of entry {index} is not the one that was filed.")
        document = read_json(one["document"])
        for place, text in one["opened"].items():  # put back what the document commits to
            _, statements, number, name = place.split("/")
            said = document[statements][read_number(number)]
            ok = said[name] == {"commitment": commitment(text["salt"], text["body"])}
            need(ok, f"{place} of entry {index} is not what was filed.")
            said[name] = read_json(text["body"])
    return index, checkpoint, entry, body, document


def check_record(text: str, proofs: list[str], keys: Keys) -> tuple[Json, list[str], Json]:
    """Check a whole record; returns it, what it says in lines, and the key of documents."""
    record = read_json(text)
    need(record["form"] == FORM, "The record is of a form that this program does not know.")
    by_index = {read_proof(proof)[0]: proof for proof in proofs}
    checked = [check_entry(one, by_index, keys) for one in record["entries"]]
    indexes = {index for index, *_ in checked}
    need(len(indexes) == len(checked) == len(proofs), "Entries and proofs do not fit.")
    tops = {checkpoint[:3] for _, checkpoint, *_ in checked}
    need(len(tops) == 1, "The proofs lead to different checkpoints.")
    origin, size, root, witnesses = checked[0][1]
    need(record["origin"] == origin, f"The record is of another registry than {origin!r}.")
    added = [entry for _, _, entry, *_ in checked if entry["kind"] == "key:added"]
    need(len(added) == 1, "The record does not name the one key that signs documents.")
    lines = [f"{len(checked)} entries stand in the log of {origin}, under its checkpoint"]
    lines += [f"  of {size} entries, root {root.hex()}"]
    lines += [f"  which the witness {name} signed too" for name in witnesses]
    bodies = [body for *_, body, _ in checked]
    called = {b["party"]["public_id"]: b["party"]["name"] for b in bodies if "party" in b}
    for place in [body["place"] for body in bodies if "place" in body]:
        called[place["public_id"]] = f"{called.get(place['party'], 'no name')}, {place['role']}"
    for index, _, entry, _, document in checked:
        unnamed = "a link that is not named" if "link" in entry else ""
        who = called.get(entry.get("link", entry.get("id")), unnamed)
        filed = f", filed on {document['filed_on']}" if "filed_on" in document else ""
        logged = f"{entry['kind']} {entry.get('id', '')} recorded {entry['at'][:10]}{filed}"
        lines.append(f"Entry {index}: {logged} {who}")
        for said in document.get("statements", ()):
            rest = {k: v for k, v in said.items() if v and k not in ("term", "state")}
            shut = {
                k: "not opened here"
                for k, v in rest.items()
                if isinstance(v, dict) and "commitment" in v
            }
            told = json.dumps({**rest, **shut}, ensure_ascii=False)
            lines.append(f"    {said['term']}: {said['state']} {told}")
    return record, lines, added[0]


# ---- Signatures of files: CMS (RFC 5652) with RSA and SHA-256 (RFC 8017, 8.2.2). --------------

CONTENT_TYPE, MESSAGE_DIGEST = "06092a864886f70d010903", "06092a864886f70d010904"
DATA = bytes.fromhex("06092a864886f70d010701")
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
# What is the same in every signature of ours: signed data, versions, SHA-256, detached, RSA.
FIXED = "06092a864886f70d010702020101310f300d06096086480165030402010500300b06092a864886f70d010701"
FIXED += "020101300d06096086480165030402010500300d06092a864886f70d01010b0500"
SIGNER = b"\x02\x30\x30\xa0\x30\x04\xa1?"  # the last one a time stamp, where there is one
FOREIGN = "It was not signed with the key that the log names."


def elements(data: bytes, *tags: int) -> list[tuple[bytes, bytes]]:
    """DER elements that stand side by side, as (content, whole); they must have these tags."""
    found: list[tuple[bytes, bytes]] = []
    seen: list[int] = []
    start = 0
    while start < len(data) and len(found) < 40:
        begin, length = start + 2, int.from_bytes(data[start + 1 : start + 2], "big")
        if length & 0x80:
            begin += length & 0x7F
            length = int.from_bytes(data[start + 2 : begin], "big")
        need(begin + length <= len(data), "The signature is cut off.")
        seen.append(data[start])
        found.append((data[begin : begin + length], data[start : begin + length]))
        start = begin + length
    need(not tags or tuple(seen) == tags, "The signature is malformed.")
    return found


def check_signature(cms: bytes, content: bytes, key: Json) -> None:
    """Refuse unless this is a signature over the content by the key that an entry names."""
    kind, signed = elements(elements(cms, 0x30)[0][0], 0x06, 0xA0)
    parts = elements(elements(signed[0], 0x30)[0][0], 0x02, 0x31, 0x30, 0xA0, 0x31)
    shown, signer = parts[3][0], elements(elements(parts[4][0], 0x30)[0][0])
    need(re.fullmatch(SIGNER, bytes(one[0] for _, one in signer)), "The signature is malformed.")
    fixed = [kind, *parts[:3], signer[0], signer[2], signer[4]]
    need(b"".join(whole for _, whole in fixed).hex() == FIXED, "The signature is malformed.")
    issued = all(whole in shown for _, whole in elements(signer[1][0], 0x30, 0x02))
    need(issued and hashlib.sha256(shown).hexdigest() == key["certificate"], FOREIGN)
    (attributes, whole), (signature, _) = signer[3], signer[5]
    said = [elements(attribute, 0x06, 0x31) for attribute, _ in elements(attributes)]
    values = {name[1].hex(): value[0] for name, value in said}
    need(len(values) == len(said), "The signature states something twice.")
    digest = b"\x04\x20" + hashlib.sha256(content).digest()
    need(values.get(MESSAGE_DIGEST) == digest, "The file was changed after it was signed.")
    need(values.get(CONTENT_TYPE) == DATA, "The signature is of something else.")
    n = int.from_bytes(bytes.fromhex(key["modulus"]), "big")
    size = (n.bit_length() + 7) // 8
    tail = SHA256 + hashlib.sha256(b"\x31" + whole[1:]).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail
    found = int.from_bytes(signature, "big")
    ok = 2048 <= n.bit_length() <= 8192 and len(signature) == size and found < n
    ok = ok and pow(found, 65537, n).to_bytes(size, "big") == padded
    need(ok, FOREIGN)


# ---- Files: a signed PDF, a bundle, a proof, checkpoints. -------------------------------------


def signature_of(pdf: bytes) -> tuple[bytes, bytes]:
    """What the signature of a PDF covers, and the signature: every byte but its own digits."""
    ranges = re.findall(rb"/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]", pdf)
    need(ranges, "This PDF is not signed, or is cut off.")
    need(len(ranges) == 1, "This PDF is signed more than once: something was added to it.")
    start, end, again, rest = (read_number(part.decode("ascii")) for part in ranges[0])
    need(again + rest >= len(pdf), "Something was added to this PDF after it was signed.")
    need(again + rest == len(pdf), "This PDF is cut off.")
    need(start == 0 and end < again, "The signature does not cover the whole PDF.")
    need(re.fullmatch(b"<[0-9A-F]+>", pdf[end:again]), "The signature is malformed.")
    padded = bytes.fromhex(pdf[end + 1 : again - 1].decode("ascii"))
    length = 4 + int.from_bytes(padded[2:4], "big")
    ok = padded[:2] == b"\x30\x82" and not padded[length:].strip(b"\x00")
    need(ok, "Something hides behind the signature.")
    return pdf[:end] + pdf[again:], padded[:length]


def attached(pdf: bytes) -> list[str]:
    """The texts that travel inside a PDF of the registry."""
    found = []
    for match in re.finditer(rb"<</Type /EmbeddedFile.{0,400}?/Length (\d{1,8})>>\nstream\n", pdf):
        end = match.end() + int(match[1])
        ok = pdf[end : end + 11].startswith((b"\nendstream", b"\r\nendstream"))  # so after a CR
        need(ok, "A file inside this PDF is cut off.")
        packed = zlib.decompressobj()
        content = packed.decompress(pdf[match.end() : end], LARGEST)
        need(packed.eof, "A file inside this PDF is cut off or too large.")
        found.append(content.decode())
    return found


def check_pdf(pdf: bytes, keys: Keys) -> list[str]:
    """A sheet or a receipt; returns what it proves, in lines."""
    content, cms = signature_of(pdf)
    texts = attached(pdf)
    records = [text for text in texts if text.startswith("{")]
    need(len(records) == 1, "This PDF does not carry exactly one record of the registry.")
    proofs = [text for text in texts if text.startswith("c2sp.org/tlog-proof")]
    record, lines, key = check_record(records[0], proofs, keys)
    check_signature(cms, content, key)
    return [
        f"{record['kind']} {record['code']}, as of {record['as_of']}",
        "The registry signed every byte of this file, and nothing was added to it.",
        f"SHA-256 of the file:   {hashlib.sha256(pdf).hexdigest()}",
        f"SHA-256 of the record: {hashlib.sha256(records[0].encode()).hexdigest()}",
        "  (the paper and its square code carry the first 32 digits of the record's)",
        *lines,
    ]


def check_bundle(content: bytes, keys: Keys) -> list[str]:
    """An evidence bundle; returns what it proves, in lines."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stored = archive.infolist()
        need(all(f.compress_type == zipfile.ZIP_STORED for f in stored), "It is compressed.")
        # The parts of the archive's form and nothing else: no byte that another reader might see.
        size = 22 + sum(76 + 2 * len(f.filename.encode()) + f.file_size for f in stored)
        need(size == len(content), "Something was added to the bundle, or is hidden in it.")
        files = {one.filename: archive.read(one) for one in stored}
    need(len(files) == len(stored), "A file stands twice in the bundle.")
    manifest = read_json(files["manifest.json"].decode())
    need(manifest["form"] == BUNDLE, "The bundle is of a form that this program does not know.")
    hashes = {one["path"]: one["sha256"] for one in manifest["files"]}
    for path in sorted((set(files) - {"manifest.json", "manifest.p7s"}) ^ set(hashes)):
        raise RefusedError(f"{path} is in the bundle or in its manifest, but not in both.")
    for path, expected in hashes.items():
        found = hashlib.sha256(files[path]).hexdigest()
        need(found == expected, f"{path} is not the file that the manifest lists.")
    proofs = [files[path].decode() for path in files if path.endswith(".tlog-proof")]
    record, lines, key = check_record(files["record.json"].decode(), proofs, keys)
    check_signature(files["manifest.p7s"], files["manifest.json"], key)
    lines.insert(0, f"Evidence about chain {record['chain']}, as of {record['as_of']}")
    lines.insert(1, f"The registry signed the list of its {len(hashes)} files; all are whole.")
    for path in sorted(files):
        if path.startswith("issued/") and path.endswith(".pdf"):
            lines += [f"{path}:", *("  " + line for line in check_pdf(files[path], keys)[:3])]
    return lines


def check_growth(old_note: str, growth: str, keys: Keys) -> list[str]:
    """Two checkpoints, and that the newer log only adds to the older; in lines."""
    head, found, note = growth.partition("\n\n")
    need(found, "The proof of growth is cut off.")
    claimed, path = read_path(head, "old ")
    old, new = read_checkpoint(old_note, keys), read_checkpoint(note, keys)
    need(old[0] == new[0], "These are checkpoints of two different logs.")
    need(claimed == old[1], f"The proof begins at {claimed} entries, the checkpoint at {old[1]}.")
    check_consistency(old[1], new[1], old[2], new[2], path)
    return [f"The log of {old[0]} grew from {old[1]} to {new[1]} entries,", "  and changed none."]


def check_files(contents: list[bytes], keys: Keys) -> list[str]:
    """Check what the files are, by how they begin; returns what they prove, in lines."""
    if contents[0].startswith((b"%PDF-", b"PK")):
        need(len(contents) == 1, "Check one such file at a time.")
        return (check_pdf if contents[0][:1] == b"%" else check_bundle)(contents[0], keys)
    first, *rest = [content.decode() for content in contents]
    if first.startswith("c2sp.org/tlog-proof"):
        need(rest, "Name the entry, too, that the proof is about.")
        index, top = check_proof(first, rest[0], keys)
        return [f"This is entry {index} of the log of {top[0]} ({top[1]} entries).", rest[0]]
    if rest:
        return check_growth(first, rest[0], keys)
    origin, size, root, witnesses = read_checkpoint(first, keys)
    lines = [f"Checkpoint of the log of {origin}: {size} entries, root {root.hex()}"]
    return lines + [f"  signed too by the witness {name}" for name in witnesses]


def check(contents: list[bytes], key: str) -> list[str]:
    """What the contents of files prove under a public key, in lines; or ``RefusedError``."""
    try:
        need(len(contents) <= 2, "Give one file, or two that belong together.")
        need(all(len(content) <= LARGEST for content in contents), "The file is too large.")
        return check_files(contents, read_keys(key))
    except DAMAGED as problem:
        raise RefusedError(f"It is cut off, damaged or malformed ({problem!r:.80}).") from None


# Whatever has not the shape that the registry gives it proves nothing.
DAMAGED = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, EOFError),
    *(zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError),
)
LIMITS = """What this shows: who filed what, and that the log held it when it made that checkpoint.
What it does not show: that what was stated is true, or that it is still current."""


def read_text(path: Path) -> str:
    """A text file, however an editor marked it."""
    content = path.read_bytes()
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if wide else "utf-8-sig")


def main(arguments: list[str]) -> int:
    """Check the files of a command line; returns the exit code."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--key", required=True)
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    try:
        key = given.key if "+" in given.key else read_text(Path(given.key))
        contents = [path.read_bytes() for path in given.files]
    except FileNotFoundError as problem:
        print(f"NOTHING CHECKED: there is no file {problem.filename} here.")  # noqa: T201
        return 2
    except (OSError, UnicodeDecodeError) as problem:
        print(f"NOTHING CHECKED: {problem}")  # noqa: T201
        return 2
    try:
        lines = check(contents, key)
    except RefusedError as refusal:
        print(f"REFUSED: {given.files[0]}\n{refusal}")  # noqa: T201
        return 1
    print("\n".join([f"PROVEN: {given.files[0]}", *lines, "", LIMITS]))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
