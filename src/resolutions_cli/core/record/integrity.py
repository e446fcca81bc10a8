"""The logs of the entries found in a folder, with the findings: foreign, missing, redacted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Corrected, Opened, Redacted, UnknownKind
from resolutions_cli.core.entries.reference import TWIN
from resolutions_cli.core.record.agencies import unified
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.knowledge import InForce, Knowledge, always
from resolutions_cli.core.record.log import Log, RemovalRequest, in_order
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ from entries to logs


#: How many digits of an id tell apart two disputes with one reference.
TWIN_DIGITS = 8


class Found(Value):
    """An entry as found: the file it was in, and the other files that held it too.

    `copies` are (path, entry as read there); paths are relative to the workspace.
    """

    entry: Entry
    path: str
    copies: tuple[tuple[str, Entry], ...] = ()

    @property
    def texts(self) -> Mapping[str, str | None]:
        """The texts from all its files that match their seals; None where no file has the text."""
        united = dict(self.entry.texts)
        for _, copy in self.copies:
            for key, text in copy.texts.items():
                if united.get(key) is None:
                    united[key] = text
        return united

    @property
    def held_back(self) -> frozenset[str]:
        """The keys of texts that the sender withheld and that no file here has."""
        named = self.entry.held_back.union(*(copy.held_back for _, copy in self.copies))
        return frozenset(key for key in named if self.texts.get(key) is None) if named else named


def assemble(
    reference: str,
    found: Iterable[Found],
    findings: Iterable[Finding] = (),
    unread: Sequence[str] = (),
    in_force: InForce = always,
) -> tuple[Log, ...]:
    """The logs of a dispute's folder: one, or one for each `opened` entry in it.

    `findings` are the problems met while reading. `unread` are the first letters of the ids of
    entries whose files cannot be trusted, so that these are not called missing as well. A redaction
    that is not `in_force` removes no text; it is listed as `asked`.
    """
    by_id = {each.entry.id: each for each in found}
    own = {id_: each for id_, each in by_id.items() if each.entry.dispute == reference}
    ordered = in_order(each.entry for each in own.values())
    covered = covered_texts(ordered, in_force)
    named = covered_texts(ordered)
    problems = [
        *findings,
        *(Finding("foreign", each.path, id_) for id_, each in by_id.items() if id_ not in own),
        *_missing(ordered, own, unread),
        *(finding for entry in ordered for finding in _of_entry(own[entry.id], covered, named)),
    ]
    entries = tuple(
        _with_texts(
            own[entry.id], covered.get(entry.id, frozenset()), named.get(entry.id, frozenset())
        )
        for entry in ordered
    )
    asked = tuple(_asked(entries, in_force))
    if held_back := sum(bool(entry.held_back) for entry in entries):
        problems.append(
            Finding("held-back", f"disputes/{reference}", detail=f"in {held_back} of its entries")
        )
    openings = [entry.id for entry in entries if isinstance(entry.facts, Opened)]
    if entries and not openings:
        problems.append(Finding("not-opened", f"disputes/{reference}"))
    if len(openings) < 2:
        log = Log(reference, entries, tuple(sorted(set(problems))), None, asked)
        return (unified(log, in_force),)
    return tuple(_twins(reference, entries, openings, problems, asked, in_force))


def covered_texts(
    ordered: Sequence[Entry], in_force: InForce = always
) -> Mapping[str, frozenset[str]]:
    """The keys of the texts that redactions remove, by entry id: all redactions, or those in force.

    A redaction also covers the same text in corrections. It does not cover a correction made in
    knowledge of the redaction: that text may stay.
    """
    direct = _named_in(ordered, in_force)
    if not direct:
        return {}
    known = Knowledge(ordered)
    # The redactions that reach each entry and key. Where one knows another the newer is enough: an
    # entry that does not know the older does not know the newer either.
    reaching: dict[str, dict[str, list[str]]] = {
        id_: {key: _newest(known, redactions) for key, redactions in keys.items()}
        for id_, keys in direct.items()
    }
    for entry in ordered:
        facts = entry.facts
        if not isinstance(facts, Corrected) or facts.entry not in reaching:
            continue
        for key, redactions in reaching[facts.entry].items():
            if unknown := [each for each in redactions if not known.knows(entry.id, each)]:
                reached = reaching.setdefault(entry.id, {}).setdefault(f"set-{key}", [])
                reached += unknown
    return {id_: frozenset(keys) for id_, keys in reaching.items()}


def _named_in(
    ordered: Sequence[Entry], in_force: InForce
) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The redactions in force that name each entry and key, oldest first."""
    found: dict[str, dict[str, list[str]]] = {}
    for entry in ordered:
        if isinstance(entry.facts, Redacted) and in_force(entry):
            # A redaction that names no text still counts.
            keys = found.setdefault(entry.facts.entry, {})
            for key in entry.facts.keys:
                keys.setdefault(key, []).append(entry.id)
    return found


def _newest(known: Knowledge, ids: Sequence[str]) -> list[str]:
    """The entries that no other of these entries knows. `ids` are oldest first."""
    newest: list[str] = []
    for id_ in ids:
        newest = [each for each in newest if not known.knows(id_, each)]
        newest.append(id_)
    return newest


def _asked(entries: Sequence[Entry], in_force: InForce) -> Iterator[RemovalRequest]:
    """The redactions that are not in force, with the texts they name that are still here."""
    waiting = [(e, e.facts) for e in entries if isinstance(e.facts, Redacted) and not in_force(e)]
    if not waiting:
        return
    known = Knowledge(entries)
    by_id = {entry.id: entry for entry in entries}
    corrections: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.facts, Corrected):
            corrections.setdefault(entry.facts.entry, []).append(entry)
    for redaction, facts in waiting:
        named = {facts.entry: facts.keys}
        for correction in corrections.get(facts.entry, ()):
            if not known.knows(correction.id, redaction.id):
                named[correction.id] = tuple(f"set-{key}" for key in facts.keys)
        here = {
            id_: tuple(sorted(key for key in keys if by_id[id_].texts.get(key) is not None))
            for id_, keys in named.items()
            if id_ in by_id
        }
        if texts := {id_: keys for id_, keys in here.items() if keys}:
            yield RemovalRequest(redaction, texts)


def _missing(
    ordered: Sequence[Entry], own: Mapping[str, Found], unread: Sequence[str]
) -> Iterator[Finding]:
    """A finding for each entry that another names in `after` and that is missing here."""
    there = tuple(unread)
    for entry in ordered:
        path = own[entry.id].path
        if not entry.after and not isinstance(entry.facts, Opened):
            yield Finding("missing-key", path, entry.id, "after")
        for id_ in entry.after:
            if id_ not in own and not (there and id_.startswith(there)):
                yield Finding("missing-entry", path, id_)


def _of_entry(
    found: Found, covered: Mapping[str, frozenset[str]], named: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """The findings about one entry.

    `covered` has the texts that redactions in force remove. `named` has those that any redaction
    names, since the sender may already have removed them.
    """
    entry = found.entry
    gone, may_lack = covered.get(entry.id, frozenset()), named.get(entry.id, frozenset())
    if isinstance(entry.facts, UnknownKind):
        yield Finding("unknown-kind", found.path, entry.id)
    missing = {key for key, text in found.texts.items() if text is None} - found.held_back
    if missing - may_lack:
        yield Finding("text-missing", found.path, entry.id)
    if missing & may_lack - gone:
        yield Finding("gone-as-asked", found.path, entry.id)
    if any(entry.texts.get(key) is not None for key in gone):
        yield Finding("redaction-unfinished", found.path, entry.id)
    yield from _of_copies(found, gone)


def _of_copies(found: Found, gone: Collection[str]) -> Iterator[Finding]:
    """A finding for each copy: does it hold a text needed here, a redacted text, or neither?"""
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


def _with_texts(found: Found, gone: Collection[str], named: Collection[str]) -> Entry:
    """The entry with the texts of all its files.

    A text is None if it was redacted (`gone`, or `named` by a redaction and not here) or withheld.
    Texts that are merely missing are left out.
    """
    entry, held_back = found.entry, found.held_back.difference(named)
    kept = {
        key: None if key in gone else text
        for key, text in found.texts.items()
        if text is not None or key in named or key in held_back
    }
    if (kept, held_back) == (entry.texts, entry.held_back):
        return entry
    return entry.but(texts=kept, held_back=held_back)


def _twins(
    reference: str,
    entries: Sequence[Entry],
    openings: Sequence[str],
    findings: Sequence[Finding],
    asked: Sequence[RemovalRequest],
    in_force: InForce,
) -> Iterator[Log]:
    """A log for each dispute with one reference, with the entries that follow its opening.

    An entry that follows no opening goes to the first one; one that follows several goes to the
    first of them. A finding about no entry in particular goes to every log.
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
        wait = tuple(each for each in asked if home[each.redaction.id] == opening)
        name = f"{reference}{TWIN}{opening[:TWIN_DIGITS]}"
        yield unified(Log(name, own, tuple(sorted(mine)), None, wait), in_force)


# ------------------------------------------------------------------ entries side by side


#: The most newest entries that a dispute may have. Each machine's new entry follows all that it
#: has, so there are never more of them than machines.
MOST_BESIDE = 100


def taken_beside(every: Mapping[str, Entry], new: Collection[str]) -> Collection[str]:
    """The `new` ids that can be accepted without leaving too many newest entries (`MOST_BESIDE`).

    They are accepted in the record's order, each with the entries it follows. Entries that are not
    new stay. An entry that follows one of the newest replaces it, however many there are.
    """
    newest = every.keys() - {id_ for entry in every.values() for id_ in entry.after}
    if len(newest) <= MOST_BESIDE or not new:
        return new
    here = every.keys() - new
    left = here - {id_ for each in here for id_ in every[each].after}
    taken: set[str] = set()
    barren: set[str] = set()
    count = len(left)
    for entry in in_order(every.values()):
        if entry.id not in newest or entry.id in here:
            continue
        past = _new_past(entry.id, every, here, barren | taken if count >= MOST_BESIDE else taken)
        known = left.intersection(id_ for each in past for id_ in every[each].after)
        if count >= MOST_BESIDE and not known:
            barren |= past  # it replaces no newest entry, now or later
            continue
        past = _new_past(entry.id, every, here, taken)
        known = left.intersection(id_ for each in past for id_ in every[each].after)
        taken |= past
        left = left - known
        count += 1 - len(known)
    return taken


def _new_past(
    id_: str, every: Mapping[str, Entry], here: Collection[str], known: Collection[str]
) -> set[str]:
    """A new entry and the new entries that it follows, except those in `known`."""
    found: set[str] = set()
    ahead = [id_]
    while ahead:
        each = ahead.pop()
        if each in every and each not in found and each not in here and each not in known:
            found.add(each)
            ahead.extend(every[each].after)
    return found
