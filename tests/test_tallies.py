"""Where a term differs most often: counted between kinds of links, never between names."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Chain
from registry import tallies
from registry.operations.acting import When
from registry.operations.findings import observe
from tests.html import read_page, text_of, texts
from tests.loading import AT, load
from tests.test_pages_chain import told_less


def told_less_often(session: Session, times: int) -> None:
    """So many chains in which less is stated than was told, each with its findings on record."""
    for number in range(times):
        form: dict[str, Any] = told_less()
        form["chain"] |= {"key": f"chain-{number}", "numbers": []}
        load(session, form)
    for chain in session.scalars(select(Chain).order_by(Chain.id)):
        observe(session, chain, when=When(AT, AT.date()))
    session.commit()


def test_r12_a_term_says_between_which_kinds_of_links_it_differs_and_names_nobody(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "LEAST", 2)
    told_less_often(session, 2)
    page = read_page(client.get("/terms/basic_wage"))
    (row,) = [one for one in texts(page, "tr") if one.endswith("Employer2")]
    assert row.startswith("Recruitment agency in the country of origin")
    assert "Qasr" not in text_of(page)


def test_fewer_than_ten_chains_are_not_counted(client: FlaskClient, session: Session) -> None:
    assert tallies.LEAST == 10
    told_less_often(session, 2)
    assert "differs most often" not in text_of(read_page(client.get("/terms/basic_wage")))
