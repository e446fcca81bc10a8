"""What can be corrected of an entry, in words: what each field is called and what it holds."""

from collections.abc import Mapping

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Recorded
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.correctable import Correctable
from resolutions_cli.core.record.details import KIND
from resolutions_cli.render.words.entry import absent_words, shown_text, text_label, value_words
from resolutions_cli.render.words.words import shown

#: Said of a field that holds nothing.
EMPTY = "nothing yet"

#: What facts are called, by their keys; by kind and key where a kind has another word for one.
_LABELS: Mapping[str, str] = {
    "about": "what it is about",
    "accepted": "accepted by",
    "agency": "agency",
    "agreed_by": "agreed by",
    "at": "when it happened",
    "by_when": "date of the reminder",
    "concerns": "concerns",
    "departure": "outside the procedure",
    "discussion": "it was a discussion",
    "done": "number of the reminder that is done",
    "duty": "the deadline that the date is for",
    "ended": "when the risk ended",
    "event": "what happened",
    "follows": "the earlier dispute that it follows",
    "grounds": "grounds",
    "no_action": "nothing follows from it",
    "on": "date",
    "outcome": "outcome",
    "planned": "it is only planned",
    "raised_by": "raised by",
    "role": "role",
    "similar": "similar disputes",
    "with": "with",
    "agreed on": "the agreed date",
    "done on": "when it was done",
    "risk on": "when the risk began",
    "sooner on": "the date that keeps the child safe",
}

#: Dates of an opening; what the procedure says of them is too long for a list.
_EVENTS: Mapping[str, str] = {
    "raised": "when the disagreement was raised",
    "disputed": "when the decision that you dispute was made",
}


def field_label(field: Correctable, entry: Entry, procedure: Procedure) -> str:
    """What a field is called."""
    table, dot, name = field.key.partition(".")
    if dot:
        return _label_in_table(table, name, entry, procedure)
    own = _LABELS.get(f"{entry.kind} {table}", _LABELS.get(table))
    return own or text_label(field.key)


def _label_in_table(table: str, name: str, entry: Entry, procedure: Procedure) -> str:
    """What one name of a table of facts is called."""
    event = procedure.events.get(name)
    match table:
        case "events":
            means = f"when {event.means.partition(';')[0]}" if event else shown(name)
            return _EVENTS.get(name, means)
        case "event_kinds":
            return "kind of decision" if name == "disputed" else f"kind of {shown(name)}"
        case "reached":
            stage = procedure.stages.get(name)
            return f"when stage {shown(name)} was reached" + (f": {stage.title}" if stage else "")
        case "told":
            return f"when this was told: {shown(procedure.role(name))}"
        case "action_dates":
            return f"date of action {shown(name)}"
        case "details" if isinstance(entry.facts, Recorded):
            happened = procedure.events.get(entry.facts.event)
            detail = happened.details.get(name) if happened else None
            if name == KIND and detail is None:
                return "kind"
            return detail.means if detail else shown(name)
        case _:  # a later version may have other tables
            return shown(f"{table} {name}")


def field_value(field: Correctable, entry: Entry) -> str:
    """What a field holds, on one line."""
    key = field.key.replace("details.", "detail-", 1)
    if field.is_absent:
        return absent_words(entry, key)
    if field.value is None:
        return EMPTY
    if isinstance(field.value, str) and key in entry.texts:
        return " ".join(shown_text(field.value))
    return value_words(field.value)
