"""What an import brings, or would bring, in words and as JSON; no text of the record."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import KINDS
from resolutions_cli.core.sheet_map import RowProblem
from resolutions_cli.core.when import Moment
from resolutions_cli.render.documents import moment_json, recorded_json
from resolutions_cli.render.page import Block, Para
from resolutions_cli.render.words import moment_words, several, shown


def dispute_lines(
    reference: str,
    new: tuple[Entry, ...],
    filled: tuple[Entry, ...],
    apart: tuple[Entry, ...],
    *,
    again: bool,
    held_back: int,
) -> Iterator[Block]:
    """What comes of one dispute: every new entry with its date and kind."""
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
        words = "another dispute has this reference here: both are kept, and listed as two"
        yield Para(words, 2, "soon")
    for entry in apart:
        what = f"{kind_words(entry)} of {moment_words(entry.at)}"
        words = f"moved on two machines: {what} does not count until somebody chooses which move"
        yield Para(f"{words} counts", 2, "overdue")


def kind_words(entry: Entry) -> str:
    """The kind of an entry; of one that this version does not know, only that."""
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
    """The procedures that are new, and the sum of it all."""
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
    """An entry that comes: what it is and when, without facts and texts."""
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
    """Every row with the dispute that it becomes, and the first problems of other rows, of which
    `found` there are."""
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
        yield Para("the sheet has no rows: nothing changes")
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
    """The body of the document about a spreadsheet; of each row its line, the reference, and the
    new entries as `entry_json` has them."""
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
