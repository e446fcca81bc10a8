"""Reading a whole answer from a terminal, a paste included, and leaving nothing for the shell.

The line editor is prompt_toolkit, loaded only when a question is asked. A terminal that cannot move
its cursor gets plain lines.
"""

import os
import sys
import unicodedata
from typing import Any

from resolutions_cli import errors
from resolutions_cli.app import streams

#: In seconds: input this soon after a line break was not typed by hand, but belongs to a paste.
_SAME_PASTE = 0.05

#: How often waiting input is thrown away: a paste may still be on its way.
_FLUSHES = 100

#: In bytes: a terminal that reads line by line cuts a longer line off without a word.
_CUT_AT = 4095

#: Characters of a text that a terminal takes for itself, and a text may hold.
_OF_TEXTS = "\n\t"

#: The answer that opens an editor, where a text is asked for.
EDITOR = "e"

_TAKEN_OUT = (
    "  Some characters that control a terminal were taken out. Read the text, then press Enter."
)


class Stopped(KeyboardInterrupt):
    """Somebody stopped at a question; `typed` is the answer that was not finished."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


def read_answer(question: str, typed: str = "", *, is_text: bool = False) -> str:
    """The answer to a question, with its line breaks; `typed` is there to be changed.

    With `is_text` an editor can be opened. Raises Stopped for Ctrl-C and for the end of the input,
    and LineCutOff where the terminal may have cut a line.
    """
    discard_waiting()
    while True:
        answer = _edited(question, typed) if _can_edit() else _plain(question)
        if isinstance(answer, _OpenEditor) or (is_text and answer.strip() == EDITOR):
            typed = _from_editor(answer.typed if isinstance(answer, _OpenEditor) else typed)
            if not _can_edit():
                return typed
            continue
        typed = _without_controls(answer)
        if typed == answer:
            return answer
        streams.remark(_TAKEN_OUT)


def stop_reading() -> None:
    """End the answer that is being read, from a signal's handler. Raises Stopped where none is."""
    if "prompt_toolkit" in sys.modules:
        from prompt_toolkit.application import get_app_or_none

        editor = get_app_or_none()
        if editor and editor.is_running and editor.loop:
            # an exception out of a handler is lost where the editor's own machinery runs
            editor.loop.call_soon_threadsafe(_stop_editor, editor)
            return
    raise Stopped


def _stop_editor(editor: Any) -> None:
    if editor.is_running and not editor.is_done:
        editor.exit(exception=KeyboardInterrupt())


def discard_waiting() -> None:
    """Forget input that was typed or pasted ahead: it must reach neither a question nor the
    shell."""
    if "prompt_toolkit" in sys.modules and _can_edit():
        from prompt_toolkit.input import create_input, typeahead

        typeahead.clear_typeahead(create_input(sys.stdin))
    try:
        import termios

        if streams.is_terminal(sys.stdin):
            # a terminal that was closed says for ever that there is more
            for _ in range(_FLUSHES):
                termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
                if not _more_comes():
                    return
    except (ImportError, OSError, ValueError):  # Windows; a stream without a file behind it
        return


def _without_controls(text: str) -> str:
    """The text without characters that a terminal obeys, as an escape, and without halves of
    characters."""
    return "".join(
        char for char in text if char in _OF_TEXTS or unicodedata.category(char) not in ("Cc", "Cs")
    )


def _more_comes(within: float = 0.0) -> bool:
    """Whether input is waiting, or comes within so many seconds. False if that cannot be known."""
    try:
        import select

        return bool(select.select([sys.stdin.fileno()], [], [], within)[0])
    except (OSError, ValueError):
        return False


# ------------------------------------------------------------------ plain lines


def _plain(question: str) -> str:
    """A line; lines pasted with it are of the same answer."""
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    lines = []
    while True:
        line = _line()
        if streams.is_terminal(sys.stdin) and len(line.encode(errors="replace")) >= _CUT_AT - 1:
            discard_waiting()
            raise errors.LineCutOff
        lines.append(line)
        if not _more_comes(_SAME_PASTE):
            return "\n".join(lines)


def _line() -> str:
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        raise Stopped from None
    if not line:
        raise Stopped
    return line.removesuffix("\n").removesuffix("\r")


# ------------------------------------------------------------------ the line editor


class _OpenEditor(str):
    """The text up to when somebody asked for an editor."""

    @property
    def typed(self) -> str:
        return str(self)


def _can_edit() -> bool:
    """Whether questions are asked on a terminal that can move its cursor."""
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("dumb", "unknown", ""):
        return False
    try:
        return os.isatty(sys.stdin.fileno()) and os.isatty(sys.stderr.fileno())
    except (AttributeError, OSError, ValueError):
        return False


def _edited(question: str, typed: str) -> str:
    """The answer from prompt_toolkit, with no history kept anywhere."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import DummyHistory
    from prompt_toolkit.input import create_input
    from prompt_toolkit.output import ColorDepth

    *above, last = question.split("\n")
    if above:
        streams.remark("\n".join(above))
    session: Any = PromptSession(
        f"{last}: ",
        multiline=True,
        key_bindings=_keys(),
        history=DummyHistory(),
        input=create_input(sys.stdin),
        output=_output(),
        color_depth=ColorDepth.MONOCHROME,
        prompt_continuation="",
        enable_open_in_editor=False,
        enable_history_search=False,
        complete_while_typing=False,
    )
    try:
        answer: str = session.prompt(default=typed)
    except (KeyboardInterrupt, EOFError, OSError) as stop:  # OSError: the terminal is gone
        raise Stopped(session.default_buffer.text) from stop
    return answer


def _output() -> Any:
    """Standard error, which the questions use; the result may go to a file."""
    if sys.platform == "win32":
        from prompt_toolkit.output import create_output

        return create_output(sys.stderr)
    from prompt_toolkit.data_structures import Size
    from prompt_toolkit.output.vt100 import Vt100_Output

    def size() -> Size:
        columns, rows = os.get_terminal_size(sys.stderr.fileno())
        return Size(rows=rows or 24, columns=columns or 80)

    # a terminal that does not answer where its cursor is would be waited for
    return Vt100_Output(sys.stderr, size, term=os.environ.get("TERM"), enable_cpr=False)


def _keys() -> Any:
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: Any) -> None:
        # more input: a paste, from a terminal that does not mark pastes
        if event.key_processor.input_queue or _more_comes(_SAME_PASTE):
            event.current_buffer.insert_text("\n")
        else:
            event.current_buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _new_line(event: Any) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("escape", "e")
    def _editor(event: Any) -> None:
        event.app.exit(result=_OpenEditor(event.current_buffer.text))

    return keys


# ------------------------------------------------------------------ an editor of one's own


def _from_editor(text: str) -> str:
    """The text from the user's editor, in a file that only this account can read and that is
    removed with its folder, whatever the editor left beside it."""
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        streams.remark("  No editor is set. Set VISUAL or EDITOR, or type the text here.")
        return text
    with tempfile.TemporaryDirectory(prefix="resolve-") as folder:
        file = Path(folder) / "text.txt"
        file.touch(mode=0o600)
        file.write_text(text, "utf-8")
        try:
            if not subprocess.call([*shlex.split(command), str(file)]):
                return file.read_text("utf-8").removesuffix("\n")
        except (OSError, ValueError):
            pass  # there is no such program, or no text any more
    streams.remark("  The editor did not end well. The text is as it was.")
    return text
