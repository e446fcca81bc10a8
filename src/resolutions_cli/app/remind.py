"""Notes on standard error that go with a list: old calendar, old sync, requests, damage."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.time.moment import LONDON
from resolutions_cli.files.workspace.settings import last_sync
from resolutions_cli.render.words.words import source_warnings

if TYPE_CHECKING:
    from resolutions_cli.core.record.findings import Finding


# ------------------------------------------------------------------ reminders with a list


#: How many disputes a note names.
_NAMED = 5


def remind_of_calendar(run: Run) -> None:
    """Note on stderr why a newer list of bank holidays is needed; silent with --quiet."""
    source = run.calendar_source
    if run.asked.quiet or source is None:
        return
    for warning in source_warnings(source, run.as_of.day):
        streams.remark(
            f"resolve: note: {warning}\n"
            "  `resolve calendar import FILE` takes https://www.gov.uk/bank-holidays.json"
        )


def remind_of_sync(run: Run) -> None:
    """Note on stderr how long ago the last sync was, if it is longer than the set time.

    Silent for a workspace without a sync, with --quiet, and as of another time.
    """
    asked = run.asked
    if asked.quiet or asked.as_of or asked.known_at or not run.workspace.sync:
        return
    days = working_days_since_sync(run)
    if days is not None and days > run.workspace.sync:
        streams.remark(
            f"resolve: note: the last sync was {days} working days ago; `resolve sync` catches up"
        )


def remind_of_requests(run: Run, disputes: Iterable[SummaryAsOf]) -> None:
    """Note on stderr in which disputes another copy asks to remove texts; silent with --quiet."""
    asked = sorted({each.summary.reference for each in disputes if each.summary.asked})
    if run.asked.quiet or not asked:
        return
    named = ", ".join(asked[:_NAMED]) + (" and more" if len(asked) > _NAMED else "")
    streams.remark(
        f"resolve: note: you are asked to remove texts: {named}\n"
        f"  `resolve show {asked[0]}` says who asks, and which texts"
    )


def working_days_since_sync(run: Run) -> int | None:
    """How many working days have begun since the last sync; None without a sync."""
    last = last_sync(run.workspace.folder)
    if last is None:
        return None
    since, today = last.at.astimezone(LONDON).date(), run.now.astimezone(LONDON).date()
    return run.calendar("england").working_days_between(since, today)


# ------------------------------------------------------------------ unreadable files


#: The exit code if part of the workspace could not be read.
UNREADABLE = 5


def print_findings(
    findings: "Iterable[Finding]", problems: Mapping[str, errors.ResolveError]
) -> int:
    """Report each harmful finding once, and each problem by its path; 5 if there was one, or 0."""
    code = 0
    for finding in dict.fromkeys(findings):
        if finding.kind.harms:
            detail = f" ({finding.about})" if finding.about else ""
            streams.remark(
                f"resolve: error: {finding.kind.sentence}\n"
                f"  {finding.path}{detail}\n  {finding.remedy}"
            )
            code = UNREADABLE
    for path, problem in problems.items():
        code = UNREADABLE
        streams.remark(f"resolve: error: {problem.message}\n  {path}\n  {problem.advice}")
    return code
