"""What the templates of a filing need besides the words of every page."""

from collections.abc import Mapping
from typing import Any

from models.vocabulary import Qualifier, State
from registry.forms.declaration import ACTS
from registry.forms.fields import Field, fields_of
from registry.pages.choices import choices_of, languages
from registry.pages.filing_desk import Desk
from registry.pages.rendering import label, lexicon, value_words
from registry.pages.services import reference, today


def filing_words() -> dict[str, Any]:
    """Names for the context of the templates."""
    return {
        "acts": ACTS,
        "choices_of": choices_of,
        "field_label": field_label,
        "fields_of": fields_of,
        "filed_words": filed_words,
        "languages": languages,
        "qualifiers": qualifiers,
        "today": today,
        "terms_known": reference().reference_set.terms,
        "weekday": lambda number: lexicon().weekday(number),
    }


def field_label(field: Field) -> str:
    """The words beside an input; a cause is named by its code list."""
    if field.path.startswith("causes."):
        return label("ending_cause", str(field.label))
    return str(field.label)


def qualifiers() -> list[tuple[str, str]]:
    """How exactly a figure is meant."""
    return [(one.value, label("qualifier", one)) for one in Qualifier]


def filed_words(desk: Desk, statement: Mapping[str, Any]) -> str:
    """A statement of the draft in words, as it will be shown."""
    if statement.get("value"):
        qualifier = Qualifier(statement.get("qualifier", "exact"))
        return value_words(statement["term"], statement["value"], qualifier)
    said = label("state", statement["state"])
    if statement["state"] == State.UNKNOWN_TO_FILER and statement.get("asked"):
        asked = statement["asked"]
        return f"{said}: {desk.naming.name(asked['place'])}, {asked['on']}"
    cited = [str(part) for part in statement.get("citation", {}).values()]
    return lexicon().join([said, *cited, statement.get("reason", "")])
