"""A folder for what is only tried out."""

import tempfile
from pathlib import Path


def new_folder(name: str) -> Path:
    """A new empty folder, in the system's place for such, that only this account can read."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-"))
