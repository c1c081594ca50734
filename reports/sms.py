"""The headline of a sheet as a text message of at most three parts, in the local script.

A message has 70 signs, or 67 in each of several parts (UCS-2); 160 and 153 where every sign is
of the old alphabet of phones (GSM 03.38). Terms are taken in the order of their weight, each if it
still fits, and the message ends by saying where the rest stands. A figure, a currency or a
difference is never cut: a term stands with all its answers or not at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from models.vocabulary import Period, Qualifier, State
from reports.aloud import Spoken
from reports.figures import figure_text
from reports.lexicon import Lexicon
from reports.reference_facts import Term
from reports.saying import Saying
from reports.standing import Answer
from reports.values import Count, Duration, Hours, Money

MOST_PARTS = 3
LEFT_TO_RIGHT_MARK = "\u200e"
LONGEST_NAME = 24
# In which order terms are taken: the wage first.
WEIGHT = (
    "basic_wage",
    "hours_per_day",
    "total_cost_to_worker",
    "weekly_rest",
    "passport_custody",
    "complaint_channel",
    "contract_duration",
    "days_per_week",
    "employer_name",
    "workplace_location",
    "phone_contact",
    "leave_premises",
)
# Names and places may be shortened where they do not fit; whatever has a digit in it may not.
SHORTENED = frozenset({"employer_name", "workplace_location"})
_DIGIT = re.compile(r"\d")
_CODE = re.compile("[A-Z]{3}$")
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("\f^{}\\[~]|€")  # signs that take the room of two
_TYPED = str.maketrans({"–": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


@dataclass(frozen=True, slots=True)
class Item:
    """One term of the headline: its different answers, or none where nobody answered."""

    code: str
    answers: tuple[str, ...]
    bare: bool = False  # the label says the unit, and the answers are figures alone


class Short(Spoken):
    """Phrases for a small screen: a figure once; of a wage its amount and its period."""

    def figure(self, number: Decimal | str, unit: str = "") -> str:
        """A figure with its unit, which stay in this order in a line from right to left too."""
        text = figure_text(number) if isinstance(number, Decimal) else number
        written = f"{self.lexicon.figure(text)} {unit}".rstrip()
        # Western digits would be drawn behind a code; Arabic ones stand where they are read.
        stray = unit and self.lexicon.direction == "rtl" and written.isascii()
        return f"{LEFT_TO_RIGHT_MARK}{written}" if stray else written

    def _hours(self, hours: Hours, term: Term, qualifier: Qualifier) -> str:
        # When the day begins and ends stands on the sheet, where hours are stated at all.
        bare = replace(hours, begin="", end="") if hours.hours is not None else hours
        return super()._hours(bare, term, qualifier)

    def _money(self, money: Money, term: Term, qualifier: Qualifier) -> str:
        amount = self.amount(money, qualifier)
        return self.lexicon.say(f"print.per.{money.period.value}", amount=amount)


# The label of these says the unit ("Hours a day: 8"), where every answer is in that unit.
WITH_UNIT = frozenset(
    {"basic_wage", "hours_per_day", "days_per_week", "weekly_rest", "contract_duration"}
)
ANOTHER_UNIT = "\0"


class Bare(Short):
    """Figures without their unit, which the label says; what has another unit is marked so."""

    def _hours(self, hours: Hours, term: Term, qualifier: Qualifier) -> str:
        if hours.hours is None or (term.unit == "hours_per_day" and hours.per != "day"):
            return ANOTHER_UNIT
        return self._figures(hours.hours, hours.hours_to, qualifier)

    def _money(self, money: Money, term: Term, qualifier: Qualifier) -> str:
        return self.amount(money, qualifier) if money.period is Period.MONTH else ANOTHER_UNIT

    def _count(self, count: Count, term: Term, qualifier: Qualifier) -> str:
        return self._figures(count.n, count.n_to, qualifier)

    def _length(self, duration: Duration, term: Term, qualifier: Qualifier) -> str:
        if duration.unit != "months" or duration.every_years != 1:
            return ANOTHER_UNIT
        return self._figures(duration.n, duration.n_to, qualifier)

    def _figures(self, first: Decimal, last: Decimal | None, qualifier: Qualifier) -> str:
        if last is not None:
            return self._between(self.figure(first), self.figure(last))
        return self._qualified(self.figure(first), qualifier)


class Briefly(Saying):
    """Answers in as few words as they can be told apart by."""

    def value(self, term: Term, answer: Answer) -> str:
        """What was answered; "" for what this reader may not see."""
        if answer.statement.redacted:
            return ""
        if answer.state is State.STATED:
            return self._stated(term, answer)
        shorter = f"sms.{answer.state.value}"
        if self.lexicon.speaks(shorter):
            return self.lexicon.say(shorter)
        return self.lexicon.label("state", answer.state.value)


def parts(text: str) -> int:
    """How many parts a message is sent in."""
    if set(text) <= _GSM | _GSM_TWICE:
        units = len(text) + sum(sign in _GSM_TWICE for sign in text)
        # A sign of two cannot be halved: each part but the last may lose one.
        twice = _GSM_TWICE & set(text)
        return 1 if units <= 160 else -(-units // (152 if twice else 153))
    units = len(text.encode("utf-16-le")) // 2
    # Nor can a sign beyond the first 65,536.
    return 1 if units <= 70 else -(-units // (66 if units > len(text) else 67))


class Message:
    """Makes the message of one sheet in one language."""

    def __init__(self, lexicon: Lexicon, code: str, as_of: date) -> None:
        self._lexicon = lexicon
        self._head = lexicon.say("sms.head", sheet=code, day=lexicon.day(as_of))

    def write(self, items: Sequence[Item]) -> str:
        """As much as three parts hold, in the order of the headline."""
        chosen: dict[str, Item] = {}
        by_code = {item.code: item for item in items}
        for code in WEIGHT:
            whole = by_code.get(code)
            for item in (whole, _with_short_names(whole)) if whole else ():
                more = {**chosen, code: item}
                if parts(self._text([more[one] for one in by_code if one in more])) <= MOST_PARTS:
                    chosen = more
                    break
        return self._text([chosen[one] for one in by_code if one in chosen])

    def _text(self, items: Sequence[Item]) -> str:
        say = self._lexicon.say
        told = [self._told(item) for item in items if item.answers]
        silent = [say(f"sms.{item.code}") for item in items if not item.answers]
        # Two answers beside each other are not a choice that somebody offers.
        differ = [say("sms.differ")] if any(len(item.answers) > 1 for item in items) else []
        begins = [say("sms.told", told=self._lexicon.list_apart(told))] if told else []
        ends = [say("sms.silent", terms=self._lexicon.join(silent))] if silent else []
        text = " ".join([self._head, *begins, *differ, *ends, say("sms.rest")])
        typed = text.translate(_TYPED)
        return typed if set(typed) <= _GSM | _GSM_TWICE else text

    def _told(self, item: Item) -> str:
        label = self._lexicon.say(f"sms.{item.code}{'.unit' if item.bare else ''}")
        return f"{label}: {joined(item.answers, self._lexicon.say('sms.or'))}"


def joined(answers: Sequence[str], between: str) -> str:
    """Different answers beside each other; words that all figures share are said once.

    "10/8 hours a day", "125/150 JOD". Only figures are drawn together: "not allowed" and "not
    known" are not.
    """
    split = [answer.split() for answer in answers]
    if len(answers) < 2 or not all(map(_DIGIT.search, answers)):
        return between.join(answers)
    first = _shared(split)
    tails = [words[: first - 1 if first else None : -1] for words in split]
    last = _shared(tails, codes=True)
    if any(len(words) - first - last != 1 for words in split):  # a range keeps its currency
        last = _shared(tails)
    inner = [" ".join(words[first : len(words) - last]) for words in split]
    head, tail = split[0][:first], split[0][len(split[0]) - last :]
    return " ".join([*head, between.join(inner).strip(), *tail])


def _shared(answers: Sequence[Sequence[str]], *, codes: bool = False) -> int:
    """With how many words all begin alike; figures stay with each, codes of currencies may not."""
    count = 0
    for words in zip(*answers, strict=False):
        own = _DIGIT.search(words[0]) or (_CODE.match(words[0]) and not codes)
        if len(set(words)) > 1 or own:
            break
        count += 1
    return count


def _with_short_names(item: Item) -> Item:
    if item.code not in SHORTENED:
        return item
    return replace(item, answers=tuple(map(_short_name, item.answers)))


def _short_name(name: str) -> str:
    if len(name) <= LONGEST_NAME or _DIGIT.search(name):
        return name
    return f"{name[:LONGEST_NAME].rsplit(None, 1)[0]}…"
