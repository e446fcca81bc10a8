"""Somebody at a real terminal who answers the questions of a command, one after the other."""

import os
import select
import signal
import sys
import time
import warnings
from dataclasses import dataclass

from resolutions_cli.app.questions.choose import ANOTHER
from resolutions_cli.cli import main

#: How long a command may take, in seconds, on a busy machine too; and how long it is silent
#: once it has asked.
_PATIENCE, _SILENT = 60.0, 0.05


@dataclass(frozen=True)
class Answered:
    """What a terminal showed, the exit code, and how many questions there were.

    The next line of a list is no question of its own."""

    code: int
    text: str
    questions: int


def answering(*answers: str, to: tuple[str, ...], columns: int = 80) -> Answered:
    """Run a command in a copy of this process at a terminal, and type an answer at each question.

    A question more than there are answers for gets Ctrl-C. Enter records what is looked over.
    """
    import fcntl
    import pty  # which Windows lacks
    import struct
    import termios

    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads here only wait
        child, terminal = pty.fork()
    if not child:
        _run_and_end(to)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    left, shown, answered, asked = list(answers), b"", 0, 0
    since = time.monotonic()
    while time.monotonic() - since < _PATIENCE:
        if select.select([terminal], [], [], _SILENT)[0]:
            try:
                part = os.read(terminal, 1 << 16)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part
        elif shown.endswith(b": ") and len(shown) > answered:
            answered = len(shown)
            if shown.endswith(b"later: "):  # the page on which the answers are looked over
                os.write(terminal, b"\n")
                continue
            asked += not _is_next_line(shown)
            os.write(terminal, f"{left.pop(0)}\n".encode() if left else b"\x03")
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = shown.decode(errors="replace").replace("\r\n", "\n")
    return Answered(os.waitstatus_to_exitcode(status), text, asked)


def _is_next_line(shown: bytes) -> bool:
    """Whether only the next line of a list is asked for, which is no question of its own."""
    return shown.endswith(f"{ANOTHER}: ".encode())


def _run_and_end(words: tuple[str, ...]) -> None:
    """Run a command with the terminal as its streams, and end this process."""
    code = 70
    os.environ["TERM"] = "dumb"  # plain lines: each ends with its question
    try:
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8", closefd=False)
            for number, mode in ((0, "r"), (1, "w"), (2, "w"))
        )
        code = main(list(words))
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
