"""The pages in a real browser: axe, narrow screens, keyboard, no script, both colour schemes."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import live

NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 900}
PROVE = pytest.mark.prove
OPEN = [
    "/",
    "/search?q=a",
    "/search?q=zzqqxx",
    "/terms",
    "/terms/basic_wage",
    "/sign-in",
    "/nowhere",
    "/s",
    "/s?code=AAAA",
    "/log",
    "/log/entries/5",
    "/log/key",
    "/log/proves",
]


def first_links(page: Page, url: str, start: str) -> list[str]:
    """The addresses on a page that begin in a certain way, in their order."""
    page.goto(url)
    found = page.eval_on_selector_all(
        f"a[href^='{start}']", "all => all.map(one => one.getAttribute('href'))"
    )
    return list(dict.fromkeys(str(one).partition("?")[0].partition("#")[0] for one in found))


def sign_in(page: Page, server: live.Server, login: str) -> None:
    """Sign in as one of the people that were printed at the start."""
    password = re.search(rf"^\s*{login}\s+(\S+)", server.greeting, re.MULTILINE)
    assert password, server.greeting
    page.goto(f"{server.url}/sign-in")
    page.fill("#login", login)
    page.fill("#password", password[1])
    page.click("main button")


@pytest.fixture
def addresses(page: Page, live_server: live.Server) -> list[str]:
    """One of every kind of page that anybody may read, and all chains of the demo."""
    chains = first_links(page, f"{live_server.url}/search", "/chains/")
    assert len(chains) >= 3
    parties = first_links(page, live_server.url + chains[0], "/parties/")
    only = f"{chains[0]}?only=differences"
    past, compared = f"{chains[-1]}?on=2026-03-19", f"{chains[-1]}/compare"
    return [*OPEN, *chains, only, past, compared, parties[0]]


@pytest.fixture
def narrow_dark_page(browser: Browser) -> Iterator[Page]:
    """A small phone at night."""
    context = browser.new_context(viewport=NARROW, color_scheme="dark", locale="en-GB")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def complaints(page: Page) -> list[str]:
    """What axe has against a page, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def spills(page: Page) -> bool:
    """Whether the page itself has to be moved sideways."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def test_axe_has_nothing_against_any_open_page(
    page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    found = {}
    for address in addresses:
        page.goto(live_server.url + address)
        found[address] = complaints(page)
    assert not {address: said for address, said in found.items() if said}


def test_every_page_fits_a_narrow_screen_also_in_the_dark(
    narrow_dark_page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    page, wide, found = narrow_dark_page, [], {}
    for address in addresses:
        page.goto(live_server.url + address)
        if spills(page):
            wide.append(address)
        found[address] = complaints(page)
    assert not wide
    assert not {address: said for address, said in found.items() if said}


FIELDS = "button, select, input.govuk-input, a.govuk-button"
CLIPPED = """fields => [...document.querySelectorAll(fields)]
    .filter(one => one.offsetParent && !one.classList.contains("govuk-visually-hidden"))
    .filter(one => one.scrollHeight > one.clientHeight + 5)
    .map(one => one.id || one.textContent.trim())"""


@pytest.mark.parametrize(
    "language", ["bn", "ar", pytest.param("ne", marks=PROVE), pytest.param("hi", marks=PROVE)]
)
def test_every_page_fits_a_phone_in_tall_letters_and_from_right_to_left(
    browser: Browser, live_server: live.Server, addresses: list[str], language: str
) -> None:
    context = browser.new_context(viewport=NARROW, locale=language)  # type: ignore[arg-type]
    page, wide, cut, found = context.new_page(), [], {}, {}
    for address in addresses:
        page.goto(live_server.url + address)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, address
        if spills(page):
            wide.append(address)
        cut[address] = page.evaluate(CLIPPED, FIELDS)
        found[address] = complaints(page)
    context.close()
    assert not wide
    assert not {address: said for address, said in cut.items() if said}
    assert not {address: said for address, said in found.items() if said}


# A figure before its word, in a line from right to left: right of that word, and next to it.
TURNED_ROUND = """() => {
    const found = {read: 0, wrong: []};
    const where = (node, from, to) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        return range.getBoundingClientRect();
    };
    for (const cell of document.querySelectorAll("main")) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode.data;
            const said = /^\\s*([0-9]+) ([\u0620-\u064a]+)/.exec(text);
            if (!said) continue;
            const start = text.indexOf(said[1]), word = text.indexOf(said[2], start);
            const figure = where(texts.currentNode, start, start + said[1].length);
            const named = where(texts.currentNode, word, word + said[2].length);
            if (Math.abs(figure.top - named.top) > 4) continue;
            found.read += 1;
            const gap = figure.left - named.right;
            if (gap < -1 || gap > 12) found.wrong.push(said[0]);
        }
    }
    return found;
}"""


def test_a_figure_keeps_its_word_beside_the_name_that_a_phone_puts_before_it(
    browser: Browser, live_server: live.Server
) -> None:
    context = browser.new_context(viewport=NARROW, locale="ar")  # type: ignore[arg-type]
    page = context.new_page()
    chain = first_links(page, f"{live_server.url}/search?q=Irbid", "/chains/")[0]
    found = {}
    for address in (f"{chain}/compare", chain, "/terms/basic_wage", "/search", "/log/entries/5"):
        page.goto(live_server.url + address)
        found[address] = page.evaluate(TURNED_ROUND)
    context.close()
    assert found[f"{chain}/compare"]["read"] > 3
    assert not {where: said["wrong"] for where, said in found.items() if said["wrong"]}


def read_closely(page: Page, addresses: list[str]) -> dict[tuple[str, int], list[str]]:
    """What is wrong with each address on a phone and on a desk: axe, clipped words, width."""
    found = {}
    for width in (NARROW, WIDE):
        page.set_viewport_size(width)  # type: ignore[arg-type]
        for address in addresses:
            answer = page.goto(address)
            assert answer, address
            assert answer.status == 200, address
            for field in page.locator("input[value=stated], input[value=unknown_to_filer]").all():
                field.check()
            wrong = [
                *complaints(page),
                *(f"clipped: {one}" for one in page.evaluate(CLIPPED, FIELDS)),
            ]
            found[address, width["width"]] = [*wrong, *(["too wide"] if spills(page) else [])]
    return found


@pytest.mark.parametrize(
    "language",
    [
        "ar",
        pytest.param("bn", marks=PROVE),
        pytest.param("ne", marks=PROVE),
        pytest.param("hi", marks=PROVE),
    ],
)
def test_what_is_read_signed_in_is_without_fault_in_every_language(
    browser: Browser, live_server: live.Server, language: str
) -> None:
    url = live_server.url
    found: dict[tuple[str, int], list[str]] = {}
    for login in ("farzana", "omar"):
        context = browser.new_context(locale=language)
        page = context.new_page()
        sign_in(page, live_server, login)
        if login == "farzana":
            place = first_links(page, f"{url}/filing", "/filing/")[0]
            pages = [
                "/filing",
                place,
                f"{place}/terms/pay",
                f"{place}/terms/costs",
                f"{place}/check",
            ]
        else:
            page.goto(f"{url}/search")
            chain = page.locator("a", has_text="Sewing operators, Irbid").get_attribute("href")
            asks = first_links(page, f"{url}{chain}", f"{str(chain).partition('?')[0]}/findings/")
            finding = asks[0].rpartition("/")[0] if asks[0].endswith("/ask") else asks[0]
            pages = [str(chain), finding, f"{finding}/ask", "/sessions"]
        found |= read_closely(page, [url + address for address in pages])
        assert page.locator("html").get_attribute("lang") == language
        context.close()
    assert len(found) == 18
    assert not {where: wrong for where, wrong in found.items() if wrong}


def test_a_code_that_is_wrong_is_refused_in_the_language_of_the_page(
    page: Page, live_server: live.Server
) -> None:
    page.goto(f"{live_server.url}/s?code=AAAA&lang=bn")
    said = page.locator("main p").first.inner_text()
    assert re.search(r"[\u0980-\u09ff]", said)
    assert "16" in said
    page.click("main a[href^='/s?']")
    assert page.locator("#code").is_visible()


def test_a_phone_folds_the_days_and_a_wide_screen_shows_them(
    page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    chain = next(one for one in addresses if one.startswith("/chains/"))
    page.goto(live_server.url + chain)
    days, summary = page.locator(".acts > li").first, page.locator(".lines > summary")
    assert days.is_visible()
    assert not summary.is_visible()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert not days.is_visible()
    summary.click()
    assert days.is_visible()


def test_the_matrix_keeps_its_head_and_first_column_in_sight(
    page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    chain = next(one for one in addresses if one.startswith("/chains/"))
    page.set_viewport_size({"width": 700, "height": 700})
    page.goto(live_server.url + chain)
    matrix = page.locator(".matrix")
    matrix.scroll_into_view_if_needed()
    before = matrix.bounding_box()
    matrix.evaluate("one => one.scrollTo(400, 800)")
    head = matrix.locator("thead th").first.bounding_box()
    row = matrix.locator("tbody th[scope=row]").nth(5).bounding_box()
    assert before
    assert head
    assert row
    assert abs(head["y"] - before["y"]) < 3
    assert abs(row["x"] - before["x"]) < 3


def test_a_cell_opens_by_keyboard(
    page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    chain = next(one for one in addresses if one.startswith("/chains/"))
    page.goto(live_server.url + chain)
    summary = page.locator(".cell summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".cell details[open]").count() == 1
    assert "Filed" in page.locator(".cell details[open]").first.inner_text()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    page: Page, live_server: live.Server
) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_a_clerk_files_without_script(browser: Browser, live_server: live.Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, live_server, "rania")
    page.click("main ul.hits a")
    page.click("text=Pay and deductions")
    page.check("#basic_wage-state")
    page.fill("#basic_wage-amount", "one hundred")
    page.select_option("#basic_wage-currency", "JOD")
    page.click("text=Keep and go to the list")
    assert "is not a number" in page.inner_text(".govuk-error-summary")
    page.click(".govuk-error-summary a")
    page.fill("#basic_wage-amount", "125")
    page.click("text=Keep and go to the list")
    page.click("text=Check your answers and file")
    assert "125 JOD a month" in page.inner_text("main")
    page.check("#declared")
    page.click("text=File this")
    assert "Your receipt number" in page.inner_text("main")
    context.close()


def test_every_page_of_a_filing_is_without_fault_on_a_phone(
    page: Page, live_server: live.Server
) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    sign_in(page, live_server, "farzana")
    places = first_links(page, f"{live_server.url}/filing", "/filing/")
    groups = first_links(page, live_server.url + places[0], f"{places[0]}/terms/")
    assert len(groups) == 11
    found, wide = {}, []
    for address in ("/filing", "/sessions", places[0], f"{places[0]}/check", *groups):
        page.goto(live_server.url + address)
        for field in page.locator("input[value=stated], input[value=unknown_to_filer]").all():
            field.check()
        found[address] = complaints(page)
        if spills(page):
            wide.append(address)
    assert not {address: said for address, said in found.items() if said}
    assert not wide


def test_the_pages_of_a_question_and_its_reply_are_without_fault(
    narrow_dark_page: Page, live_server: live.Server
) -> None:
    page, found, wide = narrow_dark_page, {}, []
    sign_in(page, live_server, "omar")
    page.goto(f"{live_server.url}/search")
    page.click("text=Sewing operators, Irbid")
    asks = page.locator(".finding", has_text="Addressed to: Wadi Zahr").locator("a[href$='/ask']")
    page.goto(live_server.url + str(asks.first.get_attribute("href")))

    def press(what: str) -> None:
        with page.expect_navigation():  # or axe is set on a page that is about to go
            page.click(what)

    def look(name: str) -> None:
        schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found[name, scheme] = complaints(page)
        if spills(page):
            wide.append(name)

    look("ask")
    root = page.url.removesuffix("/ask")
    page.fill("#words", "x" * 1001)
    press("text=Put the question on record")
    look("ask, too long")
    page.fill("#words", "Which of the two stands?")
    press("text=Put the question on record")
    look("asked")
    press("text=Settle this with a reason")
    look("settle")
    press("text=Sign out")
    sign_in(page, live_server, "rania")
    page.goto(f"{root}/reply")
    look("reply")
    page.fill("#words", "https://example.org/" + "without-a-blank" * 20)
    press("main button[value=check]")
    look("check")
    press("text=Put it on record")
    look("receipt")
    assert len(found) == 14
    assert not {name: said for name, said in found.items() if said}
    assert not wide


def test_only_what_the_kind_of_answer_needs_is_shown(page: Page, live_server: live.Server) -> None:
    sign_in(page, live_server, "farzana")
    places = first_links(page, f"{live_server.url}/filing", "/filing/")
    page.goto(f"{live_server.url}{places[0]}/terms/pay")
    amount, law = page.locator("#basic_wage-amount"), page.locator("#basic_wage-law")
    assert not amount.is_visible()
    page.check("#basic_wage-state")
    assert amount.is_visible()
    page.check("#basic_wage-state-as_per_law")
    assert law.is_visible()
    assert not amount.is_visible()


def test_a_union_prints_the_sheet_of_a_day_and_its_code_answers(
    page: Page, browser: Browser, live_server: live.Server, addresses: list[str]
) -> None:
    chain = next(one for one in addresses if one.startswith("/chains/"))
    sign_in(page, live_server, "nadia")
    page.goto(live_server.url + chain)
    page.select_option("#first", "bn")
    page.select_option("#second", "en")
    page.click("text=Print it")
    assert re.search(r"/s/[0-9A-Z-]{19}$", page.url)
    code = page.url.rpartition("/")[2]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert not complaints(page)
    assert not spills(page)
    context = browser.new_context(java_script_enabled=False)
    stranger = context.new_page()
    stranger.goto(live_server.url)
    stranger.fill("#code", code.lower().replace("-", " "))
    stranger.click("text=Look up the sheet")
    assert code in stranger.inner_text("main")
    paper = stranger.request.get(f"{live_server.url}/s/{code}/sheet.pdf")
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF-")
    compared = stranger.request.get(f"{live_server.url}{chain}/comparison.pdf")
    assert compared.body().startswith(b"%PDF-")
    assert context.cookies() == []
    context.close()


def test_three_presses_of_shift_leave_the_page(browser: Browser, live_server: live.Server) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    sign_in(page, live_server, "farzana")
    places = first_links(page, f"{live_server.url}/filing", "/filing/")
    page.goto(live_server.url + places[0])
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/")
    # The page that was left is not one press of "back" away.
    page.go_back()
    assert places[0] not in page.url
    context.close()


def test_an_inspector_sees_the_serious_first_and_its_arithmetic(
    page: Page, live_server: live.Server, addresses: list[str]
) -> None:
    sign_in(page, live_server, "omar")
    chains = first_links(page, f"{live_server.url}/search", "/chains/")
    page.goto(live_server.url + chains[-1])
    first = page.locator(".finding").first
    assert "Serious" in first.inner_text()
    first.locator("summary", has_text="arithmetic").click()
    assert first.locator("ol li").count() > 0 or first.locator("ul li").count() > 1
