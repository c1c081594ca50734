"""What workers say they were told or found, beside what the link states (2.3 e)."""

from collections.abc import Iterator

from reports.finding import Finding
from reports.locating import Location
from reports.rules.difference import Pair, find
from reports.setting import Setting
from reports.standing import Answer
from reports.verdicts import judge

RULE = "2.3e"


def compare_accounts(setting: Setting) -> Iterator[Finding]:
    """A workers' account differs from what the link it is about states; both statements stand."""
    for account in setting.standing.accounts:
        if account.term not in setting.terms or not account.disclosed:
            continue
        above = _stated(setting, account)
        if above is None:
            continue
        # Evidence is no part of this: a receipt does not overrule testimony (2.7).
        verdict = judge(setting, account, above)
        if verdict.differs:
            yield find(
                setting,
                Pair(
                    rule=RULE,
                    mode="account",
                    place=account.place,
                    below=account,
                    above=above,
                    verdict=verdict,
                    location=Location((account.place, above.place)),
                    on=account.statement.said_on,
                ),
            )


def _stated(setting: Setting, account: Answer) -> Answer | None:
    """The link's own answer; where it has none, the nearest above."""
    for place in (account.place, *setting.picture.all_above(account.place)):
        for answer in setting.standing.own(account.term, place):
            if answer.scope == account.scope and answer.disclosed:
                return answer
    return None
