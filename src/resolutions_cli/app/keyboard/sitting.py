"""One sitting at the keyboard: the answers so far, and going back.

Every question passes through `answered`. To go back, or to change an answer, the command is run
again from its beginning, and the answers that it had are given to it again. So a command must not
write anything before its last question.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Hint, Stopped, read_answer
from resolutions_cli.core.text import between_words
from resolutions_cli.files.record.entry_file import require_room
from resolutions_cli.files.workspace.drafts import Answered

T = TypeVar("T")

#: The question for each further value of a list.
ANOTHER = "  another, or Enter"

#: The answer that goes back to the question before.
BACK = "<"


class NotTaken(Exception):
    """An answer that is none; the message says what to type."""


class AgainFromTheStart(BaseException):
    """The command is to be run again, with the answers that are kept in the sitting."""


class _Known(Answered):
    """An answer of an earlier run; `to_change` if the question is asked again all the same."""

    to_change: bool = False


class Sitting:
    """The answers since the command began, and those of an earlier run of it."""

    def __init__(self) -> None:
        self.answers: list[Answered] = []
        self.unfinished = ""
        self.is_looked_over = False
        self.before_recording: list[Callable[[], None]] = []
        #: How an answer was understood, by its place, where that is not what was typed.
        self.meant: dict[int, str] = {}
        self.ahead: list[_Known] = []
        self._open: list[int] = []

    def know(self, answers: Sequence[Answered], unfinished: str = "") -> None:
        """Give these answers when the same questions are asked; begin the next one with
        `unfinished`."""
        self._open, self.unfinished = [], unfinished
        self._give([_Known(*each.as_tuple()) for each in answers])

    def recalled(self, question: str) -> str | None:
        """The answer to a question in an earlier run; None if it is to be asked.

        Questions that are not asked any more are passed over.
        """
        for place, known in enumerate(self.ahead):
            if known.question == question:
                del self.ahead[: place + 1]
                if known.to_change:
                    self.unfinished = known.typed
                    return None
                return known.typed
        return None

    @contextmanager
    def taking(self, question: str) -> Iterator[list[str]]:
        """A block that reads an answer, and may ask more on the way. It puts the answer into the
        list, which comes before the answers to questions on the way."""
        place, taken = len(self.answers), list[str]()
        self._open.append(place)
        try:
            yield taken
        finally:
            self._open.pop()
            if taken:
                answer = Answered(question, taken[-1], bool(self._open))
                self.answers.insert(place, answer)
            else:
                del self.answers[place:]

    def go_back(self) -> None:
        """Ask the question before this one again, or the one that this one was asked for.

        Returns, after saying why, where there is none.
        """
        if len(self._open) > 1 and not streams.has_recorded():
            self._again(self.answers[: self._open[0]])
        place = len(self.answers) - 1
        while place > 0 and self.answers[place].inner:
            place -= 1
        self.change(place)

    def change(self, place: int) -> None:
        """Ask the question at a place of the answers again, and no other. Returns, after saying
        why, where that cannot be."""
        if streams.has_recorded():
            streams.remark(
                "  The answers before this one are recorded. `resolve correct` changes them."
            )
            return
        if not 0 <= place < len(self.answers):
            streams.remark("  There is no question before this one.")
            return
        self._again(self.answers, to_change=place)

    def _again(self, answers: Sequence[Answered], to_change: int | None = None) -> NoReturn:
        """Run the command again with these answers before those that are still to be given."""
        known = [
            _Known(each.question, each.typed, each.inner, at == to_change)
            for at, each in enumerate(answers)
        ]
        self._give(known + self.ahead)
        raise AgainFromTheStart

    def _give(self, known: list[_Known]) -> None:
        """Give these answers, and no others, when the command asks its questions anew."""
        self.ahead, self.answers, self.meant, self.before_recording = known, [], {}, []
        if known:
            streams.hold_remarks()

    def means(self, words: str) -> None:
        """Note how the answer that is being taken was understood, for looking it over; of a
        question on the way nothing is noted."""
        if len(self._open) == 1:
            self.meant[self._open[0]] = words

    def to_begin_with(self) -> str:
        """The text that the next question begins with; no question after it does."""
        typed, self.unfinished = self.unfinished, ""
        return typed


_now = Sitting()


def current() -> Sitting:
    """The sitting of the command that runs."""
    return _now


def begin() -> Sitting:
    """A new sitting, for a command that begins."""
    global _now
    _now = Sitting()
    return _now


def answered(
    question: str, read: Callable[[str], T], *, is_text: bool = False, hint: Hint | None = None
) -> T:
    """The result of `read` for the answer to a question, which is asked until `read` takes it.

    `hint` says, while somebody types, how it is understood. `<` goes back. Raises Stopped for
    Ctrl-C and for the end of the input.
    """
    typed = _now.recalled(question)
    if typed is not None:
        try:
            with _now.taking(question) as taken:
                value = read(typed)
                taken.append(typed)
                streams.drop_held_remarks()
                return value
        except NotTaken:
            pass
        except (
            errors.ResolveError
        ) as refusal:  # because of another answer it is not allowed any more
            streams.release_remarks()
            complain_at_question(refusal)
    return _asked(question, read, is_text=is_text, hint=hint)


def _asked(question: str, read: Callable[[str], T], *, is_text: bool, hint: Hint | None) -> T:
    streams.release_remarks()
    shown, start = wrapped(question), _now.to_begin_with()
    typed = start
    try:
        while True:
            try:
                typed = read_answer(shown, start, is_text=is_text, hint=hint)
                with _now.taking(question) as taken:
                    if typed.strip() == BACK:
                        start = typed = ""
                        _now.go_back()
                        continue
                    if not is_text and "\n" in typed.strip():
                        raise NotTaken("That is several lines. Type one answer.")
                    value = read(require_room(typed))
                    taken.append(typed)
                    return value
            except NotTaken as fault:
                streams.remark(f"  {fault}")
            except errors.ResolveError as refusal:
                complain_at_question(refusal)
            start = typed = typed if is_text else ""
    except KeyboardInterrupt as stop:  # at any moment, not only while somebody types
        unfinished = stop.typed if isinstance(stop, Stopped) else ""
        _now.unfinished = _now.unfinished or unfinished or typed
        raise


def complain_at_question(refusal: errors.ResolveError) -> None:
    """Say why an answer is not taken, without the name of an option, since the user typed no
    option."""
    streams.complain(refusal.without_option())


def wrapped(question: str) -> str:
    """The question, broken between words at the terminal's width."""
    width = max(streams.columns_for_questions() - 3, 20)
    return "\n".join(between_words(question, width))


# ------------------------------------------------------------------ when it is recorded


def before_recording(do: Callable[[], None]) -> None:
    """Do something as soon as the answers are to be recorded; at once if the dispute already is."""
    if streams.has_recorded():
        do()
    else:
        _now.before_recording.append(do)


def begin_to_record() -> None:
    """Do what waits for the answers to be recorded."""
    waiting, _now.before_recording = _now.before_recording, []
    for do in waiting:
        do()


def looked_over() -> None:
    """Note that somebody has said yes to the very thing that is to be done."""
    _now.is_looked_over = True
