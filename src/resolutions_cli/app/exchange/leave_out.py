"""Leaves out files that the gate refuses: marks them for every machine, and removes them here.

A mark has effect only while the gate refuses the file. So a good entry cannot be left out, and an
entry that waited comes in once it is good.
"""

import os
from collections.abc import Collection, Iterable, Sequence

from resolutions_cli import errors
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.files.disk import durable, lock
from resolutions_cli.files.disk.read import digest_of, shown
from resolutions_cli.files.exchange.gate import judge
from resolutions_cli.files.exchange.repository import Repository, id_of
from resolutions_cli.files.record.arrival import Reason, Refused
from resolutions_cli.files.record.entry_file import decode
from resolutions_cli.files.record.left_out import LeftOut, mark_of, read_marks, write_mark
from resolutions_cli.files.record.merge import read_here
from resolutions_cli.files.workspace.settings import FOLDERS, Workspace


def mark_left_out(run: Run, typed: Sequence[str], refused: Iterable[Refused]) -> list[str]:
    """Mark the files at some paths as left out: those that came and were `refused`, or that are
    here and would be refused. A folder's path means every refused file in it. Returns the paths
    that are left out now, including those left out before.

    Raises NotToBeLeftOut if there is none, OnlyWaits, NotRecorded.
    """
    with lock.held(run.workspace.folder):
        known = [*refused]
        found: list[Refused] = []
        # together, since a procedure can go only with the disputes that use it
        here = [file for path in typed for file in _files_at(run.workspace, path)]
        standing = _standing(run.workspace, here)
        for path in typed:
            every = [each for each in known if _is_meant(path, each.path)]
            meant = [each for each in every if not each.waits]
            meant += [each for each in standing if _is_meant(path, each.path)]
            if every and not meant:
                raise errors.OnlyWaits(shown(path))
            if not meant:
                raise errors.NotToBeLeftOut(shown(path))
            found += meant
        there = {mark_of(each.path, each.raw) for each in found} - _marked(run.workspace)
        for each in found:
            if mark_of(each.path, each.raw) in there:
                _mark(run, each)
                there.discard(mark_of(each.path, each.raw))
        return list(dict.fromkeys(each.path for each in found))


def _is_meant(typed: str, path: str) -> bool:
    """Whether a path, or its folder, was typed as it is in a record or as it is shown."""
    wanted = typed.replace(os.sep, "/").removeprefix("./").rstrip("/")
    return any(each == wanted or each.startswith(f"{wanted}/") for each in (path, shown(path)))


def _marked(here: Workspace) -> set[tuple[str, str]]:
    return {(mark.path, mark.digest) for mark in read_marks(here.left_out).values()}


def _mark(run: Run, each: Refused) -> None:
    path, digest = mark_of(each.path, each.raw)
    mark = LeftOut(path=path, digest=digest, reason=each.reason.value)
    try:
        write_mark(run.workspace, mark, run.now)
    except OSError as fault:
        reason = fault.strerror or "for no reason given"
        raise errors.NotRecorded(run.workspace.left_out.name, reason=reason) from fault


# ------------------------------------------------------------------ files that are here


def _files_at(here: Workspace, typed: str) -> list[str]:
    """The files of the record at a path, or in the folder at that path."""
    found = []
    for top in FOLDERS:
        for folder, _, names in os.walk(here.folder / top):
            place = os.path.relpath(folder, here.folder).replace(os.sep, "/")
            found += [f"{place}/{name}" for name in sorted(names)]
    return [path for path in found if _is_meant(typed, path)]


def _standing(here: Workspace, paths: Collection[str]) -> list[Refused]:
    """The files among those here that the gate would not admit now."""
    raws = {path: raw for path in paths if (raw := read_here(here, path)) is not None}
    judged = judge(here, {path: [raw] for path, raw in raws.items()}, standing=frozenset(raws))
    refused = (*judged.refused, *judged.left_out)
    pinned = _pinned(here, refused) if any(map(_is_label, refused)) else frozenset()
    return [
        each
        for each in refused
        # `verify` reports a file under another name than its own
        if each.path in raws and not (_is_label(each) and digest_of(each.raw) in pinned)
    ]


def _is_label(each: Refused) -> bool:
    return each.reason is Reason.LABEL_TAKEN


def _pinned(here: Workspace, refused: Iterable[Refused]) -> frozenset[str]:
    """The digests of procedures that disputes here use, except disputes that are to go too."""
    gone = {each.path for each in refused}
    paths = (
        f"{here.disputes.name}/{file.parent.name}/{file.name}"
        for file in here.disputes.glob("*/*-opened-*.toml")
    )
    kept = [(path, read_here(here, path)) for path in paths if path not in gone]
    entries = [decode(path.rpartition("/")[2], raw).entry for path, raw in kept if raw]
    facts = [entry.facts for entry in entries if entry]
    return frozenset(each.digest for each in facts if isinstance(each, Opened))


def clear_away(run: Run, here: Repository, typed: Sequence[str]) -> None:
    """Remove files from the workspace that an older version took in and that are left out now,
    once git has them. Raises NotRecorded.

    Some files are removed only if their path was typed on this machine: a file that waits may be
    good, and of two references that differ only in capitals, or two procedures with one label,
    the gate would refuse each because of the other.
    """
    marks = read_marks(run.workspace.left_out).values()
    if not any(os.path.lexists(run.workspace.folder / mark.path) for mark in marks):
        return
    with lock.held(run.workspace.folder):
        marked = _marked(run.workspace)
        paths = sorted({path for path, _ in marked if read_here(run.workspace, path) is not None})
        kept = here.ids_in(here.tip, paths)
        for each in _standing(run.workspace, paths):
            raw = read_here(run.workspace, each.path)
            in_doubt = each.waits or each.reason in (Reason.CAPITALS, Reason.LABEL_TAKEN)
            may_go = not in_doubt or any(_is_meant(path, each.path) for path in typed)
            id_ = kept.get(each.path, "")
            if raw is None or not (may_go and id_ and id_of(raw, id_) == id_):
                continue
            if mark_of(each.path, raw) in marked:
                _take_away(run.workspace, each.path)


def _take_away(here: Workspace, path: str) -> None:
    file = here.folder / path
    try:
        file.unlink()
        durable.sync_folder(file.parent)
        if file.parent.parent == here.disputes and not any(file.parent.iterdir()):
            file.parent.rmdir()
    except OSError as fault:
        raise errors.NotRecorded(path, reason=fault.strerror or "for no reason given") from fault
