"""A timeline in words, for readers who do not see the picture."""

import itertools
import string
from collections.abc import Iterator

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline, End, Status
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.views.timeline import DutyLine, Happening, Lane, MarkKind, Timeline
from resolutions_cli.render.words.concerns import concerns_of_deadline, ended_words
from resolutions_cli.render.words.words import (
    PROVISIONAL,
    capital,
    clock_words,
    day_words,
    event_words,
    moment_words,
    remaining_words,
    several,
    shown,
    status_words,
    waits_for,
)

#: The meaning of each mark, for the legend of every picture. Other limits look alike, both the
#: stage's own and those of a later stage.
MARK_WORDS = {
    MarkKind.DUE: "the limit that applies",
    MarkKind.LIMIT: "another limit",
    MarkKind.AHEAD: "another limit",
    MarkKind.SAFE: "the date set to keep the child safe",
    MarkKind.AIM: "target date",
    MarkKind.DONE: "done",
}

#: The most bank holidays named; beyond it, only their number is given.
_MOST_NAMED = 16

_HAPPENINGS = {
    "opened": "the dispute was opened",
    "closed": "the dispute was closed",
    "risk": "the immediate risk began",
    "risk-ended": "the immediate risk ended",
}


def happening_words(happening: Happening, procedure: Procedure) -> str:
    """An event, or a plan, and its date."""
    words = _HAPPENINGS.get(happening.name)
    words = words or event_words(happening.name, procedure, planned=happening.planned)
    agency = f" ({shown(happening.agency)})" if happening.agency else ""
    if happening.planned:
        return f"planned for {moment_words(happening.on)}: {words}{agency}"
    return f"{words}{agency}, {moment_words(happening.on)}"


def lettered(timeline: Timeline) -> tuple[tuple[str, Happening], ...]:
    """The events, each with its letter in the picture; "+" from the fifty-third on."""
    letters = itertools.chain(string.ascii_letters, itertools.repeat("+"))
    return tuple(zip(letters, timeline.happenings, strict=False))


def duty_words(deadline: Deadline) -> str:
    """A deadline's title, agency and time."""
    agency = f" ({shown(deadline.key.agency)})" if deadline.key.agency else ""
    time = f", time {deadline.key.time}" if deadline.key.time > 1 else ""
    return f"{deadline.owed.title}{agency}{time}"


def stage_words(lane: Lane) -> str:
    """A stage's title, with the number of the visit from the second on."""
    again = f" (visit {lane.number})" if lane.number > 1 else ""
    return f"{lane.stage.title}{again}"


def lane_status(lane: Lane) -> str:
    """The status of a stage's main deadline; without one, the reason."""
    if lane.deadline:
        return status_words(lane.deadline)
    return "later stage" if lane.is_ahead else "not known"


def stay_words(lane: Lane) -> str:
    """The time that the dispute spent in a stage."""
    if lane.entered is None:
        return "later stage"
    if not lane.certain:
        return f"from {moment_words(lane.entered)}, left on a date not known"
    left = f" to {moment_words(lane.left)}" if lane.left else ", here now"
    return f"from {moment_words(lane.entered)}{left}"


def due_words(clock: Clock | None, stage: str | None) -> str:
    """A limit's date and rule, with its stage if that is another one."""
    if clock is None or clock.due is None:
        return ""
    whose = f" (stage {clock.stage})" if clock.stage and clock.stage != stage else ""
    planned = ", counted from a planned date" if clock.planned else ""
    return f"{moment_words(clock.due)}, {clock_words(clock)}{whose}{planned}"


def binding_of(lane: Lane) -> Clock | None:
    """The limit of a stage that ends first, a stage ahead included."""
    return next((mark.clock for mark in lane.marks if mark.kind is MarkKind.DUE), None)


def standing_words(deadline: Deadline, timeline: Timeline, due: str = "") -> str:
    """A deadline's status, with the time left or its end, `due` and its concerns.

    That the stage was left is not repeated, because the stage's own line says so.
    """
    remaining, done = remaining_words(deadline, timeline.as_of), deadline.owed.done
    if done and done.how is End.FULFILLED:
        words = (f"{status_words(deadline)} {moment_words(done.at)}", remaining)
    elif done and (done.how is End.MOVED_ON or deadline.status is Status.LEFT):
        words = (status_words(deadline), remaining)
    else:
        words = (status_words(deadline), ended_words(deadline, timeline.dispute) or remaining)
    said = ": ".join(filter(None, (", ".join(filter(None, words)), due)))
    procedure = timeline.dispute.procedure
    return "; ".join((said, *concerns_of_deadline(deadline, procedure)))


def cap_words(timeline: Timeline) -> str:
    """The cap on the rest of the route; empty if there is none."""
    cap = timeline.cap
    return f"{clock_words(cap)}, {moment_words(cap.due)}" if cap and cap.due else ""


def title_words(timeline: Timeline) -> str:
    """The title of the picture, without any text of the record."""
    dispute = timeline.dispute
    where = f"stage {dispute.stage.id}" if dispute.is_open else "closed"
    return f"Timeline of {shown(dispute.reference)}, {where}"


def extent_words(timeline: Timeline) -> str:
    """The first and last day, and the moment asked about."""
    days = f"{day_words(timeline.first)} to {day_words(timeline.last)}"
    return f"{days}, as of {moment_words(timeline.as_of)}"


def holidays_words(timeline: Timeline) -> str:
    """The bank holidays by name, or only their number if there are many; empty for none."""
    holidays = [off for off in timeline.days_off if not off.is_weekend]
    if len(holidays) > _MOST_NAMED:
        return several(len(holidays), "bank holiday")
    return "; ".join(f"{day_words(off.day)}: {off.why}" for off in holidays)


def timeline_words(timeline: Timeline) -> str:
    """The whole timeline in sentences."""
    return " ".join(f"{sentence}." for sentence in _sentences(timeline))


def _sentences(timeline: Timeline) -> Iterator[str]:
    yield f"{title_words(timeline)}: {extent_words(timeline)}"
    for happening in timeline.happenings:
        yield capital(happening_words(happening, timeline.dispute.procedure))
    for lane in timeline.lanes:
        yield "; ".join(_lane_words(lane, timeline))
        for line in lane.lines:
            yield "; ".join(_line_words(line, timeline))
    for line in timeline.whole:
        yield "; ".join(_line_words(line, timeline))
    if cap := cap_words(timeline):
        yield f"The whole route must end within this limit: {cap}"
    if holidays := holidays_words(timeline):
        yield f"Bank holidays: {holidays}"
    if timeline.provisional:
        yield capital(PROVISIONAL)


def _lane_words(lane: Lane, timeline: Timeline) -> Iterator[str]:
    yield f"Stage {lane.stage.id}, {stage_words(lane)}: {stay_words(lane)}"
    if due := due_words(binding_of(lane), lane.stage.id):
        yield f"due {due}"
    elif lane.deadline:
        yield waits_for(lane.deadline)
    if lane.deadline:
        yield standing_words(lane.deadline, timeline)


def _line_words(line: DutyLine, timeline: Timeline) -> Iterator[str]:
    deadline = line.deadline
    yield capital(duty_words(deadline))
    due = due_words(deadline.binding, deadline.key.stage)
    yield f"due {due}" if due else waits_for(deadline)
    yield standing_words(deadline, timeline)
