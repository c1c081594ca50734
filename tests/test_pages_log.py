"""The pages of the log, and the comparing of a file at /s."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from registry.log import kinds, store
from registry.log.kinds import Shown
from registry.pages.log_words import FIELDS, MEANINGS
from registry.recognising import Verdict, recognise
from tests import offline
from tests.factories import chain_form, disclosure_form
from tests.html import read_page, text_of
from tests.loading import load
from tests.offline import canonical, pdf_with, verifier
from tests.signing_log import SignedLog
from tests.test_pages_sheet import PDF, issue


@pytest.fixture
def log(app: Flask, sessions: sessionmaker[Session], tmp_path: Path) -> SignedLog:
    return SignedLog(sessions, app.extensions["settings"], tmp_path)


@pytest.fixture
def vkey(session: Session, log: SignedLog) -> str:
    """A log with a filing in it, signed."""
    load(session, chain_form(disclosure_form(place="H", key="d-H")))
    session.commit()
    return log.sign()


def test_the_log_shows_its_checkpoint_and_the_newest_entries(
    client: FlaskClient, session: Session, vkey: str
) -> None:
    said = text_of(read_page(client.get("/log")))
    assert f"Entries{store.size_of(session)}" in said.replace(" ", "")
    assert "A link filed what it states" in said


def test_a_log_without_a_checkpoint_says_so(client: FlaskClient, session: Session) -> None:
    assert "Nothing is signed yet" in text_of(read_page(client.get("/log")))
    load(session, chain_form())
    session.commit()
    assert client.get("/log/checkpoint").status_code == 503
    answer = client.get("/log/entries/0/entry.tlog-proof")
    assert answer.status_code == 503
    assert "will be soon" in text_of(read_page(answer))


def test_entries_that_wait_for_the_checkpoint_are_counted(
    client: FlaskClient, session: Session, vkey: str
) -> None:
    load(session, chain_form(key="another"))
    session.commit()
    assert "newer entries wait" in text_of(read_page(client.get("/log")))
    newest = store.size_of(session) - 1
    assert "not under a signed checkpoint" in text_of(
        read_page(client.get(f"/log/entries/{newest}"))
    )


def test_every_entry_has_a_page_and_a_proof_that_holds(
    client: FlaskClient, session: Session, vkey: str
) -> None:
    for index in range(store.size_of(session)):
        said = text_of(read_page(client.get(f"/log/entries/{index}")))
        kind = json.loads(store.read_entry(session, index))["kind"]
        assert str(MEANINGS[kind]) in said
        entry = client.get(f"/log/entries/{index}/entry.json").data
        proof = client.get(f"/log/entries/{index}/entry.tlog-proof").data
        assert verifier().check([proof, entry], vkey)


@pytest.mark.parametrize("number", ["-1", "+1", "१", "01", "1_0", "9999999", "x", "%201"])
def test_an_entry_is_named_in_one_way(client: FlaskClient, vkey: str, number: str) -> None:
    assert client.get(f"/log/entries/{number}").status_code == 404


def test_the_growth_since_an_older_checkpoint_is_proven(
    client: FlaskClient, session: Session, log: SignedLog, vkey: str
) -> None:
    old = client.get("/log/checkpoint").data
    size = store.size_of(session)
    load(session, chain_form(key="another"))
    session.commit()
    log.sign()
    grown = client.get(f"/log/growth?old={size}").data
    assert f"grew from {size} to" in "\n".join(verifier().check([old, grown], vkey))


@pytest.mark.parametrize("old", ["0", "-1", "", "9999999", "१"])
def test_there_is_no_growth_from_nothing_or_from_the_future(
    client: FlaskClient, vkey: str, old: str
) -> None:
    assert client.get("/log/growth", query_string={"old": old}).status_code == 404


def test_the_key_is_shown_to_be_printed_and_given_as_a_file(
    client: FlaskClient, log: SignedLog, vkey: str
) -> None:
    said = text_of(read_page(client.get("/log/key")))
    assert vkey in said
    assert log.document_key.fingerprint in said
    given = client.get("/log/key.txt").get_data(as_text=True)
    assert verifier().check([client.get("/log/checkpoint").data], given)


def test_the_program_is_given_byte_for_byte_with_its_hash(client: FlaskClient) -> None:
    answer = client.get("/log/verify.py")
    assert answer.data == offline.VERIFIER.read_bytes()
    assert "verify.py" in answer.headers["Content-Disposition"]
    digest = sha256(answer.data).hexdigest()
    for address in ("/log/key", "/log/proves"):
        assert digest in text_of(read_page(client.get(address)))


def test_the_page_for_a_court_says_both_what_is_proven_and_what_is_not(
    client: FlaskClient,
) -> None:
    said = text_of(read_page(client.get("/log/proves")))
    assert "That what was stated is true" in said
    assert "not one byte of it was changed" in said


def test_every_kind_of_entry_that_can_be_seen_has_its_meaning() -> None:
    seen = {kind for kind, (shown, _) in kinds.KINDS.items() if shown is Shown.OPEN}
    assert set(MEANINGS) == seen | kinds.OWN_KINDS | {"private"}


def test_every_field_of_an_entry_has_a_label(session: Session, vkey: str) -> None:
    fields: set[str] = set()
    for index in range(store.size_of(session)):
        fields |= json.loads(store.read_entry(session, index)).keys()
    assert fields - {"form"} <= set(FIELDS)


def send(client: FlaskClient, content: bytes, name: str = "sheet.pdf") -> Any:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
    body = b"--cut\r\n" + head + b"\r\n\r\n" + content + b"\r\n--cut--\r\n"
    return client.post("/s", data=body, content_type="multipart/form-data; boundary=cut")


def test_a_file_that_was_issued_is_told_from_all_others(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    answer = send(client, PDF)
    said = text_of(read_page(answer))
    assert "Issued by us, byte for byte." in said
    assert sheet.code in said
    assert "Not ours" in text_of(read_page(send(client, PDF + b" ")))


def test_a_file_made_of_one_of_ours_is_called_altered(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    record = canonical({"code": sheet.code, "form": "registry-record/1"})
    said = text_of(read_page(send(client, pdf_with([record]))))
    assert "Altered" in said
    assert sheet.code in said
    other = canonical({"code": "0000-0000-0000-0000", "form": "registry-record/1"})
    assert "Not ours" in text_of(read_page(send(client, pdf_with([other]))))


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-", b"stream\n", b"stream\n{" * 500, b"\x00" * 2000, b"stream\n\x78\x9c"]
)
def test_anything_else_is_not_ours(client: FlaskClient, content: bytes) -> None:
    assert "Not ours" in text_of(read_page(send(client, content)))


def test_a_stream_that_unpacks_to_a_mountain_is_left_alone(session: Session) -> None:
    mountain = pdf_with(["0" * (40 << 20)] * 3)
    assert recognise(session, mountain).verdict is Verdict.UNKNOWN


def test_r1_comparing_a_file_sets_no_cookie_and_needs_no_token(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = send(client, b"anything")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in client.get("/s").headers


def test_r1_a_file_that_is_compared_never_reaches_a_disk(app: Flask) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = head + b"y" * 900_000 + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    with app.test_request_context("/s", method="POST", data=body, content_type=kind) as context:
        context.request.max_content_length = 1 << 21
        assert isinstance(context.request.files["file"].stream, BytesIO)
        assert len(context.request.files["file"].read()) == 900_000


def test_a_file_that_is_too_large_or_none_is_refused(client: FlaskClient) -> None:
    assert send(client, bytes(17 << 20)).status_code == 413
    assert client.post("/s", data={}).status_code == 422


def test_the_form_for_a_file_is_a_whole_page(client: FlaskClient) -> None:
    said = text_of(read_page(client.get("/s")))
    assert "it is not kept" in said


def test_the_page_of_a_code_gives_the_hash_of_the_file(
    client: FlaskClient, session: Session
) -> None:
    sheet = issue(session)
    assert sheet.digest in text_of(read_page(client.get(f"/s/{sheet.code}")))
