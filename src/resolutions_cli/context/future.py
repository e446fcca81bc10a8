"""Entries that say that they were recorded later than it is now: some clock is wrong."""

from collections.abc import Iterable
from datetime import timedelta

from resolutions_cli.context import streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.anchors import home
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.log import Log
from resolutions_cli.files.entry_file import name_of

#: By how much the clocks of two machines may differ without a word.
_GRACE = timedelta(minutes=5)


def recorded_in_future(run: Run, logs: Iterable[Log]) -> tuple[Finding, ...]:
    """A finding for each entry that was recorded later than now, by this machine's clock."""
    return tuple(
        Finding("recorded-in-future", f"disputes/{home(log)}/{name_of(entry)}", entry.id)
        for log in logs
        for entry in log.entries
        if entry.recorded > run.now + _GRACE
    )


def warn_of_future(findings: Iterable[Finding]) -> None:
    """Say of each such entry on stderr that its time is in doubt."""
    for finding in findings:
        streams.remark(
            f"resolve: warning: {finding.kind.sentence}\n  {finding.path}\n  {finding.kind.remedy}"
        )
