"""Reports on their way out: each format by its name, and what writes it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.context.handing_out import hand_out, require_ending, with_reports
from resolutions_cli.context.run import Run
from resolutions_cli.render.page import Heading, Para, Report


def _html(_run: Run, report: Report) -> bytes:
    from resolutions_cli.render.html import html_page

    return html_page(report.title, report.blocks, report.footer).encode()


def _markdown(_run: Run, report: Report) -> bytes:
    from resolutions_cli.render.markdown import markdown_page

    return markdown_page(report.blocks, report.footer).encode()


def _docx(run: Run, report: Report) -> bytes:
    with with_reports():
        from resolutions_cli.render.docx import docx_file

    return docx_file(report, run.as_of.starts)


_PRACTICE = "PRACTICE: an exercise, no record of any child"

#: What writes each format; imported when a report is made in it.
_WRITERS: Mapping[str, Callable[[Run, Report], bytes]] = {
    "html": _html,
    "md": _markdown,
    "docx": _docx,
}


def require_format(name: str, allowed: Sequence[str]) -> None:
    """Refuse a format in which a report is not made, before anything is read.

    Raises UnknownFormat.
    """
    if name not in allowed:
        raise errors.UnknownFormat("--format", allowed=", ".join(allowed))


def give_report(
    run: Run, report: Report, form: str, output: Path | None, *, again: bool = False
) -> None:
    """Make a report in one of its formats and hand it out.

    Raises as `hand_out` does, and ReportsMissing.
    """
    require_ending(output, form)
    if run.here.practice:
        report = _marked(report)
    hand_out(run, _WRITERS[form](run, report), output, again=again)


def _marked(report: Report) -> Report:
    """The same, saying at its head and on every sheet that it is an exercise: what is made in
    practice looks like any other document once it has left the machine."""
    first, *rest = report.blocks
    mark = Para(f"{_PRACTICE}. Everything in it is invented.", style="overdue")
    blocks = [first, mark, *rest] if isinstance(first, Heading) else [mark, *report.blocks]
    return report.but(blocks=blocks, foot=(_PRACTICE, *report.foot))
