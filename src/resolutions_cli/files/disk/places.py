"""The folders of this account, and the tools that may copy a folder elsewhere.

The same folders as platformdirs gives, without its import time of 59 ms. On Windows it is the
local folder, not the roaming one, since a record should not move with the profile.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import resolutions_cli

# ------------------------------------------------------------------ folders of this account


#: The installed program, and the files that come with it.
PACKAGE = Path(resolutions_cli.__file__).parent
DATA = PACKAGE / "data"

_NAME = "resolve"


def data_folder(environ: Mapping[str, str]) -> Path | None:
    """The default folder for a workspace; None without a home."""
    return _folder(
        environ, "", "XDG_DATA_HOME", mac="Library/Application Support", others=".local/share"
    )


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder for files that the program can make again; None without a home."""
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


# ------------------------------------------------------------------ sync tools and shared drives


#: The tool for each folder name that it syncs, by the beginning of the name in lower case.
_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mobile documents": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "box sync": "Box",
    "box-box": "Box",
    "seafile": "Seafile",
    "sharepoint": "SharePoint",
}

#: Variables in which Windows names OneDrive's folders; the second covers SharePoint libraries.
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def kept_in_step_by(folder: Path, environ: Mapping[str, str]) -> str:
    """The tool that syncs a workspace's folder, judged by the path; empty if it has no known name.

    A synced folder with any other name goes unnoticed.
    """
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    ways = {path, Path(os.path.realpath(folder))}
    for variable in _VARIABLES:
        given = environ.get(variable, "")
        if given and any(way.is_relative_to(given) for way in ways):
            return "OneDrive"
    for way in ways:
        for part in way.parts:
            for beginning, tool in _NAMES.items():
                if _is_called(part.lower(), beginning):
                    return tool
    if sys.platform == "win32" and path.drive.startswith("\\\\"):
        return "a shared drive"
    return ""


def _is_called(name: str, beginning: str) -> bool:
    """ "onedrive", "onedrive - an organisation", "onedrive-personal", "dropbox (a team)"."""
    rest = name.removeprefix(beginning)
    return rest != name and (not rest or rest[0] in " -(")
