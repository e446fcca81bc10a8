"""Where on this account things stand that nobody gave a place.

What platformdirs would answer, without its 59 ms: on Windows the local, not the roaming folder,
since a record should not wander with the profile.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import resolutions_cli

#: The installed program, and the files that come with it.
PACKAGE = Path(resolutions_cli.__file__).parent
DATA = PACKAGE / "data"

_NAME = "resolve"


def data_folder(environ: Mapping[str, str]) -> Path | None:
    """Where a workspace stands that nobody gave a place; None without a home."""
    return _folder(
        environ, "", "XDG_DATA_HOME", mac="Library/Application Support", others=".local/share"
    )


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Where things stand that can be made again; None without a home."""
    return _folder(environ, "cache", "XDG_CACHE_HOME", mac="Library/Caches", others=".cache")


def _folder(
    environ: Mapping[str, str], on_windows: str, variable: str, *, mac: str, others: str
) -> Path | None:
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return Path(local, _NAME, on_windows) if local else None
    given = environ.get(variable, "")
    if Path(given).is_absolute() and sys.platform != "darwin":
        return Path(given, _NAME)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / (mac if sys.platform == "darwin" else others) / _NAME
