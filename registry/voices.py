"""The texts to read aloud and to send, as they were frozen with a sheet; nothing is made anew.

They are those of the public rendering: a household's name and place are not in them (D18).
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Chain, Place, Sheet
from models.vocabulary import SheetKind, SheetStatus
from registry.exceptions import RefusedError
from registry.operations.sheets import sheet_status
from reports.sheet import SheetView
from reports.views import revive


def kept_words(sheet: Sheet, language: str, form: str) -> str:
    """One text of a sheet; "" where its sides have none in a language, or it was erased."""
    view = revive(SheetView, sheet.body.view) if sheet.body else None
    for side in view.sides if view else ():
        if side.language == language:
            return side.sms if form == "sms" else "\n\n".join(side.aloud)
    return ""


def words_of_link(
    session: Session, chain: Chain, link: str, language: str, form: str, *, on: date
) -> str:
    """The text of the newest sheet that a link hands out in a language and that still stands."""
    query = (
        select(Sheet)
        .join(Place, Place.id == Sheet.place_id)
        .where(Sheet.chain_id == chain.id, Place.key == link)
        .where(Sheet.kind == SheetKind.WORKER.value)
        .options(selectinload(Sheet.acts), selectinload(Sheet.body))
        .order_by(Sheet.id.desc())
    )
    sheets = session.scalars(query)
    standing = (one for one in sheets if sheet_status(one, on=on)[0] is SheetStatus.CURRENT)
    texts = (kept_words(sheet, language, form) for sheet in standing)
    if found := next(filter(None, texts), ""):
        return found
    raise RefusedError(
        f"No sheet of {link!r} in {language} stands that has such a text: issue one with "
        f"`flask sheet CHAIN --link {link} --languages {language}`."
    )
