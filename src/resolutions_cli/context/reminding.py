"""What a list must not hide: an old calendar, a sync long ago; said beside it on stderr."""

from collections.abc import Iterable

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.summary import SummaryAsOf
from resolutions_cli.core.when import LONDON
from resolutions_cli.files.synced import last_sync
from resolutions_cli.render.words import source_warnings

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
    if asked.quiet or asked.as_of or asked.known_at or not run.here.sync:
        return
    days = working_days_since_sync(run)
    if days is not None and days > run.here.sync:
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
    last = last_sync(run.here.folder)
    if last is None:
        return None
    since, today = last.at.astimezone(LONDON).date(), run.now.astimezone(LONDON).date()
    return run.calendar("england").working_days_between(since, today)
