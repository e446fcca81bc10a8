"""The way in: `resolve`, or `python -m resolutions_cli`."""

import contextlib
import gc
import os
import sys
from typing import NoReturn

from resolutions_cli import cli

#: How many more objects are made than freed before the interpreter looks for circles among them;
#: its own 700 cost a short command a twentieth of its time.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> NoReturn:
    """Run one command and end the process with its exit code.

    The process ends without taking the interpreter apart first, which would be a sixth of a
    short command: nothing here waits for that, every file is closed and every process that was
    started has ended when a command comes back.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        code = cli.main()
    except SystemExit as stop:  # a shell was told what completes
        code = stop.code if isinstance(stop.code, int) else 0
    for stream in (sys.stdout, sys.stderr):
        # what could not be written was answered where it was written
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
