"""The headline to be read aloud and to be sent: who says what, in three parts at most."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

import wsgi
from models import Chain, Place
from models.vocabulary import Role, SheetKind, State
from registry.documents import sheet_document, to_html
from registry.finding_form import jsonable
from registry.identifiers import new_sheet_code
from registry.operations.acting import REGISTRY, When
from registry.operations.sheets import Printed, issue_sheet
from reports.facts import ChainFacts
from reports.headline import HEADLINE_TERMS
from reports.rendering import Rendering
from reports.sheet_side import SheetSide
from reports.sms import WEIGHT, Item, Message, joined, parts
from seeds.reference_data import Use, languages
from tests.factories import chain_form
from tests.loading import load
from tests.paper import CODE, DAY, chain_of, money, sheet_of, sources, stated, worked_example

SPOKEN = languages(Use.SOURCE, Use.LAUNCH)
FIGURES = re.compile(r"[^\W\D]+(?:[,.٬٫]\d+)*")


def side_of(facts: ChainFacts, language: str, **more: Any) -> SheetSide:
    return sheet_of(facts, (language,), **more).sides[0]


def wage_chain() -> ChainFacts:
    return chain_of(
        {
            "A": {"basic_wage": money("165000", "BDT"), "hours_per_day": stated(hours="8")},
            "B": {"basic_wage": money("165000", "BDT")},
            "E": {"basic_wage": money("230.000", "JOD"), "passport_custody": stated(code="agency")},
        }
    )


def test_a_script_says_who_says_what_one_thought_a_sentence() -> None:
    script = "\n".join(side_of(wage_chain(), "en").aloud)
    assert "According to Firm E: 230 Jordanian dinars a month." in script
    assert "According to Firm A and Firm B: 165,000 Bangladeshi taka a month." in script
    assert "According to Firm A: 8 hours a day.\nNot stated by Firm B and Firm E." in script
    assert "Nobody in this chain has stated this." in script
    assert "It cannot be computed: no link has stated an amount" in script
    assert f"The code of this sheet: {CODE}." in script


@pytest.mark.parametrize("language", SPOKEN)
def test_every_sentence_of_a_script_is_in_its_language_and_ends(language: str) -> None:
    facts, comparison = worked_example()
    side = side_of(facts, language, comparison=comparison)
    sentences = "\n".join(side.aloud).split("\n")
    end = "।" if language in {"bn", "ne", "hi"} else "."
    assert all(one.endswith(end) for one in sentences), [s for s in sentences if s[-1] != end]
    english = set("\n".join(side_of(facts, "en", comparison=comparison).aloud).split("\n"))
    assert language == "en" or not english & set(sentences)


@pytest.mark.parametrize("language", SPOKEN)
def test_silence_and_what_all_state_are_said_as_such(language: str) -> None:
    wage = {"basic_wage": money("230", "JOD")}
    facts = chain_of({"A": {}, "B": {}, "E": {}, "F": {}})
    say = sources().lexicon(language, "JO").say
    nobody = "\n".join(side_of(facts, language).aloud)
    assert nobody.count(say("aloud.nobody")) == len(HEADLINE_TERMS) - 1
    alike = "\n".join(side_of(chain_of({"A": wage, "E": wage}), language).aloud)
    figure = sources().lexicon(language, "JO").figure("2")
    assert say("aloud.all", number=figure, value="").rstrip(" .।") in alike


def test_a_language_without_a_script_has_none_rather_than_an_english_one() -> None:
    side = side_of(wage_chain(), "ta")
    assert side.headline
    assert (side.aloud, side.sms) == ((), "")


@pytest.mark.parametrize("language", SPOKEN)
def test_a_message_has_three_parts_at_most_with_code_day_and_whole_wages(language: str) -> None:
    facts, comparison = worked_example()
    sms = side_of(facts, language, comparison=comparison).sms
    lexicon = sources().lexicon(language, "JO")
    assert parts(sms) <= 3
    # In a line from right to left a word comes first, or a phone sets the whole line the other way.
    assert CODE in sms[:24]
    assert lexicon.day(facts.on) in sms
    for amount, currency in (("140", "JOD"), ("200", "USD"), ("30,000", "BDT")):
        assert f"{lexicon.figure(amount)} {currency}" in sms
    assert sms.endswith(lexicon.say("sms.rest"))


def test_a_message_in_english_has_the_room_of_the_old_alphabet() -> None:
    facts, comparison = worked_example()
    sms = side_of(facts, "en", comparison=comparison).sms
    assert 201 < len(sms) <= 459
    assert "Going out: not allowed/not known to us/in any free time" in sms
    assert '"/": links differ.' in sms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 459, 3), ("a" * 460, 4),
        ("ক" * 70, 1), ("ক" * 71, 2), ("ক" * 201, 3), ("ক" * 202, 4),
        ("€" * 80, 1), ("€" * 81, 2), ("😀" * 35, 1), ("😀" * 36, 2), ("a’" * 36, 2),
    ],
)  # fmt: skip
def test_parts_are_counted_as_a_phone_counts_them(text: str, expected: int) -> None:
    assert parts(text) == expected


WORDS = st.text(alphabet="abc dé০১ক", min_size=1, max_size=60)
AMOUNTS = st.builds("{:,} {}".format, st.integers(1, 10**9), st.sampled_from(["JOD", "BDT"]))
ANSWERS = st.lists(st.one_of(AMOUNTS, WORDS), max_size=4).map(tuple)
ITEMS = st.lists(st.sampled_from(sorted(WEIGHT)), unique=True).flatmap(
    lambda codes: st.tuples(*(st.builds(Item, st.just(code), ANSWERS) for code in codes))
)


@given(ITEMS, st.sampled_from(SPOKEN))
def test_whatever_is_stated_a_message_fits_and_cuts_no_figure(
    items: tuple[Item, ...], language: str
) -> None:
    lexicon = sources().lexicon(language, "JO")
    text = Message(lexicon, CODE, DAY).write(items)
    assert parts(text) <= 3
    assert text.endswith(lexicon.say("sms.rest"))
    whole = {figure for item in items for one in item.answers for figure in FIGURES.findall(one)}
    known = set(FIGURES.findall(f"{CODE} {lexicon.day(DAY)}"))
    assert set(FIGURES.findall(text)) <= whole | known


def test_terms_are_taken_by_weight_and_a_difference_never_in_part() -> None:
    message = Message(sources().lexicon("bn", "JO"), CODE, DAY)
    items = [Item(code, ("ক" * 28 + "1",)) for code in reversed(WEIGHT)]
    text = message.write(items)
    assert {item.code for item in items if f"{label(item.code)}: " in text} == {*WEIGHT[:3]}
    many = Item("basic_wage", tuple(f"{n},000,000,000 JOD" for n in range(1, 20)))
    assert "JOD" not in message.write([many])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["10 hours a day", "8 hours a day"], "10 or 8 hours a day"),
        (["दिनको १० घण्टा", "बढीमा दिनको ८ घण्टा"], "दिनको १० or बढीमा दिनको ८ घण्टा"),
        (["মাসে ১৪০ JOD", "মাসে ২০০ JOD"], "মাসে ১৪০ or ২০০ JOD"),
        (["1,000 AED a month", "1,000 AED to 1,200 AED a month"],
         "1,000 AED or 1,000 AED to 1,200 AED a month"),
        (["not allowed", "not known to us"], "not allowed or not known to us"),
        (["8 hours a day", "as the law says"], "8 hours a day or as the law says"),
        (["24 months"], "24 months"),
    ],
)  # fmt: skip
def test_words_that_all_figures_share_are_said_once(answers: list[str], expected: str) -> None:
    assert joined(answers, " or ") == expected


def label(code: str) -> str:
    return sources().lexicon("bn", "JO").say(f"sms.{code}")


def test_every_term_of_the_headline_has_its_place_in_the_order() -> None:
    assert set(WEIGHT) == HEADLINE_TERMS


def test_western_figures_keep_their_order_in_an_arabic_message() -> None:
    facts = chain_of({"A": {}, "E": {"basic_wage": money("1800", "AED")}}, destination="AE")
    assert "\u200e1,800 AED" in side_of(facts, "ar").sms


def test_the_script_stands_in_the_annex_once_and_in_the_workers_language() -> None:
    html = to_html(sheet_document(sheet_of(wage_chain(), ("bn", "en"))))
    say = sources().catalogue
    assert html.count(say["aloud.title"]["bn"]) == 1
    assert say["aloud.title"]["en"] not in html
    assert html.index(say["print.annex"]["bn"]) < html.index(say["aloud.title"]["bn"])


def household() -> ChainFacts:
    answers = {
        "employer_name": stated(text="Villa 12, the Haddad family"),
        "workplace_location": stated(country="JO", region="Amman", site="Rainbow Street 7"),
        "basic_wage": money("230", "JOD"),
    }
    facts = chain_of({"A": {}, "E": answers}, roles={"E": Role.HOUSEHOLD_EMPLOYER})
    assert facts.household
    return facts


@pytest.mark.parametrize("language", SPOKEN)
def test_d18_nothing_about_a_household_is_read_out_or_sent_from_the_public_rendering(
    language: str,
) -> None:
    public = side_of(household(), language, rendering=Rendering.PUBLIC)
    said = "\n".join((*public.aloud, public.sms))
    assert "JOD" in public.sms
    for secret in ("Haddad", "Villa", "Rainbow"):
        assert secret not in said
    assert label_of("employer_name", language) not in public.sms  # neither "not stated"
    own = side_of(household(), language, rendering=Rendering.WORKER)
    assert "Haddad" in "\n".join(own.aloud)


def label_of(code: str, language: str) -> str:
    return sources().lexicon(language, "JO").say(f"sms.{code}")


def test_a_value_given_in_words_is_read_in_these_words_to_those_who_know_the_language() -> None:
    words = {"state": State.STATED_IN_WORDS, "as_stated": "ছয় মাস পরে বাড়বে", "language": "bn"}
    facts = chain_of({"A": {}, "E": {"basic_wage": words}})
    assert "ছয় মাস পরে বাড়বে" in "\n".join(side_of(facts, "bn").aloud)
    assert "ছয় মাস পরে বাড়বে" not in "\n".join(side_of(facts, "en").aloud)


def kept_sheet(session: Session, facts: ChainFacts) -> tuple[Chain, str]:
    """A sheet on record with the texts of some facts."""
    chain = load(session, chain_form()).chain
    query = select(Place).where(Place.chain_id == chain.id, Place.key == "A")
    place = session.scalars(query).one()
    view = jsonable(sheet_of(facts, ("bn", "ta"), rendering=Rendering.PUBLIC))
    code = new_sheet_code()
    printed = Printed(code, SheetKind.WORKER, ("bn", "ta"), DAY, b"", view)
    when = When.now(datetime.now(UTC))
    issue_sheet(session, chain, place, printed, by=REGISTRY, when=when)
    session.commit()
    return chain, code


def test_the_page_of_a_sheet_gives_its_texts_to_anybody(
    client: FlaskClient, session: Session
) -> None:
    _chain, code = kept_sheet(session, wage_chain())
    page = client.get(f"/s/{code}").text
    side = side_of(wage_chain(), "bn", rendering=Rendering.PUBLIC)
    for form, expected in (("aloud", "\n\n".join(side.aloud)), ("sms", side.sms)):
        address = f"/s/{code}/bn/{form}.txt"
        assert address in page
        answer = client.get(address)
        assert answer.text == expected
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "Set-Cookie" not in answer.headers
        assert f"/s/{code}/ta/{form}.txt" not in page
        assert client.get(f"/s/{code}/ta/{form}.txt").status_code == 404
        assert client.get(f"/s/{code}/xx/{form}.txt").status_code == 404
    assert client.get(f"/s/{code}/bn/wage.txt").status_code == 404


def test_commands_print_the_texts_of_the_sheet_that_stands(app: Flask, session: Session) -> None:
    chain, _code = kept_sheet(session, wage_chain())
    for command in ("aloud", "sms"):
        app.cli.add_command(wsgi.app.cli.commands[command])
    side = side_of(wage_chain(), "bn", rendering=Rendering.PUBLIC)
    asked = (chain.public_id, "--link", "A", "--language")
    runner = app.test_cli_runner()
    sms = runner.invoke(args=["sms", *asked, "bn"])
    assert sms.stdout == f"{side.sms}\n"
    assert sms.stderr == f"Parts: {parts(side.sms)}\n"
    assert runner.invoke(args=["aloud", *asked, "bn"]).stdout == "\n\n".join(side.aloud) + "\n"
    none = runner.invoke(args=["aloud", *asked, "ne"])
    assert none.exit_code == 1
    assert "issue one with `flask sheet" in none.stderr
