"""A sentence hangs its endings on names as the language writes them."""

import pytest

from reports.endings import with_endings
from reports.lexicon import Lexicon
from seeds.reference_data import load_codelists, load_wording


@pytest.mark.parametrize(
    ("phrase", "name", "written"),
    [
        ("{who}-এর কথা", "Shapla Overseas", "Shapla Overseas-এর কথা"),
        ("{who}-এর কথা", "স্থানীয় মধ্যস্থতাকারী", "স্থানীয় মধ্যস্থতাকারীর কথা"),
        ("{who}-এর কথা", "ইউনিয়ন", "ইউনিয়নের কথা"),
        ("{who}-এর কথা", "দুবাই", "দুবাইয়ের কথা"),
        ("{who}-কে বলা হয়েছে", "ইউনিয়ন", "ইউনিয়নকে বলা হয়েছে"),
        ("{who}-এর বেশি", "১২৫", "১২৫-এর বেশি"),
        ("“{who}”", "আমি ইউনিয়ন-এর কথা বলেছি", "“আমি ইউনিয়ন-এর কথা বলেছি”"),
    ],
)
def test_bengali_writes_an_ending_onto_a_word_of_its_own_script(
    phrase: str, name: str, written: str
) -> None:
    """What fills a blank stays as it is: it may be somebody's own words (law 13)."""
    values = {"who": name}
    assert with_endings(phrase, values, "bn").format(**values) == written


def test_other_languages_are_left_as_they_are() -> None:
    assert with_endings("{who}-এর", {"who": "মধ্যস্থতাকারী"}, "hi") == "{who}-এর"


def test_a_kind_of_work_is_named_in_the_reader_s_language_with_the_title_given() -> None:
    wording, codes = load_wording(), load_codelists()
    bengali, english = Lexicon("bn", wording, codes), Lexicon("en", wording, codes)
    named = codes["isco08"]["8153"]["bn"]
    assert bengali.occupation("8153", "Sewing operator") == (named, "Sewing operator")
    assert bengali.occupation("8153", "") == (named,)
    assert bengali.occupation("0110", "Admiral") == ("Admiral",)
    assert english.occupation("8153", "Sewing operator") == ("Sewing operator",)
    assert english.occupation("8153", "") == ("sewing machine operators",)
