"""Whole files put into the workspace: lists of bank holidays, procedures, seals."""

from collections.abc import Iterator
from contextlib import contextmanager

from resolutions_cli import errors
from resolutions_cli.context.recording import writing
from resolutions_cli.context.run import Run
from resolutions_cli.files.durable import Unconfirmed
from resolutions_cli.files.sweeping import sweep


@contextmanager
def keeping(run: Run, place: str, command: str) -> Iterator[None]:
    """Hold the workspace's lock while a file is put into its folder `place`, what was left over
    there removed; `command` tells whether it is there.

    To be used within `confirming`. Raises NotRecorded when it cannot be written, PerhapsRecorded
    when that is not certain, and Busy.
    """
    with writing(run, {}):
        sweep(run.here)
        try:
            yield
        except Unconfirmed as fault:
            raise errors.PerhapsRecorded(place, command=command, reason=fault.strerror) from fault
        except OSError as fault:
            raise errors.NotRecorded(place, reason=fault.strerror) from fault
