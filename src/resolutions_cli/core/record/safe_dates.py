"""The dates set to keep the child safe: which entries set one date, and when it ended."""

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime

from resolutions_cli.core.entries.entry import written_down
from resolutions_cli.core.entries.facts import Finished, Sooner
from resolutions_cli.core.entries.own_codes import SAFE
from resolutions_cli.core.record.dispute import Dispute, Placed, Visit, once
from resolutions_cli.core.time.moment import Moment, passed
from resolutions_cli.core.value import Value


class SafeDate(Value):
    """A date set to keep the child safe, with those that it replaced before they had passed.

    `by_date` has its entries by the dates they set, the earliest first. `met` is the position in
    the log at which it was recorded as met; None until then.
    """

    entries: tuple[Placed[Sooner], ...]
    by_date: tuple[Placed[Sooner], ...]
    met: int | None = None

    @property
    def facts(self) -> Sooner:
        """The date now: it only ever gets earlier, even where two copies were merged."""
        return self.by_date[0].facts

    @property
    def ids(self) -> frozenset[str]:
        """The entries that set it."""
        return frozenset(placed.entry.id for placed in self.entries)


class SafeDates(Value):
    """Every date set to keep the child safe, in the order in which each was first set.

    `of_scope` has the numbers of the dates for each stage, and under "" those for all stages.
    """

    dates: tuple[SafeDate, ...]
    of_scope: Mapping[str, tuple[int, ...]]

    def set_by(self, scope: str, until: int | None) -> tuple[int, ...]:
        """The numbers of the dates of a scope that were first set up to a position in the log."""
        numbers = self.of_scope.get(scope, ())
        if until is None:
            return numbers
        return numbers[: bisect_right(numbers, until, key=self._set_at)]

    def _set_at(self, number: int) -> int:
        return self.dates[number].entries[0].position


class SettingDates:
    """Collects the dates to keep the child safe as they are set, met and replaced."""

    def __init__(self) -> None:
        self._dates: list[SafeDate] = []
        self._of_scope: dict[str, list[int]] = {}
        self._of_entry: dict[str, int] = {}
        self._met: dict[str, int] = {}

    def meet(self, placed: Placed[Finished]) -> None:
        """Note that a date was met; other finished tasks change nothing here."""
        if placed.facts.duty == SAFE:
            self._met.setdefault(placed.facts.entry, placed.position)
            self._mark(placed.facts.entry)

    def set(self, placed: Placed[Sooner], visits: Sequence[Visit], *, closed: bool) -> None:
        """Note a date that was set.

        It replaces the last date of its scope if that is still due. If that had passed, was met or
        had ended, it is a new date.
        """
        of_scope = self._of_scope.setdefault(placed.facts.stage, [])
        older = self._dates[of_scope[-1]] if of_scope else None
        if older is not None and not _is_over(visits, older, placed, closed=closed):
            by_date = list(older.by_date)
            insort(by_date, placed, key=_date)
            entries = (*older.entries, placed)
            self._dates[of_scope[-1]] = older.but(entries=entries, by_date=tuple(by_date))
        else:
            of_scope.append(len(self._dates))
            self._dates.append(SafeDate((placed,), (placed,)))
        self._of_entry[placed.entry.id] = of_scope[-1]
        self._mark(placed.entry.id)

    def _mark(self, id_: str) -> None:
        number = self._of_entry.get(id_)
        if number is not None and id_ in self._met and self._dates[number].met is None:
            self._dates[number] = self._dates[number].but(met=self._met[id_])

    def so_far(self) -> SafeDates:
        """The dates as they are now."""
        of_scope = {scope: tuple(numbers) for scope, numbers in self._of_scope.items()}
        return SafeDates(tuple(self._dates), of_scope)


def _date(placed: Placed[Sooner]) -> datetime:
    return placed.facts.on.ends


def setting_dates(
    sooners: Sequence[Placed[Sooner]],
    finished: Sequence[Placed[Finished]],
    visits: Sequence[Visit],
    *,
    closed: bool,
) -> SettingDates:
    """The dates set so far, in a dispute with these visits."""
    setting, met = SettingDates(), deque(finished)
    for placed in sooners:
        while met and met[0].position < placed.position:
            setting.meet(met.popleft())
        setting.set(placed, visits, closed=closed)
    for said in met:
        setting.meet(said)
    return setting


@once
def dates_set(dispute: Dispute) -> SafeDates:
    """Every date set to keep the child safe in a dispute, and the dates of each stage."""
    sooners, finished, visits = dispute.sooners, dispute.finished, dispute.visits
    return setting_dates(sooners, finished, visits, closed=not dispute.is_open).so_far()


def safe_dates(dispute: Dispute) -> tuple[SafeDate, ...]:
    """Every date set to keep the child safe in a dispute, in the order each was first set."""
    return dates_set(dispute).dates


def _is_over(
    visits: Sequence[Visit], older: SafeDate, newer: Placed[Sooner], *, closed: bool
) -> bool:
    """Whether a date had passed, was met or was no longer due when another was set."""
    end = end_of(visits, older, newer.position, closed=closed)
    had_passed = passed(older.facts.on, written_down(newer.entry))
    return older.met is not None or end is not None or had_passed


def end_of(
    visits: Sequence[Visit], date: SafeDate, before: int | None = None, *, closed: bool
) -> tuple[Moment, int] | None:
    """When a date ended, and the position in the log that ended it; only up to `before`, if given.

    A date for one stage ends when the last visit that it applies to is left, and any date when the
    dispute was `closed`. A closing that was followed by a reopening ended no date.
    """
    placed, scope = date.entries[-1], date.facts.stage
    bound = (
        visit
        for visit in reversed(visits)
        if visit.stage == scope
        and (before is None or visit.since < before)
        and not (visit.until is not None and visit.until < placed.position)
        and not visit.entered.is_after(date.facts.on)
    )
    last = next(bound, None) if scope else None
    known = before is None or visits[-1].since < before
    closing = visits[-1] if closed and known else None
    if closing and not (last and last.left) and (closing.until or 0) > placed.position:
        last = closing
    if last is None or last.left is None or last.until is None:
        return None
    return (last.left, last.until) if before is None or last.until < before else None
