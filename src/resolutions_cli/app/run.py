"""One run of a command: the workspace, the current time, the options, and the calendars."""

import os
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
from resolutions_cli.files.workspace.checked import checked_in
from resolutions_cli.files.workspace.settings import Workspace, others_can_read
from resolutions_cli.files.workspace.settings import find as find_workspace
from resolutions_cli.files.workspace.waiting import waiting_calendars

# The modules that read calendars and procedures are imported where they are used: a list made from
# the index needs none of them, and importing them takes longer than making the list.
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
    """The circumstances of a command. `maybe_workspace` is None if the command needs none."""

    def __init__(self, asked: SharedOptions, workspace: Workspace | None, now: datetime) -> None:
        self.asked = asked
        self.maybe_workspace = workspace
        self.now = now
        #: The nation whose working days count in a typed date, as "in 10 working days".
        self.nation = "england"
        self._procedures: dict[str, Procedure] = {}
        self._calendars: dict[tuple[str, int], WorkingCalendar] = {}
        self._in_force: dict[str, WorkingCalendar] = {}

    @classmethod
    def start(cls, asked: SharedOptions, *, needs_workspace: bool = True) -> "Run":
        """A run with its workspace and time. Raises what `find` and `clock.now` raise."""
        found = None
        try:
            found = find_workspace(asked.workspace, os.environ, Path.cwd())
        except errors.NoWorkspace:
            if needs_workspace:
                raise
        run = cls(asked, found, clock.now(practice=bool(found and found.practice)))
        if found and not asked.quiet:
            run.warn_of_workspace()
        return run

    @classmethod
    def start_or_make(cls, asked: SharedOptions) -> "Run":
        """The same as `start`; on a terminal it offers to make a missing workspace."""
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

    def warn_of_workspace(self) -> None:
        """Say what whoever uses the workspace should know: that it is for practice, that others
        can read it, that bank holidays wait."""
        found = self.maybe_workspace
        if found is None:
            return
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
        """Continue with changed settings."""
        self.maybe_workspace = workspace
        self.__dict__.pop("settings", None)

    def look_at_the_clock(self) -> None:
        """Take the current time anew: a person may take long to answer questions."""
        self.now = clock.now(practice=bool(self.maybe_workspace and self.maybe_workspace.practice))

    # -------------------------------------------------------------- the options

    @property
    def workspace(self) -> Workspace:
        """The workspace, for commands that need one."""
        assert self.maybe_workspace is not None
        return self.maybe_workspace

    @cached_property
    def as_of(self) -> Moment:
        """The moment that is asked about: now, or the one of --as-of."""
        return self.when(self.asked.as_of, "--as-of") if self.asked.as_of else Moment.of(self.now)

    @cached_property
    def known_at(self) -> datetime | None:
        """The time up to which entries count as known; a bare date means the end of that day."""
        if not self.asked.known_at:
            return None
        moment = self.when(self.asked.known_at, "--known-at", Looks.PAST)
        # an instant is exact to the minute, and entries within that minute count
        return (moment.ends if moment.instant is None else moment.ends + timedelta(minutes=1)) - (
            timedelta(milliseconds=1)
        )

    @cached_property
    def at(self) -> Moment:
        """When the recorded event happened. Raises InTheFuture."""
        return self.past(self.asked.at, "--at") if self.asked.at else Moment.of(self.now)

    @cached_property
    def by(self) -> str:
        """The name of the person who records: --by, else the setting, else the login name."""
        return (
            self.asked.by
            or (self.maybe_workspace.by if self.maybe_workspace else "")
            or _login_name()
        )

    def when(self, typed: str, option: str = "", looks: Looks = Looks.EITHER) -> Moment:
        """The moment of a typed WHEN that has only one reading; an error names the option."""
        from resolutions_cli.core.time.typed import read_when

        with errors.placed(option):
            return read_when(typed, self.now, looks, self.add_working_days)

    def reading(self, typed: str, looks: Looks) -> "Reading":
        """The reading of a typed date, for callers that can ask back."""
        from resolutions_cli.core.time.typed import reading_of

        return reading_of(typed, self.now, looks, self.add_working_days)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that many after a day, or before it, by the dispute's own calendar."""
        return self.calendar(self.nation).add_working_days(day, count)

    def past(self, typed: str, option: str = "") -> Moment:
        """The moment of a typed WHEN that must be past. Raises InTheFuture."""
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
        """Whether a person is at the terminal to answer questions."""
        return streams.is_somebody_there(no_input=self.asked.no_input)

    # -------------------------------------------------------------- calendars and procedures

    @cached_property
    def settings(self) -> Settings:
        """The settings for near deadlines, quiet disputes and agencies."""
        if self.maybe_workspace is None:
            return Settings()
        here = self.maybe_workspace
        checked = {digest: each.on for digest, each in checked_in(here.folder).items()}
        return Settings(here.soon, here.quiet, here.agencies, checked)

    @cached_property
    def imports(self) -> "ImportedLists":
        """The bank-holiday lists that were imported into the workspace."""
        from resolutions_cli.files.workspace.calendars import ImportedLists, read_imports

        if self.maybe_workspace is None:
            return ImportedLists((), ())
        return read_imports(self.maybe_workspace.calendar)

    def afresh(self, *lists: "ImportedList") -> "Run":
        """The same run with the imported lists read again, and `lists` added as if imported: it
        shows which dates changed, or would change."""
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
        """The source of the bank holidays that this run has read; None if it has read none.
        Reads nothing itself."""
        newest = sorted(self._calendars, key=lambda key: key[1])
        used = [*self._in_force.values(), *(self._calendars[key] for key in reversed(newest))]
        return used[0].source if used else None

    def take_calendars(self, packed: Mapping[str, Packed]) -> None:
        """Use stored calendars, by nation, instead of reading their lists."""

        def beyond(nation: str, year: int) -> Holidays:
            from resolutions_cli.files.workspace.calendars import holidays_by_rule

            return holidays_by_rule(nation, year)

        for nation, each in packed.items():
            self._in_force[nation] = unpack_calendar(each, partial(beyond, nation))

    def calendars(self, nation: str, since: datetime) -> Calendars:
        """The calendar in force, and those that imports have replaced since that time."""
        imported = [item.imported_at for item in self.imports.good]
        earlier = [self.calendar(nation, index) for index, at in enumerate(imported) if at > since]
        return Calendars(self.calendar(nation), tuple(earlier))

    def procedure(self, digest: str, label: str) -> "Procedure":
        """The procedure that a dispute is pinned to. Raises ProcedureMissing."""
        if digest not in self._procedures:
            from resolutions_cli.files.workspace.procedures import procedure_with_digest

            file = procedure_with_digest(digest, self.workspace.procedures, label=label)
            self._procedures[digest] = file.procedure
        return self._procedures[digest]

    @property
    def problems(self) -> Mapping[str, errors.ResolveError]:
        """The errors of imported calendars that cannot be used, by path."""
        return {str(problem.path): problem.condition for problem in self.imports.problems}


def _login_name() -> str:
    """The login name, or the account's number in cron and containers without one."""
    try:
        import getpass

        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return f"account {os.getuid()}" if hasattr(os, "getuid") else "unknown"
