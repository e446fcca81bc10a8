"""The paths, settings and versions in force, and the source of each."""

import os
import re
import sys
import zoneinfo
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.app.remind import working_days_since_sync
from resolutions_cli.app.run import Run
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.files.disk import cache, clock, lock, places
from resolutions_cli.files.disk.places import PACKAGE, kept_in_step_by
from resolutions_cli.files.exchange.repository import Repository
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import procedures_in, shipped_procedures
from resolutions_cli.files.workspace.settings import (
    SETTINGS,
    Origin,
    Workspace,
    last_sync,
    others_can_read,
)
from resolutions_cli.render.views.where import InForce
from resolutions_cli.render.words.words import moment_words, several, source_words

_PROGRAM, _SET = "the program", "set in the environment"
_DEFAULT = "the default"


def in_force(run: Run) -> list[InForce]:
    """All settings in force; without a workspace, only those that need none."""
    settings: list[InForce] = []
    if run.maybe_workspace is not None:
        settings.extend(_of_workspace(run.maybe_workspace))
        settings.extend(_of_other_copies(run))
    settings.extend(_of_recording(run))
    settings.extend(_of_calendar(run))
    settings.extend(_of_program(run))
    return settings


def _of_workspace(here: Workspace) -> Iterator[InForce]:
    yield InForce("workspace", str(here.folder), here.origin.value)
    yield InForce("settings", str(here.folder / SETTINGS), "the workspace")
    yield InForce("practice", _yes(here.practice), _stated(here, "practice"))
    others = others_can_read(here)
    yield InForce("others can read it", _yes(others), "the permissions of the folders")
    held = (here.folder / lock.NAME).exists()
    made = "made by the first recording" if not held else "never deleted"
    yield InForce("lock", str(here.folder / lock.NAME), made)
    disputes = len(list_disputes(here).references)
    yield InForce("disputes", several(disputes, "dispute"), str(here.disputes))
    yield InForce("default procedure", here.procedure or "none", _stated(here, "procedure"))
    added = ", ".join(sorted({each.procedure.label for each in procedures_in(here.procedures)}))
    yield InForce("procedures in use", added or "none yet", str(here.procedures))
    yield InForce("agencies", ", ".join(here.agencies) or "none listed", _stated(here, "agencies"))


def _of_other_copies(run: Run) -> Iterator[InForce]:
    """The other copies of the record, as far as this machine knows."""
    here = run.workspace
    last, address = last_sync(here.folder), _address(here.folder)
    if last is None:
        yield InForce("last sync", "none", "resolve sync")
    else:
        ago = several(working_days_since_sync(run) or 0, "working day")
        when = moment_words(Moment.of(last.at))
        yield InForce("last sync", f"{when}, {ago} ago", str(here.folder / ".git"))
    yield InForce(
        "synced with", address or "nothing", "git" if address else "resolve sync --init URL"
    )
    tool = kept_in_step_by(here.folder, os.environ)
    yield InForce("kept in step by", tool or "nothing that is known", "the path of the workspace")


def _address(folder: Path) -> str:
    """The address that it syncs with, without any password in it; empty if it does not sync."""
    try:
        address = Repository.open(folder).address
    except errors.SyncNotSetUp:
        return ""
    except errors.ResolveError as fault:
        return f"cannot be said: {fault.message}"
    return re.sub(r"^(\w+://)[^/@]*@", r"\1", address).partition("?")[0]


def _of_recording(run: Run) -> Iterator[InForce]:
    stated = run.maybe_workspace is not None and bool(run.maybe_workspace.by)
    yield InForce("recorded by", run.by, SETTINGS if stated else "the login name")
    sync = run.maybe_workspace.sync if run.maybe_workspace else Workspace(Path(), Origin.GIVEN).sync
    settings = (("soon", run.settings.soon), ("quiet", run.settings.quiet), ("sync", sync))
    for name, days in settings:
        origin = _stated(run.maybe_workspace, name) if run.maybe_workspace else _PROGRAM
        yield InForce(name, several(days, "working day"), origin)
    if run.maybe_workspace:
        origin = _stated(run.maybe_workspace, "redactions")
        yield InForce("redactions", run.maybe_workspace.redactions, origin)


def _of_calendar(run: Run) -> Iterator[InForce]:
    source = run.calendar("england").source
    origin = "an imported list" if source.imported else _PROGRAM
    yield InForce("bank holidays", source_words(source), origin)
    for imported in run.imports.good:
        yield InForce("imported list", str(imported.path), "resolve calendar import")
    for waiting in run.imports.waiting:
        yield InForce("list that waits", str(waiting.path), "resolve calendar accept")


def _of_program(run: Run) -> Iterator[InForce]:
    set_clock = bool(os.environ.get(clock.VARIABLE)) and run.maybe_workspace is not None
    now = moment_words(run.when("now"))
    yield InForce("time", now, clock.VARIABLE if set_clock else "the clock of this machine")
    labels = ", ".join(each.procedure.label for each in shipped_procedures())
    yield InForce("shipped procedures", labels, _PROGRAM)
    yield InForce("program", _version("resolutions-cli"), str(PACKAGE))
    python = ".".join(map(str, sys.version_info[:3]))
    yield InForce("python", python, sys.executable)
    yield InForce("time zone data", *_zone_data())
    data = places.data_folder(os.environ)
    yield InForce("data folder", str(data) if data else "none", "this account")
    kept = cache.folder(os.environ)
    yield InForce("cache folder", str(kept) if kept else "none", "made again when it is deleted")
    for name in sorted(os.environ):
        if name.startswith("RESOLVE_"):
            yield InForce(name, os.environ[name], _SET)


def _zone_data() -> tuple[str, str]:
    """The version and the place of the time zone files in use.

    Python takes the system's files before those of the tzdata package.
    """
    for folder in zoneinfo.TZPATH:
        if Path(folder, str(LONDON)).is_file():
            try:
                found = Path(folder, "tzdata.zi").read_text("utf-8").splitlines()[0]
                return found.removeprefix("# version "), folder
            except (OSError, IndexError, UnicodeDecodeError):
                return "version not said", folder
    return _version("tzdata"), "the tzdata package"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _stated(here: Workspace | None, name: str) -> str:
    return SETTINGS if here is not None and name in here.stated else _DEFAULT


def _yes(value: bool) -> str:
    return "yes" if value else "no"
