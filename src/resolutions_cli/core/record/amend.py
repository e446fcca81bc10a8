"""Correcting an entry, setting one aside or undoing it: which is meant, what the history allows."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from resolutions_cli import errors
from resolutions_cli.core.entries.agency_codes import AGENCY_FACTS
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    BadFacts,
    Chase,
    Corrected,
    Finished,
    Opened,
    Recorded,
    Redacted,
    Settled,
    allows_text,
    fact_items,
)
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.agencies import same_words
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.dispute import Dispute, NotYetOpened
from resolutions_cli.core.record.fold import fold
from resolutions_cli.core.record.log import Counted, Log, count_moves, is_move
from resolutions_cli.core.record.misfit import happenings
from resolutions_cli.core.record.moves import not_before_happening

# ------------------------------------------------------------------ corrections


#: A number longer than this is read as the beginning of an id.
_LONGEST_NUMBER = 5

#: How many digits of an id are in the name of an entry's file.
_DIGITS = 16


def entry_meant(log: Log, typed: str) -> Entry:
    """The entry meant by a number, by the beginning of an id, or by both ("5-3f").

    Raises NoSuchEntry, AmbiguousEntry.
    """
    wanted, numbers = typed.strip().lower(), log.numbers
    number, dash, letters = wanted.partition("-")
    named = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    if named and (letters or not dash):
        found = [
            entry
            for entry in log.entries
            if numbers[entry.id] == int(number) and entry.id.startswith(letters)
        ]
    else:
        found = [entry for entry in log.entries if wanted and entry.id.startswith(wanted)]
    if not found:
        last = max(numbers.values(), default=0)
        raise errors.NoSuchEntry(reference=log.reference, last=last)
    if len(found) > 1:
        candidates = (log.labels[entry.id] if named else entry.id[:_DIGITS] for entry in found)
        raise errors.AmbiguousEntry(candidates=", ".join(candidates))
    return found[0]


def as_it_stands(log: Log, entry: Entry) -> Entry:
    """The entry with its corrections so far. Raises EntrySetAside."""
    counted = count_moves(log.entries, log.knowledge)
    _refuse_set_aside(log, counted, entry)
    try:
        return corrected(entry, counted.corrections.get(entry.id, ()))
    except BadFacts:
        return entry


def _refuse_set_aside(log: Log, counted: Counted, entry: Entry) -> None:
    if entry.id in counted.withdrawn_by:
        raise errors.EntrySetAside(number=log.labels[entry.id])


def withdrawal(log: Log, entry: Entry) -> Corrected:
    """The facts that set an entry aside.

    Raises EntrySetAside, OpeningStays, MoveStays, NotToBeCorrected for a redaction.
    """
    counted = count_moves(log.entries, log.knowledge)
    _refuse_set_aside(log, counted, entry)
    number = log.labels[entry.id]
    if isinstance(entry.facts, Opened):
        raise errors.OpeningStays
    if isinstance(entry.facts, Redacted):
        raise errors.NotToBeCorrected(number=number, kind=entry.kind)
    if is_move(entry) and entry.id != counted.moves[-1].id:
        raise errors.MoveStays(number=number, last=log.labels[counted.moves[-1].id])
    return Corrected(entry=entry.id, withdraw=True)


def require_possible(log: Log, procedure: Procedure, amendment: Entry, now: datetime) -> None:
    """Check the dispute as it would be with a correction; `amendment` has an id of its own.

    Raises InTheFuture and BeforeItHappened for a date of the corrected entry, ImpossibleHistory
    when an entry would no longer fit, or moves would be out of order.
    """
    facts = amendment.facts
    assert isinstance(facts, Corrected)
    after = log.but(entries=(*log.entries, amendment))
    if not facts.withdraw:
        target = next(entry for entry in log.entries if entry.id == facts.entry)
        _require_past(as_it_stands(after, target), now)
    before = fold(log, procedure, now)
    try:
        then = fold(after, procedure, now)
    except NotYetOpened:
        raise errors.ImpossibleHistory(why="the dispute would not have been opened yet") from None
    # Setting a settlement aside leaves moves made apart: to be settled, but not impossible.
    misfits = {f for f in then.findings if f.name != "made-apart"} - set(before.findings)
    if misfits:
        ids = {finding.entry for finding in misfits if finding.entry}
        listed = ", ".join(after.labels[id_] for id_ in sorted(ids, key=after.places.__getitem__))
        raise errors.ImpossibleHistory(why=f"what does not fit any more: entry {listed}")
    if out_of_order := set(_out_of_order(then)) - set(_out_of_order(before)):
        listed = ", ".join(sorted(out_of_order))
        raise errors.ImpossibleHistory(why=f"a move would come before the one it follows: {listed}")


def _require_past(entry: Entry, now: datetime) -> None:
    """Raise InTheFuture or BeforeItHappened for a date that cannot be right."""
    if any(moment.starts > now for moment in happenings(entry)):
        raise errors.InTheFuture
    if isinstance(entry.facts, Finished) or (
        isinstance(entry.facts, Recorded) and not entry.facts.planned
    ):
        not_before_happening(entry.at, entry.facts.on)


def _out_of_order(dispute: Dispute) -> Iterator[str]:
    """The moves dated before the one they follow, and the stages left before they were entered."""
    for visit in dispute.visits:
        if visit.left and visit.left.is_before(visit.entered):
            yield f"leaving stage {visit.stage}"
    moves = [entry for entry in dispute.entries if is_move(entry)]
    for earlier, later in pairwise(moves):
        if later.at.is_before(earlier.at):
            yield f"entry {dispute.labels[later.id]}"


# ------------------------------------------------------------------ undoing


def recorded_by(entry: Entry, name: str) -> bool:
    """Whether an entry says that it was recorded under a name."""
    return entry.texts.get("by") == name


def newest_of(log: Log, name: str) -> Entry:
    """The newest entry that was recorded under a name and that still counts.

    Raises NothingOfYours.
    """
    withdrawn = count_moves(log.entries, log.knowledge).withdrawn
    for entry in reversed(log.entries):
        if recorded_by(entry, name) and entry.id not in withdrawn:
            return entry
    raise errors.NothingOfYours(reference=log.reference)


def undoing(log: Log, entry: Entry) -> Corrected:
    """The facts that undo an entry: it is set aside.

    Raises UndoOfUndo, RedactionStays, RestedOn, OpeningStays, EntrySetAside.
    """
    reference, number = log.reference, log.labels[entry.id]
    facts = entry.facts
    if isinstance(facts, Corrected) and facts.withdraw:
        aside = log.labels.get(facts.entry, "")
        raise errors.UndoOfUndo(reference=reference, number=number, aside=aside)
    if isinstance(facts, Redacted):
        raise errors.RedactionStays(reference=reference, number=number)
    counted = count_moves(log.entries, log.knowledge)
    if later := _resting_on(log, counted, entry):
        raise errors.RestedOn(reference=reference, number=number, later=log.labels[later.id])
    return withdrawal(log, entry)


def _resting_on(log: Log, counted: Counted, entry: Entry) -> Entry | None:
    """The first later entry that is about this one, or that moved the dispute knowing it."""
    moves = {move.id for move in counted.moves}
    for later in log.entries:
        if later.id == entry.id or later.id in counted.withdrawn:
            continue
        if later.id in moves and log.knowledge.knows(later.id, entry.id):
            return later
        if entry.id in _is_about(later):
            return later
    return None


def _is_about(entry: Entry) -> tuple[str, ...]:
    """The entries that an entry is about; a redaction needs none of them to count."""
    match entry.facts:
        case Corrected(entry=about) | Finished(entry=about) | Chase(entry=about):
            return (about,)
        case Settled(stands=stands):
            return stands
        case _:  # it happened in the dispute, and is about no other entry
            return ()


# ------------------------------------------------------------------ redactions


#: The facts that may hold words instead of codes in entries of earlier versions.
_IN_WORDS = AGENCY_FACTS | {"role"}
_CODE = "[a-z0-9][a-z0-9_-]*"


def removable(log: Log, entry: Entry) -> tuple[str, ...]:
    """The keys of the texts that an entry still has, in itself or in a correction of it.

    Withheld texts are included: once redacted here, they are not imported later.
    """
    keys = [key for key, text in entry.texts.items() if text is not None or key in entry.held_back]
    for other in log.entries:
        if isinstance(other.facts, Corrected) and other.facts.entry == entry.id:
            keys += (
                key.removeprefix("set-")
                for key, text in other.texts.items()
                if key.startswith("set-") and (text is not None or key in other.held_back)
            )
    return tuple(dict.fromkeys(keys))


def redaction(log: Log, entry: Entry, named: Iterable[str]) -> Redacted:
    """The facts that remove texts of an entry: all of them, with who recorded it, or those named.

    `child` names `child-1`, `child-2` and so on. Raises NothingToRedact, and UnknownCode for a name
    that fits none of them.
    """
    there = removable(log, entry)
    if not there:
        raise errors.NothingToRedact(number=log.labels[entry.id], reference=log.reference)
    wanted = tuple(named)
    for name in wanted:
        if not any(_covers(name, key) for key in there):
            # A key that the kind does not have was put there by hand and could hold anything.
            known = [key for key in there if allows_text(type(entry.facts), key)]
            raise errors.UnknownCode(
                kind="text in that entry", allowed=", ".join(known) or "others"
            )
    meant = {key for key in there if not wanted or any(_covers(name, key) for name in wanted)}
    # one answer may stand under several keys, as why it goes on and the risk to the child
    words = {_answer(entry, key) for key in meant} - {""}
    meant |= {key for key in there if _answer(entry, key) in words}
    keys = tuple(sorted(meant))
    return Redacted(entry=entry.id, keys=keys, same=same_words(log, entry, keys))


def names_in_head(entry: Entry) -> bool:
    """Whether the head of an entry from an earlier version has an agency or a role in words, which
    cannot be removed."""
    values = [value for key, value in fact_items(entry.facts) if key in _IN_WORDS]
    if isinstance(entry.facts, Corrected):
        values = [value for key, value in entry.facts.set.items() if key in _IN_WORDS]
    names = [name for each in values for name in (each if isinstance(each, tuple) else (each,))]
    return any(re.fullmatch(_CODE, str(name)) is None for name in names)


def also_in(log: Log, entry: Entry, keys: Iterable[str]) -> tuple[Entry, ...]:
    """Other entries that hold a text to be removed, word for word; who recorded them is ignored."""
    removed = {entry.texts.get(key) for key in keys if key != "by"} - {None}
    own = {entry.id} | {
        other.id
        for other in log.entries
        if isinstance(other.facts, Corrected) and other.facts.entry == entry.id
    }
    return tuple(
        other
        for other in log.entries
        if other.id not in own
        and any(text in removed for key, text in other.texts.items() if key != "by")
    )


def _answer(entry: Entry, key: str) -> str:
    """An answer that a move may hold twice, without the name of its question; empty for any
    other text, and where it is gone."""
    text = entry.texts.get(key) or ""
    if key.startswith("answer-"):
        return text.partition("=")[2]
    return text if key in ("reason", "risk_to_child") else ""


def _covers(name: str, key: str) -> bool:
    return key == name or re.fullmatch(rf"{re.escape(name)}-\d+", key) is not None
