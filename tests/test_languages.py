"""Each language has what its use asks for, and the next one needs no code (D27)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.lexicon import Lexicon
from seeds import screen_text
from seeds.language_commands import languages as languages_command
from seeds.languages import PRINTED, LanguageError, add, progress, required
from seeds.reference_data import (
    DATA,
    Use,
    languages,
    load_codelists,
    load_languages,
    load_reference_set,
    load_wording,
    read_rows,
    wording_files,
)

LISTS = ("terms", "codelists", *(path.stem for path in wording_files()))


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    for path in DATA.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(languages_command, [str(each) for each in arguments])
    return result.exit_code, result.output


def fill(path: Path, column: str, write: Callable[[str], str]) -> None:
    """Write a column from the English one."""
    import csv

    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    english = "label_en" if "label_en" in rows[0] else "en"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, column: write(row[english])} for row in rows)


@pytest.mark.parametrize("language", languages())
def test_a_language_has_what_its_use_asks_for(language: str) -> None:
    lacking = {line.list: line.missing for line in progress(language) if line.required}
    assert {name: missing[:5] for name, missing in lacking.items() if missing} == {}


def test_the_launch_languages_are_those_of_the_corridors() -> None:
    assert set(languages(Use.SOURCE, Use.LAUNCH)) == {"en", "ar", "bn", "ne", "hi"}
    assert set(languages(Use.SHEETS)) >= {"ta", "te", "ml", "or", "kn", "ur"}


def test_every_list_has_a_column_for_every_language() -> None:
    tags = list(load_languages())
    assert [c for c in next(read_rows(DATA / "terms.csv")) if c.startswith("label_")] == [
        f"label_{tag}" for tag in tags
    ]
    assert list(next(read_rows(DATA / "codelists.csv")))[4:] == tags
    for path in wording_files():
        assert list(next(read_rows(path))) == ["code", *tags], path.name


def test_every_list_and_the_screen_stand_in_the_table_of_reviews() -> None:
    held = {(row["list"], row["language"]) for row in read_rows(DATA / "review.csv")}
    for tag, use in load_languages().items():
        if use is not Use.SOURCE:
            assert {(name, tag) for name in (*LISTS, "screen")} <= held, tag


def test_what_is_printed_is_asked_of_every_offered_language() -> None:
    assert all(required(name, Use.SHEETS) for name in PRINTED)
    assert not any(required(name, Use.STARTED) for name in (*LISTS, "screen"))
    assert all(required(name, Use.LAUNCH) for name in (*LISTS, "screen"))
    assert set(PRINTED) <= set(LISTS)


@pytest.mark.parametrize("language", screen_text.written())
def test_a_screen_text_has_the_blanks_of_its_english(language: str) -> None:
    assert list(screen_text.wrong_blanks(language)) == []


@pytest.mark.parametrize("language", screen_text.written())
def test_what_the_pages_read_is_not_older_than_its_catalogue(language: str) -> None:
    written = screen_text.CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    read = written.with_suffix(".mo")
    assert read.exists(), "run make: it compiles the catalogues"
    assert read.stat().st_mtime >= written.stat().st_mtime, "run make: it compiles the catalogues"


def test_another_language_is_added_without_code(lists: Path) -> None:
    status, said = run("add", "si", "--lists", lists)
    assert status == 0
    assert "terms: 74 of 74 to write" in said
    assert f"screen: {len(screen_text.texts())} of {len(screen_text.texts())} to write" in said
    assert load_languages(lists)["si"] is Use.STARTED
    assert "si" not in languages(folder=lists)
    assert load_wording(lists)["standing.watermark"].get("si") is None

    for path in (lists / "codelists.csv", *wording_files(lists)):
        fill(path, "si", lambda english: f"සි {english}")
    fill(lists / "terms.csv", "label_si", lambda english: f"සි {english}")
    table = lists / "languages.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("si,started", "si,sheets"))

    assert "si" in languages(folder=lists)
    assert [line.list for line in progress("si", lists) if line.required and line.missing] == []
    assert load_reference_set(lists).terms["basic_wage"].labels["si"].startswith("සි ")
    said_in = Lexicon("si", load_wording(lists), load_codelists(lists))
    assert said_in.say("standing.watermark") == "සි not an approval"
    assert said_in.label("state", "none").startswith("සි ")


def test_a_language_in_use_that_lacks_a_text_ends_the_check_with_1(lists: Path) -> None:
    fill(lists / "standing.csv", "hi", lambda english: "" if "approval" in english else english)
    status, said = run("check", "--lists", lists)
    assert status == 1
    assert "hi standing lacks: standing.not_an_approval" in said


def test_a_language_that_cldr_does_not_know_is_refused(lists: Path) -> None:
    before = {path.name: path.read_bytes() for path in lists.iterdir()}
    for tag, sentence in {"xx-nowhere": "CLDR knows no language", "bn": "is there already"}.items():
        with pytest.raises(LanguageError, match=sentence):
            add(tag, lists)
        status, said = run("add", tag, "--lists", lists)
        assert status == 1
        assert sentence in said
    assert {path.name: path.read_bytes() for path in lists.iterdir()} == before


def test_a_catalogue_of_the_screen_begins_empty_and_keeps_what_is_written(
    lists: Path, tmp_path: Path
) -> None:
    catalogues = tmp_path / "catalogues"
    asked = ("--lists", lists, "--catalogues", catalogues)
    assert run("update", *asked)[1].splitlines()[0].startswith(f"ar: {len(screen_text.texts())} ")
    path = catalogues / "ar" / "LC_MESSAGES" / "messages.po"
    begun = path.read_text(encoding="utf-8")
    written = begun.replace('msgid "Write the words."\nmsgstr ""',
                            'msgid "Write the words."\nmsgstr "اكتب الكلمات."')  # fmt: skip
    assert written != begun
    gone = '\nmsgid "Nobody says this any more."\nmsgstr "لم يعد يقال."\n'
    path.write_text(written + gone, encoding="utf-8")
    run("update", *asked)
    assert path.read_text(encoding="utf-8") == written


def test_the_check_counts_what_a_named_person_has_read(lists: Path) -> None:
    review = lists / "review.csv"
    text = review.read_text(encoding="utf-8")
    named = text.replace("standing,*,bn,machine draft,,",
                         "standing,*,bn,machine draft,R. Akter,2026-11-01")  # fmt: skip
    assert named != text
    review.write_text(named, encoding="utf-8")
    lines = {line.list: line for line in progress("bn", lists)}
    assert lines["standing"].reviewed == lines["standing"].total > 0
    assert lines["terms"].reviewed == 0


def test_screen_texts_are_found_in_code_and_templates() -> None:
    texts = screen_text.texts()
    assert any(isinstance(text, tuple) for text in texts)
    assert len(set(texts)) == len(texts) > 400
    assert not [
        text for text in texts if not re.search(r"\w", text if isinstance(text, str) else text[0])
    ]
