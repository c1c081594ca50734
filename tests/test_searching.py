"""Search forgives spelling and leaks nothing; each engine finds the same."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from models import Party, SearchKey
from models.vocabulary import UserRole
from registry import queries, searching
from registry.access import OPERATOR, PUBLIC, Reader
from registry.names import spell, spell_number
from registry.operations.acting import REGISTRY
from registry.operations.parties import add_name
from registry.operations.spelling import respell
from tests.factories import DAY, chain_form, disclosure_form, party_form
from tests.loading import AT, load

PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}
JORDAN = Reader(UserRole.INSPECTOR, 1, countries=frozenset({"JO"}))
NUMBERS = [{"scheme": "JO", "number": "JO-400-21270-608284"}]


@pytest.fixture
def three(session: Session) -> dict[str, str]:
    """A published chain of Muhammad Karim Overseas, one that is not public, and a household's."""
    public = chain_form(disclosure_form(), PUBLISH, key="public", numbers=NUMBERS)
    public["parties"][0] = party_form(name="Muhammad Karim Overseas Ltd.")
    hidden = chain_form(
        disclosure_form(), key="hidden", title="Hidden embroiderers",
        numbers=[{"scheme": "JO", "number": "JO-999-11111-222222"}],
    )  # fmt: skip
    home = chain_form(disclosure_form(), household=True, key="home", title="Housekeeping in Abdoun")
    forms = {"public": public, "hidden": hidden, "home": home}
    return {name: load(session, form).chain.public_id for name, form in forms.items()}


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Muhammad", "Mohammed"),
        ("Hussein", "Hussain"),
        ("Yusuf", "Yousuf"),
        ("Wadi", "Waady"),
        ("Khalifa", "Khaleepha"),
        ("Bhattarai", "Battarai"),
        ("Aziz", "Azeez"),
        ("مُؤَسَّسَة", "موسسه"),
        ("أحمد", "احمد"),
        ("শাপলা ২০২৬", "শাপলা 2026"),
    ],
)
def test_transliterations_of_a_name_are_spelled_alike(written: str, other: str) -> None:
    assert spell(written) == spell(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Dhaka", "Doha"), ("Karim", "Salim"), ("ঢাকা", "টাকা"), ("Rima", "Rama")]
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert spell(one) != spell(other)


def test_numbers_are_the_same_however_they_are_parted() -> None:
    assert spell_number("H-400-21270/608284") == spell_number("h 400 ২১২৭০ 608284")


@pytest.mark.parametrize("typed", ["mohammed karim", "Karim Mohamad", "MUHAMAD KARIIM"])
def test_another_transliteration_finds_the_party(
    session: Session, three: dict[str, str], typed: str
) -> None:
    found = [party.name for party in searching.search_parties(session, typed)]
    found += [party.name for party in near(session, PUBLIC, typed).parties]
    assert set(found) == {"Muhammad Karim Overseas Ltd."}


def near(session: Session, reader: Reader, typed: str) -> searching.Close:
    """What is written nearly so, with nothing found before."""
    return searching.close_to(session, reader, typed, parties=(), chains=())


@pytest.mark.parametrize("typed", ["Muhamad Krim Oversaes", "Karm Overseas", "Overseas Karin"])
def test_a_typing_slip_leads_to_the_party(
    session: Session, three: dict[str, str], typed: str
) -> None:
    assert searching.search_parties(session, typed) == []
    assert near(session, PUBLIC, typed).parties[0].name == "Muhammad Karim Overseas Ltd."


def test_a_name_in_another_script_leads_to_the_party(
    session: Session, three: dict[str, str]
) -> None:
    party = session.scalars(select(Party).where(Party.name.startswith("Muhammad"))).one()
    add_name(
        session, party, name="মুহাম্মদ করিম ওভারসিজ", language="bn", kind="legal",
        by=REGISTRY, at=AT,
    )  # fmt: skip
    assert searching.search_parties(session, "করিম ওভারসিজ") == [party]
    assert near(session, PUBLIC, "মুহাম্মদ করীম").parties == [party]


@pytest.mark.parametrize("typed", ["sewnig operators", "Sowing operators", "operators Aman"])
def test_a_typing_slip_leads_to_the_chain(
    session: Session, three: dict[str, str], typed: str
) -> None:
    assert three["public"] in {line.public_id for line in near(session, PUBLIC, typed).chains}


@pytest.mark.parametrize("typed", ["JO-400-21270-608248", "jo 400 21270 60828"])
def test_a_slip_in_a_reference_number_leads_to_the_chain(
    session: Session, three: dict[str, str], typed: str
) -> None:
    found = [line.public_id for line in searching.search_chains(session, PUBLIC, typed)]
    found += [line.public_id for line in near(session, PUBLIC, typed).chains]
    assert found[0] == three["public"]


@pytest.mark.parametrize(
    "typed",
    [
        "Hidden embroiderers",
        "Hiden embroidrers",
        "Houskeeping Abdoun",
        "JO-999-11111-222222",
        "JO-999-11111-222223",
        "Housekeeping in Abdoun",
    ],
)
def test_d18_no_spelling_leads_to_what_a_reader_may_not_list(
    session: Session, three: dict[str, str], typed: str
) -> None:
    def found(reader: Reader) -> set[str]:
        lines = [*searching.search_chains(session, reader, typed)]
        lines += near(session, reader, typed).chains
        exact = searching.exact_chain(session, reader, typed)
        return {line.public_id for line in lines} | ({exact} if exact else set())

    secret = {three["hidden"], three["home"]}
    assert not found(PUBLIC) & secret
    assert found(JORDAN) & secret


def test_what_may_not_be_listed_takes_no_room_from_what_may(
    session: Session, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(8):
        form = chain_form(disclosure_form(), key=f"h-{n}", title="Sewing operators, Amma")
        load(session, form)
    monkeypatch.setattr(searching, "CANDIDATES", 3)
    assert [line.public_id for line in near(session, PUBLIC, "Sewing operatrs").chains] == [
        three["public"]
    ]


def test_d19_a_party_that_is_shown_by_its_division_is_not_found_through_its_chains(
    session: Session,
) -> None:
    form = chain_form(disclosure_form(), PUBLISH)
    form["parties"].append(party_form(key="L", name="Faridpur Brothers"))
    (local,) = [place for place in form["places"] if place["key"] == "S"]
    local["party"] = "L"
    public_id = load(session, form).chain.public_id
    (party,) = searching.search_parties(session, "Faridpur Brothers")
    for reader, expected in ((PUBLIC, []), (JORDAN, [public_id])):
        lines = searching.search_chains(session, reader, "Faridpur Brothers")
        assert [line.public_id for line in lines] == expected
        listed = queries.chains_of(session, reader, party)
        assert [line.public_id for line in listed] == expected


def test_r12_nearly_alike_is_listed_by_closeness_and_then_by_name(session: Session) -> None:
    form = chain_form(disclosure_form(), PUBLISH)
    names = ("Zafran Placement", "Safran Placement", "Zafran Placemen")
    form["parties"] += [party_form(key=f"N{n}", name=name) for n, name in enumerate(names)]
    load(session, form)
    found = [party.name for party in near(session, PUBLIC, "Zafran Placement").parties]
    assert found[0] == "Zafran Placement"
    near_ones = [party.name for party in near(session, PUBLIC, "Tafran Placement").parties]
    assert near_ones[:2] == ["Safran Placement", "Zafran Placement"]


@pytest.mark.parametrize(
    "typed", ['"', '" OR "a', "a*b(c)^", "NEAR(", "%%%", "___", "\\\\\\", "اا"]
)
def test_signs_of_a_query_language_are_letters_like_others(
    session: Session, three: dict[str, str], typed: str
) -> None:
    searching.search_chains(session, OPERATOR, typed)
    searching.search_parties(session, typed)
    near(session, OPERATOR, typed)


def test_the_index_is_made_again_from_the_record(session: Session, three: dict[str, str]) -> None:
    def rows() -> list[tuple[object, ...]]:
        found = session.execute(
            select(SearchKey.kind, SearchKey.party_id, SearchKey.chain_id, SearchKey.spelling)
        )
        return sorted((tuple(row) for row in found), key=repr)

    before = rows()
    assert len(before) > 6
    session.execute(delete(SearchKey))
    assert searching.search_parties(session, "Karim") == []
    assert respell(session) == len(before)
    assert rows() == before
    assert len(searching.search_parties(session, "Karim")) == 1


@pytest.mark.postgresql
def test_without_the_extension_a_slip_is_found_all_the_same(
    session: Session, three: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.scalar(text("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"))
    monkeypatch.setattr(searching, "_has_trigrams", lambda _session: False)
    assert near(session, PUBLIC, "Muhamad Krim").parties[0].name == "Muhammad Karim Overseas Ltd."


def test_one_letter_typed_often_is_nobody_s_name_and_two_begin_a_word(
    session: Session, three: dict[str, str]
) -> None:
    def found(typed: str) -> list[str]:
        return [party.name for party in searching.search_parties(session, typed)]

    assert found("kkkk") == found("zzz") == []
    assert found("Ka") == ["Muhammad Karim Overseas Ltd.", "Qasr Garments"]
    assert found("ri") == []
    assert found("rim") == ["Muhammad Karim Overseas Ltd."]
