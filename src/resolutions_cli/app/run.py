"""One run of a command: the workspace, the time it is, what was asked, how to answer."""

import os
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.packing import Packed
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.core.time.working_days import (
    Calendars,
    CalendarSource,
    Holidays,
    WorkingCalendar,
    unpack_calendar,
)
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import clock, places
from resolutions_cli.files.workspace.settings import Workspace, others_can_read
from resolutions_cli.files.workspace.settings import find as find_workspace
from resolutions_cli.files.workspace.waiting import waiting_calendars

# What reads calendars and procedures is imported where it is used: a list made from the index
# needs none of it, and it takes longer to import than such a list takes to make.
if TYPE_CHECKING:
    from resolutions_cli.core.procedure.model import Procedure
    from resolutions_cli.core.time.typed import Reading
    from resolutions_cli.files.workspace.calendars import ImportedList, ImportedLists


class SharedOptions(Value):
    """The shared options as they were typed."""

    workspace: Path | None = None
    as_of: str = ""
    known_at: str = ""
    at: str = ""
    by: str = ""
    json: bool = False
    no_input: bool = False
    no_color: bool = False
    quiet: bool = False


class Run:
    """What a command knows. `workspace` is None for the few commands that need none."""

    def __init__(self, asked: SharedOptions, workspace: Workspace | None, now: datetime) -> None:
        self.asked = asked
        self.maybe_workspace = workspace
        self.now = now
        #: Whose working days count in a date that is typed, as "in 10 working days".
        self.nation = "england"
        self._procedures: dict[str, Procedure] = {}
        self._calendars: dict[tuple[str, int], WorkingCalendar] = {}
        self._in_force: dict[str, WorkingCalendar] = {}

    @classmethod
    def start(cls, asked: SharedOptions, *, needs_workspace: bool = True) -> "Run":
        """Find the workspace and the time. Raises as `find` and `clock.now` do."""
        found = None
        try:
            found = find_workspace(asked.workspace, os.environ, Path.cwd())
        except errors.NoWorkspace:
            if needs_workspace:
                raise
        run = cls(asked, found, clock.now(practice=bool(found and found.practice)))
        if found and not asked.quiet:
            run._warn(found)
        return run

    @classmethod
    def start_or_make(cls, asked: SharedOptions) -> "Run":
        """As `start`; on a terminal a workspace is made where there is none, once agreed."""
        try:
            return cls.start(asked)
        except errors.NoWorkspace:
            folder = places.data_folder(os.environ)
            run = cls(asked, None, clock.now(practice=False))
            if folder is None or not run.is_interactive:
                raise
            import typer

            if not typer.confirm(f"There is no workspace. Make one in {folder}?", err=True):
                raise
            from resolutions_cli.files.workspace.create import init

            init(folder)
            return cls.start(asked)

    @staticmethod
    def _warn(found: Workspace) -> None:
        if found.practice:
            streams.remark("PRACTICE: a workspace for training, not a record")
        elif others_can_read(found):
            streams.remark(
                "resolve: warning: other accounts on this machine can read the workspace\n"
                f"  {found.folder}\n  `chmod -R go= ` and that folder keeps them out"
            )
        if waiting_calendars(found.folder):
            streams.remark(
                "resolve: note: a list of bank holidays arrived from another"
                " machine and is not used yet\n"
                "  `resolve calendar accept` shows which deadlines it moves, then asks you"
            )

    def take_workspace(self, workspace: Workspace) -> None:
        """Go on with settings that were changed."""
        self.maybe_workspace = workspace
        self.__dict__.pop("settings", None)

    def look_at_the_clock(self) -> None:
        """Take the time it is by now: whoever answers questions may have taken long over them."""
        self.now = clock.now(practice=bool(self.maybe_workspace and self.maybe_workspace.practice))

    # -------------------------------------------------------------- what was asked

    @property
    def workspace(self) -> Workspace:
        """The workspace, in commands that cannot do without."""
        assert self.maybe_workspace is not None
        return self.maybe_workspace

    @cached_property
    def as_of(self) -> Moment:
        """The moment that is asked about; now, unless --as-of says another."""
        return self.when(self.asked.as_of, "--as-of") if self.asked.as_of else Moment.of(self.now)

    @cached_property
    def known_at(self) -> datetime | None:
        """Up to when entries count as known; a bare date means the end of that day."""
        if not self.asked.known_at:
            return None
        moment = self.when(self.asked.known_at, "--known-at", Looks.PAST)
        # an instant is cut to the minute, entries are recorded within it
        return (moment.ends if moment.instant is None else moment.ends + timedelta(minutes=1)) - (
            timedelta(milliseconds=1)
        )

    @cached_property
    def at(self) -> Moment:
        """When what is recorded happened. Raises InTheFuture."""
        return self.past(self.asked.at, "--at") if self.asked.at else Moment.of(self.now)

    @cached_property
    def by(self) -> str:
        """Who records: --by, else the setting, else the login name."""
        return (
            self.asked.by
            or (self.maybe_workspace.by if self.maybe_workspace else "")
            or _login_name()
        )

    def when(self, typed: str, option: str = "", looks: Looks = Looks.EITHER) -> Moment:
        """A WHEN as it was typed, which can be read one way; an error names the option."""
        from resolutions_cli.core.time.typed import read_when

        with errors.placed(option):
            return read_when(typed, self.now, looks, self.add_working_days)

    def reading(self, typed: str, looks: Looks) -> "Reading":
        """How what was typed is understood, for whoever can ask back."""
        from resolutions_cli.core.time.typed import reading_of

        return reading_of(typed, self.now, looks, self.add_working_days)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day so many on from a day, or back, by the dispute's own calendar."""
        return self.calendar(self.nation).add_working_days(day, count)

    def past(self, typed: str, option: str = "") -> Moment:
        """A WHEN of something that has happened. Raises InTheFuture."""
        moment = self.when(typed, option, Looks.PAST)
        with errors.placed(option):
            self.not_to_come(moment)
        return moment

    def not_to_come(self, moment: Moment) -> None:
        """Raise InTheFuture for a moment that is still to come."""
        if self.is_future(moment):
            raise errors.InTheFuture

    def is_future(self, moment: Moment) -> bool:
        """Whether a moment is still to come; of a bare date, its whole day."""
        return moment.starts > self.now

    @property
    def is_interactive(self) -> bool:
        """Whether somebody is there who can be asked."""
        return (
            not self.asked.no_input
            and streams.is_terminal(sys.stdin)
            and streams.is_terminal(sys.stderr)
        )

    # -------------------------------------------------------------- what counting needs

    @cached_property
    def settings(self) -> Settings:
        """How near is near, and how long is quiet."""
        if self.maybe_workspace is None:
            return Settings()
        here = self.maybe_workspace
        return Settings(soon=here.soon, quiet=here.quiet, agencies=here.agencies)

    @cached_property
    def imports(self) -> "ImportedLists":
        """The bank-holiday lists that were imported into the workspace."""
        from resolutions_cli.files.workspace.calendars import ImportedLists, read_imports

        if self.maybe_workspace is None:
            return ImportedLists((), ())
        return read_imports(self.maybe_workspace.calendar)

    def afresh(self, *lists: "ImportedList") -> "Run":
        """The same run with the imported lists read again, and with these among them as if
        they had been imported: what changed is seen, what would change can be shown."""
        run = Run(self.asked, self.maybe_workspace, self.now)
        run._procedures = self._procedures
        if lists:
            from resolutions_cli.files.workspace.calendars import ImportedLists

            imports = run.imports
            good = sorted([*imports.good, *lists], key=lambda each: each.imported_at)
            run.imports = ImportedLists(good, imports.problems)
        return run

    def calendar(self, nation: str, lists: int | None = None) -> WorkingCalendar:
        """The calendar of a nation with the first `lists` imported lists; all of them if None."""
        if lists is None and nation in self._in_force:
            return self._in_force[nation]
        from resolutions_cli.files.workspace.calendars import (
            calendar_for,
            shipped_calendar,
            shipped_list,
        )

        used = self.imports.lists[:lists]
        key = (nation, len(used))
        if key not in self._calendars:
            self._calendars[key] = (
                calendar_for(nation, [shipped_list(), *used]) if used else shipped_calendar(nation)
            )
        return self._calendars[key]

    @property
    def calendar_source(self) -> CalendarSource | None:
        """Where the bank holidays come from that this run has read; None where it has read none,
        and nothing is read for it."""
        newest = sorted(self._calendars, key=lambda key: key[1])
        used = [*self._in_force.values(), *(self._calendars[key] for key in reversed(newest))]
        return used[0].source if used else None

    def take_calendars(self, packed: Mapping[str, Packed]) -> None:
        """Use calendars that were kept, by nation, in the place of reading their lists."""

        def beyond(nation: str, year: int) -> Holidays:
            from resolutions_cli.files.workspace.calendars import holidays_by_rule

            return holidays_by_rule(nation, year)

        for nation, each in packed.items():
            self._in_force[nation] = unpack_calendar(each, partial(beyond, nation))

    def calendars(self, nation: str, since: datetime) -> Calendars:
        """The calendar in force, and those that imports have replaced since then."""
        imported = [item.imported_at for item in self.imports.good]
        earlier = [self.calendar(nation, index) for index, at in enumerate(imported) if at > since]
        return Calendars(self.calendar(nation), tuple(earlier))

    def procedure(self, digest: str, label: str) -> "Procedure":
        """The procedure file a dispute is pinned to. Raises ProcedureMissing."""
        if digest not in self._procedures:
            from resolutions_cli.files.workspace.procedures import procedure_with_digest

            file = procedure_with_digest(digest, self.workspace.procedures, label=label)
            self._procedures[digest] = file.procedure
        return self._procedures[digest]

    @property
    def problems(self) -> Mapping[str, errors.ResolveError]:
        """What of the imported calendars could not be used, by path."""
        return {str(problem.path): problem.condition for problem in self.imports.problems}


def _login_name() -> str:
    """The login name; cron and containers may have none, then the account's number."""
    try:
        import getpass

        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return f"account {os.getuid()}" if hasattr(os, "getuid") else "unknown"
