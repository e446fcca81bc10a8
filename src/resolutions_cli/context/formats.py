"""A list as a file: which format was asked for, and the answer in it on its way out.

What writes a format is imported when it is asked for: whoever reads a table waits for none.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from resolutions_cli import errors
from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import midnight

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from resolutions_cli.context.reading import Read
    from resolutions_cli.core.findings import Finding
    from resolutions_cli.render.ics import Marked
    from resolutions_cli.render.sheet import Sheet

    class _Asked(TypedDict, total=False):
        """Which formats a command has, and whether each was asked for."""

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
    """The format that was asked for, and where it goes."""

    name: FormatName
    output: Path | None = None
    again: bool = False


def form_asked(output: Path | None, again: bool, /, **asked: "Unpack[_Asked]") -> Form:
    """The one format that was asked for, by its option's name; a table goes to no file.

    Raises SeveralFormats, FormatNeeded, OtherEnding.
    """
    names = [name for name in _FORMATS if asked.get(name)]
    if len(names) > 1:
        raise errors.SeveralFormats(asked=_options(names))
    if not names and (output or again):
        raise errors.FormatNeeded(allowed=_options(list(asked)))
    if names and output:
        from resolutions_cli.context.handing_out import require_ending

        require_ending(output, names[0])
    return Form(names[0] if names else "", output, again)


def _options(names: Sequence[str]) -> str:
    return ", ".join(f"--{name}" for name in names)


def give_document(run: Run, form: Form, text: str) -> None:
    """Print a JSON document, or write it to a file. Raises as `hand_out` does."""
    if form.output is None:
        streams.say_document(text)
        return
    from resolutions_cli.core.harmless import harmless_json

    give_bytes(run, form, harmless_json(text).encode())


def give_sheets(run: Run, form: Form, *sheets: "Sheet") -> None:
    """Write sheets as one Excel workbook, or the one sheet there is as CSV.

    Raises ReportsMissing, and as `hand_out` does.
    """
    match form.name:
        case "xlsx":
            from resolutions_cli.context.handing_out import with_reports

            with with_reports():
                from resolutions_cli.render.xlsx import xlsx_file
            content = xlsx_file(sheets, run.as_of.starts)
        case "csv":
            from resolutions_cli.render.csv import csv_file

            (sheet,) = sheets
            content = csv_file(sheet)
        case "" | "json" | "ics" | "jsonl":
            raise AssertionError(form.name)  # no sheet
        case _:
            assert_never(form.name)
    give_bytes(run, form, content)


def give_bytes(run: Run, form: Form, content: bytes) -> None:
    """Hand out what was made. Raises as `hand_out` does."""
    from resolutions_cli.context.handing_out import hand_out

    hand_out(run, content, form.output, again=form.again)


def give_calendar(
    run: Run,
    form: Form,
    reads: "Iterable[Read]",
    wanted: Iterable[Deadline],
    bad: "Iterable[Finding]",
) -> None:
    """Write the duties that were asked for, of the disputes that were read, as a calendar.

    Raises as `hand_out` does.
    """
    from resolutions_cli.core.findings import to_be_settled
    from resolutions_cli.render.ics import calendar_file

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
        practice=run.here.practice,
    )
    give_bytes(run, form, made)


def _marked(run: Run, read: "Read", deadlines: Iterable[Deadline]) -> "Marked":
    """A dispute's duties with what says how new they are.

    Entries and imported lists are only ever added, and a newer program brings a newer list of
    bank holidays: what counts them all rises whenever a date may have changed.
    """
    from resolutions_cli.core.known_times import known_times
    from resolutions_cli.render.ics import Marked

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
