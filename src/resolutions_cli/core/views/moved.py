"""The dates that a change to the record moves: the deadlines with the change and without it."""

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline, urgency
from resolutions_cli.core.value import Value


class DateMoved(Value):
    """A deadline that is not the same before and after a change.

    `before` is None where the change makes the deadline, `after` where it takes it away.
    """

    what: str
    before: Deadline | None
    after: Deadline | None


def dates_moved(before: Case | None, after: Case) -> tuple[DateMoved, ...]:
    """Every deadline that has another date, that begins or goes, or that ends in another way; the
    most urgent first.

    `before` is None where the change opens the dispute.
    """
    then = {deadline.key: deadline for deadline in before.deadlines} if before else {}
    now = {deadline.key: deadline for deadline in after.deadlines}
    either = sorted({**then, **now}.values(), key=urgency)
    return tuple(
        DateMoved(_title(deadline), was, becomes)
        for deadline in either
        for was, becomes in ((then.get(deadline.key), now.get(deadline.key)),)
        if not (was and becomes and _stands(was) == _stands(becomes))
    )


def _title(deadline: Deadline) -> str:
    agency = deadline.key.agency
    return f"{deadline.owed.title} ({agency})" if agency else deadline.owed.title


def _stands(deadline: Deadline) -> tuple[object, ...]:
    """The date of a deadline, and how it ended; how near an open one is follows from its date."""
    ended = None if deadline.is_open else (deadline.status, deadline.is_done_late)
    return deadline.due, ended
