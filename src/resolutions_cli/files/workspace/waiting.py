"""The bank holiday lists that wait to be accepted, found without parsing one."""

import os
from pathlib import Path


def waiting_calendars(top: Path) -> tuple[str, ...]:
    """The names of the lists in the workspace in the folder `top` that came from elsewhere and
    do not count yet. Leaves out lists that cannot be read."""
    folder = top / "calendar"
    try:
        names = [] if folder.is_symlink() else sorted(os.listdir(folder))  # noqa: PTH208 - strings
    except OSError:
        return ()
    if not any(name.endswith(".json") for name in names):
        return ()
    # Without an import these are not needed, and a list made from the index saves their loading.
    from resolutions_cli.files.disk.durable import is_part
    from resolutions_cli.files.disk.read import digest_of, read_bytes
    from resolutions_cli.files.workspace.accepted import Thing, What, is_accepted

    waiting: dict[str, str] = {}
    counting: set[str] = set()
    for name in names:
        if not name.endswith(".json") or is_part(name):
            continue
        try:
            raw = read_bytes(folder / name, 2 * 1024 * 1024)
        except OSError:
            continue
        digits = name[-len("0123456789abcdef.json") : -len(".json")]
        # A sync tool or git may have changed the line endings, which changes nothing in JSON.
        for form in dict.fromkeys((raw, raw.replace(b"\r\n", b"\n"))):
            digest = digest_of(form)
            if digest.startswith(digits):
                if is_accepted(top, Thing(What.CALENDAR, digest, name)):
                    counting.add(digest)
                else:
                    waiting[name] = digest
    # A list that was also imported here needs no acceptance.
    return tuple(name for name, digest in waiting.items() if digest not in counting)
