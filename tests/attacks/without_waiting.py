"""Commands in-process by the thousand: nothing waits for the disk, nothing is worked out twice.

For harnesses that ask what is recorded and read, not how it gets to the disk: what is patched
here (syncing, decoding, building the commands, reading shipped data) is tried elsewhere.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from unittest import mock

import typer

from resolutions_cli.cli import LazyCommands, app
from resolutions_cli.core.time.bank_holidays import OfficialList
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.files.disk import durable
from resolutions_cli.files.record import log
from resolutions_cli.files.workspace import calendars, procedures


def _kept(
    make: Callable[[str, Sequence[OfficialList]], WorkingCalendar],
) -> Callable[[str, Sequence[OfficialList]], WorkingCalendar]:
    """Calendars by the very lists they are made of, which are read once each."""
    made: dict[tuple[object, ...], tuple[Sequence[OfficialList], WorkingCalendar]] = {}

    def calendar_for(nation: str, lists: Sequence[OfficialList]) -> WorkingCalendar:
        key = (nation, *map(id, lists))
        if key not in made:
            made[key] = lists, make(nation, lists)
        return made[key][1]

    return calendar_for


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
        mock.patch.object(calendars, "calendar_for", _kept(calendars.calendar_for)),
        mock.patch.object(calendars, "shipped_list", cache(calendars.shipped_list)),
        mock.patch.object(
            procedures, "procedure_with_digest", cache(procedures.procedure_with_digest)
        ),
    ):
        yield
