"""Seals: files made once with every dispute's newest entries; their digests are kept elsewhere."""

import errno
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import tomli_w

from resolutions_cli.core.entries.reference import is_reference
from resolutions_cli.core.record.anchors import Seal, home
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.read import digest_of, is_junk, read_bytes, shown
from resolutions_cli.files.workspace.settings import Workspace

#: Of new seals; those of format 1 do not record held-back texts.
FORMAT = 2

#: In bytes; a dispute takes about a hundred.
SEAL_LIMIT = 8 * 1024 * 1024

_NAME = re.compile(r"\d{8}T\d{6}\.\d{3}Z-(?P<digits>[0-9a-f]{16})\.toml", re.ASCII)

#: The form that `write_seal` writes, to the byte. Read by expressions and not as TOML, since
#: eight megabytes of hostile TOML take eight seconds.
_HEAD = re.compile(rb"format = ([12])\nsealed = ([0-9TZ :.+-]{1,40})\n\n\[disputes\]\n")
_DISPUTE = re.compile(rb'([A-Za-z0-9-]{1,40}) = \[\n((?:    "[0-9a-f]{64}",\n)+)\]\n')
_HELD_BACK = re.compile(rb"\n\[held_back\]\n")
_KEPT = re.compile(rb'([0-9a-f]{64}) = \[\n((?:    "[A-Za-z0-9_.-]{1,80}",\n)+)\]\n')
_KEY = re.compile(r'"([A-Za-z0-9_.-]+)"', re.ASCII)
_ID = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Seals(Value):
    """The seals of a workspace, oldest first, and the faults in their folder."""

    good: tuple[Seal, ...] = ()
    findings: tuple[Finding, ...] = ()


# ------------------------------------------------------------------ writing


def write_seal(workspace: Workspace, logs: Iterable[Log], now: datetime) -> Seal:
    """A new seal of the logs at `now` (UTC), written durably. Call it under the lock.

    Raises OSError if it cannot be written, leaving nothing behind. A second seal of the
    same logs in the same millisecond is the existing one.
    """
    logs = tuple(logs)
    newest: dict[str, set[str]] = {}
    for log in logs:
        if log.entries:
            newest.setdefault(home(log), set()).update(log.heads)
    disputes = {reference: sorted(newest[reference]) for reference in sorted(newest)}
    held_back = {
        entry.id: sorted(entry.held_back)
        for log in logs
        for entry in log.entries
        if entry.held_back
    }
    values = {
        "format": FORMAT,
        "sealed": now,
        "disputes": disputes,
        "held_back": {id_: held_back[id_] for id_ in sorted(held_back)},
    }
    raw = tomli_w.dumps(values).encode()
    digest = digest_of(raw)
    utc = now.astimezone(UTC)
    name = f"{utc:%Y%m%dT%H%M%S}.{utc.microsecond // 1000:03}Z-{digest[:16]}.toml"
    durable.make_folder(workspace.seals)
    if not _is_there(workspace.seals / name, raw):
        durable.create(workspace.seals, name, raw, up_to=workspace.folder)
    path = f"{workspace.seals.name}/{name}"
    return Seal(
        path,
        digest,
        now,
        {key: tuple(ids) for key, ids in disputes.items()},
        {id_: tuple(keys) for id_, keys in held_back.items()},
    )


def _is_there(path: Path, raw: bytes) -> bool:
    try:
        return read_bytes(path, SEAL_LIMIT) == raw
    except OSError as fault:
        if fault.errno != errno.ENOENT:
            raise
        return False


# ------------------------------------------------------------------ reading


def read_seals(workspace: Workspace) -> Seals:
    """Every seal of the workspace. Faults in the folder do not raise."""
    folder = workspace.seals
    if folder.is_symlink():
        return Seals(findings=(Finding("link", folder.name),))
    try:
        names = sorted(each.name for each in folder.iterdir())
    except FileNotFoundError:
        return Seals()
    except OSError:
        return Seals(findings=(Finding("unreadable", folder.name),))
    good: dict[str, Seal] = {}
    findings = []
    for name in sorted(names, key=lambda name: (not _NAME.fullmatch(name), name)):
        if is_junk(name) and not durable.is_part(name):
            continue
        path = f"{folder.name}/{shown(name)}"
        found = _read(folder, name, path)
        if isinstance(found, str):
            findings.append(Finding(found, path))
        elif not _NAME.fullmatch(name):
            # A sync tool's copy of a seal adds nothing.
            findings.append(Finding("copy" if found.digest in good else "bad-name", path))
            good.setdefault(found.digest, found)
        else:
            good[found.digest] = found
    return Seals(tuple(good.values()), tuple(findings))


def can_be_seal(name: str, raw: bytes) -> bool:
    """Whether a file with that name and these bytes would be readable among the seals."""
    fed = raw.replace(b"\r\n", b"\n")
    return bool(_NAME.fullmatch(name)) and _seal(fed, digest_of(fed), name) is not None


def entries_sealed(raw: bytes) -> Mapping[str, tuple[str, ...]]:
    """The ids that a seal's file lists, by the references of their disputes."""
    seal = _seal(raw.replace(b"\r\n", b"\n"), "", "")
    return seal.disputes if seal else {}


def _read(folder: Path, name: str, path: str) -> Seal | str:
    """A seal, or the name of the finding about its file."""
    if durable.is_part(name):
        return "left-over"
    if not name.endswith(".toml"):
        return "link" if (folder / name).is_symlink() else "misplaced-file"
    try:
        raw = read_bytes(f"{folder}{os.sep}{name}", SEAL_LIMIT)
    except OSError:
        return "link" if (folder / name).is_symlink() else "unreadable"
    # Git or a sync tool may have changed the line endings; the digest is of the written bytes.
    raw = raw.replace(b"\r\n", b"\n")
    digest = digest_of(raw)
    named = _NAME.fullmatch(name)
    if named and not digest.startswith(named["digits"]):
        return "changed"
    return _seal(raw, digest, path) or ("not-toml" if named else "misplaced-file")


def _seal(raw: bytes, digest: str, path: str) -> Seal | None:
    """The seal in a file; None if the file does not have that form."""
    head = _HEAD.match(raw)
    if head is None:
        return None
    try:
        sealed = datetime.fromisoformat(head[2].decode())
    except ValueError:
        return None
    disputes: dict[str, tuple[str, ...]] = {}
    at = head.end()
    while found := _DISPUTE.match(raw, at):
        disputes[found[1].decode()] = tuple(_ID.findall(found[2].decode()))
        at = found.end()
    held_back: dict[str, tuple[str, ...]] | None = None
    if head[1] == b"2" and (told := _HELD_BACK.match(raw, at)):
        held_back, at = {}, told.end()
        while found := _KEPT.match(raw, at):
            keys = _KEY.findall(found[2].decode())
            held_back[found[1].decode()] = tuple(keys)
            at = found.end()
    elif head[1] == b"2":
        return None
    if at < len(raw) or sealed.tzinfo is None or not all(map(is_reference, disputes)):
        return None
    return Seal(path, digest, sealed, disputes, held_back)
