"""The gists of disputes that the index does not hold: read from their files, and noted in it."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from resolutions_cli.context.briefs import Briefs
from resolutions_cli.context.progress import progress
from resolutions_cli.context.reading import Shelf, read_onto
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.core.agencies import agencies_named
from resolutions_cli.core.deadline import Owed
from resolutions_cli.core.facts import Corrected
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.log import Log
from resolutions_cli.core.own_codes import TELL
from resolutions_cli.core.packing import Packed, pack, pack_calendar
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.files import index as indexing
from resolutions_cli.files.clock import real_now
from resolutions_cli.files.gists import CHUNK, Chunk, chunk_of
from resolutions_cli.files.index import Index, Note
from resolutions_cli.files.listing import list_disputes, sort_out
from resolutions_cli.files.stamps import stamp_of
from resolutions_cli.files.surveying import Survey
from resolutions_cli.files.workspace import Workspace

#: From so many disputes on more processes than one read them: each takes some 20 ms to start.
_MANY = 200


class Gisted(Value):
    """What the disputes of one folder came to, without their gists; `note` is None when it is
    not to be relied on."""

    name: str
    note: Note | None
    findings: tuple[Finding, ...]
    named: frozenset[str]
    nations: frozenset[str]


def briefs_in(run: Run, shelf: Shelf) -> Briefs:
    """The disputes of a shelf in brief, made from their files alone."""
    found = Briefs()
    found.briefs.extend(shelf.cases)
    found.unreadable.extend(shelf.unreadable)
    found.named.update(name for log in shelf.logs for name in agencies_named(log))
    found.problems = run.problems
    found.reads.extend(shelf.reads)
    return found


def read_rest(run: Run, index: Index, found: Survey, briefs: Briefs) -> set[str]:
    """Read what is not held, and note in the index what will hold; the names of what was read,
    with its gists in the index, and what could not be read among the briefs."""
    listing = sort_out(found.rest) if found.could_look else list_disputes(run.here)
    briefs.unreadable.extend(finding for finding in listing.findings if finding.kind.harms)
    briefs.problems = run.problems
    before = dict(index.notes)
    for name in {*index.notes, *(index.at_rest or ())} - found.held:
        index.drop(name)
    for other in found.rest:
        index.put(other.name, None)
    nations = {"england"}
    with progress(run, "reading the record", len(listing.references)) as step:
        for chunk, of_chunk in _gisted(run, listing.references):
            index.gists.put(chunk)
            for each in of_chunk:
                briefs.unreadable.extend(each.findings)
                briefs.named |= each.named
                nations |= each.nations
                if each.note and each.note.is_at_rest:
                    indexing.load_at_rest(index, run.now.timestamp())
                index.put(each.name, each.note)
                step()
    for nation in nations - index.calendars.keys():
        index.calendars[nation] = pack_calendar(run.calendar(nation))
    is_new = index.notes != before or index.at_rest is not None
    if is_new and not run.problems:
        indexing.save(index, run.now.timestamp())
    return set(listing.references)


# ------------------------------------------------------------------ one folder, or many


def _gisted(run: Run, names: Sequence[str]) -> Iterator[tuple[Chunk, list[Gisted]]]:
    """The folders read some at a time, in several processes where there are many."""
    some = [names[start : start + CHUNK] for start in range(0, len(names), CHUNK)]
    processes = min(os.cpu_count() or 1, len(names) // _MANY + 1)
    if processes < 2:
        yield from map(partial(_gist_some, run), some)
        return
    import multiprocessing  # which one dispute that changed need not wait for

    # A copy of this process has everything loaded; where there is no such thing, it is loaded.
    kind = "fork" if sys.platform == "linux" else "spawn"
    pool = multiprocessing.get_context(kind).Pool(
        processes, _begin, (run.asked, run.workspace, run.now)
    )
    with pool:
        yield from pool.imap(_gist_some_here, some)


_runs: list[Run] = []


def _begin(asked: Asked, workspace: Workspace | None, now: datetime) -> None:
    """In a process of its own: an interrupt is for the one that started it to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _runs.append(Run(asked, workspace, now))


def _gist_some_here(names: Sequence[str]) -> tuple[Chunk, list[Gisted]]:
    return _gist_some(_runs[-1], names)


def _gist_some(run: Run, names: Sequence[str]) -> tuple[Chunk, list[Gisted]]:
    gists: dict[str, tuple[Packed, ...]] = {}
    gisted: list[Gisted] = []
    for name in names:
        before = int(real_now().timestamp() * 1_000_000_000)
        shelf = Shelf()
        read_onto(shelf, run, name)
        gists[name] = tuple(pack(read.case.gist) for read in shelf.reads)
        gisted.append(
            Gisted(
                name=name,
                note=_note(run, name, shelf, before),
                findings=tuple(shelf.unreadable),
                named=frozenset(name for log in shelf.logs for name in agencies_named(log)),
                nations=frozenset(read.case.gist.nation for read in shelf.reads),
            )
        )
    return chunk_of(gists), gisted


def _note(run: Run, name: str, shelf: Shelf, before: int) -> Note | None:
    """What tells that the folder is as it was read; None when that cannot be told, when
    something is wrong with it, or when one of its disputes is not open yet."""
    entries = [entry for log in shelf.logs for entry in log.entries]
    if shelf.unreadable or len(shelf.reads) < len(shelf.logs) or not entries:
        return None
    # What was recorded by a clock that went ahead says nothing of when its file was made.
    times = [entry.recorded for entry in entries if entry.recorded <= run.now]
    newest = max(times).timestamp() if times else 0
    stamp = stamp_of(run.here.disputes / name, before, newest)
    if stamp is None:
        return None
    gists = [read.case.gist for read in shelf.reads]
    ends = [
        _late_from(owed, owed.due).timestamp()
        for gist in gists
        for owed in gist.duties
        if owed.due and not owed.done
    ]
    return Note(
        mtime=stamp.mtime,
        inode=stamp.inode,
        files=stamp.files,
        is_live=any(gist.is_open or any(not owed.done for owed in gist.duties) for gist in gists),
        until=_until(run, shelf.logs),
        first_end=min(ends, default=None),
        last_recorded=min(gist.last_recorded.toordinal() for gist in gists),
    )


def _late_from(owed: Owed, due: Moment) -> datetime:
    """When an open duty is among what is late: who must be told of a risk, from its beginning."""
    return due.starts if owed.key.duty.startswith(f"{TELL}:") else due.ends


def _until(run: Run, logs: Sequence[Log]) -> float | None:
    """When something that was recorded ahead of its time comes, so that the gist holds no more."""
    times = [time for log in logs for time in _times(log) if time.ends > run.as_of.ends]
    return min((time.starts.timestamp() for time in times), default=None)


def _times(log: Log) -> Iterator[Moment]:
    for entry in log.entries:
        yield entry.at
        yield Moment.of(entry.recorded)
        if isinstance(entry.facts, Corrected) and isinstance(
            at := entry.facts.set.get("at"), Moment
        ):
            yield at
