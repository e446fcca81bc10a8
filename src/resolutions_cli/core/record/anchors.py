"""Evidence for the newest entries: digests kept elsewhere, and seals.

An entry's digest covers all the entries it follows: if you hold it, you can detect any change to
them. No other entry covers the newest ones.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.reference import TWIN
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.knowledge import known_times
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.value import Value

_DIGITS = re.compile(r"[0-9a-f]{16,64}", re.ASCII)


class Seal(Value):
    """The newest ids of every dispute at one moment; `digest` is the SHA-256 of its file.

    `held_back` has the texts that were withheld then, by entry id; None for a seal from before
    seals recorded this.
    """

    path: str
    digest: str
    sealed: datetime
    disputes: Mapping[str, tuple[str, ...]]
    held_back: Mapping[str, tuple[str, ...]] | None = None


class Answer(Value):
    """One digest that was asked about, and where the record has it: as an entry's id in `disputes`
    (references), or as the seal at `seal`."""

    digits: str
    disputes: tuple[str, ...] = ()
    seal: str = ""

    @property
    def found(self) -> bool:
        return bool(self.disputes or self.seal)


def read_digests(typed: Iterable[str]) -> tuple[str, ...]:
    """The digests typed; several may be joined with "+". Raises BadDigest."""
    parts = [part.strip().lower() for each in typed for part in each.split("+")]
    if not all(_DIGITS.fullmatch(part) for part in parts):
        raise errors.BadDigest
    return tuple(dict.fromkeys(parts))


def home(log: Log) -> str:
    """The reference of the folder that a log is in."""
    return log.reference.partition(TWIN)[0]


def answer(digits: str, logs: Iterable[Log], seals: Iterable[Seal]) -> Answer:
    """Where the record has an entry or a seal that begins with these digits."""
    disputes = (log.reference for log in logs if any(e.id.startswith(digits) for e in log.entries))
    paths = (seal.path for seal in seals if seal.digest.startswith(digits))
    return Answer(digits, tuple(disputes), next(paths, ""))


def not_in_record(answers: Iterable[Answer]) -> Iterator[Finding]:
    """A finding for each digest that the record lacks."""
    for each in answers:
        if not each.found:
            yield Finding("not-in-record", "disputes", each.digits)


def sealed_but_missing(logs: Sequence[Log], seals: Iterable[Seal]) -> Iterator[Finding]:
    """A finding for each entry that a seal lists and that the record lacks."""
    there = {(home(log), entry.id) for log in logs for entry in log.entries}
    for seal in seals:
        for reference, ids in seal.disputes.items():
            for id_ in ids:
                if (reference, id_) not in there:
                    yield Finding("sealed-entry-missing", seal.path, id_, f"disputes/{reference}")


def held_back_since(logs: Iterable[Log], seals: Iterable[Seal]) -> Iterator[Finding]:
    """A finding for each text that is withheld now but was not when a seal was made."""
    said = [seal for seal in seals if seal.held_back is not None]
    for log in logs:
        now = [entry for entry in log.entries if entry.held_back]
        lost: dict[str, set[str]] = {}
        for seal in said if now else ():
            then = log.knowledge.known_to_any(seal.disputes.get(home(log), ()))
            for entry in now:
                if entry.id in then:
                    gone = entry.held_back.difference((seal.held_back or {}).get(entry.id, ()))
                    lost.setdefault(entry.id, set()).update(gone)
        for id_, keys in lost.items():
            for key in sorted(keys):
                yield Finding("held-back-since", log.reference, id_, key)


class Uncovered(Value):
    """The entries of a dispute that the given digests do not cover, in the log's order.

    `before` says it was recorded before the newest entries that they cover; `later` has the rest.
    """

    log: Log
    before: tuple[Entry, ...]
    later: tuple[Entry, ...]


def spoken_of(
    logs: Iterable[Log], answers: Iterable[Answer], seals: Iterable[Seal]
) -> tuple[Log, ...]:
    """The logs with at least one entry that the given digests cover."""
    asked = [each for each in answers if each.found]
    named = {reference for each in asked for reference in each.disputes}
    paths = {each.seal for each in asked}
    used = [seal for seal in seals if seal.path in paths]

    def is_sealed(log: Log) -> bool:
        return any(id_ in log.places for seal in used for id_ in seal.disputes.get(home(log), ()))

    return tuple(log for log in logs if log.reference in named or is_sealed(log))


def not_covered(
    logs: Iterable[Log], answers: Iterable[Answer], seals: Iterable[Seal]
) -> tuple[Uncovered, ...]:
    """The uncovered entries of each dispute that the digests concern; a seal concerns all."""
    asked = [each for each in answers if each.found]
    paths = {each.seal for each in asked}
    used = [seal for seal in seals if seal.path in paths]
    digits = tuple(each.digits for each in asked)
    found = (_not_covered(log, digits, used) for log in logs)
    return tuple(each for each in found if each and (each.before or each.later))


def _not_covered(log: Log, digits: tuple[str, ...], seals: Sequence[Seal]) -> Uncovered | None:
    newest = {entry.id for entry in log.entries if digits and entry.id.startswith(digits)}
    for seal in seals:
        newest.update(id_ for id_ in seal.disputes.get(home(log), ()) if id_ in log.places)
    if not newest and not seals:
        return None
    covered = log.knowledge.known_to_any(newest)
    written = known_times(log.entries)
    sealed = max((seal.sealed for seal in seals), default=None)

    def is_before(entry: Entry) -> bool:
        """Whether its recorded time means it should be covered; allows for a clock set back."""
        unknown = (id_ for id_ in newest if not log.knowledge.knows(entry.id, id_))
        return (sealed is not None and entry.recorded < sealed) or any(
            entry.recorded < written[id_] for id_ in unknown
        )

    rest = [entry for entry in log.entries if entry.id not in covered]
    said = [(entry, is_before(entry)) for entry in rest]
    before = tuple(entry for entry, early in said if early)
    return Uncovered(log, before, tuple(entry for entry, early in said if not early))


def beside_the_digest(uncovered: Iterable[Uncovered]) -> Iterator[Finding]:
    """A finding for each entry that a digest should cover, by its recorded time, and does not."""
    for each in uncovered:
        for entry in each.before:
            yield Finding("beside-the-digest", each.log.reference, entry.id)


def unanchored(
    logs: Iterable[Log], answers: Iterable[Answer], seals: Iterable[Seal]
) -> tuple[Log, ...]:
    """The logs with a newest entry that the given digests do not cover."""
    asked = tuple(answers)
    digits = tuple(each.digits for each in asked)
    used = {each.seal for each in asked if each.seal}
    sealed = {
        id_ for seal in seals if seal.path in used for ids in seal.disputes.values() for id_ in ids
    }
    return tuple(log for log in logs if log.entries and not _is_anchored(log, digits, sealed))


def _is_anchored(log: Log, digits: tuple[str, ...], sealed: Collection[str]) -> bool:
    return all(head in sealed or (digits and head.startswith(digits)) for head in log.heads)
