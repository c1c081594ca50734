"""Judges who pays a cost first and how much second (2.2 rule 11), loans, and lists of amounts."""

from dataclasses import replace
from decimal import Decimal

from reports.figures import figure_text
from reports.finding import Step
from reports.reference_facts import Term
from reports.setting import Setting
from reports.sides import Side
from reports.values import Cost, Loan, Money, MoneyLine, MoneyLines
from reports.verdict import AGREES, Outcome, Verdict, incomparable, worst_of
from reports.wages import judge_money


def worker_pays(side: Side) -> bool:
    """Whether the worker bears the cost; "none" means that nobody does."""
    return isinstance(side.value, Cost) and side.value.worker_pays


def judge_cost(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on who bears a cost, and then on its amount."""
    if worker_pays(below) and not worker_pays(above):
        # D11: said to be paid by the worker below, and by nobody or somebody else above.
        return Verdict(Outcome.DIFFERENT, reason="payer")
    if worker_pays(above) and not worker_pays(below):
        return Verdict(Outcome.WORSE, reason="payer")
    if not worker_pays(below):
        return AGREES  # between the others the price is not public, and not the worker's
    return _amounts(setting, term, below, above)


def _amounts(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    first, second = below.value, above.value
    if not isinstance(first, Cost) or not isinstance(second, Cost):
        return AGREES
    if first.money is None or second.money is None:
        return AGREES if first.money is second.money else incomparable("no_amount")
    verdict = _money(setting, term, (below, first.money), (above, second.money))
    if verdict.outcome is not Outcome.BETTER:
        return verdict
    # D11 again: the part above the upper figure is paid below and due to nobody above.
    return Verdict(
        Outcome.DIFFERENT, "amount", verdict.steps, verdict.share, verdict.lower, verdict.about
    )


def _money(
    setting: Setting, term: Term, below: tuple[Side, Money], above: tuple[Side, Money]
) -> Verdict:
    one = Side(below[0].answer, below[1], below[0].time)
    return judge_money(setting, term, one, Side(above[0].answer, above[1], above[0].time))


def judge_amount(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two amounts, and on the interest where both are loans that state it."""
    sums = judge_money(setting, term, below, above)
    first, second = below.value, above.value
    if not isinstance(first, Loan) or not isinstance(second, Loan):
        return sums
    return worst_of((sums, _interest(first, second)))


def _interest(first: Loan, second: Loan) -> Verdict:
    one, two = _yearly(first), _yearly(second)
    if one is None or two is None or one == two:
        return AGREES  # interest that is not stated is neither none nor any other
    written = [f"{figure_text(loan)} %" for loan in (max(one, two), min(one, two))]
    step = Step(f"{written[0]} − {written[1]} = {figure_text(abs(one - two))} % a year")
    return Verdict(Outcome.WORSE if two > one else Outcome.BETTER, "interest", (step,))


def _yearly(loan: Loan) -> Decimal | None:
    if loan.interest is None:
        return None
    return loan.interest * 12 if loan.interest_per == "month" else loan.interest


def judge_lines(setting: Setting, term: Term, below: Side, above: Side) -> Verdict:
    """The verdict on two lists of amounts, category by category (rule 10)."""
    first, second = _lines(below), _lines(above)
    if first is None or second is None:
        return incomparable("free_text")
    added = tuple(sorted(set(second) - set(first)))
    gone = tuple(sorted(set(first) - set(second)))
    found = [_listed(term, added, gone)] if added or gone else []
    for code in sorted(set(first) & set(second)):
        found.append(_line(setting, term, (below, first[code]), (above, second[code])))
    return replace(worst_of(found), added=added)


def _lines(side: Side) -> dict[str, MoneyLine] | None:
    if side.none:
        return {}
    if not isinstance(side.value, MoneyLines) or not side.value.lines:
        return None
    # Two lines of one category are rare; the larger is the one that counts.
    lines = sorted(side.value.lines, key=lambda line: line.money.amount if line.money else 0)
    return {line.code or line.text.casefold(): line for line in lines}


def _listed(term: Term, added: tuple[str, ...], gone: tuple[str, ...]) -> Verdict:
    step = Step(" ".join([*(f"+ {code}" for code in added), *(f"− {code}" for code in gone)]))
    if term.direction.value == "higher":
        return Verdict(Outcome.WORSE if gone else Outcome.BETTER, "category", (step,))
    return Verdict(Outcome.BURDEN if added else Outcome.BETTER, "category", (step,), added=added)


def _line(
    setting: Setting, term: Term, below: tuple[Side, MoneyLine], above: tuple[Side, MoneyLine]
) -> Verdict:
    first, second = below[1], above[1]
    if first.money is not None and second.money is not None:
        return _money(setting, term, (below[0], first.money), (above[0], second.money))
    if first.percent is not None and second.percent is not None:
        return _percentages(term, first, second)
    return AGREES  # one names the category, the other its amount: nothing to set beside it


def _percentages(term: Term, first: MoneyLine, second: MoneyLine) -> Verdict:
    if first.percent == second.percent or first.percent is None or second.percent is None:
        return AGREES
    lower = second.percent < first.percent
    better = lower is not (term.direction.value == "higher")
    step = Step(f"{first.percent} % − {second.percent} % = {abs(first.percent - second.percent)} %")
    return Verdict(Outcome.BETTER if better else Outcome.WORSE, steps=(step,), lower=lower)
