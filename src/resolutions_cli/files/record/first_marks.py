"""Accepting: the marks for redactions, procedures and lists of bank holidays.

A mark is written before the thing that it accepts is put in place, so that the next writer
completes an interrupted step. Call every function here under the lock.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Redacted
from resolutions_cli.files.disk import clock, durable
from resolutions_cli.files.disk.read import digest_of, read_bytes, shown
from resolutions_cli.files.record.entry_file import FILE_LIMIT, decode, is_file_name
from resolutions_cli.files.workspace.accepted import (
    FOR_GIT,
    MARK,
    Thing,
    What,
    read_mark_file,
    redaction,
)
from resolutions_cli.files.workspace.calendars import read_import, read_imports
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    check_label,
    labels_of,
    own_procedures_in,
    pin,
    procedures_in,
    read_procedure_bytes,
    waiting_procedures,
)
from resolutions_cli.files.workspace.settings import ACCEPTED, Origin, Workspace

#: The folder's name until it is complete.
_UNFINISHED = f".{ACCEPTED}.new"


def accept(top: Path, things: Iterable[Thing], by: str = "") -> None:
    """Let things count in the workspace in the folder `top`, durably. `by` is the person who
    accepts them, empty if the record names them.

    Call it under the lock, and before the things are put in place. Earlier marks stay as they
    are. Raises OSError.
    """
    begin(top)
    folder = top / ACCEPTED
    durable.require_folder(folder)
    for thing in things:
        if read_mark_file(folder / thing.mark) != thing:
            # Left by an interrupted run; only this program, under the lock, makes one.
            (folder / durable.part_name(thing.mark)).unlink(missing_ok=True)
            is_damaged = os.path.lexists(folder / thing.mark)
            write = durable.replace if is_damaged else durable.create
            write(folder, thing.mark, _mark(thing, by), up_to=top)


def begin(top: Path) -> None:
    """Make the folder if it is missing, with a mark for each thing that is here: from then on,
    things that come wait. The folder appears complete. Raises OSError."""
    if os.path.lexists(top / ACCEPTED):
        return
    part = top / _UNFINISHED
    if os.path.lexists(part):
        shutil.rmtree(part)
    durable.make_folder(part)
    marks = {each.mark: _mark(each, "") for each in _everything(Workspace(top, Origin.MADE))}
    for name, raw in {FOR_GIT[0]: FOR_GIT[1], **marks}.items():
        durable.create(part, name, raw, up_to=part)
    part.rename(top / ACCEPTED)
    durable.sync_folder(top)


def _mark(thing: Thing, by: str) -> bytes:
    # imported here because only recording writes
    import tomli_w

    values = {"what": thing.what.value, "digest": thing.digest}
    values |= {key: value for key, value in (("name", thing.name), ("by", by)) if value}
    return tomli_w.dumps({**values, "at": clock.real_now()}).encode()


def _everything(workspace: Workspace) -> Iterator[Thing]:
    """Everything in a workspace that could wait."""
    for each in read_imports(workspace.calendar).good:
        yield Thing(What.CALENDAR, each.digest, each.path.name)
    for file in procedures_in(workspace.procedures):
        yield Thing(What.PROCEDURE, file.digest)
    yield from (redaction(entry) for entry in _redactions(workspace))


def _redactions(workspace: Workspace) -> Iterator[Entry]:
    """Every redaction of the workspace, even in a file that a sync tool renamed."""
    for reference in list_disputes(workspace).references:
        folder = workspace.disputes / reference
        for path in sorted(folder.iterdir()):
            name = path.name
            if name.endswith(".toml") and (MARK in name or not is_file_name(name)):
                try:
                    entry = decode(name, read_bytes(path, FILE_LIMIT)).entry
                except OSError:  # it waits, and can be accepted once it can be read
                    continue
                if entry is not None and isinstance(entry.facts, Redacted):
                    yield entry


# ------------------------------------------------------------------ made here, accepted at once


def add_procedure(folder: Path, path: Path) -> Path:
    """Put a partnership's file into the workspace, as `procedure add` does: it counts here.

    Raises what `pin` raises, NoProcedureFile, ProcedureUnreadable, and ProcedureLabelTaken:
    a label always means the same content.
    """
    raw = read_procedure_bytes(path)
    procedure = check_label(own_procedures_in(folder), raw, str(path))
    accept(folder.parent, [Thing(What.PROCEDURE, procedure.digest)])
    return pin(folder, raw)


def accept_procedure(folder: Path, name: str, by: str) -> ProcedureFile:
    """Let a file that came from elsewhere count here. `name` is its label, or its file's name if
    two have one label. Call it under the lock.

    Raises NothingOfThatNameWaits, AmbiguousProcedure, ProcedureRefused, ProcedureLabelTaken, and
    OSError.
    """
    waiting = waiting_procedures(folder)
    meant = [file for file in waiting if name in (file.label, file.path.stem, file.path.name)]
    if not meant:
        raise errors.NothingOfThatNameWaits(waiting=shown(labels_of(waiting)) or "none")
    if len(meant) > 1:
        raise errors.AmbiguousProcedure(
            candidates=shown(", ".join(sorted(file.path.stem for file in meant)))
        )
    (file,) = meant
    check_label(own_procedures_in(folder), file.raw)
    accept(folder.parent, [file.thing], by)
    return file


def write_import(folder: Path, raw: bytes, now: datetime) -> Path:
    """The path of a list after storing it unchanged and durably: it counts here. Never replaces
    a file.

    Raises what `read_import` raises, so that every stored list can be read back; OSError if it
    cannot be written, leaving nothing behind.
    """
    read_import(raw, now)
    utc = now.astimezone(UTC)
    name = f"{utc:%Y%m%dT%H%M%S}.{utc.microsecond // 1000:03d}Z-{digest_of(raw)[:16]}.json"
    durable.make_folder(folder)
    accept(folder.parent, [Thing(What.CALENDAR, digest_of(raw), name)])
    durable.create(folder, name, raw, up_to=folder.parent)
    return folder / name
