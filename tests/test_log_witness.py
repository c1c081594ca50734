"""The witness: what it answers to what, over a real socket, and that it never takes a step back."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.log.checkpoint import Checkpoint
from registry.log.cosigning import read_address
from registry.log.errors import LogError
from registry.log.note import WITNESS_KEY, Signer, open_note, read_vkey, write_note
from registry.log.reading import write_base64
from registry.log.tree import Edge, Position, consistency_ranges, leaf_hash, read_ranges
from registry.log.witness import MOST_BYTES, Witness, own_key, serve

LOG = Signer.new("registry.example/log")
OWN = Signer.new("union.example/w1", WITNESS_KEY)
NOW = 1_800_000_000
SIZE = 20


class Log:
    """A log of twenty entries, of which any size can be asked for."""

    def __init__(self, entries: list[bytes]) -> None:
        edge = Edge()
        self.nodes: dict[Position, bytes] = {}
        self.roots = [edge.root]
        for entry in entries:
            self.nodes |= {(lv, n): h for lv, n, h in edge.add(leaf_hash(entry))}
            self.roots.append(edge.root)

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(LOG.name, size, self.roots[size])

    def note(self, size: int, key: Signer = LOG) -> str:
        text = self.checkpoint(size).text
        return write_note(text, [key.sign(text)])

    def path(self, old: int, new: int) -> list[bytes]:
        ranges = consistency_ranges(old, new) if old else []
        return read_ranges(ranges, lambda wanted: {p: self.nodes[p] for p in wanted})


HONEST = Log([b"entry %d" % n for n in range(SIZE)])
FORKED = Log([b"entry %d" % n if n != 3 else b"changed" for n in range(SIZE)])


def body(old: int, size: int, log: Log = HONEST, key: Signer = LOG) -> bytes:
    path = "".join(f"{write_base64(one)}\n" for one in log.path(old, size))
    return f"old {old}\n{path}\n{log.note(size, key)}".encode()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(OWN, [LOG.verifier], tmp_path / "state", lambda: NOW)


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    server = serve(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def post(url: str, content: bytes) -> tuple[int, str, str]:
    request = urllib.request.Request(url, data=content, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers["Content-Type"]


def test_200_with_a_cosignature_that_says_when(address: str) -> None:
    status, text, _ = post(f"{address}/add-checkpoint", body(0, 5))
    assert status == 200
    (signature,) = open_note(HONEST.note(5) + text, [OWN.verifier]).signatures
    assert int.from_bytes(signature.content[:8], "big") == NOW


def test_the_public_key_is_answered_and_nothing_else(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert read_vkey(answer.read().decode()) == OWN.verifier
    assert post(f"{address}/anything", b"")[0] == 404


def test_409_says_which_size_is_known(address: str) -> None:
    assert post(f"{address}/add-checkpoint", body(0, 5))[0] == 200
    status, text, kind = post(f"{address}/add-checkpoint", body(0, 9))
    assert (status, text, kind) == (409, "5\n", "text/x.tlog.size")


def test_what_is_too_long_is_refused_unread(address: str) -> None:
    assert post(f"{address}/add-checkpoint", b"x" * (MOST_BYTES + 1))[0] == 400


def test_every_growth_is_cosigned(witness: Witness) -> None:
    for old in range(SIZE):
        assert witness.add_checkpoint(body(old, old + 1)).status == 200
    assert witness.seen(LOG.name) == HONEST.checkpoint(SIZE)


def test_the_same_checkpoint_again_is_cosigned_again(witness: Witness) -> None:
    for old in (0, 7):
        assert witness.add_checkpoint(body(old, 7)).status == 200


def test_404_for_a_log_it_does_not_know(witness: Witness) -> None:
    text = Checkpoint("other.example/log", 5, HONEST.roots[5]).text
    note = write_note(text, [LOG.sign(text)])
    assert witness.add_checkpoint(f"old 0\n\n{note}".encode()).status == 404


def test_403_for_a_key_it_does_not_know(witness: Witness) -> None:
    stranger = Signer.new(LOG.name)
    assert witness.add_checkpoint(body(0, 5, key=stranger)).status == 403
    assert witness.seen(LOG.name).size == 0


def test_400_where_the_old_size_is_beyond_the_new(witness: Witness) -> None:
    note = HONEST.note(5)
    assert witness.add_checkpoint(f"old 6\n\n{note}".encode()).status == 400


def test_409_for_another_root_at_the_same_size(witness: Witness) -> None:
    assert witness.add_checkpoint(body(0, 7)).status == 200
    assert witness.add_checkpoint(body(7, 7, FORKED)).status == 409


@pytest.mark.parametrize("new", range(8, SIZE))
def test_422_for_a_history_that_was_changed(witness: Witness, new: int) -> None:
    assert witness.add_checkpoint(body(0, 7)).status == 200
    assert witness.add_checkpoint(body(7, new, FORKED)).status == 422
    assert witness.seen(LOG.name) == HONEST.checkpoint(7)


def test_422_for_a_proof_from_nothing(witness: Witness) -> None:
    root = write_base64(HONEST.roots[5])
    assert witness.add_checkpoint(f"old 0\n{root}\n\n{HONEST.note(5)}".encode()).status == 422


WHOLE = body(5, 9).decode()
BROKEN = {
    "nothing": "",
    "no old size": WHOLE.partition("\n")[2],
    "a sign": WHOLE.replace("old 5", "old +5"),
    "a leading zero": WHOLE.replace("old 5", "old 05"),
    "other digits": WHOLE.replace("old 5", "old ५"),
    "an underscore": WHOLE.replace("old 5", "old 0_5"),
    "a blank": WHOLE.replace("old 5", "old  5"),
    "a size beyond 2^63": WHOLE.replace("old 5", f"old {1 << 63}"),
    "wrong base64": WHOLE.replace("=\n", "\n", 1),
    "64 hashes": WHOLE.replace("old 5\n", "old 5\n" + 64 * f"{'A' * 43}=\n"),
    "cut in half": WHOLE[: len(WHOLE) // 2],
    "a letter of the name": WHOLE.replace("\n\nregistry", "\n\n\nregistry"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_400_for_what_is_not_a_request(witness: Witness, how: str) -> None:
    assert witness.add_checkpoint(body(0, 5)).status == 200
    assert witness.add_checkpoint(BROKEN[how].encode()).status == 400
    assert witness.seen(LOG.name).size == 5


def test_400_for_bytes_that_are_no_text(witness: Witness) -> None:
    assert witness.add_checkpoint(b"\xff\xfe").status == 400


def test_two_requests_at_once_never_roll_back(witness: Witness) -> None:
    assert witness.add_checkpoint(body(0, 1)).status == 200
    statuses: list[int] = []

    def ask(size: int) -> None:
        statuses.append(witness.add_checkpoint(body(1, size)).status)

    threads = [threading.Thread(target=ask, args=(size,)) for size in range(2, 18)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 15


def test_the_state_outlives_the_process(witness: Witness, tmp_path: Path) -> None:
    assert witness.add_checkpoint(body(0, 5)).status == 200
    again = Witness(OWN, [LOG.verifier], tmp_path / "state", lambda: NOW)
    assert again.add_checkpoint(body(0, 9)).status == 409
    assert again.add_checkpoint(body(5, 9)).status == 200


def test_a_witness_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = own_key(path, "union.example/w1")
    assert own_key(path, "union.example/w1") == made
    assert path.stat().st_mode & 0o077 == 0
    path.write_text(f"{LOG.skey}\n")
    with pytest.raises(LogError, match="not the key of a witness"):
        own_key(path, "union.example/w1")


def test_a_witness_is_named_by_address_and_key() -> None:
    vkey = OWN.verifier.vkey
    assert read_address(f"http://w.example/={vkey}").url == "http://w.example"
    for wrong in (vkey, f"ftp://w={vkey}", "http://w", "http://w=key"):
        with pytest.raises(LogError):
            read_address(wrong)
