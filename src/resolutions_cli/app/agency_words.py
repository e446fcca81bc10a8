"""The words of agencies for the rows of a list, and the codes that a name in a filter means.

A list is made without the texts of the record. This reads them only for the printed rows, and
only for agencies that just one dispute has.
"""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence

from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.entries.sealed_codes import is_sealed
from resolutions_cli.core.text import same


def rows_in_words(run: Run, deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Deadlines with the words of their agencies in place of the codes: those in the settings,
    and on a terminal those in the record."""
    rows = list(deadlines)
    words = dict(run.workspace.agencies)
    if streams.is_terminal(sys.stdout):  # a pipe may lead anywhere
        wanted = {each.reference for each in rows if is_sealed(each.key.agency)}
        for reference in wanted:
            words |= _words_in(run, reference)
    return [_in_words(each, words) for each in rows] if words else rows


def _in_words(deadline: Deadline, words: Mapping[str, str]) -> Deadline:
    said = words.get(deadline.key.agency)
    if said is None or said == deadline.key.agency:
        return deadline
    owed = deadline.owed
    return deadline.but(owed=owed.but(key=owed.key.but(agency=said)))


def codes_meant(
    run: Run, typed: str, disputes: Sequence[SummaryAsOf], named: Collection[str] = ()
) -> tuple[str, ...]:
    """The codes of the agencies that a name in a filter means: the typed code itself, and the
    agencies that have this name in the settings or in a dispute's record. `named` are agencies of
    disputes that are not among the `disputes`."""
    if not typed:
        return ()
    # a list without this filter, the usual one, starts sooner
    from resolutions_cli.core.record.agency_names import Agencies

    here = run.workspace.agencies
    listed = Agencies(tuple(here), here).code_of(typed)
    if any(map(is_sealed, named)):
        from resolutions_cli.files.workspace.folders import list_disputes

        sealed = set(list_disputes(run.workspace).references)
    else:
        sealed = _with_own(disputes)
    found = [
        code
        for reference in sorted(sealed)
        for code, said in _words_in(run, reference).items()
        if same(said, typed)
    ]
    return tuple(dict.fromkeys((typed, *([listed] if listed else []), *found)))


def _with_own(disputes: Iterable[SummaryAsOf]) -> set[str]:
    """The disputes with agencies that only they have."""
    return {each.summary.reference for each in disputes if any(map(is_sealed, each.summary.named))}


def _words_in(run: Run, reference: str) -> Mapping[str, str]:
    """The words for a dispute's agencies in its log, by their codes."""
    from resolutions_cli.core.entries.reference import TWIN
    from resolutions_cli.core.record.agencies import words_of
    from resolutions_cli.files.record.log import read_logs

    logs = read_logs(run.workspace.disputes / reference.partition(TWIN)[0])
    return {code: said for log in logs for code, said in words_of(log).items()}
