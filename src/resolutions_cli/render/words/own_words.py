"""The texts that people typed for their own deadlines: agreed actions and reminders.

These are texts of the record. `next`, `show`, `explain` and the papers show them; `due` shows
them only on a terminal. They are never stored outside the record.
"""

from collections.abc import Mapping

from resolutions_cli.core.deadlines.own_duties import actions_of
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.own_codes import ACTION, CHASE
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.render.words.entry import absent_words, shown_text


def own_words(dispute: Dispute) -> Mapping[str, str]:
    """The text of each agreed action and each reminder, by the deadline's name."""
    words = {
        f"{ACTION}:{action.number}": _said(action.placed.entry, action.key)
        for action in actions_of(dispute)
    }
    made = (placed.entry for placed in dispute.chases if placed.facts.by_when)
    for number, entry in enumerate(made, 1):
        there = [_said(entry, key) for key in ("who", "what") if key in entry.texts]
        words[f"{CHASE}:{number}"] = ": ".join(there)
    return {duty: said for duty, said in words.items() if said}


def _said(entry: Entry, key: str) -> str:
    """A text on one line, or a placeholder if it was removed or held back."""
    return " / ".join(filter(None, shown_text(entry.texts[key], absent_words(entry, key))))


def titled(title: str, words: str) -> str:
    """A deadline's title, with the text typed for it."""
    return f"{title}: {words}" if words else title
