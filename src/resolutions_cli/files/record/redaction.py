"""Texts removed for good from the files of entries, and the search for any file that still has one.

The redaction is recorded first. The next writer completes an interrupted removal, so this code
does not need to know why a text is still there.
"""

import os
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.integrity import covered_texts
from resolutions_cli.core.record.knowledge import InForce, always
from resolutions_cli.core.record.log import in_order
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk import durable
from resolutions_cli.files.disk.read import read_bytes, shown
from resolutions_cli.files.record.entry_file import (
    FILE_LIMIT,
    decode,
    is_file_name,
    salts_of,
    without_marks,
    without_texts,
)
from resolutions_cli.files.workspace.accepted import is_in_force
from resolutions_cli.files.workspace.settings import Workspace

#: In bytes; larger files are not searched for removed texts. An entry is far smaller.
_SEARCHED = 64 * 1024 * 1024


class Unread(OSError):
    """A file of a dispute could not be read, so it may still hold a removed text."""


class StillThere(Value):
    """Files that hold a text which was to be removed, relative to the workspace. The next
    recording finishes `entries` of the record; only a person can delete `others`. `unread`
    counts files that could not be read and may hold it too."""

    entries: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    unread: int = 0


def remove_texts(workspace: Workspace, reference: str) -> None:
    """Remove every text named by a redaction in force here from a dispute's files, sync tools'
    copies included. A redaction that still waits to be accepted removes no text.

    Call it under the lock. Raises OSError; if a file could not be read, only once the others are
    done. The next call removes the rest.
    """
    folder = workspace.disputes / reference
    unread: list[OSError] = []
    files = list(entry_files(folder, unread))
    entries = [entry for _, _, entry in files]
    covered = covered_in(reference, entries, partial(is_in_force, workspace.folder))
    named = covered_in(reference, entries)
    for name, raw, entry in files:
        kept = without_texts(raw, covered.get(entry.id, ()))
        # The mark in place of a text until its redaction was here.
        kept = without_marks(kept, named.get(entry.id, ()))
        if kept != raw:
            durable.replace(folder, name, kept, up_to=workspace.folder)
    for fault in unread:
        raise Unread(fault.errno, fault.strerror)


def salts_in(workspace: Workspace, reference: str, id_: str, keys: Collection[str]) -> set[bytes]:
    """The salts of the texts that a redaction is about to remove. Each is 32 random bytes, so
    any file that still has one afterwards also has the text.

    Skips a file that cannot be read: `remove_texts` reports it once the redaction is recorded.
    """
    files = list(entry_files(workspace.disputes / reference, []))
    wanted: dict[str, Collection[str]] = {id_: keys}
    # The corrections of an entry hold the text too, under "set-KEY".
    for _, _, entry in files:
        if getattr(entry.facts, "entry", "") == id_:
            wanted[entry.id] = {f"set-{key}" for key in keys}
    return {salt for _, raw, entry in files for salt in salts_of(raw, wanted.get(entry.id, ()))}


def files_with(workspace: Workspace, salts: Collection[bytes]) -> StillThere:
    """The files of the workspace that hold one of the salts."""
    entries: list[str] = []
    others: list[str] = []
    unread = 0
    for path, raw in _every_file(workspace.folder):
        if raw is None:
            unread += 1
        elif any(salt in raw for salt in salts):
            found = entries if _is_entry(workspace, path, raw) else others
            found.append(shown(path.relative_to(workspace.folder).as_posix()))
    return StillThere(tuple(sorted(entries)), tuple(sorted(others)), unread)


def _is_entry(workspace: Workspace, path: Path, raw: bytes) -> bool:
    """Whether a file is an entry of its folder's dispute: the next recording removes the text
    from it, and no message may ask for its deletion."""
    if path.parent.parent != workspace.disputes or path.suffix != ".toml":
        return False
    entry = decode(path.name, raw).entry
    return not durable.is_part(path.name) and (
        is_file_name(path.name) or (entry is not None and entry.dispute == path.parent.name)
    )


def entry_files(
    folder: Path, unread: list[OSError] | None = None
) -> Iterator[tuple[str, bytes, Entry]]:
    """Every file of a dispute's folder that can be read as an entry, under any name.

    Raises OSError for a file that cannot be read now: without it an entry would silently be
    missing. With `unread` it skips that file and adds the fault there, which the caller must
    report.
    """
    for name in sorted(each.name for each in folder.iterdir()):
        if name.endswith(".toml") and not durable.is_part(name):
            try:
                raw = read_bytes(f"{folder}{os.sep}{name}", FILE_LIMIT)
            except OSError as fault:
                if unread is None:
                    raise
                unread.append(fault)
                continue
            entry = decode(name, raw).entry
            if entry is not None:
                yield name, raw, entry


def covered_in(
    reference: str, entries: Iterable[Entry], in_force: InForce = always
) -> Mapping[str, frozenset[str]]:
    """The texts of a dispute's entries that its redactions name, by entry id: by all redactions,
    or only by those in force."""
    own = {entry.id: entry for entry in entries if entry.dispute == reference}
    return covered_texts(in_order(own.values()), in_force)


class Going(Value):
    """Texts that redactions remove from an entry, by their keys."""

    reference: str
    entry: str
    keys: tuple[str, ...]


def going(reference: str, entries: Iterable[Entry], redactions: Container[str]) -> list[Going]:
    """The texts that redactions (by their ids) remove from the entries of a dispute. An entry
    may be given in several forms; a text counts if any of them has it."""
    every = tuple(entries)
    found: dict[str, set[str]] = {}
    covered = covered_in(reference, every, lambda entry: entry.id in redactions)
    for entry in every:
        there = {key for key, text in entry.texts.items() if text is not None}
        found.setdefault(entry.id, set()).update(there & covered.get(entry.id, frozenset()))
    return [Going(reference, id_, tuple(sorted(keys))) for id_, keys in found.items() if keys]


def _every_file(top: Path) -> Iterator[tuple[Path, bytes | None]]:
    """Every file below a folder, None for one that cannot be read. Skips links."""
    for folder, _, names in os.walk(top):
        for name in names:
            path = Path(folder, name)
            try:
                yield path, read_bytes(path, _SEARCHED)
            except OSError:
                if path.is_file() and not path.is_symlink():
                    yield path, None
