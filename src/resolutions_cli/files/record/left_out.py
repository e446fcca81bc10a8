"""Marks that leave out a file which the gate refuses: its path and the digest of its bytes.

They travel with the record as seals do, so they hold no person's name. A mark has no effect on a
file that the gate admits.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import digest_of, read_bytes
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.record.entry_file import digits_in
from resolutions_cli.files.workspace.settings import LEFT_OUT, Workspace

FORMAT = 1

#: In bytes; a mark has a few hundred.
MARK_LIMIT = 16 * 1024

_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z-(?P<digits>[0-9a-f]{16})\.toml", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
#: The keys of a mark, in the order of `LeftOut`. Marks of earlier versions also say who made them
#: ("by"), which is never shown.
_WORDS = ("path", "digest", "reason")


class LeftOut(Value):
    """A mark: the path of the file in a record, the digest of its bytes, and the code of the
    reason why the gate refused it."""

    path: str
    digest: str
    reason: str


def mark_of(path: str, raw: bytes) -> tuple[str, str]:
    """The path and digest that identify a file in marks, with any line ends."""
    return path, digest_of(raw.replace(b"\r\n", b"\n"))


# ------------------------------------------------------------------ reading


def read_mark(name: str, raw: bytes) -> LeftOut | None:
    """The mark in a file; None if the file is no mark."""
    raw = raw.replace(b"\r\n", b"\n")
    found = _NAME.fullmatch(name)
    if found is None or not digest_of(raw).startswith(found["digits"]):
        return None
    try:
        values = load_toml(raw, limit=MARK_LIMIT)
    except TomlFault:
        return None
    words = [values.get(key) for key in _WORDS]
    texts = [word for word in words if isinstance(word, str)]
    if values.get("format") != FORMAT or len(texts) < len(words):
        return None
    mark = LeftOut(*texts)
    return mark if _DIGEST.fullmatch(mark.digest) else None


def read_marks(folder: Path) -> dict[str, LeftOut]:
    """The good marks in `<workspace>/left-out`, by the names of their files. Skips any other
    file; `verify` reports those."""
    found: dict[str, LeftOut] = {}
    try:
        names = [] if folder.is_symlink() else sorted(each.name for each in folder.iterdir())
    except OSError:
        return found
    for name in names:
        if _NAME.fullmatch(name):
            try:
                mark = read_mark(name, read_bytes(folder / name, MARK_LIMIT))
            except OSError:
                continue
            if mark is not None:
                found[name] = mark
    return found


def digits_left_out(workspace: Path, reference: str) -> tuple[str, ...]:
    """The beginnings of the ids of a dispute's entries that were left out."""
    place = f"disputes/{reference}/"
    paths = {mark.path for mark in read_marks(workspace / LEFT_OUT).values()}
    digits = {digits_in(path.removeprefix(place)) for path in paths if path.startswith(place)}
    return tuple(sorted(digits - {""}))


# ------------------------------------------------------------------ writing


def write_mark(workspace: Workspace, mark: LeftOut, now: datetime) -> str:
    """The path of a new mark that leaves a file out, written durably. Call it under the lock.

    Raises OSError if it cannot be written, leaving nothing behind.
    """
    import tomli_w

    utc = now.astimezone(UTC)
    values: dict[str, Any] = {"format": FORMAT, "left_out": utc}
    raw = tomli_w.dumps(values | {key: getattr(mark, key) for key in _WORDS}).encode()
    stamp = f"{utc:%Y%m%dT%H%M%S}.{utc.microsecond // 1000:03}Z"
    name = f"{stamp}-{digest_of(raw)[:16]}.toml"
    durable.make_folder(workspace.left_out)
    if not (workspace.left_out / name).exists():
        # Left by an interrupted run: the name comes from the content, so only this mark has it.
        (workspace.left_out / durable.part_name(name)).unlink(missing_ok=True)
        durable.create(workspace.left_out, name, raw, up_to=workspace.folder)
    return f"{LEFT_OUT}/{name}"
