"""Questions answered at a terminal, for pages that show what a command asks.

    python -m docs.typist ANSWERS COMMAND...     type a line of ANSWERS at each question

The terminal has 80 columns and cannot move its cursor, so the questions are plain lines. A line of
the file ANSWERS is typed, with Enter, where a question waits; `\\n` in it is a line break of a
paste. When the answers run out, Ctrl-C is pressed. Prints what the terminal showed, and ends with
the exit code of the command.
"""

import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

COLUMNS, LINES = 80, 24

#: In seconds: how long a command may take, and how long it is silent once it waits for an answer.
PATIENCE, SILENT = 60.0, 0.2

#: What every question ends with.
_QUESTION = b": "
_CTRL_C = b"\x03"


def typed(answers: Sequence[str], command: Sequence[str]) -> tuple[str, int]:
    """What the terminal showed while the answers were typed, and the exit code."""
    import pty  # which Windows lacks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # nothing else runs in this process
        child, terminal = pty.fork()
    if not child:
        os.environ.update(TERM="dumb", COLUMNS=str(COLUMNS), LINES=str(LINES))
        os.execvp(command[0], command)
    shown = _answered(terminal, list(answers))
    if shown is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    if shown is None:
        raise SystemExit(f"{' '.join(command)}: still running after {PATIENCE:.0f} seconds")
    return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


def _answered(terminal: int, left: list[str]) -> bytes | None:
    """Everything that was shown, up to the end of the command; None if it did not end."""
    shown, answered, since = b"", 0, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        if select.select([terminal], [], [], SILENT)[0]:
            part = _read(terminal)
            if not part:
                return shown
            shown += part
        elif shown.endswith(_QUESTION) and len(shown) > answered:
            answered = len(shown)
            line = left.pop(0).replace("\\n", "\n") if left else None
            os.write(terminal, _CTRL_C if line is None else f"{line}\n".encode())
    return None


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux: the other end is closed
        return b""


def main(words: list[str]) -> int:
    """Run the command. Returns its exit code."""
    if len(words) < 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    answers = Path(words[0]).read_text("utf-8").splitlines()
    shown, code = typed(answers, words[1:])
    sys.stdout.write(shown)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
