"""The repository at the other end: which address is a folder, and how git is run there.

Of an address that is a folder (a disk, a file server) git runs the other end too, as the account
that syncs: with the settings and the hooks that stand in that folder, which others can write.
So git is told there what it must not take from them. `docs/sync.md` says what that means.
"""

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

#: What may carry a record. Another way is a program that an address names.
PROTOCOLS = "file:git:http:https:ssh"

_SCHEME = re.compile(r"\A(?P<scheme>[A-Za-z0-9][A-Za-z0-9+.-]*)://")
_DRIVE = re.compile(r"\A[A-Za-z]:[\\/]")
_PROGRAM = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9+.-]*::")

#: Settings of a shared folder that hold whatever stands in its own: nothing that runs a program,
#: writes outside of its store, or takes the memory of a bomb.
_SETTINGS = (
    "core.hooksPath=" + os.devnull,
    "core.alternateRefsCommand=true",
    "core.fsmonitor=false",
    "core.logAllRefUpdates=false",
    "core.bigFileThreshold=16m",
    "pack.threads=1",
    "pack.windowMemory=64m",
    "gc.auto=0",
    "maintenance.auto=false",
    "receive.autogc=false",
    "receive.denyCurrentBranch=refuse",
)

#: Set there too: what is missing in its store is not got from elsewhere.
_VARIABLES = ("GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1")


def is_used(address: str) -> bool:
    """Whether a record is carried over an address of that kind at all."""
    if _PROGRAM.match(address):
        return False
    scheme = _SCHEME.match(address)
    return scheme is None or scheme["scheme"].lower() in PROTOCOLS.split(":")


def folder_of(address: str) -> str:
    """The path that an address is; empty for one that leads to a server."""
    scheme = _SCHEME.match(address)
    if scheme is not None:
        is_file = scheme["scheme"].lower() == "file"
        return unquote(address[scheme.end() :]) if is_file else ""
    before, colon, _ = address.partition(":")
    if colon and "/" not in before and not (os.name == "nt" and _DRIVE.match(address)):
        return ""  # host:path
    return address


def run_there(program: str, addresses: Iterable[str], here: Path) -> tuple[str, ...]:
    """The option by which `program`, `upload-pack` or `receive-pack`, is run in the folders that
    are among some addresses; empty where all are servers, which have settings of their own.

    Whoever set the workspace up named the folder. Git is told so, since it works in no folder of
    another account's else, and a shared one belongs to one of those who share it.
    """
    folders = [folder for folder in map(folder_of, addresses) if folder]
    if not folders:
        return ()
    safe = [f"safe.directory={path}" for each in folders for path in _paths(each, here)]
    settings = [word for each in (*_SETTINGS, *safe) for word in ("-c", each)]
    words = " ".join(map(shlex.quote, ("git", *settings, program)))
    return (f"--{program}={' '.join(_VARIABLES)} {words}",)


def _paths(folder: str, here: Path) -> Iterator[str]:
    """Every name by which git may know a folder as it stands in an address."""
    named = os.path.join(here, folder.rstrip("/"))  # noqa: PTH118 - as git would, to the letter
    for path in (named, f"{named}.git", f"{named}/.git"):
        yield from dict.fromkeys((path, os.path.realpath(path)))
