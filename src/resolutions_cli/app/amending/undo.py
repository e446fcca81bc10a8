"""The dispute and the entry that somebody means who types `resolve undo`."""

from resolutions_cli import errors
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import progress
from resolutions_cli.core.record.amend import recorded_by
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace.folders import list_disputes


def last_recorded(run: Run) -> str:
    """The reference of the dispute in which this account recorded last.

    Raises NothingRecordedByYou.
    """
    references = list_disputes(run.workspace).references
    found = []
    with progress(run, "reading the record", len(references)) as step:
        for reference in references:
            for log in read_logs(run.workspace.disputes / reference):
                own = [each.recorded for each in log.entries if recorded_by(each, run.by)]
                if own:
                    found.append((max(own), log.reference))
            step()
    if not found:
        raise errors.NothingRecordedByYou
    return max(found)[1]
