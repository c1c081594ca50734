"""The error summary: every problem once, each linking to its input."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_wtf import FlaskForm


@dataclass(frozen=True)
class Problem:
    """One line of the summary; without an input it concerns the whole form."""

    sentence: str
    input_id: str = ""


def problems_of(form: FlaskForm) -> list[Problem]:
    """What WTForms found, in the order of the fields."""
    return [Problem(str(sentence), field.id) for field in form for sentence in field.errors]


def general_problems(sentences: Iterable[str]) -> list[Problem]:
    """Sentences about the form as a whole."""
    return [Problem(sentence) for sentence in sentences]
