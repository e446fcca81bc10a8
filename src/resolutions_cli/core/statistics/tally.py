"""Counts of a period for a partnership. `docs/statistics.md` explains each number.

These are plain numbers. `figures` hides the small ones, and only its figures are published.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.entries.facts import Closed, Decided, Escalated
from resolutions_cli.core.entries.own_codes import CHASE, ONWARD
from resolutions_cli.core.entries.sealed_codes import is_sealed
from resolutions_cli.core.procedure.model import OPENED_IN_ERROR, Procedure
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.record.moves import outcomes_of
from resolutions_cli.core.time.moment import Moment, add_months
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ periods


_DAY = timedelta(days=1)

#: The month in which the years of partnerships begin.
_APRIL = 4


class Period(Value):
    """The days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, moment: Moment | None) -> bool:
        """Whether it happened in the period; False for None."""
        return moment is not None and self.first <= moment.day <= self.last

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins.

        Its length is in months if this period is of whole months, otherwise in days.
        """
        months = self._whole_months
        days = (self.last - self.first + _DAY).days
        first = add_months(self.first, -months) if months else self.first - timedelta(days=days)
        return Period(first, self.first - _DAY)

    @property
    def _whole_months(self) -> int:
        """How many whole months it lasts; 0 if it does not last whole months."""
        after = self.last + _DAY
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        return months if after.day == self.first.day else 0


def year_from_april(year: int) -> Period:
    """From 1 April of a year to 31 March of the next, the year of most partnerships."""
    return Period(date(year, _APRIL, 1), date(year + 1, _APRIL, 1) - _DAY)


def twelve_months_to(last: date) -> Period:
    """The twelve months that end with a day."""
    return Period(add_months(last + _DAY, -12), last)


# ------------------------------------------------------------------ counts


#: An entry recorded more than so many days after the event is late; a weekend is no delay.
LATE_AFTER = 3

#: The event from which the time to resolution runs, if it is recorded.
_RAISED = "raised"

NONE_STATED = ""  #: the category of disputes that name no agency, or no concern

#: The category of agencies that the workspace does not list.
NOT_LISTED = "agencies named in one dispute only"


class Ended(StrEnum):
    """How a duty ended; MISSED whether it was done later or never."""

    MET = "met"
    MISSED = "missed"
    PAST_GUIDE = "past-guide"
    MET_WITHOUT_DATE = "met-without-date"
    LEFT = "left"
    ENDED = "ended"


class Owing(StrEnum):
    """The state of a duty that is open at the end of the period."""

    OVERDUE = "overdue"
    PAST_GUIDE = "past-guide"
    IN_TIME = "in-time"
    NO_DATE = "no-date"


#: How many days something took, each with its dispute's reference.
Days = tuple[tuple[str, int], ...]

#: Counts by code.
Counts = Mapping[str, int]


class Told(Value):
    """A dispute as of the end of the period, with the lines of its log."""

    case: Case
    lines: tuple[Line, ...]


class OfProcedure(Value):
    """The counts of one procedure.

    `to_resolve`, `in_stage` and `late` are in working days of its nation. `late` is how late the
    missed duties were that ended in the period.
    """

    procedure: Procedure
    raised: int
    resolved: int
    reached: Counts
    resolved_at: Counts
    concerns: Counts
    outcomes: Counts
    ended: Counts
    owing: Counts
    to_resolve: Days
    in_stage: Mapping[str, Days]
    late: Days


class Statistics(Value):
    """The counts of a period. Pairs are of the period before, and of the period.

    `standing` is how many were open at the end of each. `recorded_late` are calendar days.
    """

    period: Period
    as_of: Moment
    raised: tuple[int, int]
    resolved: tuple[int, int]
    standing: tuple[int, int]
    raised_by: Counts
    raised_with: Counts
    procedures: tuple[OfProcedure, ...]
    departures: int
    recorded_late: Days
    quiet: int
    learning: tuple[str, ...]


def statistics_of(
    told: Iterable[Told],
    period: Period,
    as_of: Moment,
    agencies: Iterable[str],
    calendar_of: Callable[[str], WorkingCalendar],
) -> Statistics:
    """Count the disputes in a period, from the events up to `as_of`.

    `agencies` are counted even if no dispute names them. Disputes opened in error are left out of
    every count.
    """
    counted = [each for each in told if each.case.dispute.outcome != OPENED_IN_ERROR]
    disputes = [each.case.dispute for each in counted]
    before = period.before
    raised = [dispute for dispute in disputes if period.holds(dispute.opened_at)]
    named = (_category(name) for each in disputes for name in each.agencies)
    spelled = _spelled([*agencies, *named])
    known = sorted(spelled.values())
    lines = [line for each in counted for line in each.lines if _counts_in(line, period)]
    return Statistics(
        period=period,
        as_of=as_of,
        raised=_both(before, period, (each.opened_at for each in disputes)),
        resolved=_both(before, period, (each.closed_at for each in disputes)),
        standing=(_standing(disputes, before.last), _standing(disputes, period.last)),
        raised_by=_tally(known, (_same(each.opened.raised_by, spelled) for each in raised)),
        raised_with=_tally(known, (_same(each.opened.with_, spelled) for each in raised)),
        procedures=tuple(_by_procedure(counted, period, calendar_of)),
        departures=sum(_departs(line) for line in lines),
        recorded_late=tuple(
            (line.entry.dispute, line.days_late) for line in lines if line.days_late > LATE_AFTER
        ),
        quiet=sum(each.case.quiet_days is not None for each in counted),
        learning=tuple(_learning(lines)),
    )


def _both(before: Period, period: Period, moments: Iterable[Moment | None]) -> tuple[int, int]:
    known = list(moments)
    return sum(map(before.holds, known)), sum(map(period.holds, known))


def _standing(disputes: Iterable[Dispute], last: date) -> int:
    """How many were open at the end of a day."""
    return sum(
        dispute.opened_at.day <= last
        and (dispute.closed_at is None or dispute.closed_at.day > last)
        for dispute in disputes
    )


def _tally(codes: Iterable[str], named: Iterable[Sequence[str]]) -> Counts:
    """How many name each code; NONE_STATED counts those that name none, if there are any."""
    counts = dict.fromkeys(codes, 0)
    for names in named:
        for name in dict.fromkeys(names) or (NONE_STATED,):
            counts[name] = counts.get(name, 0) + 1
    return counts


def _spelled(names: Iterable[str]) -> Mapping[str, str]:
    """Each name as it was first spelled, by its case-folded form."""
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(name.casefold(), name)
    return spelled


def _same(names: Iterable[str], spelled: Mapping[str, str]) -> tuple[str, ...]:
    categories = map(_category, names)
    return tuple(dict.fromkeys(spelled.get(name.casefold(), name) for name in categories))


def _category(name: str) -> str:
    return NOT_LISTED if is_sealed(name) else name


# ------------------------------------------------------------------ entries


def _counts_in(line: Line, period: Period) -> bool:
    return line.standing is Standing.COUNTS and period.holds(line.current.at)


def _departs(line: Line) -> bool:
    """Whether it moves a dispute outside the procedure."""
    facts = line.current.facts
    return isinstance(facts, Escalated) and facts.departure


def _learning(lines: Iterable[Line]) -> Iterator[str]:
    """The learning points as typed, in an order that does not reveal their disputes."""
    texts = [
        text
        for line in lines
        if isinstance(line.current.facts, Decided | Closed)
        for text in line.current.numbered("learning")
        if text is not None
    ]
    yield from sorted(texts, key=lambda text: (text.casefold(), text))


# ------------------------------------------------------------------ one procedure


def _by_procedure(
    counted: Sequence[Told], period: Period, calendar_of: Callable[[str], WorkingCalendar]
) -> Iterator[OfProcedure]:
    """The counts of each procedure, by its id; the newest version says what the codes mean."""
    newest = {
        each.case.dispute.procedure.id: each.case.dispute.procedure
        for each in sorted(counted, key=lambda each: each.case.dispute.opened_at.starts)
    }
    for name in sorted(newest):
        own = [each for each in counted if each.case.dispute.procedure.id == name]
        yield _of_procedure(newest[name], own, period, calendar_of)


def _of_procedure(
    procedure: Procedure,
    told: Sequence[Told],
    period: Period,
    calendar_of: Callable[[str], WorkingCalendar],
) -> OfProcedure:
    disputes = [each.case.dispute for each in told]
    raised = [dispute for dispute in disputes if period.holds(dispute.opened_at)]
    resolved = [dispute for dispute in disputes if period.holds(dispute.closed_at)]
    deadlines = [each for one in told for each in one.case.deadlines if _is_counted(each)]
    over = [each for each in deadlines if each.owed.done and period.holds(each.owed.done.at)]
    still_open = [each for each in deadlines if each.is_open]
    stages = procedure.stages
    return OfProcedure(
        procedure=procedure,
        raised=len(raised),
        resolved=len(resolved),
        reached=_tally(stages, ((_stage_at(each, period.last),) for each in raised)),
        resolved_at=_tally(stages, ((each.visit.stage,) for each in resolved)),
        concerns=_tally(procedure.concerns, (each.opened.concerns for each in raised)),
        outcomes=_tally(_outcomes(procedure), ((each.outcome,) for each in resolved)),
        ended=_tally(Ended, ((ended_as(each),) for each in over)),
        owing=_tally(Owing, ((owing_as(each),) for each in still_open)),
        to_resolve=tuple(
            (each.reference, _days_to_resolve(each, calendar_of(each.procedure.nation)))
            for each in resolved
        ),
        in_stage=_days_in_stages(stages, disputes, period, calendar_of),
        late=tuple(
            (each.reference, each.working_days_late or 0)
            for each in over
            if each.status is Status.MISSED
        ),
    )


def _outcomes(procedure: Procedure) -> list[str]:
    return [code for code in outcomes_of(procedure) if code != OPENED_IN_ERROR]


def _stage_at(dispute: Dispute, last: date) -> str:
    """The stage that a dispute was in at the end of a day, or was closed from by then."""
    entered = [visit for visit in dispute.visits if visit.entered.day <= last]
    return (entered or dispute.visits)[-1].stage


def _days_to_resolve(dispute: Dispute, calendar: WorkingCalendar) -> int:
    """Working days from the raising, or else from the first known date, to the closing."""
    raised = dispute.happened(_RAISED)
    begun = raised[0].on.day if raised else dispute.visits[0].entered.day
    assert dispute.closed_at is not None
    return calendar.working_days_between(begun, dispute.closed_at.day)


def _days_in_stages(
    stages: Iterable[str],
    disputes: Iterable[Dispute],
    period: Period,
    calendar_of: Callable[[str], WorkingCalendar],
) -> Mapping[str, Days]:
    """The working days of each visit to a stage that was left in the period, both ends known."""
    days: dict[str, list[tuple[str, int]]] = {stage: [] for stage in stages}
    for dispute in disputes:
        calendar = calendar_of(dispute.procedure.nation)
        for visit in dispute.visits:
            if visit.left and visit.certain and period.holds(visit.left):
                took = calendar.working_days_between(visit.entered.day, visit.left.day)
                days.setdefault(visit.stage, []).append((dispute.reference, took))
    return {stage: tuple(each) for stage, each in days.items()}


# ------------------------------------------------------------------ duties


def _is_counted(deadline: Deadline) -> bool:
    """Whether a duty is counted.

    The procedure's duties are, and dates to keep the child safe, agreed actions and accepted
    recommendations. Reminders are not. Moving a dispute on is counted only if it was missed.
    """
    name = deadline.key.duty
    if name == ONWARD:
        return deadline.status is Status.MISSED
    return not name.startswith(f"{CHASE}:")


def ended_as(deadline: Deadline) -> Ended:
    """The line of the statistics in which a duty that ended is counted."""
    match deadline.status:
        case Status.PAST_GUIDE:
            return Ended.PAST_GUIDE
        case Status.MET:
            return Ended.MET
        case Status.MISSED:
            return Ended.MISSED
        case Status.DONE:
            return Ended.MET_WITHOUT_DATE
        case Status.LEFT:
            return Ended.LEFT
        case Status.ENDED:
            return Ended.ENDED
        case Status.OVERDUE | Status.DUE_TODAY | Status.DUE_SOON | Status.ON_TIME | Status.NO_DATE:
            raise AssertionError(deadline.status)  # it is open
    assert_never(deadline.status)


def owing_as(deadline: Deadline) -> Owing:
    """The line of the statistics in which an open duty is counted."""
    match deadline.status:
        case Status.OVERDUE:
            return Owing.OVERDUE
        case Status.PAST_GUIDE:
            return Owing.PAST_GUIDE
        case Status.DUE_TODAY | Status.DUE_SOON | Status.ON_TIME:
            return Owing.IN_TIME
        case Status.NO_DATE:
            return Owing.NO_DATE
        case Status.MET | Status.MISSED | Status.DONE | Status.LEFT | Status.ENDED:
            raise AssertionError(deadline.status)  # it is over
    assert_never(deadline.status)
