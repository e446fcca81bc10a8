"""A workspace is made: every folder and file in its place before it counts as one."""

import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w

from resolutions_cli.errors import NotRecorded, PerhapsRecorded, WorkspaceExists, WorkspaceNotMade
from resolutions_cli.files import durable, lock
from resolutions_cli.files.workspace import (
    FOLDERS,
    FORMAT,
    SETTINGS,
    Origin,
    Workspace,
    has_settings,
    read,
)

#: For those who keep a workspace in git: it must not touch line ends, since every byte of an
#: entry counts, and the lock and unfinished files are nobody else's business.
_FOR_GIT = MappingProxyType({".gitattributes": b"* -text\n", ".gitignore": b".lock\n.*.part\n"})


def init(folder: Path, procedure: str = "", *, practice: bool = False) -> Workspace:
    """Make a workspace. Raises WorkspaceExists, WorkspaceNotMade, and PerhapsRecorded when
    the disk does not say whether it will stay.

    The settings come last, so a folder is a workspace when everything else is in its place;
    what was cut off before is finished by doing it again.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    if has_settings(folder):
        raise WorkspaceExists(str(folder))
    try:
        _make_with_parents(folder)
        with lock.held(folder):
            if has_settings(folder):
                raise WorkspaceExists(str(folder))
            _fill(folder, _settings_file(procedure, practice))
    except durable.Unconfirmed as fault:
        if not has_settings(folder):
            raise WorkspaceNotMade(str(folder), reason=fault.strerror) from fault
        raise PerhapsRecorded(str(folder), command="where", reason=fault.strerror) from fault
    except NotRecorded as fault:
        raise WorkspaceNotMade(str(folder), **fault.facts) from fault
    except OSError as fault:
        raise WorkspaceNotMade(str(folder), reason=fault.strerror) from fault
    return read(folder, Origin.MADE)


def _make_with_parents(folder: Path) -> None:
    """Make the folder and those above it, and bring each new name to the disk."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        durable.make_folder(each)
        durable.sync_folder(each.parent, unless_unreadable=True)
    durable.make_folder(folder)


def _fill(folder: Path, settings: bytes) -> None:
    for name in FOLDERS:
        durable.make_folder(folder / name)
    for name, raw in {**_FOR_GIT, SETTINGS: settings}.items():
        if not os.path.lexists(folder / name):
            (folder / durable.part_name(name)).unlink(missing_ok=True)
            durable.create(folder, name, raw, up_to=folder)


def _settings_file(procedure: str, practice: bool) -> bytes:
    values: dict[str, Any] = {"format": FORMAT}
    if practice:
        values["practice"] = True
    if procedure:
        values["defaults"] = {"procedure": procedure}
    return tomli_w.dumps(values).encode()
