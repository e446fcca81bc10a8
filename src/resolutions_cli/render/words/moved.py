"""The dates that a change moves, in words."""

from collections.abc import Iterable, Iterator

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.views.moved import DateMoved
from resolutions_cli.render.words.words import moment_words, shown, status_words, waits_for

#: Said where the change moves no date.
NO_DATE_MOVES = "No date moves."


def moved_lines(rows: Iterable[DateMoved]) -> Iterator[str]:
    """A line for each date that moves: what must be done, its date now and its date then."""
    for row in rows:
        what = shown(row.what)
        if row.before is None and row.after:
            yield f"{what}: new, {_state(row.after)}"
        elif row.after is None and row.before:
            yield f"{what}: {_state(row.before)}, then no longer a deadline"
        elif row.before and row.after:
            yield f"{what}: {_state(row.before)}, then {_state(row.after)}"


def _state(deadline: Deadline) -> str:
    """The date of a deadline, or that it has ended."""
    if not deadline.is_open:
        date = f" (due {moment_words(deadline.due)})" if deadline.due else ""
        return f"{status_words(deadline)}{date}"
    return moment_words(deadline.due) if deadline.due else waits_for(deadline)
