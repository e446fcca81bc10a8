"""The folder for what can be made again, and how a program tells that it is another one."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Where this account keeps what can be made again; None without a home."""
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return Path(local, "resolve", "cache") if local else None
    given = environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute() and sys.platform != "darwin":
        return Path(given, "resolve")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "resolve"


def program_stamp(package: Path) -> tuple[tuple[int, int], ...]:
    """Changes when a module or a data file of the program does: another release is installed,
    or somebody works on it."""
    return tuple(
        sorted(
            (status.st_mtime_ns, status.st_size)
            for folder in ("core", "files", "data", "data/procedures")
            for each in os.scandir(package / folder)
            if each.is_file(follow_symlinks=False)
            for status in (each.stat(follow_symlinks=False),)
        )
    )
