"""Every word that pages show has a label in every language, and says one thing only."""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.core import get_global

from models import vocabulary
from models.vocabulary import Sector, State
from reports import values
from reports.reference_facts import ReferenceSet, Term
from seeds.reference_data import (
    DATA,
    UnreadableRowError,
    is_reviewed,
    languages,
    load_code_sectors,
    load_codelists,
    load_reference_set,
    load_reviewers,
    load_wording,
    read_rows,
)

LANGUAGES = languages()

# The shape of a filed value, which no page shows as a word.
NOT_SHOWN = {"TermType"}


@cache
def shipped() -> ReferenceSet:
    return load_reference_set()


def terms() -> list[Term]:
    return list(shipped().terms.values())


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def shown_enums() -> list[type[StrEnum]]:
    return [
        each
        for name, each in vars(vocabulary).items()
        if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
        if name not in NOT_SHOWN
    ]


@pytest.mark.parametrize("enum", shown_enums(), ids=lambda enum: enum.__name__)
def test_every_word_that_pages_show_has_a_label_in_every_language(enum: type[StrEnum]) -> None:
    labels = load_codelists()[snake(enum.__name__)]
    computed = {"not_disclosed"} if enum is State else set()
    assert set(labels) == {member.value for member in enum} | computed
    for code, each in labels.items():
        assert [language for language in LANGUAGES if not each[language].strip()] == [], code


def test_no_label_is_blank_and_no_code_stands_twice() -> None:
    rows = list(read_rows(DATA / "codelists.csv"))
    keys = [(row["list"], row["code"]) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        assert all(row[language].strip() for language in LANGUAGES), row
        assert re.fullmatch(r"[A-Za-z0-9:_+-]+", row["code"]), row


def test_law_4_silence_none_and_does_not_apply_are_different_words_everywhere() -> None:
    state = load_codelists()["state"]
    for language in LANGUAGES:
        said = [state[code][language] for code in state]
        assert len(set(said)) == len(said), language


def test_law_4_silence_is_no_code_of_any_list() -> None:
    for name, codes in load_codelists().items():
        assert "not_stated" not in codes, name
        # A link that is not known is a fact about the chain, not an answer about a term.
        assert name == "role" or "unknown" not in codes, name


def test_units_and_groups_of_terms_and_indicators_have_labels() -> None:
    codelists = load_codelists()
    for term in terms():
        assert term.group in codelists["term_group"], term.code
        assert not term.unit or term.unit in codelists["unit"], term.code
        assert set(term.indicators) <= set(codelists["indicator"]), term.code
    assert len(codelists["indicator"]) == 11


def test_lists_of_the_form_are_those_that_values_are_read_by() -> None:
    codelists = load_codelists()
    assert set(codelists["payer"]) == set(values.PAYERS)
    assert set(codelists["cost_when"]) == set(values.WHEN)
    assert set(codelists["wage_includes"]) == set(values.INCLUDES)


def test_duties_are_offered_by_sector() -> None:
    sectors = load_code_sectors()
    for sector in Sector:
        offered = [code for (name, code), used in sectors.items()
                   if name == "duties" and (not used or sector in used)]  # fmt: skip
        assert len(offered) >= 8, sector
    assert sectors["duties", "infant_night_care"] == {Sector.DOMESTIC_WORK}
    assert sectors["payer", "worker"] == frozenset()


def script_of(language: str) -> str:
    """The script that CLDR gives a language, as Unicode's names of letters begin."""
    script = get_global("likely_subtags")[language].split("_")[1]
    name = str(Locale("en").scripts[script]).upper()
    return {"BANGLA": "BENGALI", "ODIA": "ORIYA"}.get(name, name)


def test_every_label_is_written_in_its_own_script() -> None:
    labels = [term.labels for term in terms()]
    labels += [each for codes in load_codelists().values() for each in codes.values()]
    labels += list(load_wording().values())
    for language in LANGUAGES:
        script = script_of(language)
        for text in (each.get(language, "") for each in labels):
            # A sign such as "/" belongs to every script; words in Latin letters alone do not.
            letters = re.sub(r"\{[a-z_]+\}|[\W\d_]", "", text)
            own = any(unicodedata.name(each).startswith(script) for each in letters)
            # An abbreviation that doctors write everywhere, such as HIV, stays as it is.
            assert own or not letters or (letters.isascii() and letters.isupper()), text


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{([^{}]*)\}", text))


def test_placeholders_are_the_same_in_every_language() -> None:
    for code, sentence in load_wording().items():
        for language in LANGUAGES:
            if said := sentence.get(language):
                assert placeholders(said) == placeholders(sentence["en"]), (code, language)


def test_every_placeholder_is_a_plain_name() -> None:
    for code, sentence in load_wording().items():
        assert all(re.fullmatch("[a-z_]+", name) for name in placeholders(sentence["en"])), code


def test_standing_sentences_are_said_as_decided() -> None:
    wording = load_wording()
    assert wording["standing.not_an_approval"]["en"] == (
        "Being recorded here is not an approval. A complete chain is not a safe chain. "
        "This sheet neither advises you to go nor to stay."
    )
    assert wording["standing.employer_responsibility"]["en"] == (
        "Working and living conditions are the employer's responsibility."
    )
    assert "among the terms stated" in wording["standing.no_difference"]["en"]


def test_no_sentence_stands_in_two_files(tmp_path: Path) -> None:
    for path in DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    twice = (DATA / "standing.csv").read_text(encoding="utf-8")
    (tmp_path / "another_wording.csv").write_text(twice, encoding="utf-8")
    with pytest.raises(UnreadableRowError, match="said twice"):
        load_wording(tmp_path)


def test_d27_a_translation_without_a_named_reviewer_is_unreviewed() -> None:
    reviewers = load_reviewers()
    assert is_reviewed(reviewers, "terms", "basic_wage", "en")
    for name in ("terms", "codelists", "standing", "wording", "print"):
        for language in LANGUAGES[1:]:
            assert (name, "*", language) in reviewers
            assert not is_reviewed(reviewers, name, "any", language)


def test_d27_a_review_counts_for_its_own_row_or_for_the_whole_list() -> None:
    reviewers = {("terms", "*", "bn"): "", ("terms", "basic_wage", "bn"): "R. Akter",
                 ("terms", "*", "ne"): "S. Tamang"}  # fmt: skip
    assert is_reviewed(reviewers, "terms", "basic_wage", "bn")
    assert not is_reviewed(reviewers, "terms", "hours_per_day", "bn")
    assert is_reviewed(reviewers, "terms", "hours_per_day", "ne")
    assert not is_reviewed(reviewers, "terms", "hours_per_day", "hi")


def test_a_named_review_has_a_day() -> None:
    for row in read_rows(DATA / "review.csv"):
        assert row["source"]
        assert bool(row["reviewer"]) == bool(row["date"])
