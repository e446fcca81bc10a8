"""Reports as files: each format by its name, and the module that writes it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, assert_never

from resolutions_cli import errors
from resolutions_cli.app.output import hand_out, require_ending, with_reports
from resolutions_cli.app.run import Run
from resolutions_cli.render.formats.page import Heading, Para, Report


def _html(_run: Run, report: Report) -> bytes:
    from resolutions_cli.render.formats.html import html_page

    return html_page(report.title, report.blocks, report.footer).encode()


def _markdown(_run: Run, report: Report) -> bytes:
    from resolutions_cli.render.formats.markdown import markdown_page

    return markdown_page(report.blocks, report.footer).encode()


def _docx(run: Run, report: Report) -> bytes:
    with with_reports():
        from resolutions_cli.render.formats.docx import docx_file

    return docx_file(report, run.as_of.starts)


#: The formats of reports, by the words of `--format`.
ReportFormat = Literal["html", "md", "docx"]

_PRACTICE = "PRACTICE: an exercise, no record of any child"


def _written(run: Run, report: Report, form: ReportFormat) -> bytes:
    """A report in one of its formats; only now imports the module that writes it."""
    match form:
        case "html":
            return _html(run, report)
        case "md":
            return _markdown(run, report)
        case "docx":
            return _docx(run, report)
    assert_never(form)


def require_format(name: str, allowed: Sequence[ReportFormat]) -> ReportFormat:
    """The format of that name. A report without that format is refused before anything is read.

    Raises UnknownFormat.
    """
    for form in allowed:
        if form == name:
            return form
    raise errors.UnknownFormat("--format", allowed=", ".join(allowed))


def write_report(
    run: Run, report: Report, form: ReportFormat, output: Path | None, *, overwrite: bool = False
) -> None:
    """Make a report in one of its formats and hand it out.

    Raises what `hand_out` raises, and ReportsMissing.
    """
    require_ending(output, form)
    if run.workspace.practice:
        report = _with_mark(report)
    hand_out(run, _written(run, report, form), output, overwrite=overwrite)


def _with_mark(report: Report) -> Report:
    """The report with a mark at its head and on every sheet that it is an exercise: outside the
    program a practice document looks like a real one."""
    first, *rest = report.blocks
    mark = Para(f"{_PRACTICE}. Everything in it is invented.", style="overdue")
    blocks = [first, mark, *rest] if isinstance(first, Heading) else [mark, *report.blocks]
    return report.but(blocks=blocks, foot=(_PRACTICE, *report.foot))
