"""From the entries found in a folder to logs: whose they are, what is missing, what is redacted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from resolutions_cli.core.agencies import unified
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Corrected, Opened, Redacted, UnknownKind
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.log import Log, in_order, known_by
from resolutions_cli.core.reference import TWIN
from resolutions_cli.core.value import Value

#: How many digits of an id are enough to tell two disputes of one reference apart.
TWIN_DIGITS = 8


class Found(Value):
    """An entry as it was found: in which file, and which files held it a second time.

    `copies` are (path, entry as read there); paths are relative to the workspace.
    """

    entry: Entry
    path: str
    copies: tuple[tuple[str, Entry], ...] = ()

    @property
    def texts(self) -> Mapping[str, str | None]:
        """The texts that any of the files has, each fitting its seal; None where none has it."""
        united = dict(self.entry.texts)
        for _, copy in self.copies:
            for key, text in copy.texts.items():
                if united.get(key) is None:
                    united[key] = text
        return united

    @property
    def held_back(self) -> frozenset[str]:
        """The texts that whoever sent the entry kept back, and that none of the files has."""
        named = self.entry.held_back.union(*(copy.held_back for _, copy in self.copies))
        return frozenset(key for key in named if self.texts.get(key) is None) if named else named


def assemble(
    reference: str,
    found: Iterable[Found],
    findings: Iterable[Finding] = (),
    unread: Sequence[str] = (),
) -> tuple[Log, ...]:
    """The logs of a dispute's folder: one, or one for each `opened` entry in it.

    `findings` are what was met while reading; `unread` are beginnings of the ids of entries
    whose files are there but cannot be trusted, so that these are not called missing as well.
    """
    by_id = {each.entry.id: each for each in found}
    own = {id_: each for id_, each in by_id.items() if each.entry.dispute == reference}
    ordered = in_order(each.entry for each in own.values())
    covered = covered_texts(ordered)
    problems = [
        *findings,
        *(Finding("foreign", each.path, id_) for id_, each in by_id.items() if id_ not in own),
        *_missing(ordered, own, unread),
        *(finding for entry in ordered for finding in _of_entry(own[entry.id], covered)),
    ]
    entries = tuple(
        _with_texts(own[entry.id], covered.get(entry.id, frozenset())) for entry in ordered
    )
    if held_back := sum(bool(entry.held_back) for entry in entries):
        problems.append(
            Finding("held-back", f"disputes/{reference}", detail=f"in {held_back} of its entries")
        )
    openings = [entry.id for entry in entries if isinstance(entry.facts, Opened)]
    if entries and not openings:
        problems.append(Finding("not-opened", f"disputes/{reference}"))
    if len(openings) < 2:
        return (unified(Log(reference, entries, tuple(sorted(set(problems))))),)
    return tuple(_twins(reference, entries, openings, problems))


def covered_texts(ordered: Sequence[Entry]) -> Mapping[str, frozenset[str]]:
    """For each entry the keys of its texts that are redacted.

    A redaction covers the text in corrections too, but not in one that was made in knowledge
    of the redaction: that is the text that may stand.
    """
    if not any(isinstance(entry.facts, Redacted) for entry in ordered):
        return {}
    known = known_by(ordered)
    covered: dict[str, set[str]] = {}
    for position, entry in enumerate(ordered):
        if not isinstance(entry.facts, Redacted):
            continue
        reached = {entry.facts.entry: set(entry.facts.keys)}
        for other in ordered:
            facts = other.facts
            knows = known[other.id] >> position & 1
            if isinstance(facts, Corrected) and facts.entry in reached and not knows:
                keys = {f"set-{key}" for key in reached[facts.entry]}
                reached.setdefault(other.id, set()).update(keys)
        for id_, keys in reached.items():
            covered.setdefault(id_, set()).update(keys)
    return {id_: frozenset(keys) for id_, keys in covered.items()}


def _missing(
    ordered: Sequence[Entry], own: Mapping[str, Found], unread: Sequence[str]
) -> Iterator[Finding]:
    """Entries that others name in `after` and that are not here."""
    there = tuple(unread)
    for entry in ordered:
        path = own[entry.id].path
        if not entry.after and not isinstance(entry.facts, Opened):
            yield Finding("missing-key", path, entry.id, "after")
        for id_ in entry.after:
            if id_ not in own and not (there and id_.startswith(there)):
                yield Finding("missing-entry", path, id_)


def _of_entry(found: Found, covered: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """What is wrong with one entry, now that the redactions are known."""
    entry = found.entry
    gone = covered.get(entry.id, frozenset())
    if isinstance(entry.facts, UnknownKind):
        yield Finding("unknown-kind", found.path, entry.id)
    for key, text in found.texts.items():
        if text is None and key not in gone and key not in found.held_back:
            yield Finding("text-missing", found.path, entry.id)
    if any(entry.texts.get(key) is not None for key in gone):
        yield Finding("redaction-unfinished", found.path, entry.id)
    yield from _of_copies(found, gone)


def _of_copies(found: Found, gone: Collection[str]) -> Iterator[Finding]:
    """What the copies of one entry's file are: needed for a text, dangerous, or of no use."""
    here = {key for key, text in found.entry.texts.items() if text is not None}
    for path, copy in found.copies:
        there = {key for key, text in copy.texts.items() if text is not None}
        if there & set(gone):
            yield Finding("redaction-undone", path, copy.id)
        if there - here - set(gone):
            yield Finding("text-in-copy", path, copy.id)
        elif not there & set(gone):
            yield Finding("copy", path, copy.id)
        here |= there


def _with_texts(found: Found, gone: Collection[str]) -> Entry:
    """The entry with the texts of all its files, None for what was redacted or held back, and
    without those that are merely missing."""
    entry, held_back = found.entry, found.held_back.difference(gone)
    kept = {
        key: None if key in gone else text
        for key, text in found.texts.items()
        if text is not None or key in gone or key in held_back
    }
    if (kept, held_back) == (entry.texts, entry.held_back):
        return entry
    return entry.but(texts=kept, held_back=held_back)


def _twins(
    reference: str,
    entries: Sequence[Entry],
    openings: Sequence[str],
    findings: Sequence[Finding],
) -> Iterator[Log]:
    """Two disputes of one reference: each entry belongs to the opening that it follows.

    What follows none, or several, goes to the first; what is wrong with no entry in
    particular is wrong with all.
    """
    home: dict[str, str] = {}
    for entry in entries:
        homes = {home[id_] for id_ in entry.after if id_ in home}
        if entry.id in openings:
            home[entry.id] = entry.id
        else:
            home[entry.id] = min(homes or {openings[0]}, key=openings.index)
    for opening in openings:
        own = tuple(entry for entry in entries if home[entry.id] == opening)
        mine = {f for f in findings if home.get(f.entry, opening) == opening}
        twin = f"{reference}{TWIN}{opening[:TWIN_DIGITS]}"
        yield unified(Log(twin, own, tuple(sorted(mine))))
