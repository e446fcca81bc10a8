"""The page on which answers are looked over before anything is recorded."""

import re
from collections.abc import Callable, Sequence

from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Stopped, read_answer
from resolutions_cli.app.keyboard.sitting import ANOTHER, BACK, begin_to_record, current, wrapped
from resolutions_cli.core.text import between_words
from resolutions_cli.files.workspace.drafts import Answered

#: The answer that keeps a draft.
LATER = "q"

#: In characters: how much of an answer is shown.
_SHOWN = 240


def look_over(follows: Callable[[], Sequence[str]]) -> None:
    """Show every answer and what follows from them, and return when they are to be recorded.

    Raises Stopped where they are to be kept for later.
    """
    _show_and_wait(follows)
    begin_to_record()


def _show_and_wait(follows: Callable[[], Sequence[str]]) -> None:
    """Show every answer and what follows from them, and return when they are to be recorded.

    Shows nothing if it asked nothing. Raises Stopped where they are to be kept for later.
    """
    numbered = [(place, each) for place, each in enumerate(current().answers) if not each.inner]
    if not numbered or current().is_looked_over or streams.has_recorded():
        return
    streams.release_remarks()
    streams.remark("\nLook it over. Nothing is recorded yet.")
    for number, (place, each) in enumerate(numbered, 1):
        if _said(each):
            streams.remark(_line(number, each, current().meant.get(place, "")))
    if skipped := [
        f"{number} {_label(each)}"
        for number, (_, each) in enumerate(numbered, 1)
        if not _said(each) and each.question != ANOTHER
    ]:
        streams.remark(_folded(f"left out: {'; '.join(skipped)}", "     "))
    if due := follows():
        streams.remark("\nDue after that:")
        for line in due:
            streams.remark(_folded(line, "  "))
    while True:
        asks = "Enter records it. A number changes that answer, < goes back, q keeps it for later"
        typed = read_answer(wrapped(asks)).strip().lower()
        if typed in ("", "y", "yes"):
            return
        if typed == LATER:
            raise Stopped
        if typed == BACK:
            current().change(numbered[-1][0])
        elif typed.isdecimal() and 0 < int(typed) <= len(numbered):
            current().change(numbered[int(typed) - 1][0])
        else:
            streams.remark(f"  Press Enter, or type a number from 1 to {len(numbered)}, < or q.")


def _line(number: int, answer: Answered, meant: str) -> str:
    said = meant or _said(answer)
    if len(said) > _SHOWN:
        said = f"{said[:_SHOWN]}… ({len(answer.typed):,} characters)"
    return _folded(f"{_label(answer)}: {said}", f"{number:3}. ")


def _said(answer: Answered) -> str:
    """The answer in one line; Enter is the word that the question has for it, as "now"."""
    enter = re.search(r"\(Enter for ([^)]*)\)$", answer.question)
    return " ".join(answer.typed.split()) or (enter[1] if enter else "")


def _label(answer: Answered) -> str:
    if answer.question == ANOTHER:
        return "and"
    return re.sub(r" \((Enter|one a line)[^)]*\)$| \[[^]]*\]$", "", answer.question)


def _folded(text: str, head: str) -> str:
    """The text behind its head, broken between words at the terminal's width."""
    width = max(streams.columns_for_questions() - 1, 30)
    return "\n".join(between_words(text, width, head, len(head)))
