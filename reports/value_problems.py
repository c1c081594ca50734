"""What can be wrong with a value, each as one sentence that says what, where and what to do."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

# The catalogue carries the same sentences as ``problem.<code>`` so that a form can show them in
# the filer's language; a test holds the two together.
SENTENCES: Mapping[str, str] = {
    "value_missing": "{term}: a value is missing; give one, or choose another kind of answer.",
    "not_an_object": "{term}: the value must be an object with named parts, as the chain form "
    "describes for this kind of term.",
    "unknown_part": "{term}: the part “{field}” does not belong to this kind of term; remove it.",
    "part_missing": "{term}: the part “{field}” is missing; fill it in.",
    "not_text": "{term}: the part “{field}” must be text; write words.",
    "not_yes_or_no": "{term}: the part “{field}” must be yes or no (true or false).",
    "not_a_number": "{term}: “{given}” in “{field}” is not a number; write digits 0 to 9 as text, "
    "with a full stop before decimals.",
    "negative": "{term}: “{given}” in “{field}” is below zero; write the amount without a minus.",
    "zero": "{term}: the figure in “{field}” must be more than zero.",
    "not_whole": "{term}: “{given}” in “{field}” must be a whole number.",
    "too_large": "{term}: “{given}” in “{field}” is more than {limit}; check the figure.",
    "not_currency": "{term}: “{given}” is not a currency code; use three letters such as JOD.",
    "not_a_choice": "{term}: “{given}” in “{field}” is not one of the choices: {choices}.",
    "not_a_list": "{term}: the part “{field}” must be a list.",
    "not_a_date": "{term}: “{given}” in “{field}” is not a date; write year-month-day, such as "
    "2026-03-18.",
    "not_a_time": "{term}: “{given}” in “{field}” is not a time of day; write it as 07:30.",
    "seven_days": "{term}: give hours for seven days, Sunday first.",
    "one_or_other": "{term}: give either “{field}” or “{other}”, not both and not neither.",
    "nothing_chosen": "{term}: choose at least one entry, or answer “none”.",
    "range_without_end": "{term}: a range needs its upper figure in “{field}”.",
    "range_not_rising": "{term}: the range must end above where it begins; check “{field}”.",
    "end_without_range": "{term}: “{field}” is only for a range; remove it or choose “range”.",
    "qualifier_without_figure": "{term}: “{given}” needs a figure; choose “exact” for this kind "
    "of answer.",
    "not_a_country": "{term}: “{given}” is not a country code; use two letters such as JO.",
    "reason_missing": "{term}: say why this does not apply to the job.",
    "asked_missing": "{term}: say whom you asked and on which day.",
    "source_missing": "{term}: name the statement that this answer passes on.",
    "value_not_expected": "{term}: this kind of answer carries no value; remove the value.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a value; ``field`` is the part of the value it stands in."""

    code: str
    field: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def words(self) -> str:
        """The catalogue's code for the sentence."""
        return f"problem.{self.code}"

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.params)


class BadValueError(ValueError):
    """A value that cannot be read; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems
