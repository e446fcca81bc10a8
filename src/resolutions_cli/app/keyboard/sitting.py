"""One sitting at the keyboard: the answers so far, going back, and the draft that is kept.

Every question passes through `answered`. To go back, or to change an answer, the command is run
again from its beginning, and the answers that it had are given to it again. So a command must not
write anything before its last question.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import Any, TypeVar

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.editor import Stopped, discard_waiting, read_answer
from resolutions_cli.files.disk import clock
from resolutions_cli.files.record.entry_file import require_room
from resolutions_cli.files.workspace.drafts import Answered, Unrecorded, drafts_in, keep, remove
from resolutions_cli.files.workspace.settings import Workspace
from resolutions_cli.files.workspace.settings import find as find_workspace

T = TypeVar("T")

#: The question for each further value of a list.
ANOTHER = "  another, or Enter"

#: The answer that goes back to the question before.
BACK = "<"

#: The answer that keeps a draft, where the answers are looked over.
LATER = "q"


class NotTaken(Exception):
    """An answer that is none; the message says what to type."""


class _AgainFromTheStart(BaseException):
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
        self._ahead: list[_Known] = []
        self._open: list[int] = []

    def know(self, answers: Sequence[Answered], unfinished: str = "") -> None:
        """Give these answers when the same questions are asked; begin the next one with
        `unfinished`."""
        self._ahead = [_Known(*each.as_tuple()) for each in answers]
        self.answers, self._open, self.unfinished = [], [], unfinished
        self.before_recording = []
        if answers:
            streams.hold_remarks()

    def recalled(self, question: str) -> str | None:
        """The answer to a question in an earlier run; None if it is to be asked.

        Questions that are not asked any more are passed over.
        """
        for place, known in enumerate(self._ahead):
            if known.question == question:
                del self._ahead[: place + 1]
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
        place = self._open[0] if len(self._open) > 1 else len(self.answers) - 1
        while place > 0 and place < len(self.answers) and self.answers[place].inner:
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
        known = [_Known(*each.as_tuple()) for each in self.answers]
        known[place] = known[place].but(to_change=True)
        self._ahead = known + self._ahead
        self.answers, self.before_recording = [], []
        streams.hold_remarks()
        raise _AgainFromTheStart

    def to_begin_with(self) -> str:
        """The text that the next question begins with; no question after it does."""
        typed, self.unfinished = self.unfinished, ""
        return typed


_now = Sitting()


def answered(question: str, read: Callable[[str], T], *, is_text: bool = False) -> T:
    """The result of `read` for the answer to a question, which is asked until `read` takes it.

    `<` goes back. Raises Stopped for Ctrl-C and for the end of the input.
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
    return _asked(question, read, is_text=is_text)


def _asked(question: str, read: Callable[[str], T], *, is_text: bool) -> T:
    streams.release_remarks()
    shown, start = _wrapped(question), _now.to_begin_with()
    while True:
        try:
            typed = read_answer(shown, start, is_text=is_text)
        except errors.ResolveError as refusal:
            complain_at_question(refusal)
            continue
        except KeyboardInterrupt as stop:  # also one before the editor is ready
            _now.unfinished = (stop.typed if isinstance(stop, Stopped) else "") or start
            raise
        start = ""
        try:
            with _now.taking(question) as taken:
                if typed.strip() == BACK:
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
            start = typed if is_text else ""


def complain_at_question(refusal: errors.ResolveError) -> None:
    """Say why an answer is not taken, without the name of an option, since the user typed no
    option."""
    streams.complain(refusal.without_option())


def _wrapped(question: str) -> str:
    """The question, broken between words at the terminal's width."""
    width = max(streams.columns_for_questions() - 3, 20)
    lines = wrap(question, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


# ------------------------------------------------------------------ looking it over


#: In characters: how much of an answer is shown.
_SHOWN = 240


def look_over(follows: Callable[[], Sequence[str]]) -> None:
    """Show every answer and what follows from them, and return when they are to be recorded.

    Raises Stopped where they are to be kept for later.
    """
    _show_and_wait(follows)
    _begin_to_record()


def _show_and_wait(follows: Callable[[], Sequence[str]]) -> None:
    """Show every answer and what follows from them, and return when they are to be recorded.

    Shows nothing if it asked nothing. Raises Stopped where they are to be kept for later.
    """
    numbered = [(place, each) for place, each in enumerate(_now.answers) if not each.inner]
    if not numbered or _now.is_looked_over or streams.has_recorded():
        return
    streams.release_remarks()
    streams.remark("\nLook it over. Nothing is recorded yet.")
    for number, (_, each) in enumerate(numbered, 1):
        if _said(each):
            streams.remark(_line(number, each))
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
        typed = read_answer(_wrapped(asks)).strip().lower()
        if typed in ("", "y", "yes"):
            return
        if typed == LATER:
            raise Stopped
        if typed == BACK:
            _now.change(numbered[-1][0])
        elif typed.isdecimal() and 0 < int(typed) <= len(numbered):
            _now.change(numbered[int(typed) - 1][0])
        else:
            streams.remark(f"  Press Enter, or type a number from 1 to {len(numbered)}, < or q.")


def before_recording(do: Callable[[], None]) -> None:
    """Do something as soon as the answers are to be recorded; at once if the dispute already is."""
    if streams.has_recorded():
        do()
    else:
        _now.before_recording.append(do)


def _begin_to_record() -> None:
    waiting, _now.before_recording = _now.before_recording, []
    for do in waiting:
        do()


def looked_over() -> None:
    """Note that somebody has said yes to the very thing that is to be done."""
    _now.is_looked_over = True


def _line(number: int, answer: Answered) -> str:
    said = _said(answer)
    if len(said) > _SHOWN:
        said = f"{said[:_SHOWN]}… ({len(answer.typed):,} characters)"
    return _folded(f"{_label(answer)}: {said}", f"{number:3}. ")


def _said(answer: Answered) -> str:
    """The answer in one line; Enter is the word that the question has for it, as "now"."""
    enter = re.search(r"\(Enter for ([^)]*)\)$", answer.question)
    return " ".join(answer.typed.split()) or (enter[1] if enter else "")


def _label(answer: Answered) -> str:
    return answer.question.partition(" (Enter ")[0].removesuffix(" [y/N]").removesuffix(" [Y/n]")


def _folded(text: str, head: str) -> str:
    """The text behind its head, broken between words at the terminal's width."""
    return "\n".join(
        wrap(
            text,
            max(streams.columns_for_questions() - 1, 30),
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


# ------------------------------------------------------------------ a command and its draft


def sit(context: Any, words: Sequence[str], invoke: Callable[[Any], Any]) -> Any:
    """Run a command with questions for a person. Answers that are not recorded are kept as a
    draft; an earlier draft of the same command is offered first."""
    global _now
    _now = Sitting()
    with _hang_up_stops():
        draft = _draft_to_go_on_with(context)
        if draft:
            words = draft.words
            context = context.command.make_context(
                context.info_name, list(words), parent=context.parent
            )
            _now.know(draft.answers, draft.unfinished)
        try:
            result = _until_done(context, invoke)
            _begin_to_record()  # of a command that was not looked over
        except (Stopped, KeyboardInterrupt, EOFError, errors.ResolveError, OSError):
            _keep(context, words, draft)
            raise
        finally:
            streams.release_remarks()
            discard_waiting()
        if draft:
            _forget(context, draft)
        return result


def _until_done(context: Any, invoke: Callable[[Any], Any]) -> Any:
    while True:
        try:
            return invoke(context)
        except _AgainFromTheStart:
            continue


def _draft_to_go_on_with(context: Any) -> Unrecorded | None:
    """A draft of the same command in the same dispute, if somebody wants to go on with it."""
    place = _workspace(context)
    if place is None:
        return None
    reference = context.params.get("reference")
    for draft in drafts_in(place.folder, clock.real_now()):
        if draft.command != context.info_name or (reference and draft.reference != reference):
            continue
        answers = "1 answer" if draft.count == 1 else f"{draft.count} answers"
        streams.remark(
            f"You stopped in the middle of this on {draft.at.astimezone():%d %b at %H:%M},"
            f" with {answers}."
        )
        said = read_answer("Go on with it? [Y/n]").strip().lower()
        return draft if said in ("", "y", "yes") else None
    return None


def _keep(context: Any, words: Sequence[str], replaces: Unrecorded | None) -> None:
    """Keep a draft of the answers, unless they are recorded."""
    typed = [each.typed for each in _now.answers if not each.inner]
    records = "by" in context.params
    if not records or streams.has_recorded() or not (any(typed) or _now.unfinished):
        return
    place = _workspace(context)
    if place is None:
        return
    answers = (*_now.answers, *_now._ahead)
    draft = Unrecorded(
        command=context.info_name,
        words=tuple(words),
        at=clock.real_now(),
        answers=tuple(Answered(each.question, each.typed, each.inner) for each in answers),
        unfinished=_now.unfinished,
    )
    try:
        keep(place.folder, draft)
        if replaces:
            remove(place.folder, replaces.name)
    except OSError as fault:
        streams.remark(
            f"resolve: warning: what you typed could not be kept: {streams.reason_of(fault)}"
        )
        return
    streams.remark(
        "Your answers are kept for 14 days. Type the same command to go on with them;"
        " `resolve drafts` lists them."
    )


def _forget(context: Any, draft: Unrecorded) -> None:
    place = _workspace(context)
    if place is not None:
        remove(place.folder, draft.name)


def _workspace(context: Any) -> Workspace | None:
    try:
        return find_workspace(context.params.get("workspace"), os.environ, Path.cwd())
    except (errors.ResolveError, OSError):
        return None


@contextmanager
def _hang_up_stops() -> Iterator[None]:
    """A terminal that is closed ends the command as Ctrl-C does, so that its draft is kept."""

    def stop(*_: object) -> None:
        raise Stopped

    number = getattr(signal, "SIGHUP", None)  # Windows has none
    before = signal.signal(number, stop) if number else None
    try:
        yield
    finally:
        if number:
            signal.signal(number, before)
