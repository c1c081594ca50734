"""What an act or a query refuses, in the language of the page."""

from datetime import date

from flask_babel import gettext

from registry.exceptions import Code, RegistryError, Said, Sentence
from registry.pages.rendering import day_words, label, lexicon, say_problem, term_label
from registry.pages.services import reference
from reports.value_problems import Problem


def say(said: Said) -> str:
    """One sentence; a text stands as it is, because the page that gave it said it already."""
    if isinstance(said, Problem):
        return say_problem(said)
    if isinstance(said, Sentence):
        blanks = {name: _fill(held) for name, held in said.blanks.items()}
        return str(gettext(said.entry, **blanks))
    return said


def say_all(refusal: RegistryError) -> list[str]:
    """Every sentence of a refusal; one that only an operator can mend goes on, unsaid."""
    if refusal.for_operator:
        raise refusal
    return [say(problem) for problem in refusal.problems]


def _fill(held: object) -> str:
    """What stands in a blank."""
    if isinstance(held, Sentence | Problem):
        return say(held)
    if isinstance(held, Code):
        return _word(held)
    if isinstance(held, date):
        return day_words(held)
    if isinstance(held, tuple):
        return lexicon().join(map(_fill, held))
    return str(held)


def _word(held: Code) -> str:
    """The word for a code; what is not on the list stands as it was given."""
    if held.codelist != "term":
        return label(held.codelist, held.code)
    return term_label(held.code) if held.code in reference().reference_set.terms else held.code
