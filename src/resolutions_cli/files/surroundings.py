"""What else copies the workspace about: the folders of sync tools, and shared drives."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

#: How a folder is called that a tool keeps in step, by the beginning of its name in lower case.
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

#: Variables in which Windows says where OneDrive's folders are; a library of SharePoint lies in
#: the second.
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def kept_in_step_by(folder: Path, environ: Mapping[str, str]) -> str:
    """The tool in whose folder a workspace lies, by the folder's path; empty when none is seen.

    A folder that a tool keeps under any other name is not seen.
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
