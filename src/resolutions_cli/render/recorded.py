"""What a recording command answers: the entry, where the dispute is, what is owed."""

import json
from collections.abc import Iterable, Mapping

from resolutions_cli.core.case import Case
from resolutions_cli.core.entry import Entry
from resolutions_cli.render.documents import FORMAT
from resolutions_cli.render.due import due_table
from resolutions_cli.render.table import plain_table
from resolutions_cli.render.words import moment_words, shown_lines


def recorded_text(case: Case, entries: Iterable[Entry]) -> str:
    """A line for each entry, one for the dispute, and the table of what is owed now."""
    dispute = case.dispute
    lines = [
        f"recorded: entry {dispute.numbers[entry.id]} of {dispute.reference}"
        f" ({entry.kind}, {moment_words(entry.at)})"
        for entry in entries
    ]
    if dispute.is_open:
        lines.append(f"{dispute.reference} is in stage {dispute.stage.id}: {dispute.stage.title}")
    else:
        lines.append(f"{dispute.reference} is closed: {dispute.outcome}")
    text = "\n".join(lines) + "\n"
    if case.open_deadlines:
        text += "\n" + plain_table(due_table(case.open_deadlines, (), case.as_of))
    return text


def not_recorded_json(texts: Mapping[str, str]) -> str:
    """The texts of an entry that could not be written, for whoever called."""
    body = {"resolve_format": FORMAT, "kind": "not-recorded", "texts": dict(texts)}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def not_recorded_text(texts: Mapping[str, str], *, partly: bool = False) -> str:
    """The texts of an entry that could not be written, to be copied from the terminal."""
    if not texts:
        return ""
    much = "Not all of it was recorded." if partly else "Nothing was recorded."
    lines = [f"{much} This is what was typed:"]
    for key, text in texts.items():
        lines.extend(("", f"[{key}]", *shown_lines(text)))
    return "\n".join(lines) + "\n"
