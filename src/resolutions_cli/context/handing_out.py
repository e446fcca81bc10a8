"""What is made from the record for people elsewhere, on its way out: to a file, or to a pipe."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.files.durable import Unconfirmed, interrupts_held
from resolutions_cli.files.outgoing import hand_over

#: What writes a format gives its file this ending; others are anybody's own.
_ENDINGS = {".html", ".htm", ".md", ".docx", ".pdf", ".ics", ".csv", ".xlsx", ".json", ".jsonl"}


def require_ending(output: Path | None, form: str) -> None:
    """Refuse a file whose ending says another format: an office would not open it.

    Raises OtherEnding.
    """
    ending = output.suffix.lower() if output else ""
    fits = {f".{form}", ".htm"} if form == "html" else {f".{form}"}
    if ending in _ENDINGS - fits:
        raise errors.OtherEnding(str(output), form=form)


def hand_out(run: Run, content: bytes, output: Path | None, *, again: bool = False) -> None:
    """Write `content` to a new file of the owner's alone, or to stdout without one.

    With `again` a file that is there is replaced, whole or not at all. To be called before
    anything else is printed. Raises OutputInRecord, FileThere, NotMade and PerhapsMade, and what
    is wrong with an imported list of bank holidays that cannot be used; of stdout NotPrinted, and
    OutputNeeded where bytes that are no text would go to a terminal.
    """
    if output is None:
        _to_stdout(content)
        return
    where = output.expanduser().absolute()
    if run.workspace and where.resolve().is_relative_to(run.workspace.folder.resolve()):
        raise errors.OutputInRecord(str(output))
    _refuse_other_dates(run)
    made = "" if run.asked.quiet else f"made {output}"
    make_file(where, content, place=str(output), again=again, made=made)


def _refuse_other_dates(run: Run) -> None:
    """Raise what is wrong with an imported list of bank holidays, if dates were counted: a file
    goes to others, and by a list that lacks days it has other dates than the record, and does not
    say so."""
    if "imports" in vars(run):
        for path, condition in run.problems.items():
            condition.place = condition.place or path
            raise condition


def make_file(where: Path, content: bytes, *, place: str, again: bool = False, made: str) -> None:
    """Make a file of the owner's alone, and say so with the line `made`, if that is not empty.

    An interrupt waits until both are done. Raises FileThere, NotMade, PerhapsMade.
    """
    with interrupts_held() as interrupt:
        try:
            hand_over(where.parent, where.name, content, again=again and not where.is_symlink())
        except FileExistsError as fault:
            if os.path.lexists(where):
                raise errors.FileThere(place) from None
            raise errors.NotMade(place, reason=streams.reason_of(fault)) from fault
        except Unconfirmed as fault:
            raise errors.PerhapsMade(place, reason=streams.reason_of(fault)) from fault
        except OSError as fault:
            raise errors.NotMade(place, reason=streams.reason_of(fault)) from fault
        if made:
            streams.remark(made)
    if interrupt.came:
        raise KeyboardInterrupt


def _to_stdout(content: bytes) -> None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = None
    if streams.is_terminal(sys.stdout):
        if text is None:
            raise errors.OutputNeeded
        # a terminal has its own line ends, and no use for a byte-order mark
        streams.say(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        return
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        streams.print_no_more()  # the reader has what it wanted
        raise streams.ClosedPipe from None
    except OSError as fault:
        raise errors.NotPrinted(reason=streams.reason_of(fault)) from fault


@contextmanager
def with_reports() -> Iterator[None]:
    """A block that imports what only the extra `reports` brings. Raises ReportsMissing."""
    try:
        yield
    except ImportError as missing:
        package = (missing.name or "").partition(".")[0]
        if package in ("", "resolutions_cli"):
            raise
        raise errors.ReportsMissing(package=package) from None
