"""What a recording command answers: the entry, where the dispute is, what is owed."""

from collections.abc import Iterator, Mapping, Sequence

from resolutions_cli.core.case import Case
from resolutions_cli.core.entry import Entry
from resolutions_cli.render.words import moment_words, shown_lines


def recorded_text(case: Case, entries: Sequence[Entry]) -> str:
    """A line for each entry, and one for where the dispute is now."""
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
    """A line for each entry of a dispute that can be written in, and not be counted."""
    return "".join(
        f"recorded: a note of {reference} ({entry.kind}, {moment_words(entry.at)})\n"
        for entry in entries
    )


def _numbered(case: Case, entry: Entry) -> str:
    """The entry by its number; one that was recorded and cannot be read back has none."""
    number = case.dispute.labels.get(entry.id)
    return f"entry {number}" if number else f"an entry that cannot be read back, {entry.id[:16]},"


def running_ahead(case: Case) -> Iterator[str]:
    """The clocks of later stages that no other way on avoids, earliest first, a line each."""
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
        yield f"  {moment_words(due)}  {stage}: {clock.rule} of {clock.of}"


def not_recorded_json(texts: Mapping[str, str]) -> str:
    """The texts of an entry that could not be written, for whoever called."""
    import json  # which hardly any recording needs

    from resolutions_cli.render.documents import FORMAT

    body = {"resolve_format": FORMAT, "kind": "not-recorded", "texts": dict(texts)}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def not_recorded_text(texts: Mapping[str, str], how_much: str) -> str:
    """The texts of an entry that could not be written, to be copied from the terminal.

    `how_much` of it was recorded, as "Nothing was".
    """
    if not texts:
        return ""
    lines = [f"{how_much} recorded. This is what was typed:"]
    for key, text in texts.items():
        lines.extend(("", f"[{key}]", *shown_lines(text)))
    return "\n".join(lines) + "\n"
