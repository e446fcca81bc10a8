"""A gap of the record: one thing that it lacks, and the command that closes it."""

from typing import Literal

from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.value import Value

#: What an inquiry asks, in its order; `render/verdict.py` has the words of each.
Question = Literal["concern", "follow-up", "decision", "outcome", "procedure"]


class Gap(Value):
    """One thing that the record lacks; `sentence` holds codes and dates, no text of the record.

    `question` is what it leaves unanswered.
    `visit` is the stage, and which visit of it, that was left with something not done.
    """

    name: str
    question: Question
    sentence: str
    command: str
    visit: tuple[str, int] | None = None


def number_of(dispute: Dispute, entry: Entry) -> str:
    """What an entry is called, as `show` prints it."""
    return dispute.labels[entry.id]
