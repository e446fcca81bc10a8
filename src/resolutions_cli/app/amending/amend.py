"""Amending an entry: checked against what the record would then tell, and shown beforehand."""

from collections.abc import Iterable, Mapping

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.read import Read, read_with
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Corrected
from resolutions_cli.core.record.amend import as_it_stands, entry_meant, require_possible
from resolutions_cli.core.record.correctable import Correctable, correctables
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.setting import read_settings
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.moved import dates_moved
from resolutions_cli.render.words.correctable import EMPTY, field_label, field_value
from resolutions_cli.render.words.entry import beginning_words, entry_lines
from resolutions_cli.render.words.moved import NO_DATE_MOVES, moved_lines
from resolutions_cli.render.words.words import capital

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
    """An amendment as it would be in the log."""
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


def show_amendment(run: Run, log: Log, amendment: Amendment) -> None:
    """Show somebody at a terminal what an amendment changes, and every date that it moves.

    Raises what `read_with` raises.
    """
    before, after = read_with(run, log), read_with(run, log, as_entry(run, log, amendment))
    id_ = amendment.facts.entry
    if amendment.facts.withdraw:
        entry = _entry(before, id_)
        _show_entry(before, entry)
        if isinstance(entry.facts, Corrected) and not entry.facts.withdraw:
            _show_change(before, after, entry.facts.entry)
    else:
        _show_change(before, after, id_)
    lines = list(moved_lines(dates_moved(before.case, after.case)))
    streams.remark("Dates that move:" if lines else NO_DATE_MOVES)
    for line in lines:
        ask.explain(line, "  ", 4)


def _show_entry(read: Read, entry: Entry) -> None:
    """What an entry says, as its corrections leave it."""
    head, *more = entry_lines(entry, read.case.dispute.procedure, read.log.labels)
    ask.explain(head, f"Entry {read.log.labels[entry.id]} of {read.log.reference}: ")
    for line in more:
        ask.explain(line, "  ", 4)


def _show_change(before: Read, after: Read, id_: str) -> None:
    """Each field of an entry that is not the same before and after."""
    was, becomes = _fields(before, id_), _fields(after, id_)
    entry, procedure = _entry(after, id_), after.case.dispute.procedure
    streams.remark(f"Entry {before.log.labels[id_]} of {before.log.reference}:")
    for key in dict.fromkeys((*was, *becomes)):
        field, then = becomes.get(key) or (was[key][0], EMPTY)
        now = was[key][1] if key in was else EMPTY
        if then != now:
            ask.explain(capital(field_label(field, entry, procedure)), "  ", 4)
            ask.explain(beginning_words(now), "    now:   ", 11)
            ask.explain(beginning_words(then), "    then:  ", 11)


def _entry(read: Read, id_: str) -> Entry:
    return as_it_stands(read.log, entry_meant(read.log, id_))


def _fields(read: Read, id_: str) -> dict[str, tuple[Correctable, str]]:
    """Each field of an entry as it stands, with its value in words, by its key."""
    entry = _entry(read, id_)
    fields = correctables(entry, read.case.dispute)
    return {field.key: (field, field_value(field, entry)) for field in fields}
