"""A whole sync: commit, fetch, unite, send, and repeat if others were quicker."""

import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from resolutions_cli import errors
from resolutions_cli.app.exchange.leave_out import clear_away, mark_left_out
from resolutions_cli.app.read import Shelf, read_onto, recorded_in_future
from resolutions_cli.app.record import confirming
from resolutions_cli.app.run import Run
from resolutions_cli.app.screen import progress
from resolutions_cli.core.entries.reference import TWIN
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.files.disk import lock
from resolutions_cli.files.exchange.gate import judge
from resolutions_cli.files.exchange.repository import Repository, id_of
from resolutions_cli.files.exchange.repository import held as as_held
from resolutions_cli.files.exchange.trees import Change
from resolutions_cli.files.record.arrival import Refused
from resolutions_cli.files.record.first_marks import begin
from resolutions_cli.files.record.merge import (
    Taken,
    described,
    home_of,
    is_in_dispute,
    may_have_home,
    read_here,
    take_in,
)
from resolutions_cli.files.record.redaction import Going
from resolutions_cli.files.record.sweep import sweep
from resolutions_cli.files.workspace.create import beside_the_record, complete, prepare_for_git
from resolutions_cli.files.workspace.procedures import waiting_procedures
from resolutions_cli.files.workspace.settings import (
    ACCEPT,
    ACCEPTED,
    FOLDERS,
    SETTINGS,
    LastSync,
    is_practice,
    last_sync,
    note_sync,
    says_redactions,
)

#: How often to send again if others were quicker, and the longest pause before, in seconds.
_TRIES, _PAUSE = 12, 0.5

#: How many disputes a commit's message lists.
_LISTED = 50


@dataclass(slots=True)
class Synced:
    """The result of a sync. `came`, `went` and `back` (put back) have, for each file, the
    reference of its dispute, empty if it is not a dispute's. `findings` are the faults of
    disputes that came, or that needed a decision before; `unsettled` are their references;
    `future` are findings of entries that came with a recording time later than now. `fault` is
    the error that ended the sync after something was taken in. `refused` are the files that git
    has and the gate does not admit, without those `left_out`; `marked` are the paths that this
    run leaves out. `removed` are the texts that accepted redactions took out, `logs` all logs
    that were read; `waiting` are the labels of procedures that came and wait.
    """

    came: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    future: Sequence[Finding] = ()
    refused: Sequence[Refused] = ()
    left_out: Sequence[Refused] = ()
    fault: errors.ResolveError | None = None
    marked: list[str] = field(default_factory=list)
    removed: list[Going] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def apart(self) -> list[str]:
        """The references of disputes with moves recorded in two copies."""
        return [each for each in self.unsettled if each in self._with("made-apart")]

    def _with(self, name: str) -> set[str]:
        return {_home(each) for each in self.findings if each.name == name}


def set_up(run: Run, address: str) -> None:
    """Make the workspace a repository that syncs with an address. Raises AnotherAddress. Until a
    sync has completed, the address may be replaced, since it may have been mistyped."""
    folder = run.workspace.folder
    with lock.held(folder):
        Repository.set_up(folder, address, anew=last_sync(folder) is None)
        prepare_for_git(folder)


def sync(run: Run, patience: int, leave_out: Sequence[str] = ()) -> Synced:
    """Sync the workspace, and leave out the files at these paths. Trying again loses nothing.

    Raises what `Repository` and `take_in` raise, AnotherRecord, OtherEndLocked and
    SyncOvertaken; once something was taken in, the error is its `fault` instead. Raises
    NotToBeLeftOut before anything is fetched or sent.
    """
    here = Repository.open(run.workspace.folder, patience)
    complete(run.workspace)
    done = Synced()
    try:
        _keep(run, here, done)
        if leave_out:
            done.marked = mark_left_out(run, leave_out, [*done.refused, *done.left_out])
            _keep(run, here, done)
        _exchange(run, here, done)
        clear_away(run, here, leave_out)
    except errors.ResolveError as fault:
        if not (done.came or done.back):
            raise
        done.fault = fault
    _look(run, done)
    if done.came or done.went:
        here.tidy()
    return done


def _exchange(run: Run, here: Repository, done: Synced) -> None:
    """Fetch, unite and send, until both ends have the same."""
    seen = set()
    for _ in range(_TRIES):
        theirs = here.fetch()
        seen.add(theirs)
        ours = here.tip
        if not theirs and here.other_branches():
            raise errors.AnotherRecord(problem=f"it has no branch {here.branch}, and others")
        if theirs and theirs != ours:
            _unite(run, here, theirs, done)
        if here.tip == theirs:
            return
        new = [each for each in here.changes(theirs, here.tip) if each.is_plain]
        if here.push():
            went = [each.path for each in new if not each.before]
            done.went = [_reference(path) for path in went if _is_of_record(path)]
            return
        time.sleep(random.uniform(0, _PAUSE))
    if len(seen) == 1:  # the other end has not changed, so no other copy was quicker
        raise errors.OtherEndLocked(tries=_TRIES)
    raise errors.SyncOvertaken(tries=_TRIES)


def _is_of_record(path: str) -> bool:
    return path.partition("/")[0] in FOLDERS


def _reference(path: str) -> str:
    return path.split("/")[1] if is_in_dispute(path) else ""


# ------------------------------------------------------------------ the record here


def _keep(run: Run, here: Repository, done: Synced) -> None:
    """Commit new files of the record, and restore files that git has and the folder lost."""
    if here.tip and not here.pending():
        return
    with lock.held(run.workspace.folder):
        sweep(run.workspace)
        here.clear_up()
        tip = here.tip
        versions = _on_disk(run, here.pending())
        known = here.ids_in(tip, sorted(versions))
        blobs = here.blobs(known.values())
        came = {path: [blobs[id_]] for path, id_ in known.items() if id_ in blobs}
        # files refused before, or committed by hand, are judged every time
        for path, raws in _judged(run, came, done).items():
            versions.setdefault(path, []).extend(raws)
        taken = _take_in(run, versions)
        done.back += [_reference(path) for path in taken.new if path in known]
        known |= here.ids_in(tip, sorted(taken.held))
        held = {**taken.held, **_beside(run, here, tip)}
        ids = here.keep({path: raw for path, raw in held.items() if not _is(raw, known.get(path))})
        if ids or not tip:
            here.commit(tip, ids, [tip] if tip else [], message([*ids], known))
        here.enter({path: ids.get(path) or as_held(known[path]) for path in held})


def _on_disk(run: Run, paths: Iterable[str]) -> dict[str, list[bytes]]:
    """The paths of the record that some files concern, with any version that the disk has under
    another name: a file that a sync tool renamed is taken in under its own."""
    versions: dict[str, list[bytes]] = {}
    for path in sorted(paths):
        raw = read_here(run.workspace, path)
        home = home_of(path, raw) if raw is not None else ""
        # git may have a sound version of a file that the disk lost or damaged
        versions.setdefault(home or path, [])
        if raw is not None and home not in ("", path):
            versions[home].append(raw)
    return versions


def _take_in(run: Run, versions: Mapping[str, Sequence[bytes]], *, accepts: bool = False) -> Taken:
    with progress(run, "writing what is new", len(versions)) as step:
        return take_in(run.workspace, versions, step, accepts=accepts)


def _judged(
    run: Run, came: Mapping[str, Sequence[bytes]], done: Synced
) -> Mapping[str, Sequence[bytes]]:
    """The files that the gate admits; notes those that it refuses."""
    judged = judge(run.workspace, came)
    done.refused, done.left_out = judged.refused, judged.left_out
    return judged.passed


def _beside(run: Run, here: Repository, tip: str) -> Mapping[str, bytes]:
    """The files besides the record that make a clone a workspace, if git has none of them yet.

    The settings go in once, without the name of who records; from then on each machine has its
    own.
    """
    files = beside_the_record(run.workspace)
    there = here.ids_in(tip, sorted(files))
    return {path: raw for path, raw in files.items() if path not in there}


def _is(raw: bytes, id_: str | None) -> bool:
    return id_ is not None and id_ != "" and id_of(raw, id_) == id_


def message(paths: Sequence[str], known: Mapping[str, str]) -> str:
    """A commit's message: references and kinds of entries, never a word of a text."""
    kinds: dict[str, list[str]] = {}
    for path in sorted(paths):
        if _is_of_record(path):
            place, kind = described(path)
            kinds.setdefault(place, []).append("texts" if path in known and kind else kind)
    lines = []
    for place, found in kinds.items():
        words = ", ".join(dict.fromkeys(each for each in found if each))
        lines.append(f"{place}: {words}" if words else place)
    if not lines:
        return "resolve sync\n"
    if len(lines) == 1:
        return f"{lines[0]}\n"
    more = [f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else []
    return "\n".join([f"{len(lines)} changes", "", *lines[:_LISTED], *more, ""])


# ------------------------------------------------------------------ the other end's record


def _unite(run: Run, here: Repository, theirs: str, done: Synced) -> None:
    """Take in the other end's record, and commit the united one."""
    ours = here.tip
    ahead, behind = here.apart(ours, theirs)
    if not behind:
        return
    base = here.common(ours, theirs)
    changes = here.changes(ours, theirs)
    plain = [each for each in changes if each.is_plain]
    of_record = [each for each in plain if may_have_home(each.path)]
    blobs = here.blobs(id_ for each in of_record for id_ in (each.before, each.after))
    if not base:
        _refuse_another(run, here, theirs, changes)
    with confirming() as confirmation, lock.held(run.workspace.folder):
        if here.tip != ours:
            return  # another process synced meanwhile; the next push is refused
        sweep(run.workspace)
        confirmation.begin()
        _begin_accepting(run)
        came = _versions(plain, blobs)
        for each in (*done.refused, *done.left_out):  # the files that it waits for may have come
            came.setdefault(each.path, []).append(each.raw)
        accepts = run.workspace.redactions == ACCEPT and not _is_told(here, theirs)
        taken = _take_in(run, _judged(run, came, done), accepts=accepts)
        done.removed += taken.accepted
        if taken.new:
            confirmation.recorded("the workspace", "sync")
            done.came += map(_reference, taken.new)
        elif confirmation.was_interrupted:
            raise KeyboardInterrupt
        ids = _carried(here, changes, base, follows=ahead == 0)
        ids |= _united(here, changes, taken)
        here.commit(ours, ids, [theirs] if ahead == 0 else [ours, theirs], "united\n")
        here.enter(ids)


def _begin_accepting(run: Run) -> None:
    """Mark everything here as accepted, so that later arrivals wait. Raises NotRecorded."""
    try:
        begin(run.workspace.folder)
    except OSError as fault:
        raise errors.NotRecorded(
            ACCEPTED, reason=fault.strerror or "for no reason given"
        ) from fault


def _is_told(here: Repository, commit: str) -> bool:
    """Whether the settings in a commit have `redactions`. Each machine sets that for itself, so
    somebody added it by hand, and redactions are then not accepted automatically."""
    found = here.ids_in(commit, [SETTINGS])
    raw = here.blobs(found.values()).get(found.get(SETTINGS, ""))
    return raw is not None and says_redactions(raw)


def _united(here: Repository, changes: Iterable[Change], taken: Taken) -> dict[str, str]:
    """The record's files for the united commit, where one of the two commits differs."""
    known = {each.path: each for each in changes}
    ids, fresh = {}, {}
    for path, raw in taken.held.items():
        change = known.get(path)
        if change and _is(raw, change.after):
            ids[path] = as_held(change.after)
        elif change and _is(raw, change.before):
            ids[path] = as_held(change.before)
        else:
            fresh[path] = raw
    return ids | here.keep(fresh)


def _versions(changes: Iterable[Change], blobs: Mapping[str, bytes]) -> dict[str, list[bytes]]:
    """The versions of each path in the two commits."""
    versions: dict[str, list[bytes]] = {}
    for each in changes:
        for id_ in (each.before, each.after):
            if each.after and id_ in blobs:
                versions.setdefault(each.path, []).append(blobs[id_])
    return versions


def _carried(
    here: Repository, changes: Sequence[Change], base: str, *, follows: bool
) -> dict[str, str]:
    """The other end's files for the united commit, before the record's own files are united.

    Files that only they have are carried, and none of ours is dropped. Where both have a
    different file, ours stays if we changed it since we last had the same; otherwise theirs
    counts. Theirs also counts if they have all our commits (`follows`). A folder or a link in
    place of a record's file is not carried: the file could not be written there.
    """
    there = [
        each for each in changes if each.after and (each.is_plain or not may_have_home(each.path))
    ]
    both = [each.path for each in there if each.before]
    started = here.ids_in(base, both) if base and both else {}
    return {
        each.path: as_held(each.after, each.mode)
        for each in there
        if follows or not base or not each.before or started.get(each.path) == each.before
    }


def _refuse_another(run: Run, here: Repository, theirs: str, changes: Sequence[Change]) -> None:
    """Raise AnotherRecord unless two histories without a common beginning are still one record:
    copies that share an entry, or two with one still empty."""
    settings = here.ids_in(theirs, [SETTINGS])
    raw = here.blobs(settings.values()).get(settings.get(SETTINGS, ""))
    if raw is None:
        raise errors.AnotherRecord(problem="it holds no workspace")
    if is_practice(raw) != run.workspace.practice:
        raise errors.AnotherRecord(problem="only one of the two is for practice")
    ours = {each.path for each in here.changes("", here.tip) if is_in_dispute(each.path)}
    only_ours = {each.path for each in changes if each.before and not each.after}
    theirs_too = any(is_in_dispute(each.path) for each in changes if each.after)
    if ours and theirs_too and ours <= only_ours:
        raise errors.AnotherRecord(problem="the two have no entry in common")


# ------------------------------------------------------------------ unsettled disputes


def _look(run: Run, done: Synced) -> None:
    """Read the disputes that came or were unsettled before, and note the result and the time."""
    before = last_sync(run.workspace.folder)
    references = {*done.came, *done.back, *(before.unsettled if before else ())} - {""}
    shelf = Shelf()
    for reference in sorted(references):
        if (run.workspace.disputes / reference).is_dir():
            read_onto(shelf, run, reference)
    done.logs = shelf.logs
    done.waiting = sorted(file.label for file in waiting_procedures(run.workspace.procedures))
    done.findings = shelf.unreadable
    came = {*done.came, *done.back}
    logs = [log for log in shelf.logs if log.reference.partition(TWIN)[0] in came]
    done.future = recorded_in_future(run, logs)
    done.unsettled = sorted({_home(each) for each in done.findings} & references)
    # Disputes taken in before a fault are noted, but a failed sync does not change its time.
    at = run.now if done.fault is None else before.at if before else None
    if at is not None:
        try:
            note_sync(run.workspace.folder, LastSync(at, tuple(done.unsettled)))
        except OSError as fault:
            unnoted = errors.NotKeptByGit(reason=fault.strerror or "for no reason given")
            if not (done.came or done.went or done.back):
                raise unnoted from fault
            done.fault = done.fault or unnoted


def _home(finding: Finding) -> str:
    return finding.dispute.partition(TWIN)[0]
