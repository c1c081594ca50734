"""How much a page may weigh, compressed, with everything that it makes a browser fetch."""

import gzip
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain, User
from registry.pages.assets import Asset
from seeds.demo import load_demo
from tests.html import read_page, texts
from tests.loading import load_reference
from tests.people import password_hash, sign_in
from tests.test_demo import SETTINGS
from tests.test_pages_sheet import issue

pytestmark = pytest.mark.sqlite

SHEET_PAGE, CHAIN_PAGE = 15_000, 60_000


def weight(client: FlaskClient, address: str) -> int:
    """The page and its files, as they go over the wire to somebody who has nothing yet."""
    page = read_page(answer := client.get(address))
    body = answer.get_data()
    held: dict[str, Asset] = client.application.extensions["assets"]
    addresses = {one.get("href") or one.get("src") for one in page.iter() if _fetched(one.tag)}
    files = [asset for path, asset in held.items() if any(_names(a, path) for a in addresses)]
    assert files
    return len(gzip.compress(body, 5)) + sum(len(asset.packed) for asset in files)


def _fetched(tag: str) -> bool:
    return tag in {"link", "script", "img"}


def _names(address: str | None, path: str) -> bool:
    return bool(address) and str(address).endswith(f"/{path}")


@pytest.fixture
def irbid(session: Session, client: FlaskClient) -> str:
    """The fullest chain of the demo, for the inspector who sees all of it."""
    load_reference(session)
    load_demo(session, SETTINGS, at=datetime.now(UTC))
    omar = session.scalars(select(User).where(User.login == "omar")).one()
    omar.password_hash = password_hash()
    named = Chain.title == "Sewing operators, Irbid"
    public_id = session.scalars(select(Chain.public_id).where(named)).one()
    session.commit()
    sign_in(client, "omar")
    return public_id


def test_the_page_of_a_fully_stated_chain_keeps_its_budget(client: FlaskClient, irbid: str) -> None:
    assert "Serious" in " ".join(texts(read_page(client.get(f"/chains/{irbid}")), "h3"))
    assert weight(client, f"/chains/{irbid}") <= CHAIN_PAGE


def test_only_what_differs_stands_open(client: FlaskClient, irbid: str) -> None:
    page = read_page(client.get(f"/chains/{irbid}"))
    bodies = [body for body in page.iter("tbody") if body.get("id", "").startswith("group-")]
    opened = [body.get("id") for body in bodies if "open" in next(body.iter("details")).attrib]
    assert opened == ["group-differing"]
    assert len(bodies) > 5
    every = read_page(client.get(f"/chains/{irbid}?open=all"))
    assert all("open" in next(body.iter("details")).attrib for body in every.iter("tbody"))


def test_the_page_behind_a_sheet_s_code_keeps_its_budget(
    client: FlaskClient, session: Session
) -> None:
    assert weight(client, f"/s/{issue(session).code}") <= SHEET_PAGE
