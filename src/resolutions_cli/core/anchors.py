"""What vouches for the newest entries: digests that were kept elsewhere, seals among them.

Every entry covers all it follows, so whoever holds the digest of one can tell whether anything
up to it was changed. The newest entries are covered by nothing in the record itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from resolutions_cli import errors
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.log import Log
from resolutions_cli.core.reference import TWIN
from resolutions_cli.core.value import Value

_DIGITS = re.compile(r"[0-9a-f]{16,64}", re.ASCII)


class Seal(Value):
    """The newest ids of every dispute at one moment; `digest` is the SHA-256 of its file."""

    path: str
    digest: str
    sealed: datetime
    disputes: Mapping[str, tuple[str, ...]]


class Answer(Value):
    """What was asked with one digest, and whether the record has it: as an entry's id in
    `disputes` (references), or as the seal at `seal`."""

    digits: str
    disputes: tuple[str, ...] = ()
    seal: str = ""

    @property
    def found(self) -> bool:
        return bool(self.disputes or self.seal)


def read_digests(typed: Iterable[str]) -> tuple[str, ...]:
    """The digits of what was typed; several may be joined with "+". Raises BadDigest."""
    parts = [part.strip().lower() for each in typed for part in each.split("+")]
    if not all(_DIGITS.fullmatch(part) for part in parts):
        raise errors.BadDigest
    return tuple(dict.fromkeys(parts))


def home(log: Log) -> str:
    """The reference of the folder that a log is in."""
    return log.reference.partition(TWIN)[0]


def answer(digits: str, logs: Iterable[Log], seals: Iterable[Seal]) -> Answer:
    """Whether the record has what begins with these digits."""
    disputes = (log.reference for log in logs if any(e.id.startswith(digits) for e in log.entries))
    paths = (seal.path for seal in seals if seal.digest.startswith(digits))
    return Answer(digits, tuple(disputes), next(paths, ""))


def not_in_record(answers: Iterable[Answer]) -> Iterator[Finding]:
    """A finding for each digest that the record does not have."""
    for each in answers:
        if not each.found:
            yield Finding("not-in-record", "disputes", each.digits)


def sealed_but_missing(logs: Sequence[Log], seals: Iterable[Seal]) -> Iterator[Finding]:
    """A finding for each entry that a seal lists and that the record does not have."""
    there = {(home(log), entry.id) for log in logs for entry in log.entries}
    for seal in seals:
        for reference, ids in seal.disputes.items():
            for id_ in ids:
                if (reference, id_) not in there:
                    yield Finding("sealed-entry-missing", seal.path, id_, f"disputes/{reference}")


def unanchored(
    logs: Iterable[Log], answers: Iterable[Answer], seals: Iterable[Seal]
) -> tuple[Log, ...]:
    """The logs whose newest entries none of the digests asked about covers."""
    asked = tuple(answers)
    digits = tuple(each.digits for each in asked)
    used = {each.seal for each in asked if each.seal}
    sealed = {
        id_ for seal in seals if seal.path in used for ids in seal.disputes.values() for id_ in ids
    }
    return tuple(log for log in logs if log.entries and not _is_anchored(log, digits, sealed))


def _is_anchored(log: Log, digits: tuple[str, ...], sealed: Collection[str]) -> bool:
    return all(head in sealed or (digits and head.startswith(digits)) for head in log.heads)
