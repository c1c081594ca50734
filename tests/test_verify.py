"""The stand-alone verifier: what it accepts, and that whatever was tampered with is refused."""

import ast
import json
import random
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from registry.log import note, tree
from registry.log import proof as own_proof
from registry.signing import document_key
from tests import offline
from tests.offline import Registry, Signing, canonical, checkpoint, grown, proof, signing, verifier

LEAVES = [f"entry {n}" for n in range(70)]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(offline.paper_key(tmp_path_factory.mktemp("key")))


@pytest.fixture(scope="module")
def sheet(registry: Registry) -> bytes:
    return registry.sheet()


def check(*contents: bytes | str, key: str = "") -> str:
    """What is proven, as one text."""
    given = [one.encode() if isinstance(one, str) else one for one in contents]
    return "\n".join(verifier().check(given, key or signing().vkey))


def refusal(*contents: bytes | str, key: str = "") -> str:
    """The sentence with which something is refused."""
    with pytest.raises(verifier().RefusedError) as refused:
        check(*contents, key=key)
    return str(refused.value)


# RFC 8032, section 7.1: tests 1, 2 and 3.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
            "cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d"
            "0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7609"
            "84dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_ed25519_holds_for_the_vectors_of_rfc_8032(key: str, message: str, signature: str) -> None:
    holds = verifier().ed25519_holds
    public, said, signed = map(bytes.fromhex, (key, message, signature))
    assert holds(public, said, signed)
    assert not holds(public, said + b"\x00", signed)
    for place in range(0, 64, 7):
        wrong = bytearray(signed)
        wrong[place] ^= 1
        assert not holds(public, said, bytes(wrong))


def test_ed25519_agrees_with_another_implementation() -> None:
    for n in range(12):
        secret = Ed25519PrivateKey.from_private_bytes(sha256(bytes([n])).digest())
        message = bytes(range(n))
        signed = secret.sign(message)
        assert verifier().ed25519_holds(secret.public_key().public_bytes_raw(), message, signed)


def test_ed25519_refuses_a_second_form_of_the_same_signature() -> None:
    secret = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    public, signed = secret.public_key().public_bytes_raw(), secret.sign(b"m")
    high = int.from_bytes(signed[32:], "little") + verifier().ORDER
    assert not verifier().ed25519_holds(public, b"m", signed[:32] + high.to_bytes(32, "little"))
    not_reduced = ((1 << 255) - 1).to_bytes(32, "little")
    assert not verifier().ed25519_holds(not_reduced, b"m", signed)
    assert not verifier().ed25519_holds(public, b"m", not_reduced + signed[32:])


@pytest.mark.parametrize("text", ["१", "٣", "+1", "-1", "1_0", " 1", "1 ", "1\n", "01", "", "0x1",
                                  "1.0", "1e3", str(1 << 63), "9" * 5000])  # fmt: skip
def test_a_number_has_one_form(text: str) -> None:
    with pytest.raises(verifier().RefusedError):
        verifier().read_number(text)
    said = checkpoint(LEAVES).replace("\n70\n", f"\n{text}\n", 1)
    refusal(said)
    refusal(proof(1, LEAVES).replace("index 1\n", f"index {text}\n", 1), LEAVES[1])


def test_numbers_up_to_two_to_the_sixty_third_are_read() -> None:
    assert verifier().read_number("0") == 0
    assert verifier().read_number(str((1 << 63) - 1)) == (1 << 63) - 1


@pytest.mark.parametrize("wrong", ["{0}=", "{0}\n", " {0}", "{0}!", "-{1}", "{0}{0}", "", "é"])
def test_base64_has_one_form(wrong: str) -> None:
    text = offline.b64(b"\xfb" * 32)
    with pytest.raises(verifier().RefusedError):
        verifier().read_base64(wrong.format(text, text[1:]), 32)


def test_base64_with_idle_bits_is_refused() -> None:
    text = offline.b64(bytes(31) + b"\x01")
    assert text.endswith("AE=")
    with pytest.raises(verifier().RefusedError):
        verifier().read_base64(text[:-2] + "F=", 32)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 31, 64, 70])
def test_every_entry_is_proven_and_no_other_in_its_place(size: int) -> None:
    leaves = LEAVES[:size]
    for index in range(size):
        steps = offline.path(index, [leaf.encode() for leaf in leaves])
        root = offline.root([leaf.encode() for leaf in leaves])
        leaf = verifier().leaf_hash(leaves[index])
        verifier().check_inclusion(index, size, leaf, steps, root)
        assert tree.leaf_hash(leaves[index].encode()) == leaf
        for wrong in ((index, size, leaf, [*steps, leaf], root),
                      (index, size, leaf, steps[:-1] or [leaf], root),
                      ((index + 1) % (size + 1), size, leaf, steps, root),
                      (index, size, root, steps, leaf)):  # fmt: skip
            if wrong[2] == wrong[4]:
                continue  # of one entry the root is the leaf
            with pytest.raises(verifier().RefusedError):
                verifier().check_inclusion(*wrong)


@pytest.mark.parametrize("new", [1, 2, 3, 6, 8, 33, 64, 70])
def test_growth_is_proven_from_every_size_and_no_rewriting(new: int) -> None:
    leaves = [leaf.encode() for leaf in LEAVES[:new]]
    for old in range(1, new + 1):
        steps = offline.growth(old, leaves)
        before, after = offline.root(leaves[:old]), offline.root(leaves)
        verifier().check_consistency(old, new, before, after, steps)
        other = offline.root([b"changed", *leaves[1:old]])
        for wrong in ((old, new, other, after, steps),
                      (old, new, before, other, steps),
                      (old, new, before, after, [*steps, other]),
                      (0, new, offline.root([]), after, [])):  # fmt: skip
            with pytest.raises(verifier().RefusedError):
                verifier().check_consistency(*wrong)
        if steps:
            with pytest.raises(verifier().RefusedError):
                verifier().check_consistency(old, new, before, after, steps[:-1])


def test_a_checkpoint_is_proven_with_the_witnesses_whose_keys_are_given() -> None:
    witness = Signing("federation.example", 4)
    said = checkpoint(LEAVES, signing(), witness)
    both = check(said, key=f"# from paper\n{signing().vkey}\n\n{witness.vkey}\n")
    assert "70 entries" in both
    assert "federation.example" in both
    assert "federation.example" not in check(said)


def test_a_known_signature_that_does_not_fit_is_refused() -> None:
    witness = Signing("federation.example", 4)
    text = checkpoint(LEAVES).partition("\n\n")[0] + "\n"
    said = f"{text}\n{signing().line(text)}{witness.line('another text')}"
    assert "federation.example does not fit" in refusal(
        said, key=f"{signing().vkey}\n{witness.vkey}"
    )
    assert check(said)


def test_a_witness_alone_proves_nothing() -> None:
    witness = Signing("federation.example", 4)
    said = checkpoint(LEAVES, witness)
    assert "None of the keys" in refusal(said, key=f"{signing().vkey}\n{witness.vkey}")
    assert "No public key of a log" in refusal(said, key=witness.vkey)


def test_a_key_that_is_mistyped_is_told_so() -> None:
    typed = signing().vkey
    other = typed[:-8] + ("A" if typed[-8] != "A" else "B") + typed[-7:]
    assert "mistyped" in refusal(checkpoint(LEAVES), key=other)


def test_another_log_under_the_same_name_is_refused() -> None:
    impostor = Signing()
    assert "None of the keys" in refusal(checkpoint(LEAVES, impostor))


def test_a_log_cannot_sign_for_another_one() -> None:
    other = Signing("other.example/log")
    said = checkpoint(LEAVES, other)
    assert "did not sign this checkpoint itself" in refusal(said, key=other.vkey)


@pytest.mark.parametrize("cut", [1, 2, 50, 100])
def test_what_is_cut_off_is_refused(cut: int) -> None:
    assert refusal(checkpoint(LEAVES)[:-cut])
    assert refusal(proof(3, LEAVES)[:-cut], LEAVES[3])
    assert refusal(checkpoint(LEAVES[:9]), grown(9, LEAVES)[:-cut])


def test_a_note_with_control_characters_or_malformed_lines_is_refused() -> None:
    said = checkpoint(LEAVES)
    for wrong in (said.replace("\n70\n", "\n70\r\n"), said.replace("— ", "- "), said + "x\n",
                  said.replace("\n\n", "\n"), "\n" + said[said.index("\n\n"):], ""):  # fmt: skip
        assert refusal(wrong)


def test_a_proof_file_proves_its_entry_and_no_other() -> None:
    text = proof(12, LEAVES)
    assert "This is entry 12" in check(text, LEAVES[12])
    assert "is not what the log holds there" in refusal(text, LEAVES[13])
    assert "Name the entry" in refusal(text)
    extra = text.replace("index", "extra " + offline.b64(b"anything") + "\nindex", 1)
    assert "This is entry 12" in check(extra, LEAVES[12])


def test_proofs_of_the_registry_are_read_and_ours_by_it() -> None:
    text = proof(12, LEAVES)
    held = [note.read_vkey(signing().vkey)]
    own_proof.verify_proof(text, LEAVES[12], held, offline.NAME)
    assert own_proof.read_proof(text).text == text


def test_growth_between_two_checkpoints_is_proven() -> None:
    said = check(checkpoint(LEAVES[:9]), grown(9, LEAVES))
    assert "grew from 9 to 70 entries" in said


def test_a_rewritten_log_is_refused_by_whoever_holds_an_old_checkpoint() -> None:
    rewritten = ["changed", *LEAVES[1:]]
    assert "rewritten" in refusal(checkpoint(LEAVES[:9]), grown(9, rewritten))
    assert "rewritten" in refusal(checkpoint(LEAVES), grown(70, rewritten))


def test_a_log_that_shrank_or_a_proof_from_nothing_is_refused() -> None:
    text = grown(9, LEAVES)
    shrunk = text.partition("\n\n")[0].replace("old 9", "old 70") + "\n\n" + checkpoint(LEAVES[:60])
    assert "shrank" in refusal(checkpoint(LEAVES), shrunk)
    assert "From a log of 0" in refusal(checkpoint([]), f"old 0\n\n{checkpoint(LEAVES)}")
    assert "begins at 9" in refusal(checkpoint(LEAVES[:8]), text)


def test_a_sheet_proves_itself(sheet: bytes) -> None:
    said = check(sheet)
    assert "nothing was added" in said
    assert "basic_wage: stated" in said
    assert '"amount": "200"' in said
    assert "কাপড় সেলাই" in said
    assert sha256(sheet).hexdigest() in said


def test_d25_a_household_s_sheet_opens_what_its_private_entry_commits_to(
    registry: Registry,
) -> None:
    said = check(Registry(registry.key, private=True).sheet())
    assert "disclosure:filed" in said
    assert "basic_wage: stated" in said


def test_a_change_appended_after_signing_is_refused(sheet: bytes) -> None:
    update = b"\n3 0 obj\n<</Type /Page>>\nendobj\nstartxref\n9\n%%EOF\n"
    assert "added to this PDF after it was signed" in refusal(sheet + update)
    assert "added to this PDF after it was signed" in refusal(sheet + b"\n")
    assert "added to this PDF after it was signed" in refusal(another_page(sheet))
    other = sheet + b"\n/ByteRange [0 100 200 300]\n%%EOF\n"
    assert "signed more than once" in refusal(other)


def another_page(sheet: bytes) -> bytes:
    """The sheet with a page drawn over by a regular PDF editor: the old signature still holds."""
    writer = IncrementalPdfFileWriter(BytesIO(sheet))
    writer.root["/Pages"]["/Kids"][0]["/Rotate"] = NumberObject(180)  # type: ignore[no-untyped-call]
    writer.update_container(writer.root["/Pages"]["/Kids"][0])
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_every_flipped_byte_of_a_sheet_is_refused(sheet: bytes) -> None:
    chance = random.Random(4)
    for place in sorted(chance.sample(range(len(sheet)), 150)):
        changed = bytearray(sheet)
        changed[place] ^= 1 << chance.randrange(8)
        assert refusal(bytes(changed)), place


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_what_travels_inside_ends_where_its_length_says(ending: bytes) -> None:
    packed = zlib.compress(b"a record")
    head = b"<</Type /EmbeddedFile/Filter /FlateDecode/Length %d>>\nstream\n" % len(packed)
    assert verifier().attached(head + packed + ending + b"endstream\n") == ["a record"]
    for wrong in (packed[:-1] + ending, packed + b" " + ending, packed):
        with pytest.raises((verifier().RefusedError, zlib.error)):
            verifier().attached(head + wrong + b"endstream\n")


def test_a_sheet_that_is_cut_off_is_refused(sheet: bytes) -> None:
    for length in (0, 5, 100, len(sheet) // 2, len(sheet) - 1):
        assert refusal(sheet[:length])


def test_a_sheet_of_another_registry_is_refused(sheet: bytes) -> None:
    assert "None of the keys" in refusal(sheet, key=Signing().vkey)
    assert "None of the keys" in refusal(sheet, key=Signing("other.example/log").vkey)


def test_a_paper_signed_with_a_key_that_the_log_does_not_name_is_refused(
    registry: Registry, tmp_path: Path
) -> None:
    other = Registry(document_key(tmp_path / "other", "http://registry.example"))
    forged = other.sheet(canonical(registry.record), registry.proofs)
    assert "not signed with the key that the log names" in refusal(forged)


def changed(value: Any, change: Callable[[Any], None]) -> str:
    copied = json.loads(json.dumps(value))
    change(copied)
    return canonical(copied)


TAMPERED: list[tuple[str, Callable[[Any], None]]] = [
    ("does not commit", lambda r: r["entries"][1].update(key="0" * 64)),
    ("key of a commitment", lambda r: r["entries"][1].update(key="00")),
    ("does not commit", lambda r: r["entries"][1].update(body="{}")),
    ("not the one that was filed", lambda r: r["entries"][1].update(document="{}")),
    ("is not what the log holds", lambda r: r["entries"][1].update(entry="{}")),
    ("has no proof", lambda r: r["entries"][1].update(index=4)),
    ("do not fit", lambda r: r["entries"].pop()),
    ("do not fit", lambda r: r["entries"].append(r["entries"][1])),
    ("of another registry", lambda r: r.update(origin="other.example/log")),
    ("does not know", lambda r: r.update(form="registry-record/2")),
    ("malformed", lambda r: r.update(entries=None)),
    ("malformed", lambda r: r["entries"][1].pop("entry")),
    ("malformed", lambda r: r["entries"][1].update(opened=[])),
    ("malformed", lambda r: r["entries"][1].update(entry=["{}"])),
    ("malformed", lambda r: r.pop("as_of")),
    (
        "is not what was filed",
        lambda r: r["entries"][1]["opened"]["/statements/1/as_stated"].update(body='"x"'),
    ),
    (
        "malformed",
        lambda r: r["entries"][1].update(opened={"/statements/9/value": {"salt": "", "body": ""}}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "change"), TAMPERED)
def test_a_tampered_record_is_refused_even_when_the_registry_signs_it(
    registry: Registry, sentence: str, change: Callable[[Any], None]
) -> None:
    assert sentence in refusal(registry.sheet(changed(registry.record, change)))


def test_a_record_in_which_a_name_stands_twice_is_refused(registry: Registry) -> None:
    text = canonical(registry.record)
    twice = text[:-1] + ',"as_of":"2030-01-01"}'
    assert "twice" in refusal(registry.sheet(twice))


def test_a_paper_without_record_or_with_two_is_refused(registry: Registry) -> None:
    assert "exactly one record" in refusal(registry.sheet(" ", registry.proofs))
    two = [*registry.proofs, canonical(registry.record)]
    assert "exactly one record" in refusal(registry.sheet("", two))


def test_proofs_to_two_checkpoints_in_one_paper_are_refused(registry: Registry) -> None:
    shorter = proof(0, registry.leaves[:8])
    assert "different checkpoints" in refusal(registry.sheet("", [shorter, registry.proofs[1]]))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As a person runs it: a fresh interpreter that sees nothing of ours."""
    command = [sys.executable, "-I", str(offline.VERIFIER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_exit_code_says_proven_refused_or_not_checked(sheet: bytes, tmp_path: Path) -> None:
    key, paper = tmp_path / "key.txt", tmp_path / "sheet.pdf"
    key.write_text(signing().vkey + "\n")
    paper.write_bytes(sheet)
    proven = run("--key", key, paper)
    assert (proven.returncode, proven.stdout[:6]) == (0, "PROVEN")
    assert "is true" in proven.stdout
    paper.write_bytes(sheet + b" ")
    refused = run("--key", signing().vkey, paper)
    assert (refused.returncode, refused.stdout[:7]) == (1, "REFUSED")
    assert run("--key", key, tmp_path / "missing").returncode == 2
    assert run(paper).returncode == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_key_is_read_however_an_editor_marks_its_file(
    sheet: bytes, tmp_path: Path, encoding: str
) -> None:
    key, paper = tmp_path / "key.txt", tmp_path / "sheet.pdf"
    key.write_text(signing().vkey + "\n", encoding=encoding)
    paper.write_bytes(sheet)
    assert run("--key", key, paper).returncode == 0


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "sheet.pdf"
    said = run("--key", signing().vkey, missing).stdout
    assert said == f"NOTHING CHECKED: there is no file {missing} here.\n"


def test_the_example_key_of_the_walk_is_whole() -> None:
    walk = (offline.VERIFIER.parents[2] / "docs/walk-verify.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"registry\.example/log\+\S+", walk)
    assert verifier().read_keys(example)


def test_the_verifier_needs_nothing_but_python() -> None:
    source = offline.VERIFIER.read_text(encoding="utf-8")
    imported = {
        name.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= {*sys.stdlib_module_names}
    assert not imported & {"socket", "urllib", "http", "subprocess", "os", "sqlite3"}
    assert sum(bool(line.strip()) for line in source.splitlines()) <= 480
    compile(source, "verify.py", "exec", dont_inherit=True)


def test_every_refusal_that_the_walk_explains_is_one_of_the_program_s() -> None:
    walk = (offline.VERIFIER.parents[2] / "docs/walk-verify.md").read_text(encoding="utf-8")
    source = offline.VERIFIER.read_text(encoding="utf-8")
    table = walk.partition("| it says |")[2].partition("\n\n")[0]
    said = [row.split("|")[1].strip() for row in table.splitlines()[2:]]
    assert len(said) >= 6
    for sentence in (part for row in said for part in row.split(", or: ")):
        known = sentence.replace("Entry 53", "Entry {index}").strip("…. ")
        assert known in source, sentence
    for word in ("PROVEN:", "REFUSED", "NOTHING CHECKED", "not opened here"):
        assert word in walk
        assert word in source
