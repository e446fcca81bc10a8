"""Which texts of an entry a redaction removes: all, or those that were named."""

import re
from collections.abc import Iterable

from resolutions_cli import errors
from resolutions_cli.core.agencies import same_words
from resolutions_cli.core.agency_codes import AGENCY_FACTS
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Corrected, Redacted, allows_text, fact_items
from resolutions_cli.core.log import Log

#: The facts in which entries of earlier versions may have words.
_IN_WORDS = AGENCY_FACTS | {"role"}
_CODE = "[a-z0-9][a-z0-9_-]*"


def removable(log: Log, entry: Entry) -> tuple[str, ...]:
    """The keys of the texts that an entry still has, by itself or by a correction of it.

    Those that were held back are among them: redacted here, they are not taken in later.
    """
    keys = [key for key, text in entry.texts.items() if text is not None or key in entry.held_back]
    for other in log.entries:
        if isinstance(other.facts, Corrected) and other.facts.entry == entry.id:
            keys += (
                key.removeprefix("set-")
                for key, text in other.texts.items()
                if key.startswith("set-") and (text is not None or key in other.held_back)
            )
    return tuple(dict.fromkeys(keys))


def redaction(log: Log, entry: Entry, named: Iterable[str]) -> Redacted:
    """The facts that remove texts of an entry: every one it has, who recorded it included, or
    those named; `child` names `child-1`, `child-2` and so on.

    Raises NothingToRedact, and UnknownCode for a name that fits none of them.
    """
    there = removable(log, entry)
    if not there:
        raise errors.NothingToRedact(number=log.labels[entry.id], reference=log.reference)
    wanted = tuple(named)
    for name in wanted:
        if not any(_covers(name, key) for key in there):
            # A key that the kind does not have was put there by hand and could hold anything.
            known = [key for key in there if allows_text(type(entry.facts), key)]
            raise errors.UnknownCode(
                kind="text in that entry", allowed=", ".join(known) or "others"
            )
    keys = there if not wanted else (k for k in there if any(_covers(name, k) for name in wanted))
    keys = tuple(sorted(keys))
    return Redacted(entry=entry.id, keys=keys, same=same_words(log, entry, keys))


def names_in_head(entry: Entry) -> bool:
    """Whether the head of an entry of an earlier version holds an agency or a role in words,
    which nothing can take out."""
    values = [value for key, value in fact_items(entry.facts) if key in _IN_WORDS]
    if isinstance(entry.facts, Corrected):
        values = [value for key, value in entry.facts.set.items() if key in _IN_WORDS]
    names = [name for each in values for name in (each if isinstance(each, tuple) else (each,))]
    return any(re.fullmatch(_CODE, str(name)) is None for name in names)


def also_in(log: Log, entry: Entry, keys: Iterable[str]) -> tuple[Entry, ...]:
    """Other entries that hold a text to be removed word for word; who recorded is no such text."""
    removed = {entry.texts.get(key) for key in keys if key != "by"} - {None}
    own = {entry.id} | {
        other.id
        for other in log.entries
        if isinstance(other.facts, Corrected) and other.facts.entry == entry.id
    }
    return tuple(
        other
        for other in log.entries
        if other.id not in own
        and any(text in removed for key, text in other.texts.items() if key != "by")
    )


def _covers(name: str, key: str) -> bool:
    return key == name or re.fullmatch(rf"{re.escape(name)}-\d+", key) is not None
