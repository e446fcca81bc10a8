"""The one gate into the record: for each file that came, whether it may come in, or why not.

Both git and bundles ask here first, and no other code decides. A refused file is not written
anywhere; the reason comes from a fixed list and quotes nothing. Three kinds of file may come in
although they cannot be counted yet: an entry of a later format, a text that was held back, and
line ends that something changed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from resolutions_cli import errors
from resolutions_cli.core.entries.facts import Opened
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.exchange.gate_entries import Arrivals
from resolutions_cli.files.record.arrival import Came, Reason, Refused, look_at
from resolutions_cli.files.record.entry_file import NAME_DIGITS, digits_in
from resolutions_cli.files.record.left_out import mark_of, read_mark, read_marks
from resolutions_cli.files.record.merge import is_in_dispute
from resolutions_cli.files.record.seals import entries_sealed
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.files.workspace.procedures import (
    ProcedureFile,
    check_label,
    procedure_with_digest,
    procedures_in,
)
from resolutions_cli.files.workspace.settings import LEFT_OUT, Workspace

# ------------------------------------------------------------------ procedures and seals


def with_labels_taken(
    workspace: Workspace, came: Mapping[str, Sequence[bytes]], standing: Collection[str]
) -> tuple[str, ...]:
    """The paths of procedures that came under a label that another content has: a shipped one,
    or one that is here. Files among the `standing` do not count, since they are judged anew."""
    if not came:
        return ()
    folder = workspace.folder
    here = [
        file
        for file in procedures_in(workspace.procedures)
        if file.path.relative_to(folder).as_posix() not in standing
    ]
    return tuple(path for path, raws in came.items() if any(_is_taken(here, raw) for raw in raws))


def _is_taken(here: Collection[ProcedureFile], raw: bytes) -> bool:
    try:
        check_label(here, raw)
    except errors.ProcedureLabelTaken:
        return True
    return False


def listing_what_is_missing(
    came: Mapping[str, Sequence[bytes]], digits_in: Callable[[str], Collection[str]]
) -> tuple[str, ...]:
    """The paths of seals that came and list an entry missing from its dispute. `digits_in` gives
    the first digits of the ids of a dispute's entries, here and among those that came."""
    known: dict[str, Collection[str]] = {}
    found = []
    for path, raws in came.items():
        sealed = entries_sealed(raws[0])
        for reference in sealed.keys() - known.keys():
            known[reference] = digits_in(reference)
        if any(
            id_[:NAME_DIGITS] not in known[reference]
            for reference, ids in sealed.items()
            for id_ in ids
        ):
            found.append(path)
    return tuple(found)


# ------------------------------------------------------------------ the gate


#: Files as marks name them: the path and the digest of the bytes.
_Marks = frozenset[tuple[str, str]]


class Judged(Value):
    """The gate's answer: what may come in, by its path in a record, what may not, and what may
    not but was left out by somebody, so that it is not reported."""

    passed: Mapping[str, Sequence[bytes]]
    refused: tuple[Refused, ...] = ()
    left_out: tuple[Refused, ...] = ()


def judge(
    workspace: Workspace,
    came: Mapping[str, Sequence[bytes]],
    *,
    procedures: Mapping[str, bytes] | None = None,
    standing: Collection[str] = frozenset(),
) -> Judged:
    """Judge whether each file that came may come in. Call it under the lock.

    `procedures` are procedure files that came without a path, by their digests. If a file came
    in several versions, the good ones come in. A file that is here already is not judged again,
    unless its path is among the `standing`: those are judged as if they came now.
    """
    files: dict[str, list[Came]] = {}
    for path, raws in came.items():
        for each in (look_at(path, raw) for raw in raws):
            if each is not None:
                files.setdefault(each.path, []).append(each)
    good = {path: [each for each in v if each.reason is None] for path, v in files.items()}
    passed = {path: tuple(each.raw for each in v) for path, v in good.items() if v}
    here = _Here(workspace, standing, passed)
    here.procedures |= {
        digest: ProcedureFile(Path(), "", raw) for digest, raw in (procedures or {}).items()
    }
    refused = {
        path: versions[0]
        for path, versions in files.items()
        if not good[path] and not here.stands(path)
    }
    found = [Refused(p, each.raw, each.reason) for p, each in refused.items() if each.reason]
    others = here.without_labels_taken()
    for reference, arrivals in here.arrivals(good, refused).items():
        rival = here.is_rival(reference, arrivals)
        reasons = dict.fromkeys(arrivals.new, Reason.CAPITALS) if rival else arrivals.judge()
        found += [
            Refused(path, passed[path][0], reason, path in arrivals.waiting)
            for path, reason in reasons.items()
        ]
    others |= here.seals_of_missing({each.path for each in found})
    found += [Refused(path, passed[path][0], reason) for path, reason in others.items()]
    paths = {each.path for each in found}
    out = [each for each in found if not each.waits and mark_of(each.path, each.raw) in here.marks]
    return Judged(
        {path: raws for path, raws in passed.items() if path not in paths},
        tuple(sorted((each for each in found if each not in out), key=lambda each: each.path)),
        tuple(out),
    )


class _Here:
    """The workspace that files come to, and the files that came and are good by themselves."""

    def __init__(
        self,
        workspace: Workspace,
        standing: Collection[str],
        passed: Mapping[str, Sequence[bytes]],
    ) -> None:
        self.workspace, self.standing, self.passed = workspace, standing, passed
        self.marks = _marks(workspace, passed)
        self.procedures = {
            digest_of(raw): ProcedureFile(Path(path), "", raw)
            for path, raws in passed.items()
            if path.startswith("procedures/")
            for raw in raws
        }
        self._read: dict[str, Procedure | None] = {}
        self._folders: dict[str, Arrivals] = {}
        self._spelt: dict[str, list[str]] | None = None

    def without_labels_taken(self) -> dict[str, Reason]:
        """Procedures that came under a label already taken; no dispute is counted by them."""
        came = self._came_to("procedures")
        taken = with_labels_taken(self.workspace, came, self.standing)
        self._read.update((digest_of(raw), None) for path in taken for raw in came[path])
        return dict.fromkeys(taken, Reason.LABEL_TAKEN)

    def seals_of_missing(self, refused: Collection[str]) -> dict[str, Reason]:
        """Seals that came and list entries that are not here. A seal that is here already is
        evidence of an earlier state, and is never judged anew."""

        def digits_of(reference: str) -> Collection[str]:
            place = f"disputes/{reference}/"
            came = (p for p in self.passed if p.startswith(place) and p not in refused)
            names = (path.removeprefix(place) for path in came)
            return self.folder(reference).digits_here.union(map(digits_in, names))

        seals = self._came_to("seals")
        came = {path: raws for path, raws in seals.items() if path not in self.standing}
        missing = listing_what_is_missing(came, digits_of)
        return dict.fromkeys(missing, Reason.LISTS_MISSING)

    def _came_to(self, folder: str) -> dict[str, Sequence[bytes]]:
        return {
            path: raws
            for path, raws in self.passed.items()
            if path.startswith(f"{folder}/") and not self.stands(path)
        }

    def stands(self, path: str) -> bool:
        """Whether there is already a file at that path which is not to be judged anew."""
        if is_in_dispute(path):
            _, reference, name = path.split("/")
            return name in self.folder(reference).names
        return path not in self.standing and (self.workspace.folder / path).exists()

    def folder(self, reference: str) -> Arrivals:
        """A dispute's folder, without the files to be judged anew."""
        if reference not in self._folders:
            place = f"disputes/{reference}/"
            anew = {p.removeprefix(place) for p in self.standing if p.startswith(place)}
            self._folders[reference] = Arrivals(
                self.workspace.disputes / reference, anew, self.procedure
            )
        return self._folders[reference]

    def arrivals(
        self, good: Mapping[str, Sequence[Came]], refused: Mapping[str, Came]
    ) -> dict[str, Arrivals]:
        """The folders to which new entries came, with these entries."""
        found: dict[str, Arrivals] = {}
        for path, versions in good.items():
            if versions and is_in_dispute(path) and not self.stands(path):
                reference = path.split("/")[1]
                found[reference] = self.folder(reference)
                found[reference].new[path] = versions
        for path, each in refused.items():
            if each.digits and is_in_dispute(path):
                folder = self.folder(path.split("/")[1])
                is_out = mark_of(path, each.raw) in self.marks
                (folder.left_out if is_out else folder.refused).add(each.digits[:16])
        for arrivals in found.values():
            arrivals.marks = self.marks
        return found

    def procedure(self, opened: Opened) -> Procedure | None:
        """The procedure of a dispute, from here or among the arrivals; None if unusable."""
        digest = opened.digest
        if digest not in self._read:
            try:
                file = self.procedures.get(digest) or procedure_with_digest(
                    digest, self.workspace.procedures
                )
                self._read[digest] = file.procedure
            except errors.ResolveError:
                self._read[digest] = None
        return self._read[digest]

    def is_rival(self, reference: str, arrivals: Arrivals) -> bool:
        """Whether another dispute has that reference in other capitals: one that is here, or the
        one opened first of two that came. On many disks both would be one folder."""
        if arrivals.names:
            return False
        others = [self.folder(each) for each in self._in_other_capitals(reference)]
        mine = arrivals.opened_at, reference
        for other in others:
            is_first = (other.opened_at, other.reference) < mine
            # a dispute that is here is first, unless it is judged anew and may have to go
            if (other.names and not arrivals.anew) or is_first:
                return True
        return False

    def _in_other_capitals(self, reference: str) -> list[str]:
        if self._spelt is None:
            self._spelt = {}
            known = (*list_disputes(self.workspace).references, *self._folders)
            for each in dict.fromkeys(known):
                self._spelt.setdefault(each.casefold(), []).append(each)
        same = self._spelt.get(reference.casefold(), [])
        return [
            each
            for each in same
            if each != reference and (self.folder(each).names or self.folder(each).new)
        ]


def _marks(workspace: Workspace, passed: Mapping[str, Sequence[bytes]]) -> _Marks:
    """The files left out, by the marks that are here and those that came."""
    found = list(read_marks(workspace.left_out).values())
    for path, raws in passed.items():
        folder, _, name = path.partition("/")
        if folder == LEFT_OUT:
            found += [mark for raw in raws if (mark := read_mark(name, raw))]
    return frozenset((mark.path, mark.digest) for mark in found)
