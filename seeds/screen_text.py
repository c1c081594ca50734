"""The text of the screens: what the code says in English, and what the catalogues have of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "registry" / "translations"
_SPOKEN = [("registry/**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    # What an act refuses is said by the page that shows it.
    "Sentence": None,
    "FormError": None,
    "NotAllowedError": None,
    "NotFoundError": None,
    "NotYetError": None,
    "RefusedError": None,
}
_BLANK = re.compile(r"%\((\w+)\)[sd]")

Text = str | tuple[str, ...]  # an English text, or its singular and plural


@cache
def texts() -> tuple[Text, ...]:
    """Every text of the code and the templates, in the order of their files, each once."""
    return tuple(dict.fromkeys(text for text, _, _ in _extracted()))


def missing(
    language: str, wanted: tuple[Text, ...], catalogues: Path = CATALOGUES
) -> tuple[str, ...]:
    """The English of each text that has no finished translation."""
    held = read(language, catalogues)
    return tuple(_english(text) for text in wanted if not _finished(held.get(_english(text))))


def wrong_blanks(language: str, catalogues: Path = CATALOGUES) -> Iterator[tuple[str, str]]:
    """Texts whose translation has other blanks than the English, with that translation.

    A plural form may leave out its number: Arabic says "two answers" in one word.
    """
    for message in read(language, catalogues):
        english = _forms(message.id)
        wanted = set(_BLANK.findall(english[-1]))
        spare = {"num"} if message.pluralizable else set()
        for said in filter(None, _forms(message.string)):
            found = set(_BLANK.findall(said))
            if english[0] and (found | spare != wanted | spare or found - wanted):
                yield english[0], said


def read(language: str, catalogues: Path = CATALOGUES) -> Catalog:
    """The catalogue of a language as it was written; an empty one where there is none."""
    path = _path(language, catalogues)
    if not path.exists():
        return Catalog(locale=_locale(language))
    with path.open("rb") as lines:
        return read_po(lines, locale=_locale(language))


def update(language: str, catalogues: Path = CATALOGUES) -> None:
    """Bring a catalogue to the texts of today, or begin it.

    New texts stand empty; those that nothing says any more go.
    """
    held = read(language, catalogues)
    begun = held.creation_date
    new = _template(language, begun if isinstance(begun, datetime) else datetime.now(UTC))
    for message in new:
        before = held.get(_english(message.id)) if message.id else None
        if before is not None and before.pluralizable == message.pluralizable:
            message.string = before.string
    _write(new, language, catalogues)


def written(catalogues: Path = CATALOGUES) -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.parent.parent.name for path in catalogues.glob("*/*/messages.po")))


def _extracted() -> Iterator[tuple[Text, str, int]]:
    found = extract_from_dir(ROOT, _SPOKEN, {}, keywords=_KEYWORDS, directory_filter=_ours)
    for name, line, text, _, _ in found:
        yield (text if isinstance(text, str) else tuple(text)), name, line


def _ours(folder: str) -> bool:
    return Path(folder).name not in {"vendor", "migrations", "node_modules", "translations"} and (
        not Path(folder).name.startswith((".", "_"))
    )


def _template(language: str, begun: datetime) -> Catalog:
    made = Catalog(
        locale=_locale(language),
        header_comment="# The text of the screens: docs/languages.md says how it is kept.",
        project="recruitment-chain-registry",
        charset="utf-8",
        creation_date=begun,
        revision_date=begun,
        last_translator="unreviewed",
        language_team=language,
        msgid_bugs_address="none",
        fuzzy=False,
    )
    for text, name, _ in _extracted():
        # A line number would change every catalogue with every line of code.
        made.add(text, locations=[(name, 0)])
    return made


def _write(made: Catalog, language: str, catalogues: Path) -> None:
    path = _path(language, catalogues)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as lines:
        write_po(lines, made, width=99, omit_header=False, include_lineno=False)


def _finished(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(_forms(message.string))


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _english(text: Any) -> str:
    return _forms(text)[0]


def _path(language: str, catalogues: Path) -> Path:
    return catalogues / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
