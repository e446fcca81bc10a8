"""The entry: one thing recorded about a dispute, with its two times and the head of its file."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from resolutions_cli.core.entries.agency_codes import format_of, renamed
from resolutions_cli.core.entries.fact_values import read_code, read_codes, read_when
from resolutions_cli.core.entries.facts import (
    AnyFacts,
    BadFacts,
    UnknownKind,
    fact_items,
    plain,
    read_facts,
)
from resolutions_cli.core.entries.sealed_codes import own_names
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ recorded


#: The highest format of an entry file that this program reads. Each kind is written in the format
#: that introduced it, so that an older program can read every kind it knows.
FORMAT = 2


class Entry(Value):
    """One thing that was recorded about a dispute; never changed afterwards.

    `at` is when it happened, `recorded` when it was written down (UTC, to the millisecond), `after`
    the ids of the entries that it was the first to follow. A text of None cannot be read: it was
    redacted or, if `held_back` names it, withheld by the sender.
    """

    id: str
    dispute: str
    at: Moment
    recorded: datetime
    after: tuple[str, ...]
    facts: AnyFacts
    texts: Mapping[str, str | None] = {}
    held_back: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The kind's name, even of a kind that this program does not know."""
        return self.facts.name if isinstance(self.facts, UnknownKind) else self.facts.KIND

    def numbered(self, key: str) -> tuple[str | None, ...]:
        """The texts "key-1", "key-2", … in order; None for one that was redacted."""
        found = [
            (int(name[len(key) + 1 :]), text)
            for name, text in self.texts.items()
            if name.startswith(f"{key}-") and name[len(key) + 1 :].isdecimal()
        ]
        return tuple(text for _, text in sorted(found, key=lambda pair: pair[0]))


def written_down(entry: Entry) -> Moment:
    """When an entry was recorded. Dating it earlier gains no time: a date that had passed
    stays so."""
    return Moment.of(entry.recorded)


def head_values(
    dispute: str,
    at: Moment,
    recorded: datetime,
    after: tuple[str, ...],
    facts: AnyFacts,
    texts: Collection[str] = (),
) -> dict[str, Any]:
    """The head of an entry file without its seal, tables last as TOML needs them.

    `texts` are the keys of its texts.
    """
    head: dict[str, Any] = {
        "format": format_of(facts, texts),
        "dispute": dispute,
        "kind": facts.KIND,
        "at": at.local,
        "recorded": recorded,
        "after": sorted(set(after)),
    }
    items = [(key, plain(value)) for key, value in fact_items(facts)]
    head.update((key, value) for key, value in items if not isinstance(value, dict))
    head.update((key, value) for key, value in items if isinstance(value, dict))
    return head


def read_entry(id_: str, head: Mapping[str, Any], texts: Mapping[str, str | None]) -> Entry:
    """An entry from a decoded head and its texts.

    Raises BadFacts: "newer-format", "missing-key" or "wrong-type" with the key's name.
    """
    version = head.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BadFacts("wrong-type", "format")
    if version > FORMAT:
        raise BadFacts("newer-format")
    values: dict[str, Any] = {}
    for key, read in _COMMON.items():
        if key not in head:
            raise BadFacts("missing-key", key)
        try:
            values[key] = read(head[key])
        except TypeError:
            raise BadFacts("wrong-type", key) from None
    kind = values.pop("kind")
    # a key of one of its texts is an agency's code in the head; elsewhere the code has the entry's
    # id
    facts = renamed(read_facts(kind, head), own_names(id_, texts))
    return Entry(id=id_, facts=facts, texts=texts, **values)


def _instant(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError
    read_when(value)
    return value.astimezone(UTC)


#: The keys of every head besides its format.
_COMMON: Mapping[str, Callable[[Any], Any]] = {
    "dispute": read_code,
    "kind": read_code,
    "at": read_when,
    "recorded": _instant,
    "after": read_codes,
}


# ------------------------------------------------------------------ about to be recorded


class Draft(Value):
    """An entry to be recorded: when it happened, its facts, and the texts typed with them."""

    at: Moment
    facts: AnyFacts
    texts: Mapping[str, str] = {}


def named_by(draft: Draft, entry: Entry) -> Draft:
    """The draft with its new agencies under the codes that all readers use.

    `entry` was made from the draft, or named these agencies before it.
    """
    return draft.but(facts=renamed(draft.facts, own_names(entry.id, entry.texts)))
