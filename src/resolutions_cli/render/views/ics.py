"""Deadlines as an iCalendar file (RFC 5545): references and stages, no text of any record.

The file is a function of the record: nothing in it depends on when it was made, so an unchanged
record gives the same bytes, and a calendar that is subscribed to it is told of changes only.
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

#: How long the event of a limit to the minute is; it ends when the time is up.
_SHOWN = timedelta(minutes=15)

#: How long before a limit to the minute the alarm comes, and when the office opens.
_AHEAD = timedelta(hours=2)
_OPENS = time(9)

_DAY = timedelta(days=1)


class Marked(Value):
    """Duties of one dispute, open or not, as a calendar marks them.

    `origin` is the id of the entry that opened the dispute. `sequence` and `modified` (UTC) rise
    whenever anything that dates rest on was added.
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
    """Each duty that has a date as an event: all day, or for a limit to the minute its last
    quarter of an hour. What nobody owes any more is cancelled.

    `unreadable` are references of disputes of which something cannot be read: each is an event
    on the day asked about, since a date that is only missing would not be missed. So is each
    that is `to_settle`.
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
    said = (f"resolve explain {deadline.reference}", *map(capital, _concerns(deadline)))
    event.add("description", "\n".join(said))
    if deadline.is_open:
        event.add_component(_alarm(summary_of(deadline), trigger_of(due, marked.calendar)))
    return event


def _concerns(deadline: Deadline) -> Iterator[str]:
    """What stands against an open deadline, without a name: a calendar is seen by others."""
    return concerns_of_deadline(deadline) if deadline.is_open else iter(())


def _warning(reference: str, of: str, summary: str, day: date) -> Event:
    event = _begun(uid_of(reference, Key(None, 0, of)), summary, midnight(day))
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("description", f"resolve verify {reference}".strip())
    return event


def _begun(uid: str, summary: str, stamp: datetime) -> Event:
    """What all events have: they are private, and leave whoever has them free."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def uid_of(origin: str, key: Key) -> str:
    """The same for a duty through all changes of its date; from codes, never from texts."""
    parts = [origin, key.stage, key.visit, key.duty, key.agency, key.time]
    return str(uuid5(NAMESPACE_URL, f"resolve:{json.dumps(parts)}"))


def summary_of(deadline: Deadline) -> str:
    """Reference and stage, or the number of an action: a calendar is seen by others."""
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
    """When the alarm comes, counted from the start of the event; always before it.

    Of a date: 09:00 on the working day before. Of a limit to the minute: two hours before it,
    or, where that is no working day or before 09:00, 09:00 on the working day before.
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
    """09:00 on the last working day before a day, on the clock on the wall."""
    return datetime.combine(calendar.working_day_on_or_before(day - _DAY), _OPENS)
