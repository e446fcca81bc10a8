"""`resolve` alone: the deadlines here in a few lines, and what to type next."""

import os
from datetime import date

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.board import Board, read_board
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.views.select import Selection, Wanted, select
from resolutions_cli.files.disk.places import data_folder
from resolutions_cli.render.words.words import day_words, several

_NEXT = (
    ("due", "shows every deadline, the most urgent first"),
    ("next", "says what to do now, and who does it"),
    ("open", "opens a dispute"),
    ("--help", "lists every command"),
)

_START = (
    ("demo", "makes a small invented log to try things in"),
    ("init ~/disputes", "makes the folder for your own log"),
    ("open", "opens your first dispute"),
    ("--help", "lists every command"),
)

_PUT_RIGHT = (
    ("where", "says which folder and settings are used"),
    ("--help", "lists every command"),
)


def show_glance() -> int:
    """Print the next deadlines of the workspace, or how to start. Returns the exit code."""
    try:
        run = Run.start(SharedOptions())
        known = read_board(run, closed=False)
        found = select(known.disputes, Wanted(), run.as_of, run.calendar)
    except errors.NoWorkspace:
        looked = [folder for folder in (data_folder(os.environ),) if folder]
        streams.say("There is no log of disputes in this folder or in a folder above it")
        streams.say("".join(f",\nnor in {folder}" for folder in looked) + ".\n")
        _say_what_to_type(_START)
        return 0
    except errors.ResolveError as error:
        _say_what_to_type(_PUT_RIGHT)
        return streams.complain(error)
    streams.say(f"{_where(run, known)}\n{_counts(found, run.as_of.day)}\n")
    _say_what_to_type(_NEXT)
    if not known.unreadable and not known.problems:
        return 0
    streams.remark(
        "resolve: error: something here cannot be read, so a date may be missing or wrong\n"
        "  `resolve verify` says what and where"
    )
    return _UNREADABLE


#: The exit code if part of the workspace could not be read.
_UNREADABLE = 5


def _where(run: Run, known: Board) -> str:
    """How many disputes are open in which folder."""
    disputes = sum(each.summary.is_open for each in known.disputes)
    verb = "is" if disputes == 1 else "are"
    return f"{several(disputes, 'dispute')} {verb} open in {run.workspace.folder}."


def _counts(found: Selection, today: date) -> str:
    """How many deadlines are late, for today and soon, and the next date after today."""
    late = [each for each in found.deadlines if _is_late(each)]
    coming = [each for each in found.deadlines if not _is_late(each)]
    now = sum(each.status is Status.DUE_TODAY for each in coming)
    soon = sum(each.status is Status.DUE_SOON for each in coming)
    counts = [f"{len(late)} late", f"{now} due today", f"{soon} due soon"]
    if found.quiet:
        counts.append(f"{len(found.quiet)} quiet")
    days = [act.last_day for each in coming if (act := each.act_by or each.due)]
    ahead = [day for day in days if day > today]
    next_date = f" The next date is {day_words(min(ahead))}." if ahead else ""
    return f"{', '.join(counts)}.{next_date}"


def _is_late(deadline: Deadline) -> bool:
    """Whether its time is over; of telling somebody about a risk it is from the first minute."""
    return deadline.status is Status.OVERDUE or deadline.is_telling


def _say_what_to_type(ways: tuple[tuple[str, str], ...]) -> None:
    width = max(len(typed) for typed, _ in ways)
    streams.say("".join(f"  resolve {typed.ljust(width)}  {does}\n" for typed, does in ways))
