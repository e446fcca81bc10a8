"""Deadlines as an iCalendar file (RFC 5545): references and stages, no text of any record.

The file does not hold the time when it was made. An unchanged record gives the same bytes, so a
subscribed calendar sees only real changes.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from resolutions_cli.core.deadlines.deadline import Deadline, Key
from resolutions_cli.core.entries.own_codes import ACTION, CHASE
from resolutions_cli.core.time.moment import LONDON, Moment, midnight
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value
from resolutions_cli.render.words.concerns import concerns_of_deadline
from resolutions_cli.render.words.words import capital

#: The length of the event for a limit to the minute; it ends when the time is up.
_SHOWN = timedelta(minutes=15)

#: How long before a limit to the minute its alarm rings, and when offices open.
_AHEAD = timedelta(hours=2)
_OPENS = time(9)

_DAY = timedelta(days=1)


class Marked(Value):
    """The deadlines of one dispute, open or not, for a calendar file.

    `origin` is the id of the entry that opened the dispute. `sequence` and `modified` (UTC) rise
    with each addition that dates depend on.
    """

    origin: str
    deadlines: tuple[Deadline, ...]
    sequence: int
    modified: datetime
    calendar: WorkingCalendar


def calendar_file(
    disputes: Iterable[Marked],
    unreadable: Iterable[str],
    as_of: Moment,
    *,
    to_settle: Iterable[str] = (),
    practice: bool = False,
) -> bytes:
    """An iCalendar file with an event for each deadline that has a date.

    An event lasts all day or, for a limit to the minute, its last 15 minutes. The event of a
    deadline that is no longer open is cancelled.

    Each reference in `unreadable` (disputes that cannot be read in full) and in `to_settle` gets
    a warning on the day asked about: a missing date alone would go unnoticed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//resolutions-cli//resolve//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Practice deadlines" if practice else "Safeguarding deadlines")
    for reference in dict.fromkeys(unreadable):
        summary = f"{reference or 'A dispute'}: dates may be wrong or missing"
        calendar.add_component(_warning(reference, "unreadable", summary, as_of.day))
    for reference in dict.fromkeys(to_settle):
        summary = f"{reference}: to be settled, dates may be wrong"
        calendar.add_component(_warning(reference, "to-be-settled", summary, as_of.day))
    for marked in disputes:
        for event in _events(marked):
            calendar.add_component(event)
    made: bytes = calendar.to_ical(sorted=False)
    return made


def _events(marked: Marked) -> Iterator[Event]:
    for deadline in marked.deadlines:
        if deadline.due is not None:
            yield _event(deadline, deadline.due, marked)


def _event(deadline: Deadline, due: Moment, marked: Marked) -> Event:
    event = _begun(uid_of(marked.origin, deadline.key), summary_of(deadline), marked.modified)
    event.add("sequence", marked.sequence)
    event.add("last-modified", marked.modified.replace(microsecond=0))
    event.add("status", "CONFIRMED" if deadline.is_open else "CANCELLED")
    if due.instant is None:
        event.add("dtstart", due.day)
        event.add("dtend", due.day + _DAY)
    else:
        event.add("dtstart", due.instant - _SHOWN)
        event.add("dtend", due.instant)
    said = (
        f"How this date was counted: resolve explain {deadline.reference}",
        *map(capital, _concerns(deadline)),
    )
    event.add("description", "\n".join(said))
    if deadline.is_open:
        event.add_component(_alarm(summary_of(deadline), trigger_of(due, marked.calendar)))
    return event


def _concerns(deadline: Deadline) -> Iterator[str]:
    """The concerns about an open deadline, without names because others see the calendar."""
    return concerns_of_deadline(deadline) if deadline.is_open else iter(())


def _warning(reference: str, of: str, summary: str, day: date) -> Event:
    event = _begun(uid_of(reference, Key(None, 0, of)), summary, midnight(day))
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("description", f"resolve verify {reference}".strip())
    return event


def _begun(uid: str, summary: str, stamp: datetime) -> Event:
    """An event with the properties that all share: private, and not shown as busy."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def uid_of(origin: str, key: Key) -> str:
    """The event's id, which stays the same when the date changes; from codes, never texts."""
    parts = [origin, key.stage, key.visit, key.duty, key.agency, key.time]
    return str(uuid5(NAMESPACE_URL, f"resolve:{json.dumps(parts)}"))


def summary_of(deadline: Deadline) -> str:
    """Reference and stage, or an action's number; no names, because others see the calendar."""
    stage, (kind, _, number) = deadline.key.stage, deadline.key.duty.partition(":")
    if kind in (ACTION, CHASE):
        return f"{deadline.reference} {'agreed action' if kind == ACTION else 'reminder'} {number}"
    return f"{deadline.reference} stage {stage}" if stage else f"{deadline.reference} whole dispute"


def _alarm(summary: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", trigger)
    alarm.add("description", summary)
    return alarm


def trigger_of(due: Moment, calendar: WorkingCalendar) -> timedelta:
    """The alarm's time, counted from the start of the event and always before it.

    For a date it is 09:00 on the working day before. For a limit to the minute it is two hours
    before the limit. If that is before 09:00 or on a day off, it is 09:00 on the working day
    before.
    """
    if due.instant is None:
        start = datetime.combine(due.day, time())
        return _opening_before(due.day, calendar) - start
    ahead = due.instant - _AHEAD
    local = ahead.astimezone(LONDON)
    if not calendar.is_working_day(local.date()) or local.time() < _OPENS:
        wall = _opening_before(local.date(), calendar)
        ahead = wall.replace(tzinfo=LONDON)
    return ahead - (due.instant - _SHOWN)


def _opening_before(day: date, calendar: WorkingCalendar) -> datetime:
    """09:00 local time on the last working day before `day`."""
    return datetime.combine(calendar.working_day_on_or_before(day - _DAY), _OPENS)
