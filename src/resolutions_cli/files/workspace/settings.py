"""The folder that holds one log book: its settings, and how the program finds it."""

import contextlib
import os
import re
import stat
import sys
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from resolutions_cli import errors
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.places import data_folder
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.disk.toml import load_toml

# ------------------------------------------------------------------ the folder and its settings


SETTINGS = "resolve.toml"
FORMAT = 1
VARIABLE = "RESOLVE_WORKSPACE"

#: In bytes.
SETTINGS_LIMIT = 64 * 1024

#: The folder of the marks for files that came from elsewhere and are left out.
LEFT_OUT = "left-out"

#: The folders of every workspace.
FOLDERS = ("disputes", "procedures", "calendar", "seals", LEFT_OUT)

#: The folder of the marks for what counts here of all that came from elsewhere; not part of the
#: record.
ACCEPTED = "accepted"

#: The folder for the days on which procedures were compared with their texts.
CHECKED = "checked"

#: How a sync treats a redaction that it brings: it asks, or accepts it at once.
ASK, ACCEPT = "ask", "accept"

#: The code of an agency; entries call a dispute's agencies "agency-" and a number.
_AGENCY = r"(?!agency-[0-9])[a-z0-9][a-z0-9_-]{0,63}"


class Origin(StrEnum):
    """Why this workspace is the one in use."""

    GIVEN = "--workspace"
    VARIABLE = "RESOLVE_WORKSPACE"
    UPWARD = "the nearest folder upward"
    DATA = "the data folder of this account"
    MADE = "just made"


_NONE: Mapping[str, str] = {}


class Workspace(Value):
    """A workspace and its settings; `stated` names the ones that resolve.toml itself gives.

    `soon`, `quiet` and `sync` are in working days. A deadline within `soon` is near; a dispute
    without an entry for `quiet` days is quiet; the last sync is long ago after `sync` days. For
    `quiet` and `sync`, 0 means never. `redactions` is ASK or ACCEPT.
    """

    folder: Path
    origin: Origin
    practice: bool = False
    procedure: str = ""
    by: str = ""
    soon: int = 2
    quiet: int = 5
    sync: int = 2
    redactions: str = ASK
    agencies: Mapping[str, str] = _NONE
    stated: frozenset[str] = frozenset()

    @property
    def disputes(self) -> Path:
        return self.folder / "disputes"

    @property
    def procedures(self) -> Path:
        return self.folder / "procedures"

    @property
    def calendar(self) -> Path:
        return self.folder / "calendar"

    @property
    def seals(self) -> Path:
        return self.folder / "seals"

    @property
    def left_out(self) -> Path:
        return self.folder / LEFT_OUT

    @property
    def accepted(self) -> Path:
        return self.folder / ACCEPTED


# ------------------------------------------------------------------ settings


def read(folder: Path, origin: Origin) -> Workspace:
    """The workspace in `folder`. Raises NoWorkspaceThere, WorkspaceNewer, WorkspaceUnreadable."""
    try:
        raw = read_bytes(folder / SETTINGS, SETTINGS_LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        raise errors.NoWorkspaceThere(str(folder), origin=origin) from None
    except OSError as fault:
        raise errors.WorkspaceUnreadable(SETTINGS, problem=fault.strerror) from fault
    return Workspace(folder, origin, **_settings(_values(raw)))


def require_good(raw: bytes) -> None:
    """Raise WorkspaceUnreadable or WorkspaceNewer unless these bytes can be read as settings."""
    _settings(_values(raw))


def is_practice(raw: bytes) -> bool:
    """Whether these are the settings of a practice workspace; False if they cannot be read."""
    try:
        return _values(raw).get("practice") is True
    except errors.WorkspaceUnreadable:
        return False


def says_redactions(raw: bytes) -> bool:
    """Whether these settings have `redactions`."""
    try:
        settings = _values(raw).get("settings")
    except errors.WorkspaceUnreadable:
        return False
    return isinstance(settings, dict) and "redactions" in settings


def _values(raw: bytes) -> Mapping[str, Any]:
    """The values in the settings file, by key. Raises WorkspaceUnreadable."""
    try:
        return load_toml(raw, limit=SETTINGS_LIMIT)
    except TomlFault as fault:
        place = f"{SETTINGS}:{fault.line}" if fault.line else SETTINGS
        raise errors.WorkspaceUnreadable(place, problem=fault.problem) from None


def _settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings, each of its type; refuses a misspelt one, since it would do nothing."""
    version = values.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _unreadable("format must be a number")
    if version > FORMAT:
        raise errors.WorkspaceNewer(SETTINGS)
    _only(values, "", "format", "practice", "defaults", "settings", "agencies")
    defaults, settings = _table(values, "defaults"), _table(values, "settings")
    _only(defaults, "defaults", "procedure", "by")
    _only(settings, "settings", "soon", "quiet", "sync", "redactions")
    found = {
        **_given(values, bool, "practice"),
        **_given(defaults, str, "procedure", "by"),
        **_given(settings, int, "soon", "quiet", "sync"),
        **_given(settings, str, "redactions"),
        "agencies": _agencies(_table(values, "agencies")),
    }
    if found.get("redactions", ASK) not in (ASK, ACCEPT):
        raise _unreadable(f'redactions must be "{ASK}" or "{ACCEPT}"')
    stated = frozenset(key for key in found if found[key] not in ("", {}))
    return {**found, "stated": stated}


def _unreadable(problem: str) -> errors.ResolveError:
    return errors.WorkspaceUnreadable(SETTINGS, problem=problem)


def _only(table: Mapping[str, Any], name: str, *known: str) -> None:
    if set(table) - set(known):
        place = f"[{name}]" if name else "the top"
        raise _unreadable(f"{place} can only have {', '.join(known)}")


def _table(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = values.get(name, {})
    if not isinstance(table, dict):
        raise _unreadable(f"{name} must be a table")
    return table


_WORDS = {bool: "true or false", str: "a text", int: "a number of working days, 0 to 1000"}


def _given(table: Mapping[str, Any], kind: type, *keys: str) -> dict[str, Any]:
    """The settings of one type that the table has."""
    given = {key: table[key] for key in keys if key in table}
    for key, value in given.items():
        # type(), not isinstance(): in Python true is also an int.
        good = value in range(1001) if kind is int else True
        if type(value) is not kind or not good:
            raise _unreadable(f"{key} must be {_WORDS[kind]}")
    return given


def is_agency_code(code: str) -> bool:
    """Whether an agency can be listed under a code."""
    return re.fullmatch(_AGENCY, code) is not None


def _agencies(table: Mapping[str, Any]) -> Mapping[str, str]:
    for code, name in table.items():
        if not is_agency_code(code) or not isinstance(name, str) or not name.strip():
            raise _unreadable('[agencies] has lines like code = "name", codes in lower case')
    return dict(table)


# ------------------------------------------------------------------ finding


def find(given: Path | None, environ: Mapping[str, str], start: Path) -> Workspace:
    """The workspace to use: the one given, else RESOLVE_WORKSPACE's, else the nearest from
    `start` upward, else the data folder's.

    Raises NoWorkspaceThere, NoWorkspace, WorkspaceOfAnother, and the errors of `read`.
    """
    if given is not None:
        return read(_absolute(given, start), Origin.GIVEN)
    if named := environ.get(VARIABLE):
        return read(_absolute(Path(named), start), Origin.VARIABLE)
    for folder in (start, *start.parents):
        if has_settings(folder):
            _refuse_another_owner(folder)
            return read(folder, Origin.UPWARD)
    data = data_folder(environ)
    if data and has_settings(data):
        return read(data, Origin.DATA)
    places = [f"{start} and the folders above it", *([str(data)] if data else [])]
    raise errors.NoWorkspace(places="; ".join(places))


def _absolute(path: Path, start: Path) -> Path:
    with contextlib.suppress(RuntimeError):  # no home to replace "~"
        path = path.expanduser()
    return start / path


def has_settings(folder: Path) -> bool:
    """Whether a folder has the settings file of a workspace, even as a link."""
    return os.path.lexists(folder / SETTINGS)


def _refuse_another_owner(folder: Path) -> None:
    """Raise WorkspaceOfAnother unless this account owns the folder. Anybody can put a workspace
    into a shared folder like /tmp and wait for entries to be recorded there."""
    if sys.platform != "win32" and os.geteuid() != folder.stat().st_uid:
        raise errors.WorkspaceOfAnother(str(folder))


def others_can_read(workspace: Workspace) -> bool:
    """Whether other accounts of this machine can read the disputes. Not known on Windows."""
    if sys.platform == "win32":
        return False
    try:
        modes = [folder.stat().st_mode for folder in (workspace.folder, workspace.disputes)]
    except OSError:
        return False
    return all(mode & (stat.S_IRWXG | stat.S_IRWXO) for mode in modes)


# ------------------------------------------------------------------ the last sync


_NAME = "resolve-sync"

#: In bytes.
_LIMIT = 1024 * 1024


class LastSync(Value):
    """The time of a sync (UTC), and the references of disputes that then needed a decision."""

    at: datetime
    unsettled: tuple[str, ...]


def last_sync(folder: Path) -> LastSync | None:
    """The last sync of a workspace that completed; None if there was none."""
    try:
        with (folder / ".git" / _NAME).open("rb") as file:
            first, *unsettled = file.read(_LIMIT).decode().splitlines()
        at = datetime.fromisoformat(first)
    except (OSError, ValueError):
        return None
    return LastSync(at, tuple(unsettled)) if at.tzinfo else None


def note_sync(folder: Path, sync: LastSync) -> None:
    """Note that a sync completed. Raises OSError. Not synced to the disk: after a power failure
    it may read as no sync."""
    part = folder / ".git" / f"{_NAME}.{os.getpid()}.part"
    lines = (sync.at.isoformat(), *sync.unsettled)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
    part.replace(folder / ".git" / _NAME)
