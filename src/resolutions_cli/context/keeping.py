"""Whole files put into the workspace: lists of bank holidays, procedures."""

from collections.abc import Iterator
from contextlib import contextmanager

from resolutions_cli.context.recording import writing
from resolutions_cli.context.run import Run
from resolutions_cli.errors import NotRecorded


@contextmanager
def keeping(run: Run, place: str) -> Iterator[None]:
    """Hold the workspace's lock while a file is put into its folder `place`.

    Raises NotRecorded when it cannot be written, and Busy.
    """
    with writing(run, {}):
        try:
            yield
        except OSError as fault:
            raise NotRecorded(place, reason=fault.strerror) from fault
