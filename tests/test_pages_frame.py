"""What holds of every page: headers, marking, errors, nothing run that is not ours."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from registry.access import permission
from registry.exceptions import SettingError
from registry.pages import gate
from registry.pages.assets import FOLDER
from tests.factories import DAY, chain_form, disclosure_form
from tests.html import problems_of, read_page, text_of, texts
from tests.loading import load

PUBLISH = {"act": "publish", "by": "H", "filed_on": DAY}
OPEN_PAGES = ["/", "/search", "/search?q=agency", "/terms", "/terms/basic_wage", "/sign-in"]


@pytest.fixture
def chain(session: Session) -> str:
    """A published chain in which one agency has filed."""
    form = chain_form(disclosure_form(), PUBLISH)
    public_id = load(session, form).chain.public_id
    session.commit()
    return public_id


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_open_pages_are_whole_and_valid(client: FlaskClient, chain: str, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    page = read_page(response)
    assert "Being recorded here is not an approval." in text_of(page)


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/terms/none", "/chains/C-0000000", "/chains/%00", "/parties/x", "/parties/P-%00"],
)
def test_what_is_not_there_answers_404_with_a_sentence(
    client: FlaskClient, chain: str, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert len(text_of(next(read_page(response).iter("main")))) > 40


def test_the_page_check_finds_what_is_wrong() -> None:
    import html5lib

    bad = '<html lang=en dir=ltr><title>x</title><main><h1>a</h1><p id=b style="c"></p><p id=b></p>'
    bad += '<table><tr><td>–</td></tr></table><input name=q><a href="#none"></a></main>'
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    found = " ".join(problems_of(parser.parse(bad)))
    for part in ("the id 'b' stands 2 times", "empty <td>", "q has no label", "in the page itself"):
        assert part in found


def test_every_answer_carries_the_headers(client: FlaskClient, chain: str) -> None:
    for path in ("/", "/nowhere", "/healthz", f"/chains/{chain}"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_https_is_insisted_on_only_where_it_is_used(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://registry.example")
    assert "Strict-Transport-Security" in secure.headers


def test_reading_sets_no_cookie(client: FlaskClient, chain: str) -> None:
    for path in ("/", "/search?q=a", "/terms", f"/chains/{chain}"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_view_without_a_permission_stops_the_start(app: Flask) -> None:
    app.view_functions["stray"] = lambda: "hello"
    with pytest.raises(SettingError, match="stray"):
        gate.refuse_unmarked(app)


def test_a_view_with_an_unknown_permission_stops_the_start(app: Flask) -> None:
    def stray() -> str:
        return "hello"

    stray.permission = "everything"  # type: ignore[attr-defined]
    app.view_functions["stray"] = stray
    with pytest.raises(SettingError, match="stray"):
        gate.refuse_unmarked(app)
    with pytest.raises(KeyError):
        permission("everything")


def test_files_are_served_by_the_digest_of_their_content(client: FlaskClient, chain: str) -> None:
    address = re.findall(r'href="(/assets/[^"]+\.css)"', client.get("/").get_data(as_text=True))[0]
    served = client.get(address)
    assert served.status_code == 200
    assert "immutable" in served.headers["Cache-Control"]
    digest = address.split("/")[2]
    assert sha256(served.data).hexdigest().startswith(digest)
    assert client.get(address.replace(digest, "0" * 16)).status_code == 404


def test_strangers_get_pages_compressed_and_others_do_not(client: FlaskClient, chain: str) -> None:
    asked = {"Accept-Encoding": "gzip"}
    packed = client.get("/", headers=asked)
    assert packed.headers["Content-Encoding"] == "gzip"
    client.set_cookie("registry", "something")
    assert "Content-Encoding" not in client.get("/", headers=asked).headers


def test_what_was_vendored_is_what_was_reviewed() -> None:
    for line in (FOLDER / "vendor/SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert sha256((FOLDER / "vendor" / name).read_bytes()).hexdigest() == digest


def test_no_crown_and_no_font_of_a_government_is_shipped() -> None:
    for path in FOLDER.rglob("*"):
        assert path.suffix not in {".woff", ".woff2", ".ttf", ".png", ".ico"}
        if path.suffix in {".css", ".svg", ".js"}:
            text = path.read_text().lower()
            assert not re.search(r"crest|crown|gds transport|@font-face|@import|url\(http", text)


def test_one_stylesheet_serves_both_directions() -> None:
    sided = re.compile(
        r"[{;](?:margin|padding)-(?:left|right):|[{;](?:left|right|float):(?:left|r)"
    )
    for path in FOLDER.rglob("*.css"):
        assert not sided.search(Path(path).read_text().replace(" ", "")), path.name


def test_a_page_too_large_to_be_a_form_is_refused(client: FlaskClient) -> None:
    response = client.post("/sign-in", data={"login": "x" * (2 << 20), "password": "y"})
    assert response.status_code == 413
    read_page(response)


def test_forms_without_their_token_are_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    response = app.test_client().post("/sign-in", data={"login": "amina", "password": "x"})
    assert response.status_code == 400
    assert "what you typed is still there" in text_of(read_page(response))


def test_alive_and_ready_answer_plainly(client: FlaskClient, chain: str) -> None:
    assert client.get("/healthz").data == b"alive\n"
    assert client.get("/readyz").data.startswith(b"ready")


def test_without_reference_data_it_says_that_it_is_not_ready(
    client: FlaskClient, session: Session
) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"flask seed reference" in response.data


def test_a_term_says_who_owns_it_and_where_it_comes_from(client: FlaskClient, chain: str) -> None:
    said = text_of(read_page(client.get("/terms/basic_wage")))
    for part in ("The employer", "C189 Art. 7(e)", "More is better for the worker"):
        assert part in said


def test_a_figure_that_nobody_checked_is_never_shown_as_law(
    client: FlaskClient, session: Session, chain: str
) -> None:
    from models.vocabulary import Confidence
    from registry.reference_data import catalogue

    held = catalogue(session).reference_set.references
    unchecked = [one for one in held if one.confidence is Confidence.UNCHECKED]
    assert unchecked
    for one in unchecked:
        assert one.source not in client.get(f"/terms/{one.term}").get_data(as_text=True)


def test_search_lists_chains_and_parties(client: FlaskClient, chain: str) -> None:
    page = read_page(client.get("/search?q=qasr"))
    links = texts(page, "a")
    assert "Sewing operators, Amman" in links
    assert "Qasr Garments" in links


def test_a_search_that_finds_nothing_says_so(client: FlaskClient, chain: str) -> None:
    said = text_of(read_page(client.get("/search?q=%25%5F%00zzzz")))
    assert "No published chain has this" in said


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><svg onload=1>', "{{7*7}}", "‮x"])
def test_what_is_typed_comes_back_as_text(client: FlaskClient, chain: str, text: str) -> None:
    response = client.get("/search", query_string={"q": text})
    page = read_page(response)
    (field,) = [one for one in page.iter("input") if one.get("name") == "q"]
    assert field.get("value") == text
