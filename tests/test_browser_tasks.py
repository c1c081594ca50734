"""Six things that people come to do, from the first page on, with nothing but what they see.

``docs/tasks.md`` tells them. Each test counts what a hand does: a click, a choice, a field typed.
"""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests import live


class Hand:
    """A visitor's hand, counting."""

    def __init__(self, page: Page, server: live.Server) -> None:
        self.page, self.server, self.did = page, server, 0
        page.goto(server.url)

    def click(self, words: str, within: str = "body") -> None:
        """Click what carries these words."""
        self.did += 1
        self.page.locator(within).get_by_text(words, exact=False).locator(
            "visible=true"
        ).first.click()

    def press(self, selector: str) -> None:
        """Click what is found there."""
        self.did += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, words: str) -> None:
        """Type into a field."""
        self.did += 1
        self.page.fill(selector, words)

    def choose(self, selector: str, **choice: str) -> None:
        """Choose from a list."""
        self.did += 1
        self.page.select_option(selector, **choice)  # type: ignore[arg-type]

    def sees(self, words: str) -> bool:
        """Whether these words can be read on the page without opening anything."""
        try:  # a click may still be leading to the page
            expect(self.page.locator("main")).to_contain_text(words, use_inner_text=True)
        except AssertionError:
            return False
        return True

    def printed(self) -> str:
        """Print a sheet and return its code; again after a while where the log is to sign first."""
        for _ in range(20):
            with self.page.expect_navigation():
                self.click("Print it", "main")
            if found := re.search(r"/s/([0-9A-Z-]{19})$", self.page.url):
                return found[1]
            self.page.wait_for_timeout(2000)
            self.page.go_back()
        raise AssertionError("The log signed nothing for a long while.")

    def sign_in(self, login: str) -> None:
        """From the link at the top; not counted with the task."""
        held = re.search(rf"^\s*{login}\s+(\S+)", self.server.greeting, re.MULTILINE)
        assert held
        self.click("Sign in", "header")
        self.page.fill("#login", login)
        self.page.fill("#password", held[1])
        self.page.click("main button")
        self.did = 0


@pytest.fixture
def hand(page: Page, live_server: live.Server) -> Hand:
    return Hand(page, live_server)


def test_why_was_a_worker_told_another_wage(hand: Hand) -> None:
    hand.type("#q", "sewing irbit")
    hand.press("main form[role=search] button")
    hand.click("Sewing operators, Irbid", "main")
    card = hand.page.locator(".finding", has_text="Basic wage in cash").first
    said = card.inner_text()
    for part in ("150", "125", "first appears between", "Asked on 12 May 2026, no reply"):
        assert part in said
    hand.did += 1
    card.locator("summary", has_text="arithmetic").click()
    assert card.locator("ol.figures li").count() >= 1
    assert hand.did <= 4


def test_file_with_two_answers_that_are_not_known(hand: Hand) -> None:
    hand.sign_in("sita")
    hand.press("main ul.hits a")
    hand.click("Papers, phone and going out", "main")
    day = datetime.now(UTC).date().isoformat()
    for term in ("leave_premises", "change_employer"):
        hand.press(f"label[for={term}-state-unknown_to_filer]")
        options = hand.page.locator(f"#{term}-asked_place option")
        hand.choose(f"#{term}-asked_place", value=options.last.get_attribute("value") or "")
        hand.type(f"#{term}-asked_on", day)
    hand.click("Keep and go to the list", "main")
    hand.click("Check your answers and file", "main")
    hand.press("label[for=declared]")
    hand.click("File this", "main")
    assert hand.sees("Your receipt number")
    assert hand.page.locator("dd", has_text="not known").count() >= 2
    assert hand.did <= 12


def test_correct_a_wage(hand: Hand) -> None:
    hand.sign_in("farzana")
    hand.click("Sewing operators, Irbid", "main ul.hits")
    hand.click("Pay and deductions", "main")
    hand.press("button[name=fill][value=basic_wage]")
    assert hand.page.input_value("#basic_wage-amount")
    hand.type("#basic_wage-amount", "127")
    hand.click("Keep and go to the list", "main")
    hand.click("Check your answers and file", "main")
    assert hand.sees("On record:")
    assert hand.page.is_checked("#act-correct")
    hand.type("#reason", "A slip of the pen")
    hand.press("label[for=declared]")
    hand.click("File this", "main")
    assert hand.sees("127 JOD")
    assert hand.did <= 9


def test_print_a_sheet_in_the_state_of_a_day(hand: Hand) -> None:
    hand.sign_in("nadia")
    hand.click("Sewing operators, Irbid", "main")
    hand.click("5 March 2026", "main")
    hand.click("On paper", "main nav")
    hand.choose("#first", value="bn")
    hand.choose("#second", value="en")
    hand.click("Print it", "main")
    assert re.search(r"/s/[0-9A-Z-]{19}$", hand.page.url)
    assert "2026-03-05" in hand.page.content()
    assert hand.did <= 6


def test_check_the_code_of_a_sheet(hand: Hand) -> None:
    hand.sign_in("nadia")
    hand.click("Sewing operators, Irbid", "main")
    code = hand.printed()
    stranger = Hand(hand.page, hand.server)
    stranger.type("#code", code.lower().replace("-", " "))
    stranger.click("Look up the sheet", "main")
    # Sheets that lie ready are printed meanwhile: one of them may have taken its place (D24).
    assert stranger.sees("This sheet was issued by this registry")
    assert code in stranger.page.url
    assert stranger.did == 2


def test_an_inspector_asks_and_the_reply_stands_beside_the_difference(hand: Hand) -> None:
    hand.sign_in("omar")
    hand.click("Sewing operators, Irbid", "main")
    chain = hand.page.url
    cards = hand.page.locator(".finding", has_text="Addressed to: Shapla Bondor Overseas")
    card = cards.filter(has_text="35,000").first
    if not card.is_visible():  # what the other tasks have filed may have moved it below the first
        hand.page.get_by_text(re.compile(r"^\d+ more$")).first.click()
    hand.did += 1
    card.get_by_text("Ask about this").first.click()
    assert hand.sees("A reply is awaited until")
    assert hand.sees("35,000")
    hand.type("#words", "Who is charged this fee, and since when?")
    hand.click("Put the question on record", "main")
    assert hand.sees("The question is on record.")
    assert hand.did <= 4
    hand.click("Sign out", "header")

    clerk = Hand(hand.page, hand.server)
    clerk.sign_in("farzana")
    assert clerk.sees("You have been asked")
    clerk.click("Fee to a recruitment agency", "main")
    assert clerk.sees("Who is charged this fee, and since when?")
    clerk.type("#words", "The fee was given back on 20 April; the receipts are with us.")
    clerk.click("Check your reply", "main button")
    clerk.click("Put it on record", "main")
    assert clerk.sees("Your reply is on record.")
    assert clerk.did <= 4
    clerk.click("Sign out", "header")

    reader = Hand(hand.page, hand.server)
    reader.sign_in("nadia")
    reader.page.goto(chain)
    beside = reader.page.locator(".finding", has_text="The fee was given back on 20 April")
    assert "Fee to a recruitment agency" in (beside.text_content() or "")
    assert "Reply asked on" in (beside.text_content() or "")
