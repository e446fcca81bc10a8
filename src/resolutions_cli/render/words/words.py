"""Dates, amounts, statuses and typed text in words; the same in every locale."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from resolutions_cli.core.deadlines.clock import AT_ONCE, Clock
from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.entries.own_codes import ACTION
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.text import harmless
from resolutions_cli.core.time.amount import Counting
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.time.working_days import CalendarSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from resolutions_cli.core.deadlines.summary import SummaryAsOf
    from resolutions_cli.core.procedure.model import Procedure

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MONTHS_IN_FULL = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

STATUS_WORDS = {
    Status.OVERDUE: "OVERDUE",
    Status.PAST_GUIDE: "PAST GUIDE",
    Status.DUE_TODAY: "DUE TODAY",
    Status.DUE_SOON: "DUE SOON",
    Status.ON_TIME: "ON TIME",
    Status.NO_DATE: "NO DATE",
    Status.MET: "DONE",
    Status.MISSED: "MISSED",
    Status.DONE: "DONE",
    Status.LEFT: "LEFT",
    Status.ENDED: "NO LONGER DUE",
}

NOW, QUIET, DONE_LATE = "NOW", "QUIET", "DONE LATE"

#: The style of a deadline done late; any other status has its code as style.
DONE_LATE_STYLE = "done-late"

#: The status of a dispute that was moved in two copies of the record, here and in sheets.
TO_BE_SETTLED, TO_BE_SETTLED_STYLE = "TO BE SETTLED", "to-be-settled"

#: The warning for such a dispute: the view shows the moves that count so far.
SETTLE_WORDS = (
    f"{TO_BE_SETTLED}: this dispute was moved on two machines before they were synced. What you"
    " see here counts until somebody chooses which move counts."
)

#: The nation whose bank holidays count.
NATION_WORDS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
    "uk-any": "the whole United Kingdom",
}

PROVISIONAL = "may change: the bank holidays of that time are not published yet"

MOVED_WITHIN_THE_DAY = "moved later on the same day"

#: Hours are shown instead of working days for an instant nearer than this.
_NEAR = timedelta(hours=48)

#: Lateness of something to be done at once is real time, shown in days from here on.
_DAYS_FROM = timedelta(hours=72)


def day_words(day: date) -> str:
    """ "Wed 2 Dec 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def date_words(day: date) -> str:
    """ "2 December 2026": a date in a title or a sentence; tables have `day_words`."""
    return f"{day.day} {_MONTHS_IN_FULL[day.month - 1]} {day.year}"


def moment_words(moment: Moment) -> str:
    """A date, or a date with its London time; midnight is the end of the day before."""
    if moment.instant is None:
        return day_words(moment.day)
    if moment.last_day != moment.day:
        return f"end of {day_words(moment.last_day)}"
    return f"{day_words(moment.day)} {moment.instant.astimezone(LONDON):%H:%M}"


def when_words(moment: Moment) -> str:
    """ "2 December 2026", or "2 December 2026 at 3:30pm": a date, or a time, in a sentence."""
    if moment.instant is None:
        return date_words(moment.day)
    if moment.last_day != moment.day:
        return f"midnight at the end of {date_words(moment.last_day)}"
    return f"{date_words(moment.day)} at {_time_words(moment.instant.astimezone(LONDON))}"


def _time_words(time: datetime) -> str:
    """ "9am", "3:30pm", "midday"."""
    if (time.hour, time.minute) == (12, 0):
        return "midday"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def source_words(source: CalendarSource) -> str:
    """The source of the bank holidays, and the dates between which they are confirmed."""
    listed = "imported on" if source.imported else "list of"
    return (
        f"{source.title}, {listed} {day_words(source.listed_on)}, confirmed from "
        f"{day_words(source.confirmed_from)} to {day_words(source.confirmed_until)}"
    )


def source_warnings(source: CalendarSource, day: date) -> list[str]:
    """The reasons to import a newer list of bank holidays on a day; empty without any."""
    warnings = []
    if source.ends_soon(day):
        until = day_words(source.confirmed_until)
        warnings.append(f"bank holidays are confirmed only up to {until}")
    if source.is_old(day):
        listed = day_words(source.listed_on)
        warnings.append(f"the list of bank holidays is more than 12 months old ({listed})")
    return warnings


def recorded_words(instant: datetime) -> str:
    """The time of recording, in London time."""
    return moment_words(Moment.of(instant))


def several(number: int, noun: str) -> str:
    """ "1 working day", "3 working days", "2 entries"."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("ry") else f"{number} {noun}s"


def status_words(deadline: Deadline) -> str:
    """The status in the words of the tables; a missed deadline that was met later is DONE LATE."""
    if deadline.is_now:
        return NOW
    return DONE_LATE if deadline.is_done_late else STATUS_WORDS[deadline.status]


def status_style(deadline: Deadline) -> str:
    """The name of the status's style, for which every palette has a colour."""
    if deadline.is_now:
        return NOW
    return DONE_LATE_STYLE if deadline.is_done_late else deadline.status.value


def remaining_words(deadline: Deadline, as_of: Moment) -> str:
    """ "3 working days left", "2 working days over", "20 minutes late"; empty without a date.

    A date that passed and was then given up has "9 working days past it".
    """
    if deadline.status is Status.MISSED:
        return _late_words(deadline)
    if deadline.due is None or not deadline.is_open:
        return ""
    over = deadline.is_past
    if deadline.due.instant:
        gap = abs(deadline.due.instant - as_of.ends)
        if not gap:
            return "at once" if deadline.is_now else "this minute"
        if gap < _NEAR or _is_at_once(deadline):
            return f"{_span_words(gap)} {'over' if over else 'left'}"
    if over:
        return f"{_days_words(deadline.working_days_over, deadline.due, as_of)} over"
    if deadline.status is Status.DUE_TODAY:
        return "today"
    return f"{several(deadline.working_days_left or 0, 'working day')} left"


def _is_at_once(deadline: Deadline) -> bool:
    """Whether the deadline must be met at once, so that lateness counts to the minute."""
    return deadline.binding is not None and deadline.binding.is_at_once


def _late_words(deadline: Deadline) -> str:
    """How late a deadline was met, or how long it was past its date when it ended otherwise."""
    due, done = deadline.due, deadline.owed.done
    late = "late" if done is None or done.fulfilled else "past it"
    if due and due.instant and done and done.at.instant:
        gap = done.at.instant - due.instant
        if gap < _NEAR or _is_at_once(deadline):
            return f"{_span_words(gap)} {late}"
    if due is None or done is None:
        return late
    return f"{_days_words(deadline.working_days_late, due, done.at)} {late}"


def _days_words(working_days: int | None, due: Moment, until: Moment) -> str:
    """A number of working days, or of calendar days if no working day lies between."""
    if working_days:
        return several(working_days, "working day")
    return several((until.day - due.last_day).days, "day")


def _span_words(gap: timedelta) -> str:
    """Real time, weekends included: minutes, hours up to three days, then days."""
    minutes = gap // timedelta(minutes=1)
    if minutes < 60:
        return several(minutes, "minute")
    return several(minutes // 60, "hour") if gap < _DAYS_FROM else several(gap.days, "day")


def waits_for(deadline: Deadline) -> str:
    """Why a deadline has no date yet, and what to record so that it has one."""
    limits = [clock.limit for clock in deadline.owed.clocks if clock.limit]
    if said := next((limit.said for limit in limits if limit.said), ""):
        return f'the text says "{said}"'
    clocks = [clock for clock in deadline.owed.clocks if clock.pending_on]
    if clocks and not deadline.is_open:
        return "no date was set"
    if not clocks and deadline.key.duty.startswith(f"{ACTION}:"):
        return "no date is recorded for it"
    if not clocks:
        return "no time limit"
    return f"no date yet: {' and '.join(dict.fromkeys(map(_awaited, clocks)))}"


def _awaited(clock: Clock) -> str:
    """What to record so that a clock runs."""
    if clock.limit is None or clock.pending_on == "agreement":
        return "agree one"
    if not clock.limit.counts_from_event:
        return f"it counts from when {clock.limit.start}"
    if clock.limit.backward:
        return f"record or plan {clock.limit.start}"
    return f"record when {clock.limit.start}"


def start_words(clock: Clock) -> str:
    """What a clock counts from, as "the disagreement was raised"; empty for a date of its own."""
    if clock.limit is None:
        return "the immediate risk began" if clock.rule == AT_ONCE else ""
    return clock.limit.start


#: The words for clocks that no procedure has.
_OWN_RULES = {
    AT_ONCE: "at once",
    "sooner": "the date set to keep the child safe",
    "reminder": "the date of your reminder",
    "agreed action": "the date agreed for the action",
}


def clock_words(clock: Clock) -> str:
    """A limit as "10 working days after the disagreement was raised"."""
    if clock.limit is None:
        return _OWN_RULES.get(clock.rule, clock.rule)
    return limit_words(clock.limit)


def limit_words(limit: Limit) -> str:
    """A limit of a procedure in words, whatever its start is."""
    if limit.said:
        return f'the text says "{limit.said}"'
    if limit.amount is None:
        return "by agreement"
    if limit.backward:
        return f"{limit.amount.words} before {limit.start}"
    match limit.amount.unit.counting:
        case Counting.SAME_DAY if limit.amount.words == "same day":
            return f"the same day that {limit.start}"
        case Counting.SAME_DAY:
            return f"{limit.amount.words}, on the day that {limit.start}"
        case Counting.AT_ONCE:
            return f"at once when {limit.start}"
        case Counting.WORKING_DAYS | Counting.DAYS | Counting.MONTHS | Counting.HOURS:
            return f"{limit.amount.words} after {limit.start}"
    assert_never(limit.amount.unit.counting)


def event_words(event: str, procedure: "Procedure", *, planned: bool = False) -> str:
    """An event as a short sentence without a capital, or by its name where it is planned."""
    # imported only when needed: a list knows no procedure
    from resolutions_cli.core.procedure.plain_words import event_name, happened_words

    known = procedure.events.get(event)
    if known is None:
        return shown(event)
    return event_name(known) if planned else happened_words(known)


def check_words(label: str, checked: date | None) -> str:
    """A warning that a procedure file was not checked within a year.

    Nearly every list needs it, so it is here: a list then need not import `concerns`.
    """
    if checked is None:
        return f"nobody has recorded a check of {label} against the published text"
    day = day_words(checked)
    return f"{label} was checked against the published text on {day}, over a year ago"


def unchecked_procedures(disputes: "Iterable[SummaryAsOf]") -> tuple[str, ...]:
    """A line for each procedure that was not checked within a year."""
    found = (each for each in disputes if not each.is_checked)
    checked = {each.summary.label: each.checked_on for each in found}
    return tuple(f"note: {check_words(*each)}" for each in checked.items())


def capital(words: str) -> str:
    """The words with a capital at the beginning."""
    return words[:1].upper() + words[1:]


#: Typed text made harmless on one line: control and bidirectional characters escaped.
shown = harmless


def shown_lines(text: str) -> list[str]:
    """The lines of a typed text, each made harmless."""
    return [shown(line) for line in text.replace("\r\n", "\n").split("\n")]
