"""What an act or a query refuses is said in the language of the page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

import registry.forms.declaration
import registry.forms.findings
import registry.forms.sign_in
from models.vocabulary import UserRole
from registry import exceptions
from registry.exceptions import Code, FormError, RefusedError, RegistryError, Sentence
from registry.log.errors import LogError
from registry.pages.saying import say, say_all
from reports.value_problems import Problem
from seeds import screen_text
from tests.factories import chain_form
from tests.html import read_page, text_of
from tests.loading import load
from tests.people import add_user, sign_in

ROOT = Path(__file__).parent.parent
SAID = {"Sentence", "NotYetError"} | {
    name
    for name, kind in vars(exceptions).items()
    if isinstance(kind, type) and issubclass(kind, RegistryError) and not kind.for_operator
}
# What only somebody at a terminal reads, in English as every command.
AT_A_TERMINAL = {"registry.operations.loading", "registry.operations.loading_acts",
                 "registry.operations.loading_parties", "registry.voices",
                 "registry.static.verify"}  # fmt: skip
LANGUAGES = screen_text.written()


def imported(module: str) -> set[str]:
    """Our modules that a module names in its imports."""
    found = set[str]()
    for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("registry"):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {str(node.module)} | {name for name in inside if source(name).exists()}
    return found


def source(module: str) -> Path:
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def behind_a_page() -> list[str]:
    """Every module that a page can reach, found by walking the imports."""
    waiting = [
        f"registry.pages.{path.stem}" for path in (ROOT / "registry/pages").glob("[a-z]*.py")
    ]
    seen = set[str]()
    while waiting:
        module = waiting.pop()
        if module not in seen and source(module).exists():
            seen.add(module)
            waiting += imported(module)
    return sorted(seen - AT_A_TERMINAL)


def refusals(module: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
            yield node


@pytest.mark.parametrize("module", behind_a_page())
def test_a_refusal_is_an_entry_of_the_catalogue_with_its_blanks_filled(module: str) -> None:
    texts = set(screen_text.texts())
    for call in refusals(module):
        first = call.args[0]
        where = f"{module}, line {call.lineno}"
        assert not isinstance(first, ast.JoinedStr | ast.BinOp), f"{where}: glued, not an entry"
        if isinstance(first, ast.Constant):
            assert first.value in texts, where
            blanks = set(re.findall(r"%\((\w+)\)s", str(first.value)))
            assert blanks == {str(keyword.arg) for keyword in call.keywords}, where


def test_the_walk_finds_the_acts_and_the_queries() -> None:
    found = behind_a_page()
    assert {"registry.operations.findings", "registry.queries", "registry.identifiers"} <= set(
        found
    )
    assert sum(len(list(refusals(module))) for module in found) > 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_said_with_its_days_codes_and_problems(
    app: Flask, session: Session, language: str
) -> None:
    load(session, chain_form())
    problem = Problem("not_a_number", "amount", {"term": "basic_wage", "given": "x", "field": "y"})
    whole = Sentence("Statement %(number)s (%(term)s): %(problem)s", number=2,
                     term=Code("term", "basic_wage"), problem=problem)  # fmt: skip
    sectors = (Code("sector", "garment"), Code("sector", "domestic_work"))
    listed = Sentence("Kind of work: choose one of %(choices)s.", choices=sectors)
    with app.test_request_context(f"/?lang={language}"):
        said = [say(whole), say(listed)]
    for text in said:
        assert "2" in text or "," in text or "،" in text
        foreign = [w for w in re.findall(r"[a-z]{3,}", text) if w != "amount"]
        assert not foreign, text


def test_at_a_terminal_a_refusal_is_english() -> None:
    refused = RefusedError("There is no disclosure “%(key)s” in this chain.", key="D-1")
    assert str(refused) == "There is no disclosure “D-1” in this chain."
    both = FormError(refused.problems[0], Sentence("no term"))
    assert str(both).splitlines() == [str(refused), "no term"]


def test_a_sentence_that_a_page_translated_stands_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=ar"):
        assert say_all(RefusedError("نصّ 100 %")) == ["نصّ 100 %"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_query_refuses_is_read_in_the_language_of_the_page(
    client: FlaskClient, session: Session, language: str
) -> None:
    load(session, chain_form())
    for address in ("/s/7K3M", "/chains/C-0000000X", "/chains/C-00000000", "/parties/P-ZZZ"):
        page = read_page(client.get(f"{address}?lang={language}"))
        main = text_of(next(page.iter("main")))
        assert not re.search(r"[a-z]{3,} [a-z]{2,}", main), (address, main)


def test_what_only_an_operator_can_mend_is_not_told_to_a_reader(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise LogError("/var/lib/registry/state is broken")

    load(session, chain_form())
    add_user(session, "hana", UserRole.FILER, parties=["Qasr Garments"])
    session.commit()
    assert sign_in(client, "hana").status_code == 303
    found = re.search(r"/filing/L-\w+", client.get("/filing").get_data(as_text=True))
    assert found
    monkeypatch.setattr("registry.pages.filing.file_draft", broken)
    answer = client.post(f"{found[0]}/check", data={"act": "file", "declared": "y"})
    assert answer.status_code == 503
    said = text_of(read_page(answer))
    assert "/var" not in said
    assert "Nothing is lost" in said


def forms() -> list[type[FlaskForm]]:
    modules = (registry.forms.declaration, registry.forms.findings, registry.forms.sign_in)
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, FlaskForm) and kind is not FlaskForm
    ]


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.__name__)
def test_a_validator_says_what_is_wrong_in_the_language_of_the_page(
    app: Flask, form: type[FlaskForm]
) -> None:
    """WTForms speaks Arabic and Hindi, but not Bengali or Nepali: each message is our own."""
    # A field of another kind would bring messages of its own.
    silent = (StringField, TextAreaField, BooleanField, HiddenField, PasswordField)
    entries = {text for text in screen_text.texts() if isinstance(text, str)}
    with app.test_request_context("/"):
        for field in form(None, meta={"csrf": False}):
            assert isinstance(field, silent), field.name
            for validator in field.validators:
                message = getattr(validator, "message", None)
                optional = not isinstance(validator, InputRequired | DataRequired)
                assert message or (optional and not hasattr(validator, "message")), field.name
                if message:
                    assert str(message) in entries, (field.name, message)
