"""The evidence bundle: it proves itself, is the same each time, and shows any tampering."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy.orm import Session

from models import Chain
from models.vocabulary import UserRole
from registry.access import PUBLIC, Reader
from registry.bundles import Asked, make_bundle
from registry.config import Settings
from registry.exceptions import NotFoundError, RefusedError
from registry.sheets import issue_worker_sheet
from tests.factories import DAY, chain_form, disclosure_form, statement_form, wage
from tests.loading import load
from tests.offline import stored, verifier
from tests.signing_log import SignedLog

ON = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
INSPECTOR = Reader(role=UserRole.INSPECTOR, countries=frozenset({"JO"}))
PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}


@pytest.fixture
def chain(session: Session) -> Chain:
    """A job of which everything is public but one price."""
    said = statement_form(as_stated="two hundred a month", language="en")
    price = {"payer": "destination_agency", "money": wage("1500", period="once")}
    more = [statement_form(value=wage("230")), statement_form(term="fee_recruitment", value=price)]
    acts = [
        disclosure_form(place="H", key="d-H", statements=[said]),
        disclosure_form(place="B", key="d-B", statements=more),
    ]
    chain = load(session, chain_form(*acts, PUBLISH)).chain
    session.commit()
    return chain


def asked(chain: Chain, reader: Reader = PUBLIC) -> Asked:
    return Asked(chain, reader, ON, AT)


def files_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_proves_itself_and_lists_what_is_in_it(
    session: Session, chain: Chain, log: SignedLog, settings: Settings
) -> None:
    vkey = log.sign()
    paper = issue_worker_sheet(
        session, chain, link="A", languages=("en",), on=ON, settings=settings, at=AT
    )
    session.commit()
    bundle = make_bundle(session, asked(chain), settings, {"letter.txt": b"A letter."})
    said = "\n".join(verifier().check([bundle], vkey))
    assert f"Evidence about chain {chain.public_id}" in said
    assert "all are whole" in said
    assert "two hundred a month" in said
    assert f"issued/{paper[0].code}.pdf" in said
    held = files_of(bundle)
    assert held[f"issued/{paper[0].code}.pdf"] == paper[1]
    manifest = json.loads(held["manifest.json"])
    listed = {one["path"]: one["sha256"] for one in manifest["files"]}
    assert listed["files/letter.txt"] == sha256(b"A letter.").hexdigest()
    assert set(listed) == set(held) - {"manifest.json", "manifest.p7s"}
    assert all(one["what"] for one in manifest["files"])
    assert "That what was stated is true." in manifest["does_not_prove"]


def test_the_same_evidence_is_the_same_archive(
    session: Session, chain: Chain, log: SignedLog, settings: Settings
) -> None:
    log.sign()
    first, second = (make_bundle(session, asked(chain), settings) for _ in range(2))
    assert first == second


def test_d18_a_price_between_agencies_is_in_an_inspector_s_bundle_only(
    session: Session, chain: Chain, log: SignedLog, settings: Settings
) -> None:
    vkey = log.sign()
    public = files_of(make_bundle(session, asked(chain), settings))
    bundle = make_bundle(session, asked(chain, INSPECTOR), settings)
    assert b'\\"1500\\"' not in public["record.json"] + public["chain.json"]
    assert b'\\"1500\\"' in files_of(bundle)["record.json"]
    assert '"1500"' in "\n".join(verifier().check([bundle], vkey))


def test_r7_workers_accounts_are_in_nobody_s_bundle(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    told = disclosure_form(
        place="H", key="d-W", source="workers_account", recorded_by="R",
        statements=[statement_form(value=wage("120"))],
    )  # fmt: skip
    chain = load(session, chain_form(disclosure_form(place="H", key="d-H"), told, PUBLISH)).chain
    session.commit()
    log.sign()
    with pytest.raises(RefusedError, match="may see"):
        make_bundle(session, asked(chain, Reader(operator=True)), settings)
    for reader in (PUBLIC, INSPECTOR):
        held = files_of(make_bundle(session, asked(chain, reader), settings))
        assert b'"120\\"' not in held["record.json"]
        assert b'"120"' not in held["chain.json"]


def test_d18_nobody_gets_a_bundle_of_what_they_may_not_open(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    form = chain_form(disclosure_form(place="H", key="d-H"), household=True)
    chain = load(session, form).chain
    session.commit()
    log.sign()
    with pytest.raises(NotFoundError):
        make_bundle(session, asked(chain), settings)
    held = files_of(make_bundle(session, asked(chain, INSPECTOR), settings))
    assert not [name for name in held if name.startswith("issued/")]


@pytest.fixture(scope="module")
def signed(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[bytes, str]]:
    """One bundle for all tampering, from a database of its own."""
    from registry import db

    folder = tmp_path_factory.mktemp("bundle")
    engine = db.make_engine(f"sqlite:///{folder}/registry.db")
    db.upgrade(engine)
    sessions = db.make_sessions(engine)
    with db.writing(sessions) as session:
        public_id = load(
            session, chain_form(disclosure_form(place="H", key="d-H"), PUBLISH)
        ).chain.id
    vkey = SignedLog(sessions, settings, folder).sign()
    with sessions() as session:
        chain = session.get_one(Chain, public_id)
        yield make_bundle(session, asked(chain), settings), vkey
    engine.dispose()


Change = Callable[[dict[str, bytes]], object]
TAMPERED: list[tuple[str, Change]] = [
    ("is not the file", lambda f: f.update({"comparison.pdf": f["comparison.pdf"] + b" "})),
    ("is not the file", lambda f: f.update({"chain.json": b"{}"})),
    ("but not in both", lambda f: f.update({"files/added.txt": b"more"})),
    ("but not in both", lambda f: f.pop("chain.json")),
    ("malformed", lambda f: f.pop("manifest.json")),
    ("malformed", lambda f: f.pop("manifest.p7s")),
    ("changed after it was signed", lambda f: rehash(f, "chain.json", b"{}")),
    ("cut off", lambda f: f.update({"manifest.p7s": f["manifest.p7s"][:-9]})),
    ("do not fit", lambda f: rehash(f, first_proof(f), None)),
]


def rehash(files: dict[str, bytes], path: str, content: bytes | None) -> None:
    """Change a file and its hash in the manifest, as somebody without the key would."""
    manifest = json.loads(files["manifest.json"])
    if content is None:
        del files[path]
        manifest["files"] = [one for one in manifest["files"] if one["path"] != path]
    else:
        files[path] = content
        for one in manifest["files"]:
            if one["path"] == path:
                one["sha256"] = sha256(content).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def first_proof(files: dict[str, bytes]) -> str:
    """A proof whose entry stays in the record."""
    return next(name for name in sorted(files) if name.startswith("proofs/"))


@pytest.mark.parametrize(("sentence", "change"), TAMPERED)
def test_a_tampered_bundle_is_refused(
    signed: tuple[bytes, str], sentence: str, change: Change
) -> None:
    files = files_of(signed[0])
    change(files)
    with pytest.raises(verifier().RefusedError) as refused:
        verifier().check([stored(files)], signed[1])
    assert sentence in str(refused.value) or "has no proof" in str(refused.value)


def test_a_bundle_that_is_cut_off_or_grown_is_refused(signed: tuple[bytes, str]) -> None:
    bundle, vkey = signed
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files_of(bundle).items():
            archive.writestr(name, content)
    for wrong in (bundle[:-1], bundle[: len(bundle) // 2], bundle[:9], bundle + b" ",
                  b"PK" + bundle, packed.getvalue()):  # fmt: skip
        with pytest.raises(verifier().RefusedError):
            verifier().check([wrong], vkey)


def test_a_bundle_made_again_by_hand_is_the_bundle(signed: tuple[bytes, str]) -> None:
    verifier().check([stored(files_of(signed[0]))], signed[1])
