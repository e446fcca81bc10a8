"""Amending an entry: checked against what the record would then tell, and shown beforehand."""

from collections.abc import Iterable, Mapping, Sequence

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.read import Read, read_with
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Corrected
from resolutions_cli.core.record.amend import as_it_stands, require_possible
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.setting import read_settings
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.moved import DateMoved, dates_moved
from resolutions_cli.render.words.entry import entry_lines
from resolutions_cli.render.words.moved import NO_DATE_MOVES, moved_lines

#: What an entry is called before it has an id of its own.
_UNRECORDED = "about to be recorded"

_NO_TEXTS: Mapping[str, str] = {}


class Amendment(Value):
    """The facts of a correction, or of a setting aside, and its texts without the reason."""

    facts: Corrected
    texts: Mapping[str, str] = _NO_TEXTS


# ------------------------------------------------------------------ checked


def correction(run: Run, read: Read, meant: Entry, typed: Iterable[tuple[str, str]]) -> Amendment:
    """The correction of an entry by the typed pairs of key and value.

    Raises NothingWouldChange, and what `read_settings` and `require_possible` raise.
    """
    stands = as_it_stands(read.log, meant)
    setting = read_settings(
        *(typed, stands, read.case.dispute, run.now),
        *(run.workspace.agencies, run.add_working_days),
    )
    texts = {f"set-{key}": text for key, text in setting.texts.items()}
    amendment = Amendment(
        Corrected(entry=meant.id, set=setting.facts), {**texts, **setting.agencies}
    )
    require_fitting(run, read, amendment)
    if as_it_stands(_with(run, read.log, amendment), meant) == stands:
        raise errors.NothingWouldChange(
            number=read.log.labels[meant.id], reference=read.log.reference
        )
    return amendment


def require_fitting(run: Run, read: Read, amendment: Amendment) -> None:
    """Raise what `require_possible` raises for an amendment, as things stand."""
    procedure = read.case.dispute.procedure
    require_possible(read.log, procedure, as_entry(run, read.log, amendment), run.now)


def as_entry(run: Run, log: Log, amendment: Amendment) -> Entry:
    """An amendment as it would stand in the log."""
    return log.entries[-1].but(
        id=_UNRECORDED,
        at=run.at,
        recorded=run.now,
        after=log.to_follow(amendment.facts.entry),
        facts=amendment.facts,
        texts=amendment.texts,
        held_back=frozenset(),
    )


def _with(run: Run, log: Log, amendment: Amendment) -> Log:
    return log.but(entries=(*log.entries, as_entry(run, log, amendment)))


# ------------------------------------------------------------------ shown beforehand


def moved_by(run: Run, log: Log, amendment: Amendment) -> tuple[DateMoved, ...]:
    """The dates that an amendment moves. Raises what `read_with` raises."""
    after = read_with(run, log, as_entry(run, log, amendment))
    return dates_moved(read_with(run, log).case, after.case)


def show_entry(run: Run, log: Log, id_: str) -> None:
    """Show somebody at a terminal what an entry says, as its corrections leave it."""
    read = read_with(run, log)
    entry = as_it_stands(read.log, next(each for each in read.log.entries if each.id == id_))
    head, *more = entry_lines(entry, read.case.dispute.procedure, log.labels)
    ask.explain(head, f"Entry {log.labels[id_]} of {log.reference}: ")
    for line in more:
        ask.explain(line, "  ", 4)


def show_moved(rows: Sequence[DateMoved]) -> None:
    """Show somebody at a terminal every date that moves."""
    lines = list(moved_lines(rows))
    streams.remark("Dates that move:" if lines else NO_DATE_MOVES)
    for line in lines:
        ask.explain(line, "  ", 4)
