"""Where output goes: results to stdout, everything else to stderr, and never an exception."""

import io
import os
import shutil
import sys
from typing import Any, TextIO

from resolutions_cli import errors


class ClosedPipe(Exception):
    """Whoever read our output went away; there is nobody left to tell."""


def prepare_streams() -> None:
    """Let what a terminal's encoding cannot hold be escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a result. Whatever drew it, nothing in it moves a cursor or turns a date around."""
    try:
        sys.stdout.write(_harmless(text))
    except BrokenPipeError:
        raise ClosedPipe from None


def say_document(text: str) -> None:
    """Print a JSON document as UTF-8, whatever the locale."""
    from resolutions_cli.core.harmless import harmless_json

    text = harmless_json(text)
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        say(text)
        return
    sys.stdout.flush()
    try:
        buffer.write(text.encode())
        buffer.flush()
    except BrokenPipeError:
        raise ClosedPipe from None


def remark(text: str) -> None:
    """Print something beside the result, to stderr."""
    sys.stderr.write(f"{_harmless(text)}\n")


def _harmless(text: str) -> str:
    # `--help` says nothing through here, and loads nothing of the core
    from resolutions_cli.core.harmless import harmless_lines

    return harmless_lines(text)


def complain(error: errors.ResolveError) -> int:
    """Print an error: what is wrong, where, what to do. Returns its exit code."""
    lines = [f"resolve: error: {error.message}"]
    lines.extend(f"  {line}" for line in (error.place, error.advice) if line)
    remark("\n".join(lines))
    return error.exit_code


def is_terminal(stream: TextIO | Any) -> bool:
    """Whether a stream is a terminal; a closed one is not."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def may_draw(stream: TextIO | Any, no_color: bool) -> bool:
    """Whether escape bytes may be printed there: a terminal, and nobody said no."""
    refused = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return is_terminal(stream) and not refused


def wants_color(no_color: bool) -> bool:
    """Whether results may be printed in colour."""
    return may_draw(sys.stdout, no_color)


def holds(signs: str) -> bool:
    """Whether the encoding of stdout has these characters; where it has not, they are escaped."""
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def columns_for_questions(otherwise: int = 80) -> int:
    """How wide the terminal is that questions are asked on, wherever the result goes."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or otherwise
    except (AttributeError, OSError, ValueError):
        return otherwise


def columns(otherwise: int = 80) -> int:
    """How wide the terminal is; `otherwise` in a pipe."""
    return (
        shutil.get_terminal_size((otherwise, 24)).columns if is_terminal(sys.stdout) else otherwise
    )
