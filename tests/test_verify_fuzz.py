"""The verifier and the log's parsers under mutations: thousands here, millions in `make prove`."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzzing import Targets
from tests.fuzzing_log import LogTargets
from tests.offline import VERIFIER

ROOT = VERIFIER.parents[2]
MUTATIONS = {
    "numbers": 4000,
    "files": 600,
    "keys": 600,
    "record": 600,
    "signature": 1500,
    "paper": 250,
    "bundle": 600,
    "log_numbers": 4000,
    "log_keys": 2000,
    "log_notes": 1000,
    "log_proofs": 1000,
    "log_requests": 1000,
}
INTERESTING = [
    *(b"\x00", b"\xff", b"\n", b"\n\n", b" ", b"0", b"-", b"_", "१".encode(), b"\x30\x80"),
    *(b"{", b"}", b"[", b'"', b"\\", b"=", b"+", b"%", b"<<", b">>", b"stream\n"),
]


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Targets:
    from registry.static import verify

    return Targets(verify, tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def log_targets(tmp_path_factory: pytest.TempPathFactory) -> LogTargets:
    from registry.static import verify

    return LogTargets(verify, tmp_path_factory.mktemp("witness"))


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The seed with one to four things flipped, cut out, put in or doubled."""
    data = bytearray(seed)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        place = chance.randrange(len(data) + 1)
        how = chance.randrange(4)
        if how == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif how == 1:
            del data[place : place + chance.choice([1, 2, 8, 64])]
        elif how == 2:
            data[place:place] = chance.choice(INTERESTING)
        else:
            data[place:place] = data[place : place + chance.choice([1, 4, 32])]
    return bytes(data)


@pytest.mark.parametrize("target", MUTATIONS)
def test_the_seeds_pass_and_every_mutation_is_answered(
    targets: Targets, log_targets: LogTargets, target: str
) -> None:
    parsers = log_targets if target.startswith("log_") else targets
    seeds = parsers.seeds()[target]
    for seed in seeds if target != "bundle" else []:
        getattr(parsers, f"try_{target}")(seed)
    chance = random.Random(f"{target} 2026")
    for _ in range(MUTATIONS[target]):
        parsers.run(target, mutated(chance.choice(seeds), chance))


def test_a_target_that_lets_something_through_is_caught(
    targets: Targets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets.verify, "check", lambda *_: ["anything"])
    with pytest.raises(AssertionError, match="another file passed"):
        targets.run("paper", b"%PDF-1.7 another")


@pytest.mark.prove
@pytest.mark.parametrize("target", MUTATIONS)
def test_a_million_runs_are_survived(target: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzzing", target, str(tmp_path / "corpus"),
               "-runs=1000000", "-max_len=60000", "-rss_limit_mb=2048", "-timeout=20",
               f"-artifact_prefix={tmp_path}/"]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    assert "Done 1000000 runs" in done.stderr, done.stderr[-2000:]


def test_no_byte_of_a_signature_can_be_another(targets: Targets) -> None:
    """Else two files would pass as one sheet: the signature covers everything but itself."""
    passed = []
    for place in range(len(targets.signature)):
        for bit in (0x01, 0x10):
            other = bytearray(targets.signature)
            other[place] ^= bit
            try:
                targets.verify.check_signature(bytes(other), targets.content, targets.named)
            except (targets.verify.RefusedError, *targets.verify.DAMAGED):
                continue
            passed.append(place)
    assert passed == []
