"""The procedure that was given as a file or by its name, and the checks of several at once."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.output import Form, hand_out, require_ending
from resolutions_cli.app.run import Run
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    check_bytes,
    procedure_or_file,
    read_procedure_bytes,
)
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.formats.page import Report
from resolutions_cli.render.views.procedure import problems_text
from resolutions_cli.render.views.procedures import problems_json


def file_given(run: Run, given: str | Path) -> ProcedureFile:
    """The file at a path; else the procedure of that name, even one that waits to be accepted.

    Raises ProcedureUnreadable, NoSuchProcedureOrFile, AmbiguousProcedure.
    """
    folder = run.maybe_workspace.procedures if run.maybe_workspace else None
    return procedure_or_file(Path(given).expanduser(), folder)


def procedure_given(run: Run, given: str | Path) -> Procedure:
    """The same as `file_given`, read. Raises ProcedureRefused if the file cannot be used."""
    file = file_given(run, given)
    try:
        return file.procedure
    except errors.ProcedureUnusable as fault:
        if file.path != Path(given).expanduser():
            raise  # a file of the workspace was damaged
        raise errors.ProcedureRefused(str(given), count=fault.facts["count"]) from None


def require_good(run: Run, path: Path) -> None:
    """Refuse a new file in which the check finds an error, those of new files included.

    Raises NoProcedureFile, ProcedureUnreadable, ProcedureRefused.
    """
    usable, problems = check_bytes(read_procedure_bytes(path), run.as_of.day)
    if usable is None:
        count = sum(not problem.warning for problem in problems)
        raise errors.ProcedureRefused(str(path), count=count)


# ------------------------------------------------------------------ the sheet for the wall


def sheet_asked(
    output: Path | None, overwrite: bool, *, html: bool, json: bool, diagram: bool
) -> Form:
    """The form of the page that was asked for; only a sheet can go to a file.

    Raises SeveralFormats, FormatNeeded, OtherEnding.
    """
    asked = [name for name, is_asked in _options(html, json, diagram) if is_asked]
    if len(asked) > 1:
        raise errors.SeveralFormats(asked=", ".join(asked))
    if not html and (output or overwrite):
        raise errors.FormatNeeded(allowed="--html")
    if html:
        require_ending(output, "html")
    return Form("", output, overwrite)


def _options(html: bool, json: bool, diagram: bool) -> Iterable[tuple[str, bool]]:
    return (("--html", html), ("--json", json), ("--diagram", diagram))


def write_sheet(run: Run, report: Report, size: float, form: Form) -> None:
    """Hand out a report as a web page that is printed on one sheet of A4, in print of that size.

    Raises what `hand_out` raises.
    """
    from resolutions_cli.render.formats.html import html_page

    page = html_page(report.title, report.blocks, report.footer, size)
    hand_out(run, page.encode(), form.output, overwrite=form.overwrite)


# ------------------------------------------------------------------ checks


def check_files(run: Run, given: Iterable[Path]) -> int:
    """Print every problem of the files, one after the other; the exit code of the worst."""
    codes, found, problems = [0], [], list[dict[str, Any]]()
    for path in given:
        try:
            file = file_given(run, path)
        except errors.ResolveError as fault:
            codes.append(streams.complain(fault))
            continue
        usable, told = check_bytes(file.raw, run.as_of.day)
        found.append(usable is not None)
        problems += ({**each, "file": file.label} for each in problems_json(told))
        if told and not run.asked.json:
            streams.say(problems_text(told, file.label) + "\n")
    if run.asked.json and found:
        source = run.calendar("england").source
        body = {"usable": all(found), "problems": problems}
        streams.say_document(document("procedure-check", run.as_of, source, **body))
    if not all(found):
        unusable = found.count(False)
        what = "the file" if len(found) == 1 else f"{unusable} of {len(found)} files"
        streams.remark(f"resolve: error: {what} cannot be used")
        codes.append(errors.ProcedureRefused.exit_code)
    elif found and not problems and streams.is_terminal(sys.stdout):
        streams.remark("nothing is wrong with it" if len(found) == 1 else "nothing is wrong")
    return max(codes)
