"""What a paper carries, and that it is no more than the paper says (D18, D25, R7)."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from asn1crypto.x509 import Certificate  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, Sheet, Statement
from registry.config import Settings
from registry.evidence import NotYetError
from registry.log import store
from registry.operations.acting import REGISTRY, When
from registry.operations.erasures import erase_statement
from registry.operations.filed import find_disclosure
from registry.sheets import issue_worker_sheet
from registry.signing import document_key
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.loading import load
from tests.offline import verifier
from tests.signing_log import SignedLog

ON = date(2026, 11, 2)


def file_chain(session: Session, *acts: dict[str, Any], household: bool = False) -> Chain:
    chain = load(session, chain_form(*acts, household=household)).chain
    session.commit()
    return chain


def print_it(session: Session, chain: Chain, settings: Settings, on: date = ON) -> bytes:
    _, pdf = issue_worker_sheet(
        session,
        chain,
        link="A",
        languages=("en",),
        on=on,
        settings=settings,
        at=datetime.now(UTC),
    )
    session.commit()
    return pdf


def record_of(pdf: bytes) -> dict[str, Any]:
    (record,) = (text for text in verifier().attached(pdf) if text.startswith("{"))
    found: dict[str, Any] = json.loads(record)
    return found


def told_in(pdf: bytes) -> str:
    """All that the record says, as it stands before it is quoted inside JSON."""
    texts: list[str] = []
    for one in record_of(pdf)["entries"]:
        texts += [one["entry"], one.get("body", ""), one.get("document", "")]
        texts += [text["body"] for text in one.get("opened", {}).values()]
    return "\n".join(texts)


def documents_of(pdf: bytes) -> list[dict[str, Any]]:
    return [one for one in record_of(pdf)["entries"] if "document" in one]


def test_a_sheet_proves_itself_without_the_registry(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    said = statement_form(as_stated="two hundred a month", language="en")
    chain = file_chain(session, disclosure_form(place="H", key="d-H", statements=[said]))
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    lines = "\n".join(verifier().check([pdf], vkey))
    assert "basic_wage: stated" in lines
    assert "two hundred a month" in lines
    assert "Qasr Garments" in lines
    with pytest.raises(verifier().RefusedError):
        verifier().check([pdf + b"\n"], vkey)


def test_a_sheet_waits_for_the_checkpoint_that_holds_its_entries(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="H", key="d-H"))
    with pytest.raises(NotYetError, match="not under a signed checkpoint"):
        print_it(session, chain, settings)
    log.sign()
    print_it(session, chain, settings)
    more = disclosure_form(place="A", key="d-A")
    file_chain(session, disclosure_form(place="H", key="d-H"), more)
    with pytest.raises(NotYetError, match="in a moment"):
        print_it(session, chain, settings)
    log.sign()
    print_it(session, chain, settings)


def test_the_sheet_s_own_hash_is_an_entry_and_under_the_next_checkpoint(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="H", key="d-H"))
    log.sign()
    pdf = print_it(session, chain, settings)
    (leaf,) = store.entries_of(session, sha256(pdf).hexdigest())
    assert json.loads(leaf.entry)["kind"] == "sheet:issued"
    log.sign()
    session.expire_all()
    assert store.checkpoint_covering(session, leaf.index)


def test_the_square_code_s_digits_are_those_of_the_record(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="H", key="d-H"))
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    (sheet,) = session.scalars(select(Sheet).where(Sheet.chain_id == chain.id))
    assert sheet.body is not None
    digits = sheet.body.view["record"]
    assert len(digits) == 32
    assert f"SHA-256 of the record: {digits}" in "\n".join(verifier().check([pdf], vkey))
    printed = "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert digits in printed


def test_d25_a_household_s_sheet_opens_only_what_it_prints(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    first = [statement_form(value=wage("300"), as_stated="three hundred", language="en")]
    second = [statement_form(value=wage("250"), as_stated="two fifty", language="en")]
    acts = [
        disclosure_form(place="H", key="d-1", statements=first),
        disclosure_form(
            place="H", key="d-2", act="update", previous="d-1", filed_on="2026-03-25",
            statements=second,
        ),
    ]  # fmt: skip
    chain = file_chain(session, *acts, household=True)
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    old, new = documents_of(pdf)
    assert old["opened"] == {}
    assert '"300"' not in told_in(pdf)
    assert '"250"' in told_in(pdf)
    assert '"amount":"250"' in new["opened"]["/statements/0/value"]["body"]
    assert json.loads(new["entry"])["kind"] == "private"
    assert "250" in "\n".join(verifier().check([pdf], vkey))


def test_d25_what_was_erased_is_not_on_the_next_sheet(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    said = statement_form(as_stated="two hundred a month", language="en")
    chain = file_chain(session, disclosure_form(place="H", key="d-H", statements=[said]))
    disclosure = find_disclosure(session, chain, "d-H")
    when = When.now(datetime.now(UTC))
    erase_statement(session, chain, disclosure, 0, ground="asked for", by=REGISTRY, when=when)
    session.commit()
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    assert documents_of(pdf)[0]["opened"] == {}
    assert "basic_wage" in "\n".join(verifier().check([pdf], vkey))


def test_d18_a_price_between_agencies_travels_as_a_commitment(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    price = {"payer": "destination_agency", "money": wage("1500", period="once")}
    said = [statement_form(), statement_form(term="fee_recruitment", value=price)]
    chain = file_chain(session, disclosure_form(place="B", key="d-B", statements=said))
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    (held,) = documents_of(pdf)
    assert '"1500"' not in told_in(pdf)
    assert '"200"' in held["document"]
    assert "fee_recruitment" in "\n".join(verifier().check([pdf], vkey))
    promoted = session.scalars(select(Statement).where(Statement.term == "fee_recruitment"))
    assert [row.low for row in promoted] == [None]


def test_r7_what_workers_told_their_union_is_not_even_counted(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    told = disclosure_form(
        place="H", key="d-W", source="workers_account", recorded_by="R",
        statements=[statement_form(value=wage("120"))],
    )  # fmt: skip
    chain = file_chain(session, disclosure_form(place="H", key="d-H"), told)
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    assert len(documents_of(pdf)) == 1
    assert '"120"' not in told_in(pdf)
    assert '"200"' in told_in(pdf)
    verifier().check([pdf], vkey)


def test_d19_a_local_intermediary_s_district_is_not_carried(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="S", key="d-S", recorded_by="A",
                                                source="document_shown"))  # fmt: skip
    log.sign()
    pdf = print_it(session, chain, settings)
    assert len(documents_of(pdf)) == 1
    assert "Faridpur" not in told_in(pdf)
    assert "Agency A" in told_in(pdf)


def test_d1_a_dispute_is_carried_without_its_reason(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    said = disclosure_form(place="S", key="d-S", recorded_by="A", source="document_shown")
    disputed = {"act": "dispute_statement", "disclosure": "d-S", "statements": [0], "by": "S",
                "reason": "That is not what I said to them.", "filed_on": "2026-04-02"}  # fmt: skip
    chain = file_chain(session, said, disputed)
    vkey = log.sign()
    pdf = print_it(session, chain, settings)
    (entry,) = [one for one in record_of(pdf)["entries"] if "statement:disputed" in one["entry"]]
    assert set(entry) == {"index", "entry"}
    assert "not what I said" not in told_in(pdf)
    (filed,) = documents_of(pdf)
    assert json.loads(entry["entry"])["id"] == json.loads(filed["entry"])["id"]
    assert "statement:disputed" in "\n".join(verifier().check([pdf], vkey))


def test_a_disclosure_filed_after_the_day_is_not_carried(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    later = disclosure_form(place="A", key="d-A", filed_on="2026-10-30")
    chain = file_chain(session, disclosure_form(place="H", key="d-H"), later)
    log.sign()
    early = print_it(session, chain, settings, on=date(2026, 10, 29))
    assert len(documents_of(early)) == 1


def test_the_files_inside_say_what_they_are_in_order_of_their_names(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="H", key="d-H"))
    log.sign()
    reader = PdfFileReader(BytesIO(print_it(session, chain, settings)))
    held = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    specs = [held[n] for n in range(1, len(held), 2)]
    names = [str(spec["/F"]) for spec in specs]
    assert names == sorted(names)
    relations = {str(spec["/F"]): str(spec["/AFRelationship"]) for spec in specs}
    assert relations["record.json"] == "/Source"
    assert relations["checkpoint.txt"] == "/Supplement"
    assert {v for k, v in relations.items() if k.endswith(".tlog-proof")} == {"/Supplement"}


def test_the_signature_is_pades_and_forbids_every_change(
    session: Session, log: SignedLog, settings: Settings
) -> None:
    chain = file_chain(session, disclosure_form(place="H", key="d-H"))
    log.sign()
    pdf = print_it(session, chain, settings)
    key = document_key(settings.document_key, settings.base_url)
    root = Certificate.load(key.certificate_der)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may hold this thread's loop
        context = ValidationContext(trust_roots=[root])
        status = apart.submit(validate_pdf_signature, signature, context).result()
    assert status.bottom_line
    assert settings.document_key.stat().st_mode & 0o777 == 0o600
