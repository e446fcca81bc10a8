"""Standard output for results and standard error for everything else; no exception gets out."""

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TextIO

from resolutions_cli import errors

# ------------------------------------------------------------------ streams


#: How many pieces of a long document are written at a time; most are shorter than a line.
_PARTS_AT_ONCE = 10_000


class ClosedPipe(Exception):
    """Whoever read our output went away; there is nobody left to tell."""


class _Stdout(io.FileIO):
    """Standard output: what cannot be written is answered with NotPrinted, whoever wrote it."""

    def write(self, data: Any, /) -> Any:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise errors.NotPrinted(reason=reason_of(fault)) from fault


class _Stderr(io.FileIO):
    """Standard error: what cannot be written is passed over, and counts (`lost_a_remark`): what
    is being done must not end halfway because nobody can be told of something beside it."""

    def write(self, data: Any, /) -> Any:
        try:
            return super().write(data)
        except BrokenPipeError:
            pass  # whoever read it went away
        except OSError:
            _lost.append(True)
        return len(data)


class _Closed(io.TextIOBase):
    """In the place of a stream that was closed before the program began."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.buffer = self

    def write(self, text: Any, /) -> int:
        if self._name == "stdout":
            raise errors.NotPrinted(reason="standard output is closed")
        _lost.append(True)
        return len(text)


#: Whether something that was to be said on stderr was not.
_lost: list[bool] = []


def prepare_streams() -> None:
    """Let what a terminal's encoding cannot hold be escaped instead of failing, and what cannot
    be written at all be told in plain words."""
    _lost.clear()
    _occupy_closed()
    sys.stdout = _prepared(sys.stdout, "stdout", _Stdout)
    sys.stderr = _prepared(sys.stderr, "stderr", _Stderr)


def lost_a_remark() -> bool:
    """Whether something that was to be said on stderr in this run could not be written there."""
    return bool(_lost)


def reason_of(fault: OSError) -> str:
    """Why the system could not do it, in its words."""
    return fault.strerror or "for no reason given"


def _occupy_closed() -> None:
    """Open nothing in the place of standard streams that are closed: the next file that is opened
    would be in their place, and whatever prints would write into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _prepared(stream: TextIO | None, name: str, raw: type[io.FileIO]) -> TextIO:
    if stream is None:
        # of a TextIO it has what anybody here asks of one
        return _Closed(name)  # type: ignore[return-value]
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    # with PYTHONUNBUFFERED there is nothing between
    below = getattr(stream.buffer, "raw", stream.buffer)
    if stream is not getattr(sys, f"__{name}__") or type(below) is not io.FileIO:
        return stream  # somebody else's, or a console of Windows, which does not fill up
    stream.flush()
    file = raw(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        file if below is stream.buffer else io.BufferedWriter(file),
        encoding=stream.encoding,
        errors="backslashreplace",
        newline=None if sys.platform == "win32" else "\n",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def say(text: str) -> None:
    """Print a result. Whatever drew it, nothing in it moves a cursor or turns a date around."""
    with _printing():
        sys.stdout.write(_harmless(text))


def say_document(text: str) -> None:
    """Print a JSON document as UTF-8, whatever the locale."""
    say_long_document(iter((text,)))


def say_long_document(parts: Iterator[str]) -> None:
    """As `say_document`, of a document that would take much room as a whole."""
    from resolutions_cli.core.text import harmless_json

    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        say(harmless_json("".join(parts)))
        return
    with _printing():
        sys.stdout.flush()
        while some := "".join(islice(parts, _PARTS_AT_ONCE)):
            buffer.write(harmless_json(some).encode())
        buffer.flush()


def flush() -> None:
    """Bring out what was printed. Raises ClosedPipe and NotPrinted."""
    with _printing():
        sys.stdout.flush()


def print_no_more() -> None:
    """Let nothing come out any more, not even what is still held back: it would fail again."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ClosedPipe from None
    except OSError as fault:
        raise errors.NotPrinted(reason=reason_of(fault)) from fault


def remark(text: str) -> None:
    """Print something beside the result, to stderr."""
    try:
        sys.stderr.write(f"{_harmless(text)}\n")
    except BrokenPipeError:
        pass
    except OSError:
        _lost.append(True)


def _harmless(text: str) -> str:
    # `--help` says nothing through here, and loads nothing of the core
    from resolutions_cli.core.text import harmless_lines

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


# ------------------------------------------------------------------ interrupts


#: The command that shows what this run has recorded last; none while it is nothing.
_shown_by: list[str] = []

#: The codes under which this run has listed agencies in the settings.
_listed: list[str] = []


def begin_run() -> None:
    """A run of the program begins, in which nothing is recorded yet."""
    _shown_by.clear()
    _listed.clear()


def note_recorded(command: str) -> None:
    """Something was recorded in this run, which `command` shows."""
    _shown_by.append(command)


def note_listed(code: str) -> None:
    """An agency was listed in the settings under a code, whatever comes of the rest."""
    _listed.append(code)


def interruption() -> errors.ResolveError:
    """The answer to an interrupt: whether something was recorded in this run."""
    if _shown_by:
        return errors.InterruptedAfterRecording(command=_shown_by[-1])
    if _listed:
        return errors.InterruptedAfterListing(codes=", ".join(_listed))
    return errors.Interrupted()


def not_printed(error: "errors.NotPrinted") -> errors.ResolveError:
    """The answer where nothing can be printed: whether something was recorded in this run."""
    if _shown_by:
        return errors.RecordedNotPrinted(command=_shown_by[-1], reason=error.facts["reason"])
    return error
