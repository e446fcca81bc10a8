"""A real terminal for tests: a command runs in it, and somebody types, pastes and stops."""

import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pexpect
import pyte

#: Escape sequences: colours, cursor movement, marks of pastes.
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])")

#: In seconds; a busy machine takes long, and no test waits for it in vain.
PATIENCE = 60

ENTER, STOP, END, BACK = "\r", "\x03", "\x04", "<\r"


class Screen:
    """A command on a terminal of 24 lines."""

    def __init__(
        self,
        folder: Path,
        *words: str,
        now: str = "2026-10-05T12:00",
        columns: int = 80,
        environ: Mapping[str, str] | None = None,
        program: tuple[str, ...] = (sys.executable, "-m", "resolutions_cli"),
    ) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME")}
        self._child: Any = pexpect.spawn(
            program[0],
            [*program[1:], *words],
            env={
                **kept,
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "RESOLVE_WORKSPACE": str(folder),
                "RESOLVE_NOW": now,
                **(environ or {}),
            },
            encoding="utf-8",
            codec_errors="replace",
            dimensions=(24, columns),
            timeout=PATIENCE,
            cwd=str(folder.parent),
        )
        self._child.delaybeforesend = None
        self.shown, self._columns = "", columns

    def until(self, text: str) -> str:
        """Wait until the text is on the screen; what came up to then. Blanks do not count: an
        editor moves the cursor over them."""
        wanted, came = _squeezed(text), ""
        while wanted not in _squeezed(came):
            came += str(self._child.read_nonblocking(1 << 16, PATIENCE))
        self.shown += came
        return plain(came)

    def types(self, text: str) -> "Screen":
        """Type keys."""
        self._child.send(text)
        return self

    def pastes(self, text: str, *, marked: bool = True) -> "Screen":
        """Paste a text, as a terminal that marks pastes does or one that does not."""
        keys = text.replace("\n", "\r")
        return self.types(f"\x1b[200~{keys}\x1b[201~" if marked else keys)

    def answers(self, question: str, answer: str = "") -> "Screen":
        """Wait for a question and answer it."""
        self.until(question)
        return self.types(answer + ENTER)

    def hangs_up(self) -> int:
        """Close the terminal. The exit code."""
        self._child.close(force=False)
        return self._code()

    def is_killed(self) -> int:
        """Send the signal that `kill` sends. The exit code."""
        self._child.kill(signal.SIGTERM)
        return self.ends()

    def ends(self) -> int:
        """Wait until the command has ended. Its exit code."""
        self._child.expect(pexpect.EOF)
        self.shown += str(self._child.before)
        self._child.close()
        return self._code()

    @property
    def text(self) -> str:
        """Everything that was shown, without escape sequences."""
        return plain(self.shown)

    @property
    def lines(self) -> list[str]:
        """The lines as a terminal draws them."""
        drawn = pyte.Screen(self._columns, 500)
        pyte.Stream(drawn).feed(self.shown)
        return [line.rstrip() for line in drawn.display]

    def _code(self) -> int:
        code = self._child.exitstatus
        return -self._child.signalstatus if code is None else code


def _squeezed(shown: str) -> str:
    return "".join(plain(shown).split())


def plain(shown: str) -> str:
    """The text without escape sequences, in lines."""
    return _ESCAPES.sub("", shown).replace("\r\n", "\n").replace("\r", "")
