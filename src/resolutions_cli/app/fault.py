"""The place of a fault in the program, without any text of the record."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import walk_tb
from types import FrameType

import resolutions_cli
from resolutions_cli import errors
from resolutions_cli.app import streams

#: Any value except an empty one or 0 means the same as `--debug`.
VARIABLE = "RESOLVE_DEBUG"

OPTION = "--debug"

_PACKAGE = Path(resolutions_cli.__file__).parent


def program_fault(fault: Exception) -> errors.ResolveError:
    """The error to show for a fault of the program: its type and place. It leaves out the fault's
    message, which may hold words of the record."""
    return errors.ProgramFault(_place(fault), fault=type(fault).__name__)


def wants_trace(words: Sequence[str]) -> bool:
    """Whether a trace was asked for, by an option before the command or by the environment."""
    if os.environ.get(VARIABLE, "0") not in ("", "0"):
        return True
    for word in words:
        if not word.startswith("-"):
            return False
        if word == OPTION:
            return True
    return False


def write_trace(fault: BaseException, command: str) -> None:
    """Write the trace of a fault into a new file that only this account can read, and name the
    file on standard error."""
    import tempfile

    text = "".join(f"{line}\n" for line in (_heading(command), *trace_lines(fault)))
    try:
        descriptor, name = tempfile.mkstemp(prefix="resolve-trace-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as refused:
        streams.remark(f"resolve: note: no trace was written: {streams.reason_of(refused)}")
        return
    streams.remark(f"resolve: note: the trace, without any text of the record, is in {name}")


def trace_lines(fault: BaseException) -> Iterator[str]:
    """The types of the errors and the calls that led to each, the earliest error first. It has no
    message, value or line of source, since a message may quote the record."""
    for number, error in enumerate(_chain(fault)):
        if number:
            yield "then"
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for frame, line in walk_tb(error.__traceback__):
            yield f"  {_module(frame)}:{line} {frame.f_code.co_qualname}"


def _chain(fault: BaseException) -> list[BaseException]:
    """An error and its causes, the first cause first."""
    found: list[BaseException] = []
    error: BaseException | None = fault
    while error is not None and error not in found:
        found.append(error)
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden
    return found[::-1]


def _heading(command: str) -> str:
    from importlib.metadata import version
    from platform import python_version

    about = (f"resolve {version('resolutions-cli')}", f"Python {python_version()}", sys.platform)
    return ", ".join((*about, f"command {command or 'none'}"))


def _place(fault: Exception) -> str:
    """The innermost line of the program, and the library line that it called, if that failed."""
    frames = list(walk_tb(fault.__traceback__))
    own = [(frame, line) for frame, line in frames if _path(frame)]
    if not frames:
        return ""
    last, line_of_last = frames[-1]
    if not own:
        return f"{_module(last)}:{line_of_last}"
    frame, line = own[-1]
    within = "" if frame is last else f", in {_module(last)}:{line_of_last}"
    return f"{_module(frame)}:{line}{within}"


def _module(frame: FrameType) -> str:
    """A module of the program by its path in the package, any other by its name: a path on the
    machine could show whose account it is."""
    return _path(frame) or str(frame.f_globals.get("__name__", "?"))


def _path(frame: FrameType) -> str:
    """A module's path in the package; empty for other modules."""
    file = Path(frame.f_code.co_filename)
    return file.relative_to(_PACKAGE).as_posix() if file.is_relative_to(_PACKAGE) else ""
