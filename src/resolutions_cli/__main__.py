"""The entry point: `resolve`, or `python -m resolutions_cli`."""

import contextlib
import gc
import os
import sys
from typing import NoReturn

from resolutions_cli import cli, errors

#: How many more objects are made than freed before the interpreter collects cycles. Its default
#: of 700 costs a short command a twentieth of its time.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> NoReturn:
    """Run one command and end the process with its exit code.

    The process ends without taking down the interpreter, which would take a sixth of a short
    command. When a command returns, every file is closed and every process that it started has
    ended.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        code = cli.main()
    except SystemExit as stop:  # shell completion ends this way
        code = stop.code if isinstance(stop.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        # the code that writes has already reported any failure
        with contextlib.suppress(errors.ResolveError, OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
