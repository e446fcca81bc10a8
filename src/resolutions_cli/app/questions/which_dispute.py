"""Which dispute a command is about: as typed, `-` for the last one, or chosen from a list."""

from collections.abc import Iterable
from enum import Enum

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.choose import Choices, some_of
from resolutions_cli.app.read import Read, Shelf, read_all, read_one, read_onto
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import urgency
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.views.likeness import similar_to
from resolutions_cli.files.record.log import find_log, read_logs
from resolutions_cli.files.workspace.folders import list_disputes

#: Typed in the place of a reference: the dispute that this account recorded in last.
LAST = "-"

#: How many disputes are listed; letters find the others.
_LISTED = 15


class Kind(Enum):
    """Which disputes a command can be about, as a list of them is called."""

    OPEN = "open"
    CLOSED = "closed"
    ANY = "recorded"


def dispute_meant(run: Run, typed: str | None, kind: Kind = Kind.OPEN) -> str:
    """The reference of the dispute, as it was typed; on a terminal chosen from those of the
    `kind` when nothing was typed, and asked about when it is nearly one.

    Raises UsageError in a script, NothingRecordedYet for `-`.
    """
    if typed is None:
        if not run.is_interactive:
            raise missing("REF")
        return _chosen(run, kind)
    if typed.strip() == LAST:
        return _said_aloud(last_recorded(run))
    if run.is_interactive:
        try:
            find_log(run.workspace, typed)
        except errors.NearlyADispute as fault:
            near = str(fault.facts["near"])
            if not ask.confirm(run, f"There is no dispute {typed}. Do you mean {near}?"):
                raise
            return near
        except errors.ResolveError:
            pass  # the command itself says it
    return typed


def disputes_meant(run: Run, typed: Iterable[str]) -> list[str]:
    """As `dispute_meant`, of several that were typed."""
    return [dispute_meant(run, each, Kind.ANY) for each in typed]


def missing(argument: str) -> "errors.UsageError":
    """The error for an argument that is missing in a script."""
    from typer._click.globals import get_current_context

    command = get_current_context().command_path
    return errors.UsageError(problem=f"{argument} is missing", command=command)


def _said_aloud(reference: str) -> str:
    streams.remark(f"resolve: dispute {reference}")
    return reference


# ------------------------------------------------------------------ the last one


def last_recorded(run: Run) -> str:
    """The dispute in which whoever records here recorded last. Raises NothingRecordedYet."""
    newest = sorted(
        ((_newest_file(run, name), name) for name in list_disputes(run.workspace).references),
        reverse=True,
    )
    best = ("", "")
    for time, name in newest:
        if time < best[0]:
            break  # a folder holds nothing newer than its newest file
        for log in read_logs(run.workspace.disputes / name):
            best = max(best, (_last_by(log, run.by), log.reference))
    if not best[0]:
        raise errors.NothingRecordedYet
    return best[1]


def _newest_file(run: Run, reference: str) -> str:
    """When the newest entry of a dispute was recorded, by the names of its files."""
    try:
        names = [each.name for each in (run.workspace.disputes / reference).iterdir()]
    except OSError:
        return ""
    return max((name[:20] for name in names if name[:1].isdigit()), default="")


def _last_by(log: Log, name: str) -> str:
    """When somebody recorded last in a log, as the name of a file has it; empty for never."""
    own = [entry.recorded for entry in log.entries if entry.texts.get("by") == name]
    return f"{max(own):%Y%m%dT%H%M%S.%f}"[:19] + "Z" if own else ""


# ------------------------------------------------------------------ chosen from a list


def _chosen(run: Run, kind: Kind) -> str:
    """The dispute that somebody chooses. Raises NoneToChoose."""
    reads = _of_kind(run, kind)
    if not reads:
        raise errors.NoneToChoose(kind=kind.value)
    means = {read.log.reference: _line(read) for read in reads}
    if len(means) == 1:
        return _said_aloud(next(iter(means)))
    choices = Choices("dispute", means)
    choices.show(run, list(means)[:_LISTED])
    if len(means) > _LISTED:
        ask.explain(f"and {len(means) - _LISTED} more: type letters of the file or the agency")

    def read(typed: str) -> tuple[str, ...]:
        return (last_recorded(run),) if typed.strip() == LAST else choices.read(typed)

    return choices.one(run, lambda _: ask.ask(run, "REF", "which dispute", read))


def _of_kind(run: Run, kind: Kind) -> list[Read]:
    """The disputes of that kind that can be read: those of today first, then by urgency."""
    shelf = Shelf()
    for reference in list_disputes(run.workspace).references:
        read_onto(shelf, run, reference, words=True)
    wanted = [
        read for read in shelf.reads if kind is Kind.ANY or _is_open(read) == (kind is Kind.OPEN)
    ]
    today = run.now.astimezone(LONDON).date()

    def order(read: Read) -> tuple[bool, bool, object]:
        newest = max(entry.recorded for entry in read.log.entries)
        now = newest.astimezone(LONDON).date() == today or _is_due(read, today)
        deadline = min(read.case.open_deadlines, key=urgency, default=None)
        return not now, deadline is None, urgency(deadline) if deadline else ()

    return sorted(wanted, key=order)


def _is_open(read: Read) -> bool:
    return read.case.dispute.is_open


def _is_due(read: Read, today: object) -> bool:
    return any(each.due and each.due.day == today for each in read.case.open_deadlines)


def _line(read: Read) -> str:
    """A dispute on one line: the child's file, the agencies, the stage."""
    dispute = read.case.dispute
    children = ", ".join(filter(None, dispute.entries[0].numbered("child")))
    here = dispute.stage
    stage = f"stage {here.id}" if here.id.isdecimal() else here.title
    if not dispute.is_open:
        stage = "closed"
    return "; ".join(filter(None, (children, " and ".join(dispute.agencies), stage)))


# ------------------------------------------------------------------ those like one


def similar_asked(run: Run, case: Case) -> list[str]:
    """The disputes like one, chosen on a terminal; none in a script."""
    if not run.is_interactive:
        return []
    found = similar_to(case, read_all(run).cases, None)
    alike = [each.case.dispute.reference for each in found]
    if not alike:
        ask.explain("The log has no dispute like it: `resolve similar` says which would be.")
    now = Moment.of(run.now)
    means = {reference: _line(read_one(run, reference, now, words=True)) for reference in alike}
    return list(some_of(run, (), "dispute", "which disputes are like it", means))
