"""What a page says in its own voice, it says in the language of the page (law 4, D27)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.vocabulary import UserRole
from seeds import screen_text
from tests.factories import chain_form, disclosure_form, statement_form
from tests.html import read_page
from tests.loading import load
from tests.people import add_user, sign_in

# Three English words in a row; names of firms, laws' numbers and codes are not.
ENGLISH = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]{2,}){2,}")
LAWS = ("basic_wage", "change_employer", "fee_recruitment", "passport_custody", "weekly_rest")
UNREAD = {"script", "style"}


def voice(element: Element, language: str, inside: str = "") -> Iterator[str]:
    """The texts of a page that claim to be in its language, hidden labels among them."""
    inside = element.get("lang") or inside
    if element.tag in UNREAD:
        return
    named = [element.get(name) for name in ("aria-label", "alt", "title", "placeholder")]
    for text in (element.text, *named):
        if text and inside == language:
            yield text
    for child in element:
        yield from voice(child, language, inside)
        if child.tail and inside == language:
            yield child.tail


@pytest.mark.parametrize("language", screen_text.written())
def test_no_page_falls_into_english(client: FlaskClient, session: Session, language: str) -> None:
    kept = statement_form(term="passport_custody", value={"code": "employer"})
    form = chain_form(disclosure_form(statements=[statement_form(), kept]))
    chain = load(session, form).chain
    add_user(session, "hana", UserRole.FILER, parties=["Qasr Garments"])
    session.commit()
    assert sign_in(client, "hana").status_code == 303
    places = re.findall(r"/filing/L-\w+", client.get("/filing").get_data(as_text=True))
    addresses = ["/", "/search?q=zzqqxx", "/terms", *(f"/terms/{code}" for code in LAWS), "/s",
                 "/log", "/log/key", "/log/proves", "/log/entries/0", "/nowhere", "/sessions",
                 f"/chains/{chain.public_id}", f"/chains/{chain.public_id}/compare", "/filing",
                 places[0], f"{places[0]}/terms/pay", f"{places[0]}/terms/costs",
                 f"{places[0]}/check"]  # fmt: skip
    found = {}
    for address in addresses:
        joined = "&" if "?" in address else "?"
        answer = client.get(f"{address}{joined}lang={language}")
        assert answer.status_code == (404 if address == "/nowhere" else 200), address
        page = read_page(answer)
        found[address] = [run for text in voice(page, language) for run in ENGLISH.findall(text)]
    assert {address: said for address, said in found.items() if said} == {}
