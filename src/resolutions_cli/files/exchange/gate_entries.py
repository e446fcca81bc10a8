"""The gate for entries: whether they fit those that are here and those that came with them."""

import contextlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Corrected, Opened, Redacted
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.integrity import Found, assemble, taken_beside
from resolutions_cli.core.record.log import in_order
from resolutions_cli.core.record.misfit import (
    corrects_wrongly,
    is_of_the_future,
    misfits,
    what_it_knows,
)
from resolutions_cli.files.disk.read import read_bytes
from resolutions_cli.files.record.arrival import Came, Reason
from resolutions_cli.files.record.entry_file import FILE_LIMIT, NAME_DIGITS, decode, digits_in
from resolutions_cli.files.record.left_out import mark_of
from resolutions_cli.files.record.redaction import covered_in

_NEVER = datetime.max.replace(tzinfo=UTC)


class Arrivals:
    """A dispute's folder, and the entries that came to it and are not here.

    `names` are the files in it, without those to be judged `anew`. `refused` and `left_out` are
    the first digits of the ids of entries that came and may not come in.
    """

    def __init__(
        self, folder: Path, anew: Collection[str], procedure: Callable[[Opened], Procedure | None]
    ) -> None:
        self.folder, self.anew, self.procedure = folder, anew, procedure
        self.reference = folder.name
        self.names = self._names()
        self.new: dict[str, Sequence[Came]] = {}
        self.refused: set[str] = set()
        self.left_out: set[str] = set()
        self.marks: frozenset[tuple[str, str]] = frozenset()
        #: The paths of entries that only wait for others, and the first digits of their ids.
        self.waiting: set[str] = set()
        self._awaited: set[str] = set()

    def _names(self) -> frozenset[str]:
        """The names of the folder's entry files; none if it is a link or cannot be read."""
        if self.folder.is_symlink():
            return frozenset()
        try:
            found = os.listdir(self.folder)  # noqa: PTH208 - strings are enough
        except OSError:
            return frozenset()
        return frozenset(name for name in found if name.endswith(".toml") and name not in self.anew)

    @cached_property
    def here(self) -> Mapping[str, Entry]:
        """The readable entries in the folder, by id."""
        found: dict[str, Entry] = {}
        for name in sorted(self.names):
            with contextlib.suppress(OSError):  # reading the log reports an unreadable file
                raw = read_bytes(f"{self.folder}{os.sep}{name}", FILE_LIMIT)
                entry = decode(name, raw).entry
                if entry is not None and entry.dispute == self.reference:
                    found[entry.id] = entry
        return found

    @property
    def opened_at(self) -> datetime:
        """When the dispute was first opened, among the entries here and those that came."""
        came = (versions[0].entry for versions in self.new.values())
        every = (entry for entry in (*self.here.values(), *came) if entry is not None)
        times = (entry.recorded for entry in every if isinstance(entry.facts, Opened))
        return min(times, default=_NEVER)

    # -------------------------------------------------------------- judging

    def judge(self) -> dict[str, Reason]:
        """Why entries that came may not come in, by path; entries that follow one of them wait."""
        found: dict[str, Reason] = {}
        if self.folder.is_symlink():  # writing through a link is refused later, with a message
            return found
        while more := self._look(found) or self._beside_too_many(found):
            found |= more
            for path, reason in more.items():
                each = self.new[path][0]
                digits = each.digits[:NAME_DIGITS]
                after = each.entry.after if each.entry else ()
                if reason.waits or any(id_[:NAME_DIGITS] in self._awaited for id_ in after):
                    self.waiting.add(path)
                    self._awaited.add(digits)
                is_out = path not in self.waiting and mark_of(path, each.raw) in self.marks
                (self.left_out if is_out else self.refused).add(digits)
        return found

    def _beside_too_many(self, out: Collection[str]) -> dict[str, Reason]:
        """The entries that would give the dispute more newest entries than a good one ever has,
        in the record's order."""
        new = {
            each[0].entry.id: path
            for path, each in self.new.items()
            if path not in out and each[0].entry is not None
        }
        entries = {id_: self.new[path][0].entry for id_, path in new.items()}
        every = {**self.here, **{id_: entry for id_, entry in entries.items() if entry}}
        taken = taken_beside(every, new.keys())
        return {path: Reason.TOO_MANY for id_, path in new.items() if id_ not in taken}

    def _look(self, out: Mapping[str, Reason]) -> dict[str, Reason]:
        """The faults that remain once the entries in `out` are removed, by path."""
        left = {path: versions for path, versions in self.new.items() if path not in out}
        entries = {path: each[0].entry for path, each in left.items()}
        paths = {entry.id: path for path, entry in entries.items() if entry is not None}
        new = in_order(entry for entry in entries.values() if entry is not None)
        later = {left[path][0].digits for path, entry in entries.items() if entry is None}
        found: dict[str, Reason] = {}
        came = {each[0].digits[:NAME_DIGITS] for each in self.new.values()}
        there = self.digits_here | self.left_out | later
        for entry in new:
            if reason := self._follows(entry, there, came):
                found[paths[entry.id]] = reason
            else:
                there.add(entry.id[:NAME_DIGITS])
        if found:
            return found
        every = {**self.here, **{entry.id: entry for entry in new}}
        for entry, reason in self._wrong(new, every, {id_: left[paths[id_]] for id_ in paths}):
            found.setdefault(paths[entry.id], reason)
        if not found:
            found = {paths[entry.id]: Reason.NOT_ALLOWED for entry in self._misfits(new, every)}
        return found

    @property
    def digits_here(self) -> set[str]:
        """The first digits of the ids of the entries here, readable or not."""
        found = {digits_in(name) for name in self.names}
        if "" in found:  # a sync tool's copy may have lost its name
            found |= {id_[:NAME_DIGITS] for id_ in self.here}
        return found

    def _follows(
        self, entry: Entry, there: Collection[str], came: Collection[str]
    ) -> Reason | None:
        """The fault in the ids that an entry follows. `there` has the first digits of the ids
        that are present, `came` those of all that came."""
        if not entry.after and not isinstance(entry.facts, Opened):
            return Reason.FOLLOWS_NOTHING
        missing = [id_[:NAME_DIGITS] for id_ in entry.after if id_[:NAME_DIGITS] not in there]
        if not missing:
            return None
        waits = all(digits in self.refused or digits in came for digits in missing)
        return Reason.FOLLOWS_REFUSED if waits else Reason.FOLLOWS_MISSING

    def _wrong(
        self,
        new: Sequence[Entry],
        every: Mapping[str, Entry],
        versions: Mapping[str, Sequence[Came]],
    ) -> Iterator[tuple[Entry, Reason]]:
        """Entries that are wrong under any procedure."""
        gone = covered_in(self.reference, every.values())
        for entry in new:
            if not _has_texts(versions[entry.id], gone.get(entry.id, frozenset())):
                yield entry, Reason.TEXT_MISSING
            if is_of_the_future(entry):
                yield entry, Reason.NOT_ALLOWED
            if isinstance(entry.facts, Corrected | Redacted):
                past = what_it_knows(entry, every)
                if past is not None and corrects_wrongly(entry, past):
                    yield entry, Reason.NOT_ALLOWED
            if isinstance(entry.facts, Opened) and self.procedure(entry.facts) is None:
                yield entry, Reason.NO_PROCEDURE

    def _misfits(self, new: Sequence[Entry], every: Mapping[str, Entry]) -> Iterator[Entry]:
        """Entries that do not fit the procedure, or the entries before them."""
        ids = {entry.id for entry in new}
        for log in assemble(self.reference, [Found(entry, "") for entry in every.values()]):
            procedure = self.procedure(log.opened) if log.opened else None
            if procedure is not None:
                yield from misfits(log.entries, ids, procedure)


def _has_texts(versions: Sequence[Came], gone: Collection[str]) -> bool:
    """Whether each sealed text is in some version, or was held back or redacted."""
    entries = [each.entry for each in versions if each.entry is not None]
    keys = {key for entry in entries for key in entry.texts}
    return all(
        key in gone
        or any(entry.texts.get(key) is not None or key in entry.held_back for entry in entries)
        for key in keys
    )
