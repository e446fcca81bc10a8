"""Notes about a date, in words."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from resolutions_cli.core.deadlines.deadline import Deadline, Moved
from resolutions_cli.render.words.words import (
    MOVED_WITHIN_THE_DAY,
    PROVISIONAL,
    day_words,
    moment_words,
    several,
)

if TYPE_CHECKING:
    from resolutions_cli.core.procedure.model import Procedure


def notes_of(deadline: Deadline, procedure: "Procedure | None" = None) -> tuple[str, ...]:
    """The notes on a deadline's date; with a procedure, concerns name events and details."""
    notes: list[str] = []
    if deadline.is_open and deadline.owed.unknown:
        notes.extend(_sooner_once_known(deadline))
    guide = deadline.owed.guide
    if guide and deadline.is_open and guide != deadline.due:
        notes.append(f"the text asks for it by {moment_words(guide)}")
    elif guide and deadline.owed.is_guided:
        notes.append("a date that the text only asks for")
    notes.extend(_other_readings(deadline))
    if deadline.provisional:
        notes.append(PROVISIONAL)
    if deadline.planned:
        notes.append("counted from a planned date")
    if deadline.past_aim:
        notes.append("past the target date")
    if deadline.moved:
        notes.append(f"{moved_words(deadline.moved)}: {deadline.moved.why}")
    if deadline.is_open and deadline.act_by and deadline.due and deadline.act_by != deadline.due:
        notes.append(f"not a working day: act by {day_words(deadline.act_by.day)}")
    if deadline.owed.concerns or deadline.days_here is not None:
        # imported only when needed: the import takes as long as making a whole list
        from resolutions_cli.render.words.concerns import concerns_of_deadline

        notes.extend(concerns_of_deadline(deadline, procedure))
    return tuple(notes)


def _sooner_once_known(deadline: Deadline) -> Iterator[str]:
    """What to record because it may make the date earlier, apart from what gives it its date."""
    said = [clock.limit.start for clock in deadline.owed.clocks if clock.pending_on and clock.limit]
    lacking = [each for each in deadline.owed.unknown if deadline.due or each not in said]
    if lacking:
        yield f"may be sooner: record when {' and when '.join(lacking)}"


def _other_readings(deadline: Deadline) -> Iterator[str]:
    """What another reading of a limit gives, where the text can be read two ways."""
    clocks = deadline.owed.clocks
    for first, second in pairwise(clocks):
        if second.second and first.due and second.due and first.due != second.due:
            other = second.due if deadline.due != second.due else first.due
            yield f"the text can be read two ways: the other gives {moment_words(other)}"


def moved_words(moved: Moved) -> str:
    """ "moved later by 3 working days", or by calendar days if no working day lies between."""
    if moved.working_days:
        return f"moved later by {several(moved.working_days, 'working day')}"
    return f"moved later by {several(moved.days, 'day')}" if moved.days else MOVED_WITHIN_THE_DAY
