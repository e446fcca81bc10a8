"""What would be due after entries that are not written yet, for somebody who looks them over."""

from collections.abc import Callable, Sequence

from resolutions_cli.app.agency_words import rows_in_words
from resolutions_cli.app.read import Read, read_newest, read_with
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Draft, named_by
from resolutions_cli.core.record.anchors import home
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.record.write import prepare
from resolutions_cli.render.views.due import due_lines


def due_after(run: Run, typed: str, make: Callable[[Read], Sequence[Draft]]) -> list[str]:
    """The lines of what would be due after the entries that `make` makes, without writing them.

    Raises what `make` raises.
    """
    read = read_newest(run, typed)
    return due_with(run, read.log, make(read))


def due_with(run: Run, log: Log, drafts: Sequence[Draft]) -> list[str]:
    """The lines of what would be due in a dispute with more entries than its log has."""
    entries = list(log.entries)
    for draft in drafts:
        for earlier in entries[len(log.entries) :]:
            draft = named_by(draft, earlier)
        signed = draft.but(texts={**draft.texts, "by": run.by})
        after = log.but(entries=tuple(entries)).to_follow(getattr(draft.facts, "entry", ""))
        entry, _ = prepare(
            run.workspace, home(log), signed, after if entries else (), only_to_show=True
        )
        entries.append(entry)
    case = read_with(run, log.but(entries=tuple(entries))).case
    return due_lines(rows_in_words(run, case.open_deadlines), case.as_of)
