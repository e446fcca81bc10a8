"""Lists as files: the format that was asked for, and the writing of the file.

The modules that write a format are imported when it is asked for, so that a table need not wait.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.time.moment import midnight
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.durable import Unconfirmed, interrupts_held
from resolutions_cli.files.exchange.outgoing import hand_over

# ------------------------------------------------------------------ files for people elsewhere


#: The endings of the formats that the program writes; any other ending may be used freely.
_ENDINGS = {".html", ".htm", ".md", ".docx", ".pdf", ".ics", ".csv", ".xlsx", ".json", ".jsonl"}


def require_ending(output: Path | None, form: str) -> None:
    """Refuse a file whose ending belongs to another format: office programs would not open it.

    Raises OtherEnding.
    """
    ending = output.suffix.lower() if output else ""
    fits = {f".{form}", ".htm"} if form == "html" else {f".{form}"}
    if ending in _ENDINGS - fits:
        raise errors.OtherEnding(str(output), form=form)


def hand_out(run: Run, content: bytes, output: Path | None, *, overwrite: bool = False) -> None:
    """Write `content` to a new file that only the owner can read, or to stdout without `output`.

    With `overwrite` it replaces an existing file, whole or not at all. Call it before printing
    anything else. Raises OutputInRecord, FileThere, NotMade and PerhapsMade, and the error of an
    imported bank holiday list that cannot be used. On stdout it raises NotPrinted, and
    OutputNeeded if the bytes are no text and stdout is a terminal.
    """
    if output is None:
        _to_stdout(content)
        return
    where = output.expanduser().absolute()
    if run.maybe_workspace and where.resolve().is_relative_to(run.maybe_workspace.folder.resolve()):
        raise errors.OutputInRecord(str(output))
    _refuse_other_dates(run)
    made = "" if run.asked.quiet else f"made {output}"
    make_file(where, content, place=str(output), overwrite=overwrite, made=made)


def _refuse_other_dates(run: Run) -> None:
    """Raise the error of an imported bank holiday list, if dates were counted. A file goes to
    others: by a list that lacks days its dates would differ from the record's, without saying
    so."""
    if "imports" in vars(run):
        for path, condition in run.problems.items():
            condition.place = condition.place or path
            raise condition


def require_no_file(output: Path) -> None:
    """Raise FileThere if there is a file of that name, which a new one must not replace."""
    if os.path.lexists(output.expanduser().absolute()):
        raise errors.FileThere(str(output))


def make_file(
    where: Path, content: bytes, *, place: str, overwrite: bool = False, made: str
) -> None:
    """Make a file that only the owner can read, and print the line `made`, unless it is empty.

    An interrupt waits until both are done. Raises FileThere, NotMade, PerhapsMade.
    """
    with interrupts_held() as interrupt:
        try:
            hand_over(
                where.parent, where.name, content, overwrite=overwrite and not where.is_symlink()
            )
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
        # a terminal has its own line ends and cannot use a byte-order mark
        streams.say(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        return
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        streams.print_no_more()  # the reader has enough
        raise streams.ClosedPipe from None
    except OSError as fault:
        raise errors.NotPrinted(reason=streams.reason_of(fault)) from fault


@contextmanager
def with_reports() -> Iterator[None]:
    """A block that imports a package of the extra `reports`. Raises ReportsMissing."""
    try:
        yield
    except ImportError as missing:
        package = (missing.name or "").partition(".")[0]
        if package in ("", "resolutions_cli"):
            raise
        raise errors.ReportsMissing(package=package) from None


# ------------------------------------------------------------------ formats


if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from resolutions_cli.app.read import Read
    from resolutions_cli.core.record.findings import Finding
    from resolutions_cli.render.formats.sheet import Sheet
    from resolutions_cli.render.views.ics import Marked

    class _Asked(TypedDict, total=False):
        """The formats that a command has, and whether each was asked for."""

        json: bool
        csv: bool
        xlsx: bool
        ics: bool


#: The day of the first list of bank holidays that came with this program.
_FIRST_LIST = date(2026, 2, 25)


#: The formats of lists, by their options; "" for a table or a page.
FormatName = Literal["", "json", "csv", "xlsx", "ics", "jsonl"]


_FORMATS: tuple[FormatName, ...] = get_args(FormatName)[1:]


class Form(Value):
    """The format that was asked for, and the file to write."""

    name: FormatName
    output: Path | None = None
    overwrite: bool = False


def form_asked(output: Path | None, overwrite: bool, /, **asked: "Unpack[_Asked]") -> Form:
    """The one format that was asked for, by its option's name. A table cannot go to a file.

    Raises SeveralFormats, FormatNeeded, OtherEnding.
    """
    names = [name for name in _FORMATS if asked.get(name)]
    if len(names) > 1:
        raise errors.SeveralFormats(asked=_options(names))
    if not names and (output or overwrite):
        raise errors.FormatNeeded(allowed=_options(list(asked)))
    if names and output:
        require_ending(output, names[0])
    return Form(names[0] if names else "", output, overwrite)


def _options(names: Sequence[str]) -> str:
    return ", ".join(f"--{name}" for name in names)


def write_document(run: Run, form: Form, text: str) -> None:
    """Print a JSON document, or write it to a file. Raises what `hand_out` raises."""
    if form.output is None:
        streams.say_document(text)
        return
    from resolutions_cli.core.text import harmless_json

    write_bytes_out(run, form, harmless_json(text).encode())


def write_sheets(run: Run, form: Form, *sheets: "Sheet") -> None:
    """Write sheets as one Excel workbook, or a single sheet as CSV.

    Raises ReportsMissing, and what `hand_out` raises.
    """
    match form.name:
        case "xlsx":
            with with_reports():
                from resolutions_cli.render.formats.xlsx import xlsx_file
            content = xlsx_file(sheets, run.as_of.starts)
        case "csv":
            from resolutions_cli.render.formats.sheet import csv_file

            (sheet,) = sheets
            content = csv_file(sheet)
        case "" | "json" | "ics" | "jsonl":
            raise AssertionError(form.name)  # not a format for sheets
        case _:
            assert_never(form.name)
    write_bytes_out(run, form, content)


def write_bytes_out(run: Run, form: Form, content: bytes) -> None:
    """Hand out the content in its format. Raises what `hand_out` raises."""

    hand_out(run, content, form.output, overwrite=form.overwrite)


def write_calendar(
    run: Run,
    form: Form,
    reads: "Iterable[Read]",
    wanted: Iterable[Deadline],
    bad: "Iterable[Finding]",
) -> None:
    """Write the wanted deadlines of the disputes that were read as a calendar file.

    Raises what `hand_out` raises.
    """
    from resolutions_cli.core.record.findings import to_be_settled
    from resolutions_cli.render.views.ics import calendar_file

    duties: dict[str, list[Deadline]] = {}
    for deadline in wanted:
        duties.setdefault(deadline.reference, []).append(deadline)
    marked = [_marked(run, read, duties.get(read.log.reference, [])) for read in reads]
    bad = list(bad)
    unreadable = [finding.dispute for finding in bad if not finding.is_apart]
    made = calendar_file(
        marked,
        unreadable,
        run.as_of,
        to_settle=to_be_settled(bad),
        practice=run.workspace.practice,
    )
    write_bytes_out(run, form, made)


def _marked(run: Run, read: "Read", deadlines: Iterable[Deadline]) -> "Marked":
    """A dispute's deadlines, with a sequence number that shows which version is newer.

    Entries and imported lists are only ever added, and a newer program brings a newer list of
    bank holidays. So the sum of their counts rises whenever a date may have changed.
    """
    from resolutions_cli.core.record.knowledge import known_times
    from resolutions_cli.render.views.ics import Marked

    entries, imports = read.log.entries, run.imports.good
    calendar = run.calendar(read.case.dispute.procedure.nation)
    shipped = run.calendar("england", 0).source.listed_on
    times = (*known_times(entries).values(), *(each.imported_at for each in imports))
    return Marked(
        origin=entries[0].id,
        deadlines=tuple(deadlines),
        sequence=len(entries) + len(imports) + (shipped - _FIRST_LIST).days,
        modified=max((midnight(shipped), *times)),
        calendar=calendar,
    )
