"""When the workspace was last synced: one small file, so that lists need no git to say it."""

import os
from datetime import datetime
from pathlib import Path

from resolutions_cli.core.value import Value

_NAME = "resolve-sync"

#: In bytes.
_LIMIT = 1024 * 1024


class LastSync(Value):
    """When it was (UTC), and the references of disputes that needed somebody's decision then."""

    at: datetime
    unsettled: tuple[str, ...]


def last_sync(folder: Path) -> LastSync | None:
    """The last sync of a workspace that came to its end; None when there was none."""
    try:
        with (folder / ".git" / _NAME).open("rb") as file:
            first, *unsettled = file.read(_LIMIT).decode().splitlines()
        at = datetime.fromisoformat(first)
    except (OSError, ValueError):
        return None
    return LastSync(at, tuple(unsettled)) if at.tzinfo else None


def note_sync(folder: Path, sync: LastSync) -> None:
    """Note that a sync came to its end. Raises OSError. Not synced to the disk: what a power
    failure leaves of it reads as none."""
    part = folder / ".git" / f"{_NAME}.{os.getpid()}.part"
    lines = (sync.at.isoformat(), *sync.unsettled)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
    part.replace(folder / ".git" / _NAME)
