"""The dates set to keep the child safe: which of them are one, and when one was over."""

from collections.abc import Sequence

from resolutions_cli.core.deadline import SAFE, passed
from resolutions_cli.core.dispute import Dispute, Placed
from resolutions_cli.core.entry import written_down
from resolutions_cli.core.facts import Finished, Sooner
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class SafeDate(Value):
    """A date set to keep the child safe, with those that it replaced before they had passed.

    `met` is the place in the log at which somebody said that it was met; None until then.
    """

    entries: tuple[Placed[Sooner], ...]
    met: int | None = None

    @property
    def facts(self) -> Sooner:
        """The date as it stands: it only ever gets earlier, also where two copies met again."""
        return min((placed.facts for placed in self.entries), key=lambda facts: facts.on.ends)

    @property
    def ids(self) -> frozenset[str]:
        """The entries that set it."""
        return frozenset(placed.entry.id for placed in self.entries)


def safe_dates(dispute: Dispute) -> tuple[SafeDate, ...]:
    """Every such date, in the order in which each was set first. A newer one for the same stage,
    or for all, replaces one that is due; after one that passed, was met or was over it is new."""
    found: list[SafeDate] = []
    newest: dict[str, int] = {}
    met = [placed for placed in dispute.finished if placed.facts.duty == SAFE]
    for placed in dispute.sooners:
        _mark_as_met(found, [each for each in met if each.position < placed.position])
        older = newest.get(placed.facts.stage)
        if older is not None and not _is_over(dispute, found[older], placed):
            found[older] = found[older].but(entries=(*found[older].entries, placed))
        else:
            newest[placed.facts.stage] = len(found)
            found.append(SafeDate((placed,)))
    _mark_as_met(found, met)
    return tuple(found)


def _mark_as_met(found: list[SafeDate], met: Sequence[Placed[Finished]]) -> None:
    for placed in met:
        for index, date in enumerate(found):
            if placed.facts.entry in date.ids and date.met is None:
                found[index] = date.but(met=placed.position)


def _is_over(dispute: Dispute, older: SafeDate, newer: Placed[Sooner]) -> bool:
    """Whether a date had passed, was met or was no longer due when another was set."""
    end = end_of(dispute, older, newer.position)
    had_passed = passed(older.facts.on, written_down(newer.entry))
    return older.met is not None or end is not None or had_passed


def end_of(
    dispute: Dispute, date: SafeDate, before: int | None = None
) -> tuple[Moment, int] | None:
    """When a date was over, and the place in the log that says so, up to a place in the log.

    A date for one stage is over when the last visit of it that it binds was left; any date when
    the dispute was closed. A closing that was followed by a reopening ended nothing.
    """
    placed, visits = date.entries[-1], dispute.visits
    known = [visit for visit in visits if before is None or visit.since < before]
    bound = [
        visit
        for visit in known
        if visit.stage == date.facts.stage
        and not (visit.until is not None and visit.until < placed.position)
        and not visit.entered.is_after(date.facts.on)
    ]
    last = bound[-1] if bound else None
    closing = visits[-1] if dispute.closed_at and known[-1] is visits[-1] else None
    if closing and not (last and last.left) and (closing.until or 0) > placed.position:
        last = closing
    if last is None or last.left is None or last.until is None:
        return None
    return (last.left, last.until) if before is None or last.until < before else None
