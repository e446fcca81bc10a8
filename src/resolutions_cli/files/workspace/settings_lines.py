"""One line of resolve.toml changed, every other byte of the file kept."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from resolutions_cli import errors
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.plain_toml import TomlFault
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.disk.toml import load_toml
from resolutions_cli.files.workspace.known_settings import SettingValue, toml_value
from resolutions_cli.files.workspace.settings import (
    SETTINGS,
    SETTINGS_LIMIT,
    Workspace,
    read,
    require_good,
)

#: The beginning of any table, and the first `=` of a line with the text before it.
_ANY_HEADER = re.compile(rb"[ \t]*\[")
_KEY = rb"[ \t]*(?:\"%(key)b\"|'%(key)b'|%(key)b)[ \t]*=[ \t]*"

#: A value on one line.
_VALUE = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s#]+")


def set_in_file(workspace: Workspace, table: str, key: str, value: SettingValue) -> Workspace:
    """The workspace after one value in its settings was set; nothing else in the file changes.

    Raises NotRecorded, Busy, SettingsNotPlain, WorkspaceUnreadable.
    """
    return _rewritten(workspace, table, key, value)


def clear_in_file(workspace: Workspace, table: str, key: str) -> Workspace:
    """The workspace after the line of one value was taken out of its settings. Raises what
    `set_in_file` raises."""
    return _rewritten(workspace, table, key, None)


def _rewritten(workspace: Workspace, table: str, key: str, value: SettingValue | None) -> Workspace:
    folder = workspace.folder
    try:
        with lock.held(folder):
            raw = read_bytes(folder / SETTINGS, SETTINGS_LIMIT)
            longer = with_value(raw, table, key, value)
            if longer is None:
                raise errors.SettingsNotPlain(str(folder / SETTINGS), table=table)
            require_good(longer)
            if longer != raw:
                durable.replace(folder, SETTINGS, longer, up_to=folder)
    except OSError as fault:
        reason = fault.strerror or "for no reason given"
        raise errors.NotRecorded(SETTINGS, reason=reason) from fault
    return read(folder, workspace.origin)


def with_value(raw: bytes, table: str, key: str, value: SettingValue | None) -> bytes | None:
    """The file with one value set, or left out where it is None.

    None if the file is written so that no single line can be changed: whatever is tried is read
    back, and counts only if every other value is the same.
    """
    wanted = _wanted(load_toml(raw, limit=SETTINGS_LIMIT), table, key, value)
    for tried in _tries(raw, table.encode(), key.encode(), value):
        with contextlib.suppress(TomlFault):
            found = load_toml(tried, limit=SETTINGS_LIMIT)
            # repr too: True is not to pass for 1
            if found == wanted and repr(_sorted(found)) == repr(_sorted(wanted)):
                return tried
    return None


def _wanted(
    values: Mapping[str, Any], table: str, key: str, value: SettingValue | None
) -> dict[str, Any]:
    there = dict(values.get(table, {}))
    there.pop(key, None)
    if value is not None:
        there[key] = value
    # a table stays when its last line goes
    return {**values, table: there} if there or table in values else dict(values)


def _sorted(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(
        (key, _sorted(value) if isinstance(value, dict) else value) for key, value in values.items()
    )


def _tries(raw: bytes, table: bytes, key: bytes, value: SettingValue | None) -> Iterator[bytes]:
    """The file with the line changed, in the ways that may be right, the best one first."""
    lines = raw.splitlines(keepends=True)
    end = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    begins, ends = _section(lines, table)
    own = re.compile(_KEY % {b"key": re.escape(key)})
    at = next((n for n in range(begins, ends) if own.match(lines[n])), None)
    if value is None:
        yield raw if at is None else b"".join((*lines[:at], *lines[at + 1 :]))
        return
    said = toml_value(value).encode()
    if at is not None:
        yield b"".join((*lines[:at], _replaced(lines[at], own, said), *lines[at + 1 :]))
        return
    line = key + b" = " + said + end
    if lines and not lines[-1].endswith((b"\n", b"\r")):
        lines[-1] += end
    commented = re.compile(rb"[ \t]*#[ \t]*" + re.escape(key) + rb"[ \t]*=")
    if begins < ends:
        for place in _places(lines, begins, ends, commented):
            yield b"".join((*lines[:place], line, *lines[place:]))
        return
    header = b"[" + table + b"]" + end
    shown = re.compile(rb"[ \t]*#[ \t]*\[" + re.escape(table) + rb"\][ \t]*\r?\n")
    for head in (n for n, each in enumerate(lines, 1) if shown.match(each)):
        for place in _places(lines, head, _comments_end(lines, head), commented):
            yield b"".join((*lines[:head], header, *lines[head:place], line, *lines[place:]))
    yield b"".join((*lines, end if lines else b"", header, line))


def _section(lines: list[bytes], table: bytes) -> tuple[int, int]:
    """The lines of a table with its header: the first and the one after the last; none of a table
    that is not there."""
    header = re.compile(rb"[ \t]*\[[ \t]*" + re.escape(table) + rb"[ \t]*\][ \t]*(#.*)?\r?\n?$")
    begins = next((n for n, line in enumerate(lines) if header.match(line)), len(lines))
    after = range(begins + 1, len(lines))
    ends = next((n for n in after if _ANY_HEADER.match(lines[n])), len(lines))
    return begins, ends


def _comments_end(lines: list[bytes], begins: int) -> int:
    """The end of the comments that begin with a line."""
    after = range(begins, len(lines))
    return next((n for n in after if not lines[n].lstrip().startswith(b"#")), len(lines))


def _places(
    lines: list[bytes], begins: int, ends: int, commented: re.Pattern[bytes]
) -> Iterator[int]:
    """Where a new line may go: after its example, after the last line that counts, or first."""
    yield from (n + 1 for n in range(begins, ends) if commented.match(lines[n]))
    counting = [n for n in range(begins, ends) if lines[n].strip() and not _is_comment(lines[n])]
    yield (counting[-1] if counting else begins - 1) + 1


def _is_comment(line: bytes) -> bool:
    return line.lstrip().startswith(b"#")


def _replaced(line: bytes, own: re.Pattern[bytes], value: bytes) -> bytes:
    """The line with another value; the text before and behind it is kept."""
    found = own.match(line)
    start = found.end() if found else 0
    old = _VALUE.match(line, start)
    return line[:start] + value + line[old.end() if old else start :]
