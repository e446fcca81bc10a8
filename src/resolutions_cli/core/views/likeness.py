"""Disputes that are alike: with the same concern, or between the same agencies."""

from collections.abc import Iterable

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.count import count
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.time.amount import Amount
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value


class Alike(Value):
    """A dispute like another: the concerns they share, and whether the agencies are the same.

    `pair`: two agencies are on opposite sides in both disputes, on whichever side each is.
    """

    case: Case
    concerns: tuple[str, ...]
    pair: bool


def similar_to(case: Case, others: Iterable[Case], since: Moment | None) -> list[Alike]:
    """The disputes like `case` that were opened since then, newest first; itself left out."""
    found = []
    for other in others:
        if other.dispute.reference == case.dispute.reference:
            continue
        if since and other.dispute.opened_at.day < since.day:
            continue
        alike = _likeness(case, other)
        if alike.concerns or alike.pair:
            found.append(alike)
    found.sort(key=lambda alike: alike.case.dispute.reference)
    found.sort(key=lambda alike: alike.case.dispute.opened_at.starts, reverse=True)
    return found


def opened_since(within: Amount, as_of: Moment, calendar: WorkingCalendar) -> Moment:
    """The first day of an amount of time that ends with `as_of`."""
    return Moment(count(within, True, Moment(as_of.day), calendar).day)


def _likeness(case: Case, other: Case) -> Alike:
    mine, theirs = case.dispute, other.dispute
    # a concern code means the same only under the same procedure
    same = mine.procedure.id == theirs.procedure.id
    shared = [code for code in mine.opened.concerns if same and code in theirs.opened.concerns]
    return Alike(other, tuple(shared), not _pairs(mine).isdisjoint(_pairs(theirs)))


def _pairs(dispute: Dispute) -> set[frozenset[str]]:
    """Each agency that raised the dispute, paired with each other side, in any case and order."""
    says = dispute.named.says
    return {
        pair
        for one in dispute.opened.raised_by
        for other in dispute.opened.with_
        if len(pair := frozenset((says(one).casefold(), says(other).casefold()))) > 1
    }
