"""A list, a search and a page agree on what exists for a reader."""

import pytest
from sqlalchemy.orm import Session

from models.vocabulary import UserRole
from registry import queries, searching
from registry.access import OPERATOR, PUBLIC, Reader
from registry.exceptions import NotFoundError
from tests.factories import DAY, chain_form, disclosure_form
from tests.loading import load

PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}
JORDAN = Reader(UserRole.INSPECTOR, 1, countries=frozenset({"JO"}))
FRANCE = Reader(UserRole.INSPECTOR, 2, countries=frozenset({"FR"}))


@pytest.fixture
def three(session: Session) -> dict[str, str]:
    """A published chain, one that is not, and a household's."""
    numbers = [{"scheme": "JO", "number": "JO-77/2026"}]
    public = chain_form(disclosure_form(), PUBLISH, key="public", numbers=numbers)
    hidden = chain_form(disclosure_form(), key="hidden", title="Hidden sewing")
    home = chain_form(disclosure_form(), household=True, key="home", title="Home work")
    forms = {"public": public, "hidden": hidden, "home": home}
    return {name: load(session, form).chain.public_id for name, form in forms.items()}


@pytest.mark.parametrize(
    ("reader", "names"),
    [
        (PUBLIC, {"public"}),
        (FRANCE, {"public"}),
        (JORDAN, {"public", "hidden", "home"}),
        (OPERATOR, {"public", "hidden", "home"}),
    ],
)
def test_lists_searches_and_pages_agree(
    session: Session, three: dict[str, str], reader: Reader, names: set[str]
) -> None:
    expected = {three[name] for name in names}
    assert {line.public_id for line in queries.newest_chains(session, reader)} == expected
    found = searching.search_chains(session, reader, "Agency A")
    assert {line.public_id for line in found} == expected
    for name, public_id in three.items():
        if name in names:
            assert queries.get_chain(session, reader, public_id).public_id == public_id
        else:
            with pytest.raises(NotFoundError):
                queries.get_chain(session, reader, public_id)


def test_d18_a_sheet_s_code_opens_its_household_and_no_list(
    session: Session, three: dict[str, str]
) -> None:
    holder = Reader(sheet_of=three["home"])
    assert queries.get_chain(session, holder, three["home"])
    listed = {line.public_id for line in queries.newest_chains(session, holder)}
    assert three["home"] not in listed


def test_own_chains_are_listed_for_their_parties(session: Session, three: dict[str, str]) -> None:
    agency = searching.search_parties(session, "agency a")[0]
    reader = Reader(UserRole.FILER, 3, frozenset({agency.public_id}))
    assert {c.public_id for c in queries.chains_of(session, reader, agency)} == set(three.values())
    public = queries.chains_of(session, PUBLIC, agency)
    assert [c.public_id for c in public] == [three["public"]]


def test_a_reference_number_finds_its_chain(session: Session, three: dict[str, str]) -> None:
    (line,) = searching.search_chains(session, PUBLIC, "JO-77")
    assert (line.public_id, line.number) == (three["public"], "JO-77/2026")
    assert queries.get_chain(session, PUBLIC, "JO-77/2026").public_id == three["public"]


@pytest.mark.parametrize("text", ["%", "_", "  ", "'; DROP TABLE chain; --"])
def test_a_search_takes_signs_as_they_are(
    session: Session, three: dict[str, str], text: str
) -> None:
    assert searching.search_chains(session, OPERATOR, text) == []


def test_r12_parties_are_listed_by_name(session: Session, three: dict[str, str]) -> None:
    names = [party.name for party in searching.search_parties(session, "agency")]
    assert names == sorted(names)
    assert len(names) == 3


def test_law_6_no_household_and_no_person_has_a_page(
    session: Session, three: dict[str, str]
) -> None:
    from sqlalchemy import select

    from models import Party

    home = session.scalars(select(Party).where(Party.kind == "household")).one()
    with pytest.raises(NotFoundError):
        queries.get_party(session, home.public_id)
