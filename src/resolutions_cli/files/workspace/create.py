"""Makes a workspace: every folder and file is there before it counts as one."""

import contextlib
import os
import re
from pathlib import Path
from types import MappingProxyType

import tomli_w

from resolutions_cli import errors
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.workspace import accepted
from resolutions_cli.files.workspace.known_settings import new_settings_file
from resolutions_cli.files.workspace.settings import (
    FOLDERS,
    SETTINGS,
    SETTINGS_LIMIT,
    Origin,
    Workspace,
    has_settings,
    read,
)
from resolutions_cli.files.workspace.settings_lines import with_value

#: For workspaces kept in git. Git must not change line ends or filter a file, since every byte
#: of an entry counts. Where a merge by hand meets two versions of a file, git keeps one whole
#: and asks. The lock and unfinished files concern only this machine.
_FOR_GIT = MappingProxyType(
    {
        ".gitattributes": b"* -text -merge -filter -ident -working-tree-encoding\n",
        ".gitignore": b".lock\n.*.part\n.DS_Store\nThumbs.db\ndesktop.ini\n~$*\n",
    }
)

#: The header in the settings after which the agencies are listed.
_TABLE = re.compile(rb"(?m)^[ \t]*\[agencies\][ \t]*(#.*)?$\n")


def init(folder: Path, procedure: str = "", *, practice: bool = False) -> Workspace:
    """A new workspace. Raises WorkspaceExists, WorkspaceNotMade, and PerhapsRecorded when
    the disk does not confirm that it will stay.

    The settings come last, so that a folder becomes a workspace once all the rest is there.
    Running it again completes an interrupted run.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    if has_settings(folder):
        raise errors.WorkspaceExists(str(folder))
    try:
        _make_with_parents(folder)
        with lock.held(folder):
            if has_settings(folder):
                raise errors.WorkspaceExists(str(folder))
            _fill(folder, new_settings_file(procedure, practice=practice).encode())
    except durable.Unconfirmed as fault:
        if not has_settings(folder):
            raise errors.WorkspaceNotMade(str(folder), reason=fault.strerror) from fault
        raise errors.PerhapsRecorded(str(folder), command="where", reason=fault.strerror) from fault
    except errors.NotRecorded as fault:
        raise errors.WorkspaceNotMade(str(folder), **fault.facts) from fault
    except OSError as fault:
        raise errors.WorkspaceNotMade(str(folder), reason=fault.strerror) from fault
    return read(folder, Origin.MADE)


def _make_with_parents(folder: Path) -> None:
    """Make the folder and those above it, and sync each new name to the disk."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        durable.make_folder(each)
        durable.sync_folder(each.parent, unless_unreadable=True)
    durable.make_folder(folder)


def _fill(folder: Path, settings: bytes) -> None:
    for name in FOLDERS:
        durable.make_folder(folder / name)
    accepted.make(folder)
    for name, raw in {**_FOR_GIT, SETTINGS: settings}.items():
        if not os.path.lexists(folder / name):
            _clear_away(folder, name)
            durable.create(folder, name, raw, up_to=folder)


def _clear_away(folder: Path, name: str) -> None:
    """Remove the unfinished files that an interrupted run left for a name; call it under the
    lock."""
    for each in os.listdir(folder):  # noqa: PTH208 - strings are enough
        if durable.is_part_of(each, name):
            (folder / each).unlink(missing_ok=True)


# ------------------------------------------------------------------ agencies


def list_agency(workspace: Workspace, code: str, words: str) -> Workspace:
    """The workspace with an agency added to its settings, everything else there unchanged.
    Raises NotRecorded, Busy, WorkspaceUnreadable."""
    folder = workspace.folder
    try:
        with lock.held(folder):
            raw = read_bytes(folder / SETTINGS, SETTINGS_LIMIT)
            durable.replace(folder, SETTINGS, _with_agency(raw, code, words), up_to=folder)
    except OSError as fault:
        reason = fault.strerror or "for no reason given"
        raise errors.NotRecorded(SETTINGS, reason=reason) from fault
    return read(folder, workspace.origin)


def _with_agency(raw: bytes, code: str, words: str) -> bytes:
    """The settings with one more line; rewritten whole if they hold the table in another form."""
    values = load_toml(raw, limit=SETTINGS_LIMIT)
    wanted = {**values, "agencies": {**values.get("agencies", {}), code: words}}
    line, ended = tomli_w.dumps({code: words}).encode(), _ended(raw)
    table = _TABLE.search(ended)
    if table:
        longer = b"".join((ended[: table.end()], line, ended[table.end() :]))
    else:
        longer = b"".join((ended, b"\n[agencies]\n", line))
    with contextlib.suppress(TomlFault):
        if load_toml(longer, limit=SETTINGS_LIMIT) == wanted:
            return longer
    return tomli_w.dumps(wanted).encode()


# ------------------------------------------------------------------ for git


def prepare_for_git(folder: Path) -> None:
    """Add the rules that make git leave a workspace's files alone, unless they are there
    already. Raises NotRecorded."""
    for name, raw in _FOR_GIT.items():
        try:
            there = read_bytes(folder / name, SETTINGS_LIMIT) if (folder / name).exists() else b""
            rules = there.splitlines()
            if lacking := [
                line for line in raw.splitlines(keepends=True) if line.strip() not in rules
            ]:
                # an earlier version's workspace has other rules, which later lines override
                durable.replace(folder, name, b"".join((_ended(there), *lacking)), up_to=folder)
        except OSError as fault:
            reason = fault.strerror or "for no reason given"
            raise errors.NotRecorded(name, reason=reason) from fault


def complete(workspace: Workspace) -> None:
    """Make the folders that a clone lacks, since git keeps no empty ones. Raises
    NotRecorded."""
    for name in FOLDERS:
        try:
            if not (workspace.folder / name).is_dir():
                durable.make_folder(workspace.folder / name)
                durable.sync_folder(workspace.folder)
        except OSError as fault:
            raise errors.NotRecorded(
                name, reason=fault.strerror or "for no reason given"
            ) from fault


def beside_the_record(workspace: Workspace) -> dict[str, bytes]:
    """The files that make a clone of the record a workspace: the rules for git, and the settings
    without `by` and `redactions`, which each machine sets for itself."""
    files = {SETTINGS: _shared_settings(workspace)}
    for name in _FOR_GIT:
        with contextlib.suppress(OSError):  # if somebody deleted it, git does without
            files[name] = read_bytes(workspace.folder / name, SETTINGS_LIMIT)
    return files


def _ended(raw: bytes) -> bytes:
    return raw if not raw or raw.endswith(b"\n") else raw + b"\n"


def _shared_settings(workspace: Workspace) -> bytes:
    """The settings that go to a clone. Raises WorkspaceUnreadable."""
    try:
        raw = read_bytes(workspace.folder / SETTINGS, SETTINGS_LIMIT)
    except OSError as fault:
        raise errors.WorkspaceUnreadable(SETTINGS, problem=fault.strerror) from fault
    own = (("defaults", "by"), ("settings", "redactions"))
    if not workspace.stated.intersection(key for _, key in own):
        return raw
    for table, key in own:
        # comments are kept, unless the line cannot be taken out by itself
        raw = with_value(raw, table, key, None) or _rewritten_without(raw, table, key)
    return raw


def _rewritten_without(raw: bytes, table: str, key: str) -> bytes:
    values = load_toml(raw, limit=SETTINGS_LIMIT)
    values.get(table, {}).pop(key, None)
    return tomli_w.dumps(values).encode()
