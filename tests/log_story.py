"""A small registry in which every kind of row that the log tells of exists, told by operations.

Meant for tests of the log: one open chain with a licence, a telling, a finding that was asked and
answered, a sheet, a sealed name, an erased word; and one chain of a private household.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models import Disclosure, Finding, SealedName, Sheet
from models.vocabulary import ActKind, DisclosureAct, FindingStatus, LicenceStatus, SheetKind
from registry.identifiers import new_sheet_code
from registry.log import signer
from registry.log.append import append_own
from registry.log.kinds import KEY_ADDED
from registry.log.note import Signer
from registry.log.store import KEY_SUBJECT, public_keys
from registry.operations import erasures, findings, parties, sheets, tellings
from registry.operations.acting import REGISTRY, When
from registry.operations.disclosures import Filing, file_disclosure
from registry.operations.loading import Loaded
from registry.reference_data import catalogue
from tests.factories import chain_form, disclosure_form, statement_form, wage
from tests.loading import AT, load

KEY = Signer.new("registry.example/log")
LATER = AT + timedelta(hours=1)
NEXT_DAY = AT + timedelta(days=1)


def words(text: str, amount: str = "200") -> dict[str, object]:
    """A wage in somebody's own words."""
    return statement_form(value=wage(amount), as_stated=text, language="en")


def open_chain(session: Session, *, at: datetime = AT) -> Loaded:
    """An ordinary chain: agency A states a lower wage than the employer H, and tells workers."""
    form = chain_form(
        disclosure_form(key="d-H", place="H", statements=[words("three hundred", "300")]),
        {
            "act": "serve",
            "disclosure": "d-H",
            "to": "A",
            "by": "H",
            "on": "2026-03-20",
            "filed_on": "2026-03-20",
        },
        disclosure_form(key="d-A", place="A", statements=[words("two hundred")]),
        disclosure_form(
            key="d-A2",
            act="correct",
            place="A",
            previous="d-A",
            reason="a typing error",
            statements=[words("two hundred ten", "210")],
        ),
        disclosure_form(
            key="d-B",
            place="B",
            statements=[
                {
                    "term": "passport_custody",
                    "state": "unknown_to_filer",
                    "asked": {"place": "H", "on": "2026-03-19"},
                }
            ],
        ),
        {
            "act": "tell",
            "place": "A",
            "batch": "batch",
            "disclosure": "d-A2",
            "on": "2026-03-20",
            "medium": "oral",
            "language": "bn",
            "filed_on": "2026-03-20",
        },
    )
    form["places"][3]["sealed_people"] = [{"last": "Somebody", "city": "Faridpur"}]
    return load(session, form, at=at)


def household_chain(session: Session, *, at: datetime = AT) -> Loaded:
    """A private household's offer."""
    form = chain_form(
        disclosure_form(key="d-A", place="A", statements=[words("what the lady said")]),
        household=True,
        key="household",
    )
    return load(session, form, at=at)


def print_sheet(session: Session, loaded: Loaded, pdf: bytes, *, at: datetime = AT) -> Sheet:
    """A sheet on record, as the press would have made it."""
    printed = sheets.Printed(
        code=new_sheet_code(),
        kind=SheetKind.WORKER,
        languages=("bn", "en"),
        as_of=at.date(),
        pdf=pdf,
        view={"title": "A sheet", "lines": [1, "two"]},
    )
    place = loaded.places["A"]
    return sheets.issue_sheet(session, loaded.chain, place, printed, by=REGISTRY, when=When.now(at))


def ask_and_answer(session: Session, loaded: Loaded, *, at: datetime = AT) -> Finding:
    """A finding on record that was asked, answered and settled."""
    when = When.now(at)
    found = findings.observe(session, loaded.chain, when=when)[0]
    findings.ask(session, loaded.chain, found, by=REGISTRY, when=when)
    findings.reply(
        session, loaded.chain, found, text="We were told so.", language="en", by=REGISTRY, when=when
    )
    findings.settle(
        session,
        loaded.chain,
        found,
        status=FindingStatus.EXPLAINED,
        reason="Shown.",
        by=REGISTRY,
        when=when,
    )
    return found


def license_agency(session: Session, loaded: Loaded, *, at: datetime = AT) -> None:
    """A licence with a status, a second name."""
    party = loaded.parties["A"]
    licence = parties.record_licence(
        session, party, scheme="BD-RL", number="0042", authority="BMET", by=REGISTRY, at=at
    )
    parties.record_licence_status(
        session,
        licence,
        status=LicenceStatus.VALID,
        on=date(2026, 1, 1),
        source="register",
        checked_on=date(2026, 2, 1),
        by=REGISTRY,
        at=at,
    )
    parties.add_name(
        session, party, name="এজেন্সি ক", language="bn", kind="legal", by=REGISTRY, at=at
    )


@dataclass
class Story:
    """What the tests point at."""

    loaded: Loaded
    household: Loaded
    finding: Finding


def tell_story(session: Session) -> Story:
    """Everything, in one transaction that is committed."""
    loaded = open_chain(session)
    license_agency(session, loaded)
    speaker, when = loaded.places["A"], When.now(AT)
    tellings.answer_statement(
        session,
        loaded.chain,
        loaded.disclosures["d-A2"],
        speaker,
        ActKind.STATEMENT_CONFIRMED,
        terms=None,
        by=REGISTRY,
        when=when,
        reason="as written",
    )
    tellings.redact_statement(
        session,
        loaded.chain,
        loaded.disclosures["d-A"],
        term="basic_wage",
        ground="a name",
        by=REGISTRY,
        when=when,
    )
    finding = ask_and_answer(session, loaded)
    print_sheet(session, loaded, b"a sheet")
    print_sheet(session, loaded, b"a newer sheet")
    household = household_chain(session)
    print_sheet(session, household, b"a household's sheet")
    session.commit()
    erasures.erase_statement(
        session, loaded.chain, loaded.disclosures["d-A"], 0, ground="asked", by=REGISTRY, when=when
    )
    session.commit()
    return Story(loaded, household, finding)


def sign(sessions: sessionmaker[Session], folder: Path, *, at: datetime = LATER) -> str:
    """A checkpoint by a signer whose state is in this folder."""
    with sessions() as session:
        if KEY.verifier.vkey not in public_keys(session):
            append_own(session, KEY_ADDED, KEY_SUBJECT, {"key": KEY.verifier.vkey}, at=at)
            session.commit()
    note = signer.sign(sessions, [KEY], folder / "log-state", at=at)
    assert note is not None
    return note


def file_more(session: Session, loaded: Loaded, number: int, *, at: datetime = LATER) -> None:
    """So many further filings, each in a transaction of its own."""
    terms = catalogue(session).reference_set.terms
    for n in range(number):
        filing = Filing(DisclosureAct.FILE, [words(f"filing {n}", str(300 + n))], paper=f"no {n}")
        place = loaded.places["B"]
        file_disclosure(
            session, loaded.chain, place, filing, terms=terms, by=REGISTRY, when=When.now(at)
        )
        session.commit()


def newest_disclosure(session: Session) -> Disclosure:
    """The last filing."""
    return session.scalars(select(Disclosure).order_by(Disclosure.id.desc()).limit(1)).one()


def sealed_name(session: Session) -> SealedName:
    """The only sealed name."""
    return session.scalars(select(SealedName)).one()
