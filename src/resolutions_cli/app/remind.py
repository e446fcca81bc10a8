"""Notes beside a list, on standard error: an old calendar, an old sync, requests, damage."""

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


# ------------------------------------------------------------------ reminders beside a list


#: How many disputes a note names.
_NAMED = 5


def remind_of_calendar(run: Run) -> None:
    """Say on stderr why a newer list of bank holidays is needed; nothing with --quiet."""
    source = run.calendar_source
    if run.asked.quiet or source is None:
        return
    for warning in source_warnings(source, run.as_of.day):
        streams.remark(
            f"resolve: note: {warning}\n"
            "  `resolve calendar import FILE` takes https://www.gov.uk/bank-holidays.json"
        )


def remind_of_sync(run: Run) -> None:
    """Say on stderr how long ago the last sync was, when that is more than the set time.

    Nothing where the workspace was never synced, with --quiet, and of a time that was asked about.
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
    """Say on stderr in which disputes somebody else asked for texts to be removed; nothing with
    --quiet."""
    asked = sorted({each.summary.reference for each in disputes if each.summary.asked})
    if run.asked.quiet or not asked:
        return
    named = ", ".join(asked[:_NAMED]) + (" and more" if len(asked) > _NAMED else "")
    streams.remark(
        f"resolve: note: you are asked to remove texts: {named}\n"
        f"  `resolve show {asked[0]}` says who asks, and which texts"
    )


def working_days_since_sync(run: Run) -> int | None:
    """How many working days have begun since the last sync; None when there was none."""
    last = last_sync(run.workspace.folder)
    if last is None:
        return None
    since, today = last.at.astimezone(LONDON).date(), run.now.astimezone(LONDON).date()
    return run.calendar("england").working_days_between(since, today)


# ------------------------------------------------------------------ what could not be read


#: The exit code when something in the workspace could not be read.
UNREADABLE = 5


def print_findings(
    findings: "Iterable[Finding]", problems: Mapping[str, errors.ResolveError]
) -> int:
    """Say each finding that harms, once, and each problem by its path; 5 if there was one, or 0."""
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
