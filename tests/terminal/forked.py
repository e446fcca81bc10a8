"""A real terminal for a command: what it shows, and how the command ends."""

import os
import select
import signal
import sys
import warnings
from dataclasses import dataclass

from resolutions_cli.cli import main

#: How long a command may be silent, in seconds, on a busy machine too; and after a question.
_PATIENCE, _AT_A_QUESTION = 30.0, 0.5


@dataclass(frozen=True)
class Shown:
    """All that a terminal showed, and the exit code; None if the command waited for an answer."""

    code: int | None
    text: str


def at_terminal(*words: str) -> Shown:
    """Run a command at a terminal where nobody types anything.

    It runs in a copy of this process, as a new interpreter would take most of the time.
    """
    import pty  # which Windows lacks

    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads here only wait
        child, terminal = pty.fork()
    if not child:
        _run_and_end(words)
    shown, ended = _read_to_end(terminal)
    if not ended:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = shown.decode(errors="replace").replace("\r\n", "\n")
    return Shown(os.waitstatus_to_exitcode(status) if ended else None, text)


def _run_and_end(words: tuple[str, ...]) -> None:
    """Run a command with the terminal as its streams, and end this process."""
    code = 70
    os.environ["TERM"] = "dumb"  # plain lines: no editor is loaded, and each ends with its question
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


def _read_to_end(terminal: int) -> tuple[bytes, bool]:
    """What came, and whether the other end was closed; if not, the command waits."""
    shown, patience = b"", _PATIENCE
    while select.select([terminal], [], [], patience)[0]:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # Linux: the other end is closed
            part = b""
        if not part:
            return shown, True
        shown += part
        patience = _AT_A_QUESTION if shown.endswith(b": ") else _PATIENCE
    return shown, False
