"""A sentence hangs its endings on names as the language writes them."""

import pytest

from reports.endings import with_endings
from reports.lexicon import Lexicon
from seeds.reference_data import load_codelists, load_wording


@pytest.mark.parametrize(
    ("filled", "written"),
    [
        ("Shapla Overseas-এর কথা", "Shapla Overseas-এর কথা"),
        ("স্থানীয় মধ্যস্থতাকারী-এর কথা", "স্থানীয় মধ্যস্থতাকারীর কথা"),
        ("ইউনিয়ন-এর কথা", "ইউনিয়নের কথা"),
        ("ইউনিয়ন-কে বলা হয়েছে", "ইউনিয়নকে বলা হয়েছে"),
        ("১২৫-এর বেশি", "১২৫-এর বেশি"),
        ("দিনপঞ্জি-এরকম", "দিনপঞ্জি-এরকম"),
    ],
)
def test_bengali_writes_an_ending_onto_a_word_of_its_own_script(filled: str, written: str) -> None:
    assert with_endings(filled, "bn") == written


def test_other_languages_are_left_as_they_are() -> None:
    assert with_endings("মধ্যস্থতাকারী-এর", "hi") == "মধ্যস্থতাকারী-এর"


def test_a_kind_of_work_is_named_in_the_reader_s_language_with_the_title_given() -> None:
    wording, codes = load_wording(), load_codelists()
    bengali, english = Lexicon("bn", wording, codes), Lexicon("en", wording, codes)
    named = codes["isco08"]["8153"]["bn"]
    assert bengali.occupation("8153", "Sewing operator") == (named, "Sewing operator")
    assert bengali.occupation("8153", "") == (named,)
    assert bengali.occupation("0110", "Admiral") == ("Admiral",)
    assert english.occupation("8153", "Sewing operator") == ("Sewing operator",)
    assert english.occupation("8153", "") == ("sewing machine operators",)
