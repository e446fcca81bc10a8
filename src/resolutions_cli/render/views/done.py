"""The answers of an import, a recording and a sync, in words and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import KINDS
from resolutions_cli.core.sheet_map import RowProblem
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.formats.json import moment_json, recorded_json
from resolutions_cli.render.formats.page import Block, Para
from resolutions_cli.render.words.words import (
    clock_words,
    moment_words,
    several,
    shown,
    shown_lines,
)

# ------------------------------------------------------------------ an import


def dispute_lines(
    reference: str,
    new: tuple[Entry, ...],
    filled: tuple[Entry, ...],
    apart: tuple[Entry, ...],
    *,
    again: bool,
    held_back: int,
) -> Iterator[Block]:
    """The import of one dispute: every new entry with its date and kind, then warnings."""
    if not new and not filled:
        yield Para(f"{reference}: nothing new")
        return
    said = [several(len(new), "new entry")] if new else []
    if filled:
        said.append(f"texts of {several(len(filled), 'entry')} that were held back here")
    yield Para(f"{reference}: {' and '.join(said)}")
    for entry in new:
        yield Para(f"{moment_words(entry.at)}: {kind_words(entry)}", 2)
    if held_back:
        yield Para(f"texts of {several(held_back, 'entry')} were held back", 2)
    if again:
        words = "another dispute here has this reference. Both are kept, as two disputes."
        yield Para(words, 2, "soon")
    for entry in apart:
        what = f"{kind_words(entry)} of {moment_words(entry.at)}"
        words = f"moved on two machines: {what} does not count until somebody chooses a move"
        yield Para(words, 2, "overdue")


def kind_words(entry: Entry) -> str:
    """The kind of an entry, or a phrase for a kind that this version does not know."""
    return entry.kind if entry.kind in KINDS else "a kind that this version does not know"


def bundle_lines(
    procedures: tuple[str, ...],
    disputes: int,
    entries: int,
    filled: int,
    *,
    written: bool,
    waiting: tuple[str, ...] = (),
) -> Iterator[Block]:
    """The new procedures, and the total of new entries and texts."""
    for label in procedures:
        yield Para(f"procedure {shown(label)}: new here")
        if label in waiting:
            yield Para("It applies to these disputes only. To open others under it:", 2)
            yield Para(f"resolve procedure accept {shown(label)}", 4, command=True)
    if not entries and not filled:
        yield Para(f"nothing new in {several(disputes, 'dispute')}; nothing was changed")
        return
    what = " and ".join(
        [several(entries, "new entry")] * bool(entries)
        + [f"texts of {several(filled, 'entry')}"] * bool(filled)
    )
    what += f" in {several(disputes, 'dispute')}"
    yield Para(f"imported: {what}" if written else f"would be imported: {what}")


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry of an import: its id, kind and times, without facts and texts."""
    return {
        "entry": entry.id,
        "kind": entry.kind,
        "at": moment_json(entry.at),
        "recorded": recorded_json(entry.recorded),
    }


# ------------------------------------------------------------------ spreadsheets

#: A row that becomes a dispute: its line, the reference, when it was opened, whether it is closed.
TakenRow = tuple[int, str, Moment, bool]


def sheet_page(
    taken: Sequence[TakenRow], problems: Sequence[RowProblem], found: int, *, written: bool
) -> Iterator[Block]:
    """The problems first, then every row with its new dispute.

    `problems` are the first of the `found` problems in all.
    """
    for problem in problems:
        place = f"line {problem.line}" + (f", {shown(problem.heading)}" if problem.heading else "")
        yield Para(f"{place}: {problem.condition.message}", style="overdue")
        yield Para(problem.condition.advice, 2)
    if found > len(problems):
        more = several(found - len(problems), "more problem")
        yield Para(f"and {more}: put these right first", style="overdue")
    for line, reference, opened, is_closed in taken:
        ends = ", closed" if is_closed else ""
        yield Para(f"line {line}: {reference}, opened {moment_words(opened)}{ends}")
    if not taken and not problems:
        yield Para("The spreadsheet has no rows. Nothing was changed.")
    else:
        word = "imported" if written else "would be imported"
        yield Para(f"{word}: {several(len(taken), 'dispute')}")


def sheet_json(
    taken: Iterable[tuple[int, str, Sequence[object]]],
    problems: Sequence[RowProblem],
    found: int,
    refused: int,
    *,
    written: bool,
) -> dict[str, Any]:
    """The import of a spreadsheet, as the body of a JSON document.

    Each row taken has its line, its reference and its new entries as from `entry_json`.
    """
    return {
        "written": written,
        "problem_count": found,
        "refused_rows": refused,
        "problems": [
            {
                "line": problem.line,
                "heading": problem.heading or None,
                "problem": problem.condition.message,
                "remedy": problem.condition.advice,
            }
            for problem in problems
        ],
        "disputes": [
            {"line": line, "dispute": reference, "new": list(entries)}
            for line, reference, entries in taken
        ],
    }


# ------------------------------------------------------------------ a recording


def recorded_text(case: Case, entries: Sequence[Entry]) -> str:
    """A line for each entry, and one for the dispute's stage or outcome."""
    dispute = case.dispute
    lines = [
        f"recorded: {_numbered(case, entry)} of {dispute.reference}"
        f" ({entry.kind}, {moment_words(entry.at)})"
        for entry in entries
    ]
    if dispute.is_open:
        lines.append(f"{dispute.reference} is in stage {dispute.stage.id}: {dispute.stage.title}")
    else:
        lines.append(f"{dispute.reference} is closed: {dispute.outcome}")
    return "\n".join(lines) + "\n"


def note_text(reference: str, entries: Sequence[Entry]) -> str:
    """A line for each entry of a dispute that can take entries but cannot be counted."""
    return "".join(
        f"recorded: a note of {reference} ({entry.kind}, {moment_words(entry.at)})\n"
        for entry in entries
    )


def _numbered(case: Case, entry: Entry) -> str:
    """The entry by its number, or by its id if it cannot be read back."""
    number = case.dispute.labels.get(entry.id)
    return f"entry {number}" if number else f"an entry that cannot be read back, {entry.id[:16]},"


def running_ahead(case: Case) -> Iterator[str]:
    """A line for each clock of a later stage that is already running, earliest first."""
    stages = case.dispute.procedure.stages
    ahead = [
        (clock.due, clock)
        for deadline in case.open_deadlines
        for clock in deadline.owed.clocks
        if clock.due and clock.stage and clock.stage != deadline.key.stage
    ]
    if ahead:
        yield ""
        yield "Deadlines of later stages already running"
    for due, clock in sorted(ahead, key=lambda pair: pair[0].ends):
        stage = f"stage {clock.stage}, {stages[clock.stage or ''].title}"
        yield f"  {moment_words(due)}  {stage}: {clock_words(clock)}"


def not_recorded_json(texts: Mapping[str, str]) -> str:
    """The texts of an entry that could not be written, as a JSON document for the caller."""
    import json  # imported here because hardly any recording needs it

    from resolutions_cli.render.formats.json import FORMAT

    body = {"resolve_format": FORMAT, "kind": "not-recorded", "texts": dict(texts)}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def not_recorded_text(texts: Mapping[str, str], how_much: str) -> str:
    """The texts of an entry that could not be written, to be copied from the terminal.

    `how_much` begins the sentence: "Nothing was", for example.
    """
    if not texts:
        return ""
    lines = [f"{how_much} recorded. This is what was typed:"]
    for key, text in texts.items():
        lines.extend(("", f"[{key}]", *shown_lines(text)))
    return "\n".join(lines) + "\n"


# ------------------------------------------------------------------ a sync


#: How many references a line lists.
_LISTED = 5


def synced_line(came: Sequence[str], went: Sequence[str], back: Sequence[str]) -> str:
    """A line that counts the files received, sent and put back.

    Each item is the reference of an entry's dispute, or "" for a procedure, a calendar or a seal.
    """
    parts = [f"received: {_counted(came)}", f"sent: {_counted(went)}"]
    if back:
        parts.append(f"put back because it was missing from the folder: {_counted(back)}")
    return "; ".join(parts)


def unsettled_words(apart: Sequence[str], unsettled: Sequence[str]) -> str:
    """The disputes moved on two machines, and others to be put right; empty without any."""
    words = []
    if apart:
        commands = " or ".join(f"`resolve settle {each}`" for each in apart[:_LISTED])
        said = f"{_listed(apart)}, choose with {commands} which move counts"
        words.append(f"; moved on two machines: {said}")
    if others := [each for each in unsettled if each not in apart]:
        words.append(f"; to be put right: {_listed(others)}")
    return "".join(words)


def refused_words(count: int) -> str:
    """The number of files received but refused; empty without any."""
    return f"; not taken in: {count} file{'s' if count > 1 else ''}" if count else ""


def synced_json(
    came: Sequence[str],
    went: Sequence[str],
    back: Sequence[str],
    apart: Sequence[str],
    unsettled: Sequence[str],
    refused: Sequence[tuple[str, str, str]],
    at: datetime,
) -> Mapping[str, Any]:
    """The result of a sync as plain values; a refused file is its path, a code and the reason."""
    return {
        "synced_at": at.isoformat(),
        "came": _numbers(came),
        "went": _numbers(went),
        "put_back": _numbers(back),
        "made_apart": list(apart),
        "unsettled": list(unsettled),
        "refused": [
            {"path": path, "reason": code, "problem": sentence} for path, code, sentence in refused
        ],
    }


def _numbers(paths: Sequence[str]) -> Mapping[str, Any]:
    entries = Counter(each for each in paths if each)
    return {
        "entries": entries.total(),
        "other_files": len(paths) - entries.total(),
        "disputes": dict(sorted(entries.items())),
    }


def _counted(paths: Sequence[str]) -> str:
    entries = [each for each in paths if each]
    others = len(paths) - len(entries)
    words = []
    if entries:
        noun = "entry" if len(entries) == 1 else "entries"
        words.append(f"{len(entries)} {noun} ({_listed(sorted(set(entries)))})")
    if others:
        words.append(f"{others} other file" + ("s" if others > 1 else ""))
    return " and ".join(words) or "nothing"


def _listed(references: Sequence[str]) -> str:
    more = len(references) - _LISTED
    return ", ".join(references[:_LISTED]) + (f" and {more} more" if more > 0 else "")
