"""What a newer list of bank holidays does to the deadlines that are open."""

from collections.abc import Iterable

from resolutions_cli.core.case import Case
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class MovedDeadline(Value):
    """An open deadline as it is under the newer list, and when it was due before."""

    deadline: Deadline
    was: Moment
    is_now: Moment


def moved_deadlines(before: Iterable[Case], after: Iterable[Case]) -> list[MovedDeadline]:
    """The open deadlines of the same disputes that have another date, in the order of `after`."""
    dates = {(d.reference, d.key): d.due for case in before for d in case.open_deadlines}
    return [
        MovedDeadline(deadline, was, deadline.due)
        for case in after
        for deadline in case.open_deadlines
        if (was := dates.get((deadline.reference, deadline.key)))
        and deadline.due
        and deadline.due != was
    ]
