"""Every dispute in brief: from the index where it holds, else read; what `due` and `list` show."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.context.run import Run
from resolutions_cli.core.brief import Brief, Gist
from resolutions_cli.core.packing import unpack
from resolutions_cli.files import index as indexing
from resolutions_cli.files.surveying import survey

if TYPE_CHECKING:
    from resolutions_cli.context.reading import Read
    from resolutions_cli.core.findings import Finding


class Briefs:
    """What could be read of a workspace, by reference, and what could not.

    `named` are the agencies that logs name of disputes which had not been opened by then;
    `problems` are those of imported calendars, by path; `reads` are what the briefs were made
    from where every file was read.
    """

    def __init__(self) -> None:
        self.briefs: list[Brief] = []
        self.unreadable: list[Finding] = []
        self.named: set[str] = set()
        self.problems: Mapping[str, errors.ResolveError] = {}
        self.reads: list[Read] = []


def read_briefs(
    run: Run, *, closed: bool = True, only_late: bool = False, whole: bool = False
) -> Briefs:
    """Every dispute as of the moment asked about; of closed ones only with `closed`, with
    `only_late` perhaps none in which no duty is overdue and which is not quiet.

    The index answers for now; as of another time, by what was known then, or where the `whole`
    logs are needed, every file is read.
    """
    if whole or run.asked.as_of or run.asked.known_at:
        from resolutions_cli.context.gisting import briefs_in
        from resolutions_cli.context.reading import read_all

        return briefs_in(run, read_all(run))
    index = indexing.load(run.here, os.environ)
    now = run.now.timestamp()
    found = survey(run.here, index, now, closed=closed)
    names, briefs = found.held, Briefs()
    run.take_calendars(index.calendars)
    if not found.is_all:
        from resolutions_cli.context.gisting import read_rest

        names = names | read_rest(run, index, found, briefs)
    today = run.as_of.day.toordinal()
    for name in names:
        kept = index.notes.get(name)
        # of what could not be noted nothing is known before it is unpacked
        if kept and only_late and not indexing.may_be_late(kept, now, today, run.settings.quiet):
            continue
        if closed or not index.is_settled(name):
            briefs.briefs.extend(stand(run, unpack(packed)) for packed in index.gists[name])
    briefs.briefs.sort(key=lambda each: each.gist.reference)
    return briefs


def stand(run: Run, gist: Gist) -> Brief:
    """How a dispute stands at the moment asked about."""
    return Brief(gist, run.as_of, run.calendar(gist.nation), run.settings)
