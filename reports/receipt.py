"""The receipt for a filing: what was filed, when, by whom, and how that can be shown later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.facts import ChainFacts, Disclosure, Statement
from reports.lexicon import Lexicon
from reports.naming import Naming
from reports.phrasing import Phrasing
from reports.saying import Saying
from reports.sources import Sources
from reports.standing import Answer, fold
from reports.views import Line, Row

WORDS = (
    "print.receipt", "print.answers", "print.what_it_proves", "print.receipt_keeps",
    "standing.watermark", "standing.not_an_approval", "standing.can_prove",
    "standing.cannot_prove",
)  # fmt: skip


class NoSuchFilingError(LookupError):
    """These facts hold no such filing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How the filing can be found again in the public log."""

    digest: str = ""  # SHA-256 of the canonical document
    entry: str = ""  # its place in the log
    filed_at: str = ""  # the server's moment, where it is known more exactly than to the day


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Everything that is printed on a receipt."""

    title: str
    language: str
    direction: str
    words: Mapping[str, str]
    filing: str
    filed_on: date
    facts: tuple[tuple[str, str], ...]  # label and value
    rows: tuple[Row, ...]
    not_answered: str
    code: str = ""
    address: str = ""


def receipt_view(
    facts: ChainFacts,
    disclosure: str,
    sources: Sources,
    language: str,
    proof: Proof,
    *,
    asked: int,
    code: str = "",
    address: str = "",
) -> ReceiptView:
    """The view of a receipt; ``asked`` is the number of terms that this kind of job is asked."""
    header = next((one for one in facts.disclosures if one.id == disclosure), None)
    if header is None:
        raise NoSuchFilingError(f"There is no filing {disclosure!r} in this chain.")
    receipt = _Receipt(facts, header, sources, sources.lexicon(language, facts.destination))
    rows = receipt.rows()
    say = receipt.lexicon.say
    return ReceiptView(
        title=say("print.receipt"),
        language=language,
        direction=receipt.lexicon.direction,
        words={name: say(name) for name in WORDS},
        filing=header.id,
        filed_on=header.filed_on,
        facts=receipt.header(proof),
        rows=rows,
        not_answered=say("print.not_answered", number=max(0, asked - len(rows)), asked=asked),
        code=code,
        address=address,
    )


class _Receipt:
    def __init__(
        self, facts: ChainFacts, header: Disclosure, sources: Sources, lexicon: Lexicon
    ) -> None:
        self.facts, self.filed, self.lexicon = facts, header, lexicon
        self.terms = sources.references.terms
        self.naming = Naming(facts, lexicon)
        self.saying = Saying(facts, Phrasing(lexicon), self.naming)

    def header(self, proof: Proof) -> tuple[tuple[str, str], ...]:
        """What is known of the filing as a whole, label by label."""
        say, day, filed = self.lexicon.say, self.lexicon.day, self.filed
        pairs = (
            ("print.filing", filed.id),
            ("print.act", self.lexicon.label("disclosure_act", filed.act.value)),
            ("print.for_link", self.naming.name(filed.place)),
            ("print.filed_by", filed.recorder_name or self.naming.name(filed.place)),
            ("print.filed_at", proof.filed_at or day(filed.filed_on)),
            ("print.said_at", day(filed.said_on) if filed.said_on else ""),
            ("print.replaces", filed.previous),
            ("print.reason", filed.reason),
            ("print.digest", proof.digest),
            ("print.entry", proof.entry),
        )
        return tuple((say(label), value) for label, value in pairs if value)

    def rows(self) -> tuple[Row, ...]:
        """What was filed, term by term, with the filer's own words."""
        every = fold(self.facts).every
        mine = [one for one in self.facts.statements if one.disclosure == self.filed.id]
        rows: dict[str, list[Line]] = {}
        for one in sorted(mine, key=self._position):
            rows.setdefault(one.term, []).append(self._line(every[one.id]))
        return tuple(
            Row(self.lexicon.pick(self.terms[term].labels), tuple(lines))
            for term, lines in rows.items()
        )

    def _position(self, statement: Statement) -> tuple[int, str]:
        return (self.terms[statement.term].position, statement.id)

    def _line(self, answer: Answer) -> Line:
        scope = self.saying.scope(answer)
        return Line(
            self.saying.value(self.terms[answer.term], answer),
            (),
            notes=(scope,) if scope else (),
            quotes=self.saying.quotes(answer),
        )
