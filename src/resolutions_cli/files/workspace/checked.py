"""When procedures were last held against their published texts: a small file for each.

It is kept beside the procedure's file, since a date in that file would make it another procedure.
The folder belongs to this machine: no sync and no bundle has it.
"""

import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.workspace.settings import CHECKED

#: In bytes; a file has some two hundred.
_LIMIT = 16 * 1024

#: How many digits of the procedure's digest the name of a file has.
_DIGITS = 16


class Checked(Value):
    """On which day somebody compared a procedure, by its digest, with the published text."""

    digest: str
    on: date
    by: str


def checked_in(top: Path) -> Mapping[str, Checked]:
    """The last check of each procedure, by its digest. Leaves out files that cannot be read: the
    procedure then counts as not checked."""
    folder = top / CHECKED
    try:
        names = [] if folder.is_symlink() else sorted(os.listdir(folder))  # noqa: PTH208 - names
    except OSError:
        return {}
    found = (_read(folder / name) for name in names if name.endswith(".toml"))
    return {each.digest: each for each in found if each}


def _read(path: Path) -> Checked | None:
    try:
        values = load_toml(read_bytes(path, _LIMIT), limit=_LIMIT)
        on = values["on"]
        if type(on) is not date:
            return None
        return Checked(str(values["digest"]), on, str(values.get("by", "")))
    except (OSError, TomlFault, KeyError):
        return None


def mark_checked(top: Path, checked: Checked, at: datetime) -> None:
    """Write down that a procedure was checked, durably, in place of an earlier check. `at` is
    now. Call it under the lock. Raises OSError."""
    # imported here because only recording writes, and every list reads this folder
    import tomli_w

    from resolutions_cli.files.disk import durable
    from resolutions_cli.files.workspace.accepted import FOR_GIT

    folder = top / CHECKED
    durable.make_folder(folder)
    name, raw = FOR_GIT
    if not os.path.lexists(folder / name):
        (folder / durable.part_name(name)).unlink(missing_ok=True)
        durable.create(folder, name, raw, up_to=top)
    values = {"digest": checked.digest, "on": checked.on, "by": checked.by, "at": at}
    file = f"{checked.digest[:_DIGITS]}.toml"
    (folder / durable.part_name(file)).unlink(missing_ok=True)
    write = durable.replace if os.path.lexists(folder / file) else durable.create
    write(folder, file, tomli_w.dumps(values).encode(), up_to=top)
