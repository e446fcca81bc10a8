"""Commands in-process by the thousand: nothing waits for the disk, nothing is worked out twice.

For harnesses that ask what is recorded and read, not how it gets to the disk: what is patched
here (syncing, decoding, building the commands, reading shipped data) is tried elsewhere.
"""

import contextlib
from collections.abc import Iterator
from functools import cache, lru_cache
from unittest import mock

import typer

from resolutions_cli.cli import LazyCommands, app
from resolutions_cli.context import run
from resolutions_cli.files import calendars, durable, log


@contextlib.contextmanager
def without_waiting() -> Iterator[None]:
    """Pure functions keep their answers, and fsync does nothing."""
    a_command = LazyCommands.get_command
    build = typer.main.get_command
    group = build(app)
    once = cache(lambda name: a_command(LazyCommands(), None, name))
    with (
        mock.patch.object(durable.os, "fsync"),
        mock.patch.object(LazyCommands, "get_command", lambda _self, _ctx, name: once(name)),
        mock.patch.object(
            typer.main, "get_command", lambda asked: group if asked is app else build(asked)
        ),
        mock.patch.object(log, "decode", lru_cache(20_000)(log.decode)),
        mock.patch.object(calendars, "read_import", lru_cache(calendars.read_import)),
        mock.patch.object(run, "shipped_list", cache(run.shipped_list)),
        mock.patch.object(run, "procedure_with_digest", cache(run.procedure_with_digest)),
    ):
        yield
