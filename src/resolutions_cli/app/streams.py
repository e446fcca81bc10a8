"""Standard output for results and standard error for the rest, with write errors handled."""

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
    """The reader of our output went away, so no message can reach it."""


class _Stdout(io.FileIO):
    """Standard output that raises NotPrinted for anything that cannot be written."""

    def write(self, data: Any, /) -> Any:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise errors.NotPrinted(reason=reason_of(fault)) from fault


class _Stderr(io.FileIO):
    """Standard error that skips text which cannot be written, and notes it (`lost_a_remark`): a
    lost remark must not end the work halfway."""

    def write(self, data: Any, /) -> Any:
        try:
            return super().write(data)
        except BrokenPipeError:
            pass  # the reader went away
        except OSError:
            _lost.append(True)
        return len(data)


class _Closed(io.TextIOBase):
    """A replacement for a stream that was closed before the program began."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.buffer = self

    def write(self, text: Any, /) -> int:
        if self._name == "stdout":
            raise errors.NotPrinted(reason="standard output is closed")
        _lost.append(True)
        return len(text)


#: Not empty if a remark could not be written on stderr.
_lost: list[bool] = []


def prepare_streams() -> None:
    """Escape characters that the terminal's encoding lacks, and turn write errors into plain
    messages."""
    _lost.clear()
    _occupy_closed()
    sys.stdout = _prepared(sys.stdout, "stdout", _Stdout)
    sys.stderr = _prepared(sys.stderr, "stderr", _Stderr)


def lost_a_remark() -> bool:
    """Whether a remark in this run could not be written on stderr."""
    return bool(_lost)


def reason_of(fault: OSError) -> str:
    """The system's reason for a fault, in its own words."""
    return fault.strerror or "for no reason given"


def _occupy_closed() -> None:
    """Put the null device in place of closed standard streams. Otherwise the next opened file
    would take their number, and prints would go into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _prepared(stream: TextIO | None, name: str, raw: type[io.FileIO]) -> TextIO:
    if stream is None:
        # it has every method of TextIO that the program uses
        return _Closed(name)  # type: ignore[return-value]
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    # with PYTHONUNBUFFERED there is no buffer between
    below = getattr(stream.buffer, "raw", stream.buffer)
    if stream is not getattr(sys, f"__{name}__") or type(below) is not io.FileIO:
        return stream  # not ours, or a Windows console, which does not fill up
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
    """Print a result, escaping characters that move the cursor or turn the text direction."""
    with _printing():
        sys.stdout.write(_harmless(text))


def say_document(text: str) -> None:
    """Print a JSON document as UTF-8, whatever the locale."""
    say_long_document(iter((text,)))


def say_long_document(parts: Iterator[str]) -> None:
    """The same as `say_document`, for a document too large to hold in memory at once."""
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
    """Write out everything printed so far. Raises ClosedPipe and NotPrinted."""
    with _printing():
        sys.stdout.flush()


def print_no_more() -> None:
    """Discard all further output, buffered text included: writing it would fail again."""
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


#: Remarks that wait until it is known whether somebody has seen them before; None if none wait.
_held: list[str] | None = None


def hold_remarks() -> None:
    """Hold remarks back, while a command that was run before comes to where it was."""
    global _held
    _held = []


def drop_held_remarks() -> None:
    """Forget the remarks that were held back: they were about a question that was answered."""
    if _held:
        _held.clear()


def release_remarks() -> None:
    """Print the remarks that were held back, and hold no more of them."""
    global _held
    held, _held = _held, None
    for text in held or ():
        remark(text)


def remark(text: str) -> None:
    """Print a message that is not part of the result, to stderr."""
    if _held is not None:
        _held.append(text)
        return
    try:
        sys.stderr.write(f"{_fitted(_harmless(text))}\n")
    except BrokenPipeError:
        pass
    except OSError:
        _lost.append(True)


def _fitted(text: str) -> str:
    """The text with its lines broken between words, where stderr is a terminal of a known width; a
    line that is a command stays whole, so that it can be copied."""
    width = columns_for_questions(0)
    if not width or all(len(line) < width for line in text.split("\n")):
        return text
    from resolutions_cli.core.text import between_words

    lines: list[str] = []
    for line in text.split("\n"):
        rest = line.lstrip()
        indent = line[: len(line) - len(rest)]
        if len(line) < width or rest.startswith("resolve "):
            lines.append(line)
        else:
            lines += between_words(rest, max(width - 1, 20), indent, len(indent) or 2)
    return "\n".join(lines)


def _harmless(text: str) -> str:
    # `--help` does not print through here, and needs none of the core
    from resolutions_cli.core.text import harmless_lines

    return harmless_lines(text)


def complain(error: errors.ResolveError) -> int:
    """Print an error: the fault, its place, the remedy. Returns its exit code."""
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


def is_somebody_there(*, no_input: bool) -> bool:
    """Whether a person is at the terminal to answer questions."""
    return not no_input and is_terminal(sys.stdin) and is_terminal(sys.stderr)


def may_draw(stream: TextIO | Any, no_color: bool) -> bool:
    """Whether escape bytes may be printed there: it is a terminal, and no option forbids it."""
    refused = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return is_terminal(stream) and not refused


def wants_color(no_color: bool) -> bool:
    """Whether results may be printed in colour."""
    return may_draw(sys.stdout, no_color)


def holds(signs: str) -> bool:
    """Whether stdout's encoding has these characters; otherwise they are escaped."""
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def columns_for_questions(otherwise: int = 80) -> int:
    """The width of the terminal for questions, wherever the result goes."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or otherwise
    except (AttributeError, OSError, ValueError):
        return otherwise


def columns(otherwise: int = 80) -> int:
    """The width of the terminal; `otherwise` in a pipe."""
    return (
        shutil.get_terminal_size((otherwise, 24)).columns if is_terminal(sys.stdout) else otherwise
    )


# ------------------------------------------------------------------ interrupts


#: The commands that show the entries of this run, the last one last; empty before the first.
_shown_by: list[str] = []

#: The codes of the agencies that this run has listed in the settings.
_listed: list[str] = []


def begin_run() -> None:
    """Begin a run of the program, which has not recorded anything yet."""
    _shown_by.clear()
    _listed.clear()


def note_recorded(command: str) -> None:
    """Note that this run recorded an entry, which `command` shows."""
    _shown_by.append(command)


def has_recorded() -> bool:
    """Whether this run has recorded an entry."""
    return bool(_shown_by)


def note_listed(code: str) -> None:
    """Note that this run listed an agency in the settings, even if a later step fails."""
    _listed.append(code)


def interruption() -> errors.ResolveError:
    """The answer to an interrupt: it depends on whether this run has recorded anything."""
    if _shown_by:
        return errors.InterruptedAfterRecording(command=_shown_by[-1])
    if _listed:
        return errors.InterruptedAfterListing(codes=", ".join(_listed))
    return errors.Interrupted()


def not_printed(error: "errors.NotPrinted") -> errors.ResolveError:
    """The answer if results cannot be printed; it says so if this run has recorded anything."""
    if _shown_by:
        return errors.RecordedNotPrinted(command=_shown_by[-1], reason=error.facts["reason"])
    return error
