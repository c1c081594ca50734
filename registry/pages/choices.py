"""What a select or a set of check boxes offers."""

from collections.abc import Sequence

from babel import Locale

from registry.forms.fields import Field
from registry.pages.languages import language_name
from registry.pages.rendering import lexicon
from registry.pages.services import reference
from reports.reference_facts import Term

Choices = list[tuple[str, str]]

# Those that the corridors speak and write; words in another language are typed with their tag.
LANGUAGES = (
    "en", "ar", "bn", "ne", "hi", "ur", "te", "ta", "ml", "kn", "or", "pa", "as", "mr", "si",
    "my", "id", "fil", "am", "sw", "es", "fr", "mai", "bho", "syl", "sat",
)  # fmt: skip
LISTS = {
    "basis": "basis",
    "unit": "duration_unit",
    "includes": "wage_includes",
    "calendar": "calendar",
    "period": "period",
    "payer": "payer",
    "cost_when": "cost_when",
    "lender": "lender",
    "return_payer": "return_payer",
}


def choices_of(term: Term, field: Field) -> Choices:
    """The choices of one input, with words."""
    name = term.codelist if field.codelist == "term" else field.codelist
    if name == "country":
        return sorted(_countries(), key=lambda choice: choice[1])
    if name == "currency":
        return [(code, code) for code in currencies()]
    if name == "language":
        return languages()
    listed = LISTS.get(name, name)
    codes: Sequence[str] = field.codes or term_order(term, field) or _codes(listed)
    return [(code, lexicon().label(listed, code)) for code in codes]


def term_order(term: Term, field: Field) -> Sequence[str]:
    """An ordered term offers its answers from best to worst."""
    return term.order if field.codelist == "term" else ()


def languages() -> Choices:
    """Languages by their names in the language of the page."""
    return sorted(((tag, language_name(tag)) for tag in LANGUAGES), key=lambda choice: choice[1])


def currencies() -> list[str]:
    """The currencies that the registry holds a rate for."""
    rates = reference().reference_set.rates
    return sorted({rate.base for rate in rates} | {rate.quote for rate in rates})


def _codes(name: str) -> list[str]:
    return list(reference().codes.get(name, {}))


def _countries() -> Choices:
    territories = Locale.parse(lexicon().language).territories
    return [(code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha()]
