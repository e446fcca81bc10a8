"""A real pseudo-terminal with a command in it: what it shows, and what is typed there."""

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Self

#: In seconds: longer than any command takes on a busy machine.
PATIENCE = 60

#: In seconds: until a command that has asked is waiting.
SETTLING = 0.3


class Screen:
    """A command that runs in a pseudo-terminal of its own."""

    def __init__(
        self, *words: str, environ: Mapping[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        # neither is there on Windows
        import fcntl
        import pty
        import termios

        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._running = subprocess.Popen(
            [sys.executable, "-m", "resolutions_cli", *words],
            **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
            env={"PATH": os.environ["PATH"], "TERM": "dumb", **environ},
            start_new_session=True,
            # Ctrl-C reaches whoever has the terminal for its own
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        #: Everything that it has shown.
        self.shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._running.poll() is None:
            self._running.kill()
        self._running.wait(PATIENCE)
        os.close(self._ours)

    def asked(self, question: str) -> Self:
        """Wait until a question ends what is shown."""
        since = time.monotonic()
        while not self.shown.endswith(question):
            assert time.monotonic() - since < PATIENCE, self.shown
            assert self._read(), self.shown
        return self

    def typed(self, line: str) -> Self:
        """Type a line and Enter."""
        os.write(self._ours, f"{line}\n".encode())
        return self

    def pressed(self, *keys: bytes) -> Self:
        """Press keys, as `b"\\x03"` for Ctrl-C, a moment after the question was shown."""
        # a signal that comes between the question and the wait for an answer ends no wait
        time.sleep(SETTLING)
        os.write(self._ours, b"".join(keys))
        return self

    def ended(self) -> int:
        """Wait until the command ends. Its exit code."""
        while self._read():
            pass
        return self._running.wait(PATIENCE)

    def _read(self) -> bool:
        """Take in what it shows next; whether there was anything."""
        if not select.select([self._ours], [], [], PATIENCE)[0]:
            return False
        try:
            part = os.read(self._ours, 1 << 16)
        except OSError:  # Linux: the other end is closed
            return False
        self.shown += part.decode(errors="replace").replace("\r\n", "\n")
        return bool(part)
