"""Notes, checkpoints and proofs are read in their one form, and refused in every other."""

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from registry.jcs import canonical
from registry.log.checkpoint import Checkpoint, read_checkpoint, verify_checkpoint
from registry.log.entry import commitment, verify_body
from registry.log.errors import LogError
from registry.log.note import (
    WITNESS_KEY,
    Signature,
    Signer,
    Verifier,
    open_note,
    read_skey,
    read_vkey,
    split_note,
    write_note,
)
from registry.log.proof import Proof, read_proof, verify_proof
from registry.log.reading import read_base64, read_hash, read_number, write_base64
from registry.log.tree import leaf_hash, node_hash

# The example of the signed-note specification, with the key of its test vectors.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6\
KE6RyyBwJnAM=
"""
SIGNER = Signer.new("registry.example/log")
OTHER = Signer.new("registry.example/log")
WITNESS = Signer.new("union.example/w1", WITNESS_KEY)
ENTRY = '{"kind":"log:started"}'
LEAVES = [leaf_hash(ENTRY.encode()), leaf_hash(b"another")]
CHECKPOINT = Checkpoint(SIGNER.name, 2, node_hash(*LEAVES))
NOTE = write_note(CHECKPOINT.text, [SIGNER.sign(CHECKPOINT.text)])
PROOF = Proof(0, (LEAVES[1],), NOTE).text
KEYS = [SIGNER.verifier]


def test_a_note_of_another_program_is_read() -> None:
    opened = open_note(EXAMPLE, [read_vkey(EXAMPLE_KEY)])
    assert opened.text.startswith("If you think cryptography")
    assert read_vkey(EXAMPLE_KEY).vkey == EXAMPLE_KEY


def test_keys_are_written_and_read_in_one_line() -> None:
    for signer in (SIGNER, WITNESS):
        assert read_skey(signer.skey) == signer
        assert read_vkey(signer.verifier.vkey) == signer.verifier


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key.replace("registry", "registrar"),
        lambda key: key[:-4],
        lambda key: key.replace("+", "+0", 1),
        lambda key: key.rpartition("+")[0] + "+" + write_base64(b"\x02" + b"k" * 32),
        lambda key: "a b" + key,
        lambda key: "",
    ],
)
def test_a_key_that_is_not_whole_is_refused(change: Callable[[str], str]) -> None:
    with pytest.raises(LogError):
        read_vkey(change(SIGNER.verifier.vkey))


@pytest.mark.parametrize(
    "text",
    ["१", "٣", "+1", "-1", "1_0", " 1", "1 ", "1\n", "01", "", "1.0", "0x1", "½", str(1 << 63)],
)
def test_a_number_has_one_form(text: str) -> None:
    with pytest.raises(LogError):
        read_number(text)


@pytest.mark.parametrize("number", [0, 1, 10, (1 << 63) - 1])
def test_numbers_up_to_the_bound_are_read(number: int) -> None:
    assert read_number(str(number)) == number


def test_a_number_of_a_million_digits_costs_nothing() -> None:
    with pytest.raises(LogError):
        read_number("9" * 1_000_000)


@pytest.mark.parametrize(
    "text", ["AA", "A===", "AA==\n", " AA==", "AB==", "AA-_", "AA=", "é", "=="]
)
def test_base64_has_one_form(text: str) -> None:
    with pytest.raises(LogError):
        read_base64(text)


@given(st.binary(max_size=80))
def test_base64_is_read_as_it_is_written(content: bytes) -> None:
    assert read_base64(write_base64(content)) == content
    assert write_base64(content) == base64.b64encode(content).decode()


def test_a_hash_has_32_bytes() -> None:
    for size in (0, 31, 33):
        with pytest.raises(LogError):
            read_hash(write_base64(b"h" * size))


def test_a_checkpoint_is_verified_by_the_log_s_key_alone() -> None:
    assert verify_checkpoint(NOTE, KEYS, SIGNER.name) == CHECKPOINT
    with pytest.raises(LogError, match="No known key"):
        verify_checkpoint(NOTE, [OTHER.verifier], SIGNER.name)
    with pytest.raises(LogError, match="another log"):
        verify_checkpoint(NOTE, KEYS, "other.example/log")


def test_unknown_signatures_are_ignored_and_wrong_ones_refused() -> None:
    text = CHECKPOINT.text
    both = write_note(text, [OTHER.sign(text), SIGNER.sign(text), WITNESS.sign(text, at=7)])
    assert len(open_note(both, KEYS).signatures) == 1
    assert len(open_note(both, [SIGNER.verifier, WITNESS.verifier]).signatures) == 2
    forged = replace(SIGNER.sign(text), content=b"s" * 64)
    with pytest.raises(LogError, match="does not fit"):
        open_note(write_note(text, [forged, SIGNER.sign(text)]), KEYS)


def test_a_cosignature_says_when_and_is_not_a_signature_of_the_log() -> None:
    text = CHECKPOINT.text
    signature = WITNESS.sign(text, at=1_800_000_000)
    assert signature.content[:8] == (1_800_000_000).to_bytes(8, "big")
    assert WITNESS.verifier.verify(text, signature.content)
    moved = (1_800_000_001).to_bytes(8, "big") + signature.content[8:]
    assert not WITNESS.verifier.verify(text, moved)
    assert not WITNESS.verifier.verify(text, b"")
    assert not WITNESS.verifier.verify(text, b"\xff" * 72)
    as_log = Verifier(WITNESS.name, 1, WITNESS.verifier.public)
    assert not as_log.verify(text, signature.content[8:])


BROKEN_NOTES: dict[str, Callable[[str], str]] = {
    "cut off": lambda note: note[:-1],
    "cut in half": lambda note: note[: len(note) // 2],
    "no signature": lambda note: note.partition("\n\n")[0] + "\n",
    "an empty signature line": lambda note: note + "\n",
    "a hyphen for the dash": lambda note: note.replace("—", "-"),
    "a carriage return": lambda note: note.replace("\n", "\r\n"),
    "a control character": lambda note: "\x00" + note,
    "too long": lambda note: "x" * 100_001 + note,
    "a signature cut off": lambda note: note[:-10] + "\n",
    "a blank in the name": lambda note: note.replace("— registry", "— regi stry"),
    "nothing": lambda note: "",
}


@pytest.mark.parametrize("how", BROKEN_NOTES)
def test_a_broken_note_is_refused(how: str) -> None:
    with pytest.raises(LogError):
        open_note(BROKEN_NOTES[how](NOTE), KEYS)


def test_a_note_with_a_hundred_signatures_more_is_refused() -> None:
    signature = Signature("a", b"keyi", b"signature")
    with pytest.raises(LogError, match="too many"):
        split_note(write_note("text\n", [signature] * 101))


BROKEN_CHECKPOINTS = [
    "",
    "log\n2\n",
    "log\n2\nAAAA\n",
    "\n2\n" + write_base64(b"r" * 32) + "\n",
    "log\n02\n" + write_base64(b"r" * 32) + "\n",
    "log\n+2\n" + write_base64(b"r" * 32) + "\n",
    "log\n२\n" + write_base64(b"r" * 32) + "\n",
    f"log\n{1 << 63}\n" + write_base64(b"r" * 32) + "\n",
    "log\n2\n" + write_base64(b"r" * 32),
    "log\n2\n" + write_base64(b"r" * 32) + "\n\nmore\n",
]


@pytest.mark.parametrize("text", BROKEN_CHECKPOINTS)
def test_a_broken_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(LogError):
        read_checkpoint(text)


def test_extension_lines_of_other_logs_are_read_over() -> None:
    text = CHECKPOINT.text + "an extension\n"
    assert read_checkpoint(text) == CHECKPOINT


def test_a_proof_is_one_text_that_proves_one_entry() -> None:
    assert verify_proof(PROOF, ENTRY, KEYS, SIGNER.name) == CHECKPOINT
    with pytest.raises(LogError):
        verify_proof(PROOF, ENTRY + " ", KEYS, SIGNER.name)
    assert PROOF.startswith("c2sp.org/tlog-proof@v1\nindex 0\n")


def test_extra_data_of_a_proof_is_carried_and_believed_by_nobody() -> None:
    proof = Proof(0, (LEAVES[1],), NOTE, b"anything")
    assert read_proof(proof.text) == proof
    verify_proof(proof.text, ENTRY, KEYS, SIGNER.name)


STEP = "A" * 43 + "=\n"
BROKEN_PROOFS: dict[str, Callable[[str], str]] = {
    "another version": lambda proof: proof.replace("@v1", "@v2"),
    "no index": lambda proof: proof.replace("index 0\n", ""),
    "an index with a sign": lambda proof: proof.replace("index 0", "index +0"),
    "an index in other digits": lambda proof: proof.replace("index 0", "index ०"),
    "an index with an underscore": lambda proof: proof.replace("index 0", "index 0_0"),
    "another index": lambda proof: proof.replace("index 0", "index 1"),
    "an index beyond the log": lambda proof: proof.replace("index 0", "index 2"),
    "an oversized index": lambda proof: proof.replace("index 0", f"index {1 << 63}"),
    "a step less": lambda proof: proof.replace(write_base64(LEAVES[1]) + "\n", ""),
    "a step more": lambda proof: proof.replace("index 0\n", f"index 0\n{'A' * 43}=\n"),
    "a thousand steps": lambda proof: proof.replace(
        "index 0\n", "index 0\n" + ("A" * 43 + "=\n") * 999
    ),
    "wrong base64": lambda proof: proof.replace(write_base64(LEAVES[1]), "A" * 44),
    "cut off": lambda proof: proof[: len(proof) // 2],
    "no checkpoint": lambda proof: proof.partition("\n\n")[0],
    "nothing": lambda proof: "",
}


@pytest.mark.parametrize("how", BROKEN_PROOFS)
def test_a_broken_proof_is_refused(how: str) -> None:
    broken = BROKEN_PROOFS[how](PROOF)
    assert broken != PROOF
    with pytest.raises(LogError):
        verify_proof(broken, ENTRY, KEYS, SIGNER.name)


def test_a_proof_under_another_registry_is_refused() -> None:
    with pytest.raises(LogError):
        verify_proof(PROOF, ENTRY, [Signer.new("other.example/log").verifier], SIGNER.name)


@given(st.text())
def test_no_text_breaks_the_parsers(text: str) -> None:
    for read in (split_note, read_proof, read_checkpoint, read_vkey, read_skey, read_number):
        try:
            read(text)
        except LogError:
            continue


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LARGEST = 2**53 - 1
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text("abcdefgh_"), JSON))
def test_entries_are_written_in_the_canonical_form(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value).decode()


def test_an_entry_commits_to_one_body_under_one_key() -> None:
    key, body = "ab" * 32, '{"a":1}'
    entry = canonical({"commitment": commitment(key, body)})
    verify_body(entry, body, key)
    for wrong in ((entry, body + " ", key), (entry, body, "cd" * 32), (entry, body, "zz")):
        with pytest.raises(LogError):
            verify_body(*wrong)
    for wrong_entry in ("[]", "", "{}", '{"commitment":1}'):
        with pytest.raises(LogError):
            verify_body(wrong_entry, body, key)
